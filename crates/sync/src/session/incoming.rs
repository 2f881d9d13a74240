//! What the other side has said: staged for the store, or kept for the plan of the next turn.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocDigest, DocId, Form, MAX_ROUND_BYTES, MAX_SEALS, Proposal, RoundId, Salt,
    SealedBody, Stand, Vocabulary,
};

use super::outgoing::MAX_ALL_HEADS;
use super::{Breach, Limits, Pair, weight};
use crate::frame::{Frame, FrameError, Hello, Name, Room, Sent};

/// Changes and bodies on their way to the gate, in the order in which they came.
#[derive(Default)]
pub struct Intake {
    /// Changes.
    pub changes: Vec<(Proposal, AuthorTag)>,
    /// Bodies.
    pub bodies: Vec<(Commitment, SealedBody)>,
    /// Rounds that open, each with all the words of the other side.
    pub openings: Vec<Opening>,
}

/// The other side's words of a round that opens: all of them, or nothing.
pub struct Opening {
    /// Which.
    pub round: RoundId,
    /// How it stood with both when they said that they are ready. It opens only while it stands so still.
    pub stand: Stand,
    /// The words.
    pub bodies: Vec<(Commitment, SealedBody)>,
}

/// An opening of which bodies are still to come.
struct OpenRound {
    /// None where nobody expects it.
    opening: Option<Opening>,
    missing: usize,
    bytes: usize,
}

#[derive(Default)]
pub(crate) struct Incoming {
    hello: Option<Hello>,
    bytes: u64,
    staged_bytes: usize,
    staged: Intake,
    all_heads: usize,
    open_body: Option<OpenBody>,
    open_round: Option<OpenRound>,
    /// The rounds that the other side may open in this turn, as they stand.
    pub(super) expected: BTreeSet<(RoundId, Stand)>,
    arrived: BTreeSet<DocId>,
    changes: u32,
    pub(super) documents: BTreeMap<DocId, DocDigest>,
    pub(crate) wanted: Vec<Commitment>,
    pub(crate) heads: BTreeMap<DocId, Vec<ChangeHash>>,
    pub(super) asks: BTreeMap<DocId, Vec<ChangeHash>>,
    pub(super) incomplete: BTreeSet<DocId>,
}

struct OpenBody {
    commitment: Commitment,
    salt: Salt,
    length: usize,
    bytes: Vec<u8>,
}

impl Incoming {
    pub(crate) fn count(&mut self, size: usize, limits: &Limits) -> Result<(), Breach> {
        self.bytes = self.bytes.saturating_add(size as u64);
        if self.bytes > limits.bytes { Err(Breach::Flood) } else { Ok(()) }
    }

    /// What the other side has said of itself; `None` until it has.
    pub(crate) const fn hello(&self) -> Option<&Hello> {
        self.hello.as_ref()
    }

    /// Takes a frame of so many bytes; whether enough is staged to be handed to the store.
    pub(crate) fn take(
        &mut self,
        (frame, size): (Frame, usize),
        turn: u32,
        pair: &Pair,
        limits: &Limits,
    ) -> Result<bool, Breach> {
        if matches!(frame, Frame::Later(_)) {
            return Ok(false);
        }
        if self.open_body.is_some() != matches!(frame, Frame::Chunk(_)) {
            return Err(if self.open_body.is_some() { Breach::BodyLength } else { Breach::OutOfTurn });
        }
        if self.hello.is_some() == matches!(frame, Frame::Hello(_)) {
            return Err(Breach::OutOfTurn);
        }
        if self.open_round.is_some() && !matches!(frame, Frame::Body { .. } | Frame::Chunk(_)) {
            return Err(Breach::OutOfTurn);
        }
        match frame {
            Frame::Hello(hello) => self.greet(hello, pair)?,
            Frame::Documents(documents) if turn == 0 => self.take_documents(documents, pair)?,
            Frame::Wanted(wanted) => {
                self.wanted.extend(wanted);
                within(self.wanted.len(), Room::FIRST.wanted)?;
            }
            Frame::Heads { doc, heads } if turn > 0 => self.take_heads(&doc, heads, pair, false)?,
            Frame::Ask { doc, heads } if turn > 0 => self.take_heads(&doc, heads, pair, true)?,
            Frame::Change(sent) if turn > 0 => self.take_change(sent, size, pair)?,
            Frame::Body { commitment, salt, length } if turn > 0 => self.open_body(commitment, salt, length)?,
            Frame::Opening { round, stand, bodies } if turn > 0 => self.open_round(&round, stand, bodies)?,
            Frame::Chunk(bytes) => self.take_chunk(&bytes)?,
            _ => return Err(Breach::OutOfTurn),
        }
        Ok(self.open_body.is_none() && self.open_round.is_none() && self.staged_bytes >= limits.staged)
    }

    /// Of how many documents changes have come, and how many changes.
    pub(super) fn progress(&self) -> (usize, u32) {
        (self.arrived.len(), self.changes)
    }

    /// How many of the other side's documents are not the same here.
    pub(super) fn count_others(&self, here: &[(DocId, DocDigest)]) -> u32 {
        let here: BTreeMap<DocId, DocDigest> = here.iter().copied().collect();
        let others = self.documents.iter().filter(|(doc, digest)| here.get(doc) != Some(digest));
        u32::try_from(others.count()).unwrap_or(u32::MAX)
    }

    /// The other side ends its turn.
    pub(crate) fn end(&mut self, turn: u32) -> Result<(), Breach> {
        if self.open_body.is_some() || self.open_round.is_some() {
            return Err(Breach::BodyLength);
        }
        if turn == 0 && self.hello.is_none() { Err(Breach::OutOfTurn) } else { Ok(()) }
    }

    pub(crate) fn take_staged(&mut self) -> Option<Intake> {
        self.staged_bytes = 0;
        let staged = std::mem::take(&mut self.staged);
        let something = !staged.changes.is_empty() || !staged.bodies.is_empty() || !staged.openings.is_empty();
        something.then_some(staged)
    }

    pub(super) fn note_incomplete(&mut self, documents: Vec<DocId>) {
        self.incomplete.extend(documents);
    }

    pub(super) fn next_turn(&mut self) {
        self.all_heads = 0;
        self.documents.clear();
        self.wanted.clear();
        self.heads.clear();
        self.asks.clear();
        self.incomplete.clear();
        self.expected.clear();
    }

    fn greet(&mut self, hello: Hello, pair: &Pair) -> Result<(), Breach> {
        if pair.versions.common(hello.versions).is_none() {
            return Err(Breach::Version(hello.versions));
        }
        if hello.journal != pair.journal {
            return Err(Breach::Journal);
        }
        let numbers = [hello.vocabulary, hello.said_in].map(Vocabulary::number);
        if numbers.iter().any(|number| Vocabulary::from_number(*number).is_none()) {
            return Err(FrameError::Malformed.into());
        }
        self.hello = Some(hello);
        Ok(())
    }

    fn take_documents(&mut self, documents: Vec<(Name, DocDigest)>, pair: &Pair) -> Result<(), Breach> {
        for (doc, digest) in documents {
            if let Some(doc) = shared(&doc, pair)? {
                self.documents.insert(doc, digest);
            }
        }
        within(self.documents.len(), Room::FIRST.documents)
    }

    fn take_heads(&mut self, doc: &Name, heads: Vec<ChangeHash>, pair: &Pair, ask: bool) -> Result<(), Breach> {
        let Some(doc) = shared(doc, pair)? else { return Ok(()) };
        within(heads.len(), Room::FIRST.heads)?;
        self.all_heads += heads.len();
        if self.all_heads > MAX_ALL_HEADS {
            return Err(Breach::Flood);
        }
        let kept = if ask { &mut self.asks } else { &mut self.heads };
        kept.insert(doc, heads);
        within(kept.len(), Room::FIRST.documents)
    }

    fn take_change(&mut self, sent: Sent, size: usize, pair: &Pair) -> Result<(), Breach> {
        let Some(doc) = shared(&sent.doc, pair)? else { return Ok(()) };
        let Form::Known(change) = sent.open() else { return Ok(()) };
        self.arrived.insert(doc);
        self.changes = self.changes.saturating_add(1);
        self.staged_bytes += size + weight::of_change(&change.0);
        self.staged.changes.push(change);
        Ok(())
    }

    fn open_body(&mut self, commitment: Commitment, salt: Salt, length: u32) -> Result<(), Breach> {
        let length = length as usize;
        if length == 0 || length > SealedBody::MAX_BYTES {
            return Err(Breach::BodyLength);
        }
        self.open_body = Some(OpenBody { commitment, salt, length, bytes: Vec::new() });
        Ok(())
    }

    fn take_chunk(&mut self, bytes: &[u8]) -> Result<(), Breach> {
        let Some(mut body) = self.open_body.take() else { return Err(Breach::OutOfTurn) };
        if bytes.is_empty() || body.bytes.len() + bytes.len() > body.length {
            return Err(Breach::BodyLength);
        }
        body.bytes.extend_from_slice(bytes);
        if body.bytes.len() < body.length {
            self.open_body = Some(body);
            return Ok(());
        }
        self.take_body((body.commitment, SealedBody { salt: body.salt, bytes: body.bytes }))
    }

    /// A whole body: of the round that opens, or by itself.
    fn take_body(&mut self, body: (Commitment, SealedBody)) -> Result<(), Breach> {
        let size = weight::OF_BODY + body.1.bytes.len();
        self.staged_bytes += size;
        let Some(mut open) = self.open_round.take() else {
            self.staged.bodies.push(body);
            return Ok(());
        };
        open.bytes += size;
        if open.bytes > MAX_ROUND_BYTES {
            return Err(Breach::Flood);
        }
        open.missing -= 1;
        if let Some(opening) = &mut open.opening {
            opening.bodies.push(body);
        }
        self.continue_round(open);
        Ok(())
    }

    fn open_round(&mut self, round: &Name, stand: Stand, bodies: u32) -> Result<(), Breach> {
        let missing = bodies as usize;
        if missing > MAX_SEALS {
            return Err(Breach::Flood);
        }
        // The words of one that nobody expects, or no longer as it stands, are heard to their end and dropped.
        let expected = self.expected.iter().find(|(expected, as_it)| round.is(*expected) && *as_it == stand).copied();
        let opening = expected.map(|(round, stand)| Opening { round, stand, bodies: Vec::new() });
        self.continue_round(OpenRound { opening, missing, bytes: 0 });
        Ok(())
    }

    /// Stages an opening once all of it is here, and once only.
    fn continue_round(&mut self, open: OpenRound) {
        if open.missing > 0 {
            self.open_round = Some(open);
        } else if let Some(opening) = open.opening
            && self.expected.remove(&(opening.round, opening.stand))
        {
            self.staged.openings.push(opening);
        }
    }
}

/// Which of the shared documents it is; `None` for one of a later version, which is passed over.
fn shared(doc: &Name, pair: &Pair) -> Result<Option<DocId>, Breach> {
    let ours = |doc: DocId| doc.person().is_none_or(|person| person == pair.me || person == pair.partner);
    match doc.doc() {
        Form::Known(doc) if doc.is_shared() && ours(doc) && pair.vocabulary.knows(doc.since()) => Ok(Some(doc)),
        Form::Known(doc) if pair.vocabulary.knows(doc.since()) => Err(Breach::UnknownDocument),
        Form::Known(_) | Form::Later => Ok(None),
        Form::Malformed => Err(Breach::UnknownDocument),
    }
}

fn within(count: usize, most: u32) -> Result<(), Breach> {
    if count <= most as usize { Ok(()) } else { Err(Breach::Flood) }
}
