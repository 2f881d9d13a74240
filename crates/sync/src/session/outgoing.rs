//! What this side says in one turn, made frame by frame, so that a long first meeting holds one document in memory.

use std::collections::{BTreeSet, HashSet, VecDeque};

use kintsugi_journal::{
    AuthorTag, Body, ChangeHash, Commitment, DocId, EntryId, Form, Key, Month, Operation, Proposal, Put, Record,
    RoundId, SealedBody, Stand, Value, Vocabulary,
};

use super::incoming::Incoming;
use super::{Pair, Replica};
use crate::frame::{Frame, Hello, Room};

const DOCUMENTS_A_FRAME: usize = 1000;
const WANTED_A_FRAME: usize = 1500;
const CHUNK: usize = 60 * 1024;
/// Bodies that are read at once, as one look into the store, and their bytes.
const BODIES_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: usize = 16 * 1024;
/// Heads of all documents in one turn: what is beyond waits for the next meeting.
pub(super) const MAX_ALL_HEADS: usize = 64 * 1024;

enum Job {
    Hello(Hello),
    Documents,
    Wanted,
    Heads(DocId),
    Ask(DocId),
    /// The changes that somebody with these heads lacks. `again` sends what was sent before, too.
    Changes {
        doc: DocId,
        known: Vec<ChangeHash>,
        again: bool,
    },
    Bodies(Vec<Commitment>),
    /// All my words of a round that opens, while it stands so.
    Opening(RoundId, Stand),
}

/// What was said in earlier turns, so that nothing is said twice and a meeting comes to its end; and how to say the rest.
pub(crate) struct Said {
    /// What the program here knows.
    mine: Vocabulary,
    /// What both programs know, as far as is known here.
    pub(super) common: Vocabulary,
    /// How much the other side takes.
    pub(super) room: Room,
    /// Something here goes beyond what the other side's program can show, or take.
    pub(crate) waits: bool,
    /// How many heads may still be said in this turn.
    heads_left: usize,
    /// By document: one change may stand in several.
    changes: HashSet<(DocId, ChangeHash)>,
    /// The words of entries that went there.
    entries: HashSet<Commitment>,
    /// Lines of which it went there that they were taken back.
    taken_back: HashSet<EntryId>,
    wanted: Vec<Commitment>,
    asked: HashSet<DocId>,
}

impl Said {
    pub(crate) fn new(pair: &Pair) -> Self {
        Self {
            mine: pair.vocabulary,
            common: pair.said_in(),
            room: Room::FIRST,
            waits: pair.waits && pair.said_in() < pair.vocabulary,
            heads_left: MAX_ALL_HEADS,
            changes: HashSet::new(),
            entries: HashSet::new(),
            taken_back: HashSet::new(),
            wanted: Vec::new(),
            asked: HashSet::new(),
        }
    }

    /// The other side has said what it knows, and how much it takes.
    pub(super) fn heard(&mut self, hello: &Hello) {
        self.common = self.mine.common(hello.vocabulary);
        self.waits &= self.common < self.mine;
        self.room = hello.room.and(Room::FIRST);
    }

    /// Whether the changes that are missing of a document were asked for.
    pub(super) fn has_asked(&self, doc: DocId) -> bool {
        self.asked.contains(&doc)
    }

    /// Remembers whether a change goes beyond what the other side's program can show, and what it takes back.
    fn note_change(&mut self, proposal: &Proposal) {
        let is_page = matches!(proposal.doc, DocId::Page { month, .. } if month != Month::DRAWER);
        let keys = proposal.operations.iter().filter_map(|op| Key::read(&op.put()?.key, self.mine).known());
        let deleted = keys.filter_map(|key| if let Key::Deleted(entry) = key { Some(entry) } else { None });
        self.taken_back.extend(deleted.filter(|_| is_page));
        let mut puts = proposal.operations.iter().filter_map(Operation::put);
        self.waits |= self.common < self.mine && puts.any(|put| knows(put, self.mine) && !knows(put, self.common));
    }

    /// How many entries went there, or that they were taken back. What the other side says of it is not asked: it could say anything.
    pub(super) fn entries(&self) -> u32 {
        u32::try_from(self.entries.len() + self.taken_back.len()).unwrap_or(u32::MAX)
    }

    /// The same for words, which are counted where the other side sees an entry in them.
    fn note_words(&mut self, commitment: Commitment, body: &[u8]) {
        if Body::read(body, self.common).is_entry() {
            self.entries.insert(commitment);
        }
        let reads = |vocabulary| Body::read(body, vocabulary).known().is_some();
        self.waits |= self.common < self.mine && reads(self.mine) && !reads(self.common);
    }

    /// The heads of a document here, as many as the other side takes of one document and in one turn: who hears of fewer
    /// sends what is known already.
    fn heads_of<R: Replica + ?Sized>(&mut self, doc: DocId, replica: &R) -> Result<Vec<ChangeHash>, R::Error> {
        let mut heads = replica.heads(doc)?;
        heads.truncate(self.heads_left.min(self.room.heads as usize));
        self.heads_left -= heads.len();
        Ok(heads)
    }
}

#[derive(Default)]
pub(crate) struct Outgoing {
    jobs: VecDeque<Job>,
    frames: VecDeque<Frame>,
    changes: VecDeque<(Proposal, AuthorTag)>,
    bodies: VecDeque<Commitment>,
    sent_bodies: HashSet<Commitment>,
    started: u32,
    sent: u32,
    spoke: bool,
}

impl Outgoing {
    /// The first turn: what is here, and what is wanted.
    pub(super) fn first(pair: &Pair) -> Self {
        Self { jobs: VecDeque::from([Job::Hello(pair.hello()), Job::Documents, Job::Wanted]), ..Self::default() }
    }

    /// A bundle: what is here, what is wanted, and what the other lacks as far as is known; with `all`, everything.
    pub(crate) fn bundle<R: Replica + ?Sized>(
        pair: &Pair,
        wanted: &[Commitment],
        all: bool,
        replica: &R,
    ) -> Result<Self, R::Error> {
        let mut jobs = VecDeque::from([Job::Hello(pair.hello()), Job::Wanted]);
        let documents = replica.digests(pair.said_in())?;
        jobs.extend(documents.iter().map(|(doc, _)| Job::Heads(*doc)));
        for (doc, _) in documents {
            let known = if all { Vec::new() } else { replica.met(doc)? };
            if known.is_empty() || known != replica.heads(doc)? {
                jobs.push_back(Job::Changes { doc, known, again: false });
            }
        }
        jobs.push_back(Job::Bodies(wanted.to_vec()));
        Ok(Self { jobs, ..Self::default() })
    }

    /// The next turn, from what the other side said in this one.
    pub(super) fn plan<R: Replica + ?Sized>(
        heard: &Incoming,
        turn: u32,
        said: &mut Said,
        replica: &R,
    ) -> Result<Self, R::Error> {
        let mut jobs = VecDeque::new();
        said.heads_left = MAX_ALL_HEADS;
        if turn == 0 {
            plan_first(heard, said.common, replica, &mut jobs)?;
        } else {
            jobs.push_back(Job::Wanted);
        }
        let changes =
            |doc: &DocId, known: &[ChangeHash], again| Job::Changes { doc: *doc, known: known.to_vec(), again };
        jobs.extend(heard.heads.iter().map(|(doc, known)| changes(doc, known, false)));
        jobs.extend(heard.asks.iter().map(|(doc, known)| changes(doc, known, true)));
        jobs.extend(heard.incomplete.iter().filter(|doc| said.asked.insert(**doc)).map(|doc| Job::Ask(*doc)));
        if !heard.wanted.is_empty() {
            // Whoever names one a thousand times is answered once.
            let wanted: BTreeSet<Commitment> = heard.wanted.iter().copied().collect();
            jobs.push_back(Job::Bodies(wanted.into_iter().collect()));
        }
        Ok(Self { jobs, ..Self::default() })
    }

    /// Adds what was written here because of what came.
    pub(super) fn add_written(&mut self, written: Vec<(DocId, Vec<ChangeHash>)>) {
        let changes = written.into_iter().map(|(doc, known)| Job::Changes { doc, known, again: false });
        self.jobs.extend(changes);
    }

    /// Adds a round that opens.
    pub(super) fn add_opening(&mut self, round: RoundId, stand: Stand) {
        self.jobs.push_back(Job::Opening(round, stand));
    }

    /// Documents to send, those begun, and changes sent, in this turn.
    pub(super) fn progress(&self) -> (u32, u32, u32) {
        let left = self.jobs.iter().filter(|job| matches!(job, Job::Changes { .. })).count();
        (u32::try_from(left).unwrap_or(u32::MAX).saturating_add(self.started), self.started, self.sent)
    }

    /// Whether nothing was said in this turn.
    pub(super) const fn was_quiet(&self) -> bool {
        !self.spoke
    }

    /// The next frame of the turn.
    pub(crate) fn next<R: Replica + ?Sized>(
        &mut self,
        replica: &R,
        said: &mut Said,
    ) -> Result<Option<Frame>, R::Error> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                self.spoke = true;
                return Ok(Some(frame));
            }
            if let Some((proposal, tag)) = self.changes.pop_front() {
                self.bodies.extend(commitments(&proposal, said.mine));
                said.note_change(&proposal);
                said.changes.insert((proposal.doc, proposal.hash));
                self.sent = self.sent.saturating_add(1);
                self.frames.push_back(Frame::Change((proposal, tag).into()));
            } else if !self.bodies.is_empty() {
                self.send_bodies(replica, said)?;
            } else if let Some(job) = self.jobs.pop_front() {
                self.start(job, replica, said)?;
            } else {
                return Ok(None);
            }
        }
    }

    fn start<R: Replica + ?Sized>(&mut self, job: Job, replica: &R, said: &mut Said) -> Result<(), R::Error> {
        match job {
            Job::Hello(hello) => self.frames.push_back(Frame::Hello(hello)),
            Job::Documents => {
                let documents = replica.digests(said.common)?;
                let named = documents.into_iter().map(|(doc, digest)| (doc.into(), digest));
                let named: Vec<_> = named.take(said.room.documents as usize).collect();
                self.frames.extend(named.chunks(DOCUMENTS_A_FRAME).map(|part| Frame::Documents(part.to_vec())));
            }
            Job::Wanted => {
                let mut wanted = replica.wanted()?;
                wanted.sort_unstable();
                wanted.truncate(said.room.wanted as usize);
                if wanted == said.wanted {
                    return Ok(());
                }
                said.wanted.clone_from(&wanted);
                self.frames.extend(wanted.chunks(WANTED_A_FRAME).map(|part| Frame::Wanted(part.to_vec())));
            }
            // Nothing said of a document is not the same as saying that it has no heads.
            Job::Heads(_) | Job::Ask(_) if said.heads_left == 0 => {}
            Job::Heads(doc) => {
                self.frames.push_back(Frame::Heads { doc: doc.into(), heads: said.heads_of(doc, replica)? });
            }
            Job::Ask(doc) => self.frames.push_back(Frame::Ask { doc: doc.into(), heads: said.heads_of(doc, replica)? }),
            Job::Changes { doc, known, again } => {
                self.started += 1;
                let changes = replica.changes(doc, &known)?;
                let new =
                    changes.into_iter().filter(|(proposal, _)| again || !said.changes.contains(&(doc, proposal.hash)));
                self.changes.extend(new);
            }
            Job::Bodies(wanted) => self.bodies.extend(wanted),
            Job::Opening(round, stand) => {
                // Whatever was withdrawn, or sealed anew, since both said they are ready is not sent.
                let Some(words) = replica.words_of(round, stand)? else { return Ok(()) };
                let bodies = u32::try_from(words.len()).unwrap_or(u32::MAX);
                self.frames.push_back(Frame::Opening { round: round.into(), stand, bodies });
                for (commitment, sealed) in words {
                    self.push_body(commitment, sealed, said);
                }
            }
        }
        Ok(())
    }

    /// The next bodies, of those that were not sent in this turn.
    fn send_bodies<R: Replica + ?Sized>(&mut self, replica: &R, said: &mut Said) -> Result<(), R::Error> {
        let part: Vec<Commitment> = self.bodies.drain(..self.bodies.len().min(BODIES_AT_ONCE)).collect();
        let mut next: Vec<Commitment> = Vec::with_capacity(part.len());
        for commitment in part {
            if !self.sent_bodies.contains(&commitment) && !next.contains(&commitment) {
                next.push(commitment);
            }
        }
        if next.is_empty() {
            return Ok(());
        }
        let found = replica.bodies(&next, BYTES_AT_ONCE)?;
        next.drain(found.len()..).rev().for_each(|unread| self.bodies.push_front(unread));
        for (commitment, sealed) in next.into_iter().zip(found) {
            if let Some(sealed) = sealed {
                self.push_body(commitment, sealed, said);
            }
        }
        Ok(())
    }

    fn push_body(&mut self, commitment: Commitment, sealed: SealedBody, said: &mut Said) {
        let SealedBody { salt, bytes } = sealed;
        said.note_words(commitment, &bytes);
        self.sent_bodies.insert(commitment);
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.frames.push_back(Frame::Body { commitment, salt, length });
        self.frames.extend(bytes.chunks(CHUNK).map(|part| Frame::Chunk(part.to_vec())));
    }
}

/// After the first turn: documents that the other lacks go whole; for those that differ, heads, and at once what was
/// written since the last meeting.
fn plan_first<R: Replica + ?Sized>(
    heard: &Incoming,
    common: Vocabulary,
    replica: &R,
    jobs: &mut VecDeque<Job>,
) -> Result<(), R::Error> {
    for (doc, digest) in replica.digests(common)? {
        match heard.documents.get(&doc) {
            None => jobs.push_back(Job::Changes { doc, known: Vec::new(), again: false }),
            Some(theirs) if *theirs == digest => {}
            Some(_) => {
                let met = replica.met(doc)?;
                jobs.push_back(Job::Heads(doc));
                if !met.is_empty() && met != replica.heads(doc)? {
                    jobs.push_back(Job::Changes { doc, known: met, again: false });
                }
            }
        }
    }
    Ok(())
}

fn commitments(proposal: &Proposal, vocabulary: Vocabulary) -> Vec<Commitment> {
    let puts = proposal.operations.iter().filter_map(Operation::put);
    let entries = puts.filter(|put| matches!(Key::read(&put.key, vocabulary), Form::Known(Key::Entry(_))));
    entries.filter_map(|put| record(&put.value, vocabulary)).map(|record| record.commitment).collect()
}

fn record(value: &Value, vocabulary: Vocabulary) -> Option<Record> {
    if let Value::Bytes(bytes) = value { Record::read(bytes, vocabulary) } else { None }
}

/// Whether a program of this vocabulary can read what is put.
fn knows(put: &Put, vocabulary: Vocabulary) -> bool {
    match Key::read(&put.key, vocabulary) {
        Form::Known(Key::Entry(_)) => record(&put.value, vocabulary).is_some_and(|record| !record.later),
        Form::Known(_) => true,
        Form::Later | Form::Malformed => false,
    }
}
