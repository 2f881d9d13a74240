//! Writing a bundle.

use std::io::Write;

use kintsugi_journal::{Commitment, RootDigest, WantedDigest};

use super::seal::{Header, Parties, Sealing};
use crate::frame::{End, Frame, FrameError};
use crate::session::{Outgoing, Pair, Replica, Said};

/// What a bundle holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Changes.
    pub changes: u32,
    /// Bodies.
    pub bodies: u32,
    /// Something here waits, in whole or in part, until the partner's program is a newer one, as far as is known.
    pub waits: bool,
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
/// are wanted. With `all`, everything. A bundle cannot negotiate: it is said in the vocabulary remembered of the partner.
///
/// # Errors
/// [`Unwritten`]; the file is worth nothing then.
pub fn write<R: Replica, W: Write>(
    replica: &R,
    parties: &Parties<'_>,
    pair: &Pair,
    header: Header,
    wanted: &[Commitment],
    all: bool,
    file: &mut W,
) -> Result<Packed, Unwritten<R::Error>> {
    let mut sealing = Sealing::begin(file, parties, header)?;
    let (mut said, mut packed) = (Said::new(pair), Packed::default());
    let mut outgoing = Outgoing::bundle(pair, wanted, all, replica).map_err(Unwritten::Store)?;
    while let Some(frame) = outgoing.next(replica, &mut said).map_err(Unwritten::Store)? {
        packed.changes += u32::from(matches!(frame, Frame::Change { .. }));
        packed.bodies += u32::from(matches!(frame, Frame::Body { .. }));
        sealing.write(&frame.encode()?)?;
    }
    let root = RootDigest::of(&replica.digests(pair.said_in()).map_err(Unwritten::Store)?);
    let wanted = WantedDigest::of(&replica.wanted().map_err(Unwritten::Store)?);
    let quiet = packed == Packed::default();
    packed.waits = said.waits;
    let end = End { root, wanted, received: 0, quiet, ready: Vec::new(), waits: said.waits };
    sealing.write(&Frame::End(end).encode()?)?;
    sealing.finish()?;
    Ok(packed)
}
