//! The session: one meeting of two copies, without I/O. Frames in; frames and intakes out.
//!
//! Each side begins with a hello: the versions of the session that it speaks, the number of its vocabulary, and how much it
//! takes. Both then speak the highest version and the vocabulary that both know; only the first turn, which is said before
//! the other's hello has come, is said in what is remembered of the other. What the other's program cannot take yet waits
//! here, and both are told that something does.
//!
//! Both sides take turns at the same time. In the first turn each says which documents it has, by digest, and which bodies it
//! wants. If all digests are equal and neither wants what the other has, the meeting is over after that one round trip. In each later turn a
//! side sends the heads of documents that differ, the changes that the other lacks with the bodies that belong to them, and
//! the bodies that the other wants. The end of a turn says that everything of the other's last turn is durable. The meeting
//! ends when both are equal and neither can help the other, or when neither has anything more to say.
//!
//! A round opens once both have named it with the end of one turn, and with the same [`Stand`](kintsugi_journal::Stand): both
//! mean the same words, are ready, and each has its own. One side sends its words first, all of them, while it stands so; the
//! other opens its own in the transaction that keeps these, if it stands so still, and they cross as changes; the first then
//! opens, too. Cut anywhere, either both go on at the next meeting or nothing has happened. What else the two hold does not
//! matter: a document that cannot cross keeps no letter closed.
//!
//! Nothing is kept between sessions but hints, so a meeting that is cut anywhere is simply held again.

mod breach;
mod incoming;
mod outgoing;
mod replica;
mod talk;
mod weight;

use std::collections::{BTreeSet, HashSet};

use kintsugi_journal::{ChangeHash, DocId, EntryId, PersonId, RootDigest, RoundId, Stand, Vocabulary, WantedDigest};

pub use breach::{Breach, SessionError};
pub(crate) use incoming::Incoming;
pub use incoming::{Intake, Opening};
pub(crate) use outgoing::{Outgoing, Said};
pub use replica::{Ready, Receipt, Replica, Store};
pub use talk::{Step, Talk};

use crate::frame::{End, Frame, Hello, Name, Room, Versions};
use crate::gate::Refused;

/// What one session may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of frames, taken from the other side or said to it.
    pub bytes: u64,
    /// Turns.
    pub turns: u32,
    /// Refused changes and bodies, after which the other side is not heard any more.
    pub refusals: u32,
    /// Bytes of memory that are staged before they are handed to the store: what came, and what it became when it was read.
    pub staged: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 30, turns: 64, refusals: 256, staged: 1 << 20 }
    }
}

/// Between whom a session runs.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Me.
    pub me: PersonId,
    /// The person on the other laptop, proven by the channel.
    pub partner: PersonId,
    /// The journal that the two share.
    pub journal: [u8; 16],
    /// What the program here knows.
    pub vocabulary: Vocabulary,
    /// What the program there knew when it was last heard of.
    pub theirs: Vocabulary,
    /// Something written here goes beyond what the program there can show, as far as is remembered.
    pub waits: bool,
    /// The versions of the session that are spoken here: [`Session::VERSIONS`], and others where a test plays another program.
    pub versions: Versions,
}

impl Pair {
    /// In which vocabulary something is said before the other's hello has come.
    pub fn said_in(&self) -> Vocabulary {
        self.vocabulary.common(self.theirs)
    }

    /// What this side says of itself.
    pub fn hello(&self) -> Hello {
        Hello {
            versions: self.versions,
            vocabulary: self.vocabulary,
            said_in: self.said_in(),
            room: Room::FIRST,
            journal: self.journal,
        }
    }
}

/// How a meeting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Entries that changed here.
    pub received: u32,
    /// Entries whose words went there, as counted here.
    pub sent: u32,
    /// Both hold the same, and neither wants what the other has.
    pub up_to_date: bool,
    /// Turns that it took: each is one trip in both directions.
    pub turns: u32,
    /// What was here at its end, as the other side was told.
    pub root: RootDigest,
    /// What was wanted here at its end, likewise.
    pub wanted: WantedDigest,
    /// What the program there knows, as its hello said.
    pub theirs: Vocabulary,
    /// What was written here waits, in whole or in part, until the program there is a newer one.
    pub waits_there: bool,
    /// What was written there waits until the program here is a newer one, as they say.
    pub waits_here: bool,
    /// Something of the other side could not be taken in yet. The next meeting looks at it again.
    pub left: bool,
}

/// How far a meeting has come, for people who wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Documents that differ: on their way here, and from here.
    pub documents: u32,
    /// Those of which something has crossed.
    pub begun: u32,
    /// Changes that have crossed, in both directions.
    pub changes: u32,
}

/// One meeting.
pub struct Session {
    pair: Pair,
    limits: Limits,
    turn: u32,
    outgoing: Outgoing,
    incoming: Incoming,
    said: Said,
    received: HashSet<EntryId>,
    refused: u32,
    left: bool,
    my_end: Option<End>,
    /// The rounds that `my_end` names.
    ready: Vec<Ready>,
    their_end: Option<End>,
    taking_in: bool,
    /// Documents there that are not, or not the same, here.
    arriving: u32,
    /// The rounds that were opened, or tried, in this meeting: none is tried twice as it stands.
    tried: BTreeSet<(RoundId, Stand)>,
    /// A round opens in the turn that goes on.
    opening: bool,
    /// What was written here because of what came, to be sent in the next turn.
    written: Vec<(DocId, Vec<ChangeHash>)>,
    outcome: Option<Outcome>,
}

impl Session {
    /// The versions of these rules that are spoken here.
    pub const VERSIONS: Versions = Versions { lowest: 3, highest: 3 };

    /// Begins a meeting.
    pub fn new(pair: Pair, limits: Limits) -> Self {
        Self {
            pair,
            limits,
            turn: 0,
            outgoing: Outgoing::first(&pair),
            incoming: Incoming::default(),
            said: Said::new(&pair),
            received: HashSet::new(),
            refused: 0,
            left: false,
            my_end: None,
            ready: Vec::new(),
            their_end: None,
            taking_in: false,
            arriving: 0,
            tried: BTreeSet::new(),
            opening: false,
            written: Vec::new(),
            outcome: None,
        }
    }

    /// How the meeting ended; `None` while it goes on.
    pub const fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// What it may cost.
    pub(crate) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Which turn goes on, from 0.
    pub const fn turn(&self) -> u32 {
        self.turn
    }

    /// Whether the other side has said what it is.
    pub const fn is_greeted(&self) -> bool {
        self.incoming.hello().is_some()
    }

    /// How many entries have changed here so far.
    pub fn received(&self) -> u32 {
        u32::try_from(self.received.len()).unwrap_or(u32::MAX)
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let (planned, started, sent) = self.outgoing.progress();
        let (arriving, changes) = self.incoming.progress();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Progress {
            documents: self.arriving.saturating_add(planned),
            begun: count(arriving).min(self.arriving).saturating_add(started),
            changes: sent.saturating_add(changes),
        }
    }

    /// The next frame to send; `None` while there is nothing to say before the other side speaks, or the meeting is over.
    ///
    /// # Errors
    /// [`SessionError::Store`] when the replica cannot be read.
    pub fn next_frame<R: Replica + ?Sized>(&mut self, replica: &R) -> Result<Option<Frame>, SessionError<R::Error>> {
        if self.outcome.is_some() || self.my_end.is_some() || self.taking_in {
            return Ok(None);
        }
        if let Some(frame) = self.outgoing.next(replica, &mut self.said).map_err(SessionError::Store)? {
            return Ok(Some(frame));
        }
        let end = self.end(replica).map_err(SessionError::Store)?;
        self.my_end = Some(end.clone());
        self.turn_over(replica).map_err(SessionError::Store)?;
        Ok(Some(Frame::End(end)))
    }

    /// Takes one frame. What it hands out must be made durable and answered with [`taken_in`](Self::taken_in) before the
    /// next frame is taken or asked for.
    ///
    /// # Errors
    /// [`SessionError::Breach`] when the other side breaks the rules; the meeting is over then, and nothing is lost.
    pub fn receive<R: Replica + ?Sized>(
        &mut self,
        frame: Frame,
        size: usize,
        replica: &R,
    ) -> Result<Option<Intake>, SessionError<R::Error>> {
        self.incoming.count(size, &self.limits)?;
        if matches!(frame, Frame::Later(_)) {
            return Ok(None);
        }
        if self.outcome.is_some() || self.their_end.is_some() || self.taking_in {
            return Err(Breach::OutOfTurn.into());
        }
        if let Frame::End(end) = frame {
            self.incoming.end(self.turn)?;
            if end.ready.len() > Room::FIRST.ready as usize {
                return Err(Breach::Flood.into());
            }
            self.their_end = Some(end);
            let rest = self.incoming.take_staged();
            if rest.is_none() {
                self.turn_over(replica).map_err(SessionError::Store)?;
            }
            self.taking_in = rest.is_some();
            return Ok(rest);
        }
        let full = self.incoming.take((frame, size), self.turn, &self.pair, &self.limits)?;
        let intake = if full { self.incoming.take_staged() } else { None };
        self.taking_in = intake.is_some();
        Ok(intake)
    }

    /// Tells what became of an intake, once it is durable.
    ///
    /// # Errors
    /// [`SessionError::Breach`] when too much of it was refused.
    pub fn taken_in<R: Replica + ?Sized>(
        &mut self,
        receipt: Receipt,
        replica: &R,
    ) -> Result<(), SessionError<R::Error>> {
        self.taking_in = false;
        self.received.extend(receipt.changed);
        // What is missing still, after it was asked for, did not come.
        self.left |= receipt.left || receipt.incomplete.iter().any(|doc| self.said.has_asked(*doc));
        self.incoming.note_incomplete(receipt.incomplete);
        self.written.extend(receipt.written);
        // What merely follows was no attempt of its own.
        let counted = receipt.refused.iter().filter(|why| **why != Refused::FollowsRefused).count();
        self.refused = self.refused.saturating_add(u32::try_from(counted).unwrap_or(u32::MAX));
        if self.refused > self.limits.refusals {
            return Err(Breach::Flood.into());
        }
        self.turn_over(replica).map_err(SessionError::Store)
    }

    fn end<R: Replica + ?Sized>(&mut self, replica: &R) -> Result<End, R::Error> {
        let common = self.said.common;
        let mut ready = replica.ready(common)?;
        ready.retain(|ready| !self.tried.contains(&(ready.round, ready.stand)));
        ready.truncate(self.said.room.ready as usize);
        let end = End {
            ready: ready.iter().map(|ready| (Name::from(ready.round), ready.stand)).collect(),
            root: RootDigest::of(&replica.digests(common)?),
            wanted: WantedDigest::of(&replica.wanted()?),
            received: self.received(),
            quiet: self.outgoing.was_quiet(),
            waits: self.said.waits,
        };
        self.ready = ready;
        Ok(end)
    }

    /// When both have ended the turn: the meeting is over, or the next turn is planned.
    fn turn_over<R: Replica + ?Sized>(&mut self, replica: &R) -> Result<(), R::Error> {
        let (Some(mine), Some(theirs)) = (&self.my_end, &self.their_end) else { return Ok(()) };
        if self.taking_in {
            return Ok(());
        }
        let Some(hello) = self.incoming.hello().copied() else { return Ok(()) };
        self.said.heard(&hello);
        // What both want, neither has: a backup was restored before the words had crossed.
        let equal = mine.root == theirs.root && mine.wanted == theirs.wanted && self.is_said_in_common(&hello);
        let silent = self.turn > 0 && mine.quiet && theirs.quiet;
        // Only with the same stand on both sides does each know what the other is ready for.
        let opens = both(&self.ready, &theirs.ready);
        // What was opened in this turn has still to be answered. Both decide by what the ends of the turn say, so both decide
        // the same.
        let done = (equal || silent) && opens.is_empty() && !self.opening;
        if done || self.turn + 1 >= self.limits.turns {
            self.outcome = Some(Outcome {
                received: self.received(),
                sent: self.said.entries(),
                up_to_date: equal,
                turns: self.turn + 1,
                root: mine.root,
                wanted: mine.wanted,
                theirs: hello.vocabulary,
                waits_there: self.said.waits,
                waits_here: theirs.waits && hello.vocabulary > self.pair.vocabulary,
                left: self.left && !equal,
            });
            return Ok(());
        }
        if self.turn == 0 {
            self.arriving = self.incoming.count_others(&replica.digests(self.said.common)?);
        }
        self.outgoing = Outgoing::plan(&self.incoming, self.turn, &mut self.said, replica)?;
        self.outgoing.add_written(std::mem::take(&mut self.written));
        self.incoming.next_turn();
        self.turn += 1;
        (self.my_end, self.their_end) = (None, None);
        self.open(opens);
        Ok(())
    }

    /// Whether this turn was said, on both sides, in the vocabulary that both know. Both decide by both hellos, so both decide
    /// the same.
    fn is_said_in_common(&self, hello: &Hello) -> bool {
        let common = self.pair.vocabulary.common(hello.vocabulary);
        self.turn > 0 || (self.pair.said_in() == common && hello.said_in == common)
    }

    /// Opens rounds in the turn that begins: this side sends its words, or expects those of the other.
    fn open(&mut self, rounds: Vec<Ready>) {
        self.opening = !rounds.is_empty();
        for Ready { round, stand, leads } in rounds {
            self.tried.insert((round, stand));
            if leads {
                self.outgoing.add_opening(round, stand);
            } else {
                self.incoming.expected.insert((round, stand));
            }
        }
    }
}

/// The rounds that both name with the same stand.
fn both(mine: &[Ready], theirs: &[(Name, Stand)]) -> Vec<Ready> {
    let named = |ready: &&Ready| theirs.iter().any(|(round, stand)| round.is(ready.round) && *stand == ready.stand);
    mine.iter().filter(named).copied().collect()
}
