//! Writing a bundle.

use std::io::Write;

use kintsugi_journal::{Commitment, RootDigest, WantedDigest};

use super::seal::{Header, Parties, Sealing};
use crate::frame::{Frame, FrameError};
use crate::session::{Outgoing, Replica, Said};

/// What a bundle holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Changes.
    pub changes: u32,
    /// Bodies.
    pub bodies: u32,
}

/// Why a bundle could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unwritten<E> {
    /// The file.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// Something that is no frame of this version, although it came from the store here.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// The store.
    #[error(transparent)]
    Store(E),
}

/// Writes what the partner lacks, as far as is known here, and the bodies of which the partner's last bundle said that they
/// are wanted. With `all`, everything.
///
/// # Errors
/// [`Unwritten`]; the file is worth nothing then.
pub fn write<R: Replica, W: Write>(
    replica: &R,
    parties: &Parties<'_>,
    header: Header,
    wanted: &[Commitment],
    all: bool,
    file: &mut W,
) -> Result<Packed, Unwritten<R::Error>> {
    let mut sealing = Sealing::begin(file, parties, header)?;
    let (mut said, mut packed) = (Said::default(), Packed::default());
    let mut outgoing = Outgoing::bundle(parties.journal, wanted, all, replica).map_err(Unwritten::Store)?;
    while let Some(frame) = outgoing.next(replica, &mut said).map_err(Unwritten::Store)? {
        packed.changes += u32::from(matches!(frame, Frame::Change { .. }));
        packed.bodies += u32::from(matches!(frame, Frame::Body { .. }));
        sealing.write(&frame.encode()?)?;
    }
    let root = RootDigest::of(&replica.digests().map_err(Unwritten::Store)?);
    let wanted = WantedDigest::of(&replica.wanted().map_err(Unwritten::Store)?);
    sealing.write(
        &Frame::End { root, wanted, received: 0, quiet: packed == Packed::default(), ready: Vec::new() }.encode()?,
    )?;
    sealing.finish()?;
    Ok(packed)
}
