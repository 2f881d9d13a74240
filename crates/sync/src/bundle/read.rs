//! Taking in a bundle: first the whole file is checked, then its frames go through the gate like those of a meeting.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Read;

use kintsugi_journal::{ChangeHash, Commitment, DocId, EntryId, Vocabulary};

use super::BundleError;
use super::seal::{Header, Parties, Unsealing};
use crate::frame::Frame;
use crate::session::{Breach, Incoming, Intake, Limits, Pair, Store};

/// What a bundle has brought, and what it says of its writer.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Entries that changed here.
    pub received: u32,
    /// Documents of which something came before what it follows: an earlier bundle is missing.
    pub incomplete: BTreeSet<DocId>,
    /// Something could not be taken in yet, and is looked at again when it comes again.
    pub left: bool,
    /// It held a change or a body, new or not: its writer waits for word of it.
    pub moved: bool,
    /// Changes and bodies that were refused.
    pub refused: u32,
    /// The heads of each document there, when it was written.
    pub heads: BTreeMap<DocId, Vec<ChangeHash>>,
    /// The bodies that were wanted there.
    pub wanted: Vec<Commitment>,
    /// What the program there knew.
    pub theirs: Option<Vocabulary>,
    /// Something there waits, in whole or in part, until the program here is a newer one.
    pub waits_here: bool,
}

/// Why a bundle was not taken in to its end. What was taken in before is kept, and taking it in again is harmless.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unread<E> {
    /// It is no bundle for this journal.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// Its writer broke a rule.
    #[error("the file holds {0}")]
    Breach(Breach),
    /// The store here failed.
    #[error(transparent)]
    Store(E),
}

/// Checks that all chunks behind the header are there and sound. Takes nothing in.
///
/// # Errors
/// [`BundleError::Broken`].
pub fn check(parties: &Parties<'_>, header: Header, file: &mut impl Read) -> Result<(), BundleError> {
    let mut unsealing = Unsealing::begin(file, parties, header)?;
    while unsealing.next()?.is_some() {}
    Ok(())
}

/// Takes in what stands behind the header. `progress` is called with the bytes that are done.
///
/// # Errors
/// [`Unread`].
pub fn take_in<S: Store>(
    store: &S,
    parties: &Parties<'_>,
    pair: &Pair,
    header: Header,
    file: &mut impl Read,
    mut progress: impl FnMut(u64),
) -> Result<Taken, Unread<S::Error>> {
    let limits = Limits::default();
    let mut unsealing = Unsealing::begin(file, parties, header)?;
    let mut taking = Taking { store, taken: Taken::default(), changed: HashSet::new() };
    let (mut incoming, mut buffer, mut done) = (Incoming::default(), Vec::new(), 0);
    let (mut over, mut waits, mut moved) = (false, false, false);
    while let Some(chunk) = unsealing.next()? {
        done += chunk.len() as u64;
        buffer.extend_from_slice(&chunk);
        while let Some((frame, size)) = first_frame(&mut buffer).map_err(Unread::Breach)? {
            incoming.count(size, &limits).map_err(Unread::Breach)?;
            moved |= matches!(frame, Frame::Change { .. } | Frame::Body { .. });
            if matches!(frame, Frame::Later(_)) {
                continue;
            }
            if over {
                return Err(Unread::Breach(Breach::OutOfTurn));
            }
            if let Frame::End(end) = frame {
                incoming.end(0).map_err(Unread::Breach)?;
                (over, waits) = (true, end.waits);
            } else if incoming.take((frame, size), 1, pair, &limits).map_err(unread)? {
                taking.take(incoming.take_staged())?;
            }
        }
        progress(done);
    }
    if !over || !buffer.is_empty() {
        return Err(BundleError::Broken.into());
    }
    taking.take(incoming.take_staged())?;
    let mut taken = taking.taken;
    taken.received = u32::try_from(taking.changed.len()).unwrap_or(u32::MAX);
    taken.moved = moved;
    taken.theirs = incoming.hello().map(|hello| hello.vocabulary);
    taken.waits_here = waits && taken.theirs.is_some_and(|theirs| theirs > pair.vocabulary);
    taken.heads = incoming.heads;
    taken.wanted = incoming.wanted;
    Ok(taken)
}

/// A bundle that speaks no version which is spoken here is told like one whose header says so.
fn unread<E>(breach: Breach) -> Unread<E> {
    match breach {
        Breach::Version(_) => Unread::Bundle(BundleError::Version),
        breach => Unread::Breach(breach),
    }
}

struct Taking<'s, S> {
    store: &'s S,
    taken: Taken,
    changed: HashSet<EntryId>,
}

impl<S: Store> Taking<'_, S> {
    fn take(&mut self, intake: Option<Intake>) -> Result<(), Unread<S::Error>> {
        let Some(intake) = intake else { return Ok(()) };
        let receipt = self.store.take_in(intake).map_err(Unread::Store)?;
        self.changed.extend(receipt.changed);
        self.taken.incomplete.extend(receipt.incomplete);
        self.taken.left |= receipt.left;
        self.taken.refused += u32::try_from(receipt.refused.len()).unwrap_or(u32::MAX);
        Ok(())
    }
}

fn first_frame(buffer: &mut Vec<u8>) -> Result<Option<(Frame, usize)>, Breach> {
    let Some(prefix) = buffer.first_chunk::<4>() else { return Ok(None) };
    let end = 4 + Frame::length(*prefix)?;
    if buffer.len() < end {
        return Ok(None);
    }
    let frame = Frame::decode(&buffer[4..end])?;
    buffer.drain(..end);
    Ok(Some((frame, end)))
}
