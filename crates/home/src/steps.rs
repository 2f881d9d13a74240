//! An intake in steps: each is one short transaction, so that nobody who writes on this laptop waits long.
//!
//! What takes time is done before a step, with no transaction open: documents are opened, proposals looked at and rehearsed.
//! Inside, it is looked whether the document still stands where it stood, and written. Between two steps the store is sound,
//! and what did not come through comes again at the next meeting: whoever takes in may stop there.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashSet, VecDeque};

use kintsugi_journal::{AuthorTag, Commitment, DocId, Document, EntryId, PersonId, Proposal, SealedBody};
use kintsugi_sync::gate::Queue;
use kintsugi_sync::{Intake, Opening, Receipt};
use kintsugi_vault::{DocRow, Reader};

use crate::intake::Taking;
use crate::looked::{Looked, MOST_OPERATIONS, Open};
use crate::{Home, HomeError};

/// The bodies that one step takes in.
const MOST_BODIES: usize = 512;
/// Their bytes, but for the last one's: 2 MiB.
const MOST_BYTES: usize = 2 << 20;

/// An intake on its way in.
pub struct Steps<'h> {
    home: &'h Home,
    partner: PersonId,
    queues: VecDeque<(DocId, Queue)>,
    bodies: VecDeque<(Commitment, SealedBody)>,
    openings: VecDeque<Opening>,
    /// What the last step had open.
    open: Open,
    changed: HashSet<EntryId>,
    receipt: Receipt,
}

impl Home {
    /// Passes an intake through the gate and makes what passed durable, step by step.
    ///
    /// # Errors
    /// [`HomeError`] when the store fails; what earlier steps took in is kept.
    pub fn take_in(&self, partner: PersonId, intake: Intake) -> Result<Receipt, HomeError> {
        let mut steps = self.steps(partner, intake);
        while steps.take()? {}
        Ok(steps.into_receipt())
    }

    /// The steps of an intake, for whoever looks after something else between them.
    pub fn steps(&self, partner: PersonId, intake: Intake) -> Steps<'_> {
        let mut by_document: BTreeMap<DocId, Vec<(Proposal, AuthorTag)>> = BTreeMap::new();
        for (proposal, tag) in intake.changes {
            by_document.entry(proposal.doc).or_default().push((proposal, tag));
        }
        Steps {
            home: self,
            partner,
            queues: by_document.into_iter().map(|(doc, proposals)| (doc, Queue::of(proposals))).collect(),
            bodies: intake.bodies.into(),
            openings: intake.openings.into(),
            open: Open::new(),
            changed: HashSet::new(),
            receipt: Receipt::default(),
        }
    }
}

impl Steps<'_> {
    /// Takes in the next step, durably: changes first, then bodies, then one round that opens. Whether there is more.
    ///
    /// # Errors
    /// As every writing function of [`Home`]; nothing of this step is kept then.
    pub fn take(&mut self) -> Result<bool, HomeError> {
        if !self.queues.is_empty() {
            self.take_changes()?;
        } else if !self.bodies.is_empty() {
            self.take_bodies()?;
        } else if let Some(opening) = self.openings.pop_front() {
            self.change(Open::new(), |taking| taking.opening(opening))?;
        }
        Ok(!(self.queues.is_empty() && self.bodies.is_empty() && self.openings.is_empty()))
    }

    /// What became of it so far.
    pub fn into_receipt(self) -> Receipt {
        let Self { changed, mut receipt, .. } = self;
        receipt.changed = changed.into_iter().collect();
        receipt
    }

    fn take_changes(&mut self) -> Result<(), HomeError> {
        let looked = self.look_ahead()?;
        // Bodies go along with the last changes alone, and only then are their documents opened.
        let may_be_last = looked.len() == self.queues.len();
        let mut bodies = if may_be_last { self.next_bodies() } else { Vec::new() };
        let open = self.open_for(&bodies)?;
        let mut queues = std::mem::take(&mut self.queues);
        let (queues, bodies) = self.change(open, |taking| {
            let mut open = Open::new();
            for looked in looked {
                let Some((_, queue)) = queues.front_mut() else { break };
                let looked = taking.looked(looked, queue)?;
                queue.advance(&looked.admission);
                if queue.is_empty() {
                    queues.pop_front();
                }
                open.extend([looked.into_open()]);
            }
            taking.hand(open)?;
            // One transaction for all that two people write between two meetings.
            if queues.is_empty() {
                bodies.drain(..).try_for_each(|(commitment, sealed)| taking.body(commitment, sealed))?;
            }
            Ok((queues, bodies))
        })?;
        // Once all changes are in, the bodies that are left belong to what is open.
        if let Some((next, _)) = queues.front() {
            self.open.retain(|doc, _| doc == next);
        }
        self.queues = queues;
        bodies.into_iter().rev().for_each(|left| self.bodies.push_front(left));
        Ok(())
    }

    /// Looks at as much as one step takes, of one document after the other.
    fn look_ahead(&mut self) -> Result<Vec<Looked>, HomeError> {
        let reader = self.home.vault().read()?;
        let (mut looked, mut room) = (Vec::new(), MOST_OPERATIONS);
        for (doc, queue) in &self.queues {
            let (row, base) = opened(self.home, &reader, *doc, &mut self.open)?;
            let one = Looked::at(self.home, self.partner, &reader, (row, base), queue, room);
            room = room.saturating_sub(one.admission.operations.max(1));
            looked.push(one);
            if room == 0 {
                break;
            }
        }
        Ok(looked)
    }

    fn take_bodies(&mut self) -> Result<(), HomeError> {
        let part = self.next_bodies();
        let open = self.open_for(&part)?;
        self.change(open, |taking| {
            part.into_iter().try_for_each(|(commitment, sealed)| taking.body(commitment, sealed))
        })
    }

    fn next_bodies(&mut self) -> Vec<(Commitment, SealedBody)> {
        let (mut part, mut bytes) = (Vec::new(), 0);
        while part.len() < MOST_BODIES && bytes < MOST_BYTES {
            let Some(body) = self.bodies.pop_front() else { break };
            bytes += body.1.bytes.len();
            part.push(body);
        }
        part
    }

    /// Opens the documents that these bodies belong to, but for those that are looked at already.
    fn open_for(&mut self, bodies: &[(Commitment, SealedBody)]) -> Result<Open, HomeError> {
        let reader = self.home.vault().read()?;
        let mut open = Open::new();
        for (commitment, _) in bodies {
            let Some(wanted) = reader.wanted_body(commitment)? else { continue };
            if self.queues.iter().any(|(doc, _)| *doc == wanted.doc) {
                continue;
            }
            if let Entry::Vacant(free) = open.entry(wanted.doc) {
                free.insert(opened(self.home, &reader, wanted.doc, &mut self.open)?);
            }
        }
        Ok(open)
    }

    /// One step as one transaction, with rounds that are complete after it.
    fn change<T>(
        &mut self,
        open: Open,
        work: impl FnOnce(&mut Taking<'_, '_>) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        let (home, partner) = (self.home, self.partner);
        let (done, receipt, open) = home.change(|writer, views| {
            // The end of a meeting empties the log, and else the next commit.
            writer.is_one_of_many();
            let mut taking = Taking::new(home, writer, views, partner)?;
            taking.hand(open)?;
            let done = work(&mut taking)?;
            taking.complete_rounds()?;
            let (receipt, open) = taking.finish();
            Ok((done, receipt, open))
        })?;
        self.open = open;
        self.add(receipt);
        Ok(done)
    }

    fn add(&mut self, step: Receipt) {
        self.changed.extend(step.changed);
        self.receipt.refused.extend(step.refused);
        self.receipt.left |= step.left;
        for doc in step.incomplete {
            if !self.receipt.incomplete.contains(&doc) {
                self.receipt.incomplete.push(doc);
            }
        }
        for (doc, before) in step.written {
            // What was there before the first step was said before.
            if !self.receipt.written.iter().any(|(written, _)| *written == doc) {
                self.receipt.written.push((doc, before));
            }
        }
    }
}

/// A document as it stands, from what is open where that still stands so.
fn opened(home: &Home, reader: &Reader<'_>, doc: DocId, open: &mut Open) -> Result<(DocRow, Document), HomeError> {
    let earlier = open.remove(&doc).zip(reader.document(doc)?);
    match earlier {
        Some(((before, document), row)) if before.heads == row.heads => Ok((row, document)),
        _ => home.document(reader, doc),
    }
}
