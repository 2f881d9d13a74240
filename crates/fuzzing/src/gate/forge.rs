//! Ben's laptop with a program of its own: it makes changes whose hashes are right, whatever the gate will say of them.

use std::collections::BTreeMap;

use kintsugi_journal::{Actor, AuthorTag, ChangeHash, DocId, Document, History, OpRef, Operation, Proposal, Put};

use super::case::{Follows, Other, Replaces, Sketch, Step};
use super::{ANA, Batch, secret};

/// More would take long, and show nothing that these do not.
const MOST: usize = 24;
const MOST_STEPS: usize = 12;

pub(super) struct Forge {
    doc: DocId,
    history: History,
    heads: Vec<ChangeHash>,
    made: Vec<Proposal>,
    numbers: BTreeMap<[u8; 2], (u64, ChangeHash)>,
    steps: Vec<OpRef>,
    standing: BTreeMap<String, Vec<OpRef>>,
}

impl Forge {
    /// Makes these changes, one after the other.
    pub(super) fn at_work(doc: DocId, sketches: &[Sketch]) -> Batch {
        let empty = Document::new(doc, Actor::new([0; 16], ANA));
        let mut forge = Self {
            doc,
            history: empty.history(),
            heads: Vec::new(),
            made: Vec::new(),
            numbers: BTreeMap::new(),
            steps: Vec::new(),
            standing: BTreeMap::new(),
        };
        sketches.iter().take(MOST).map(|sketch| forge.make(sketch)).collect()
    }

    fn make(&mut self, sketch: &Sketch) -> (Proposal, AuthorTag) {
        let author = sketch.author.id();
        let name = [sketch.author as u8, sketch.actor % 3];
        let actor = Actor::new([name[1]; 16], author);
        let (last, own) = self.numbers.get(&name).map_or((0, None), |(number, hash)| (*number, Some(*hash)));
        let operations = sketch.steps.iter().take(MOST_STEPS).map(|step| self.step(step)).collect();
        let mut proposal = Proposal {
            doc: sketch.elsewhere.map_or(self.doc, super::case::Which::id),
            actor,
            seq: sketch.number.map_or(last + 1, u64::from),
            deps: self.deps(&sketch.follows, own),
            operations,
            hash: [0xee; 32],
        };
        if let Ok(built) = self.history.build(&proposal) {
            proposal.hash = built.hash();
            self.history.add(&built);
            self.remember(&proposal, built.counter());
            self.numbers.insert(name, (proposal.seq, proposal.hash));
        }
        let tag = secret().tag(author, self.doc, &proposal.hash);
        match &sketch.hash {
            Some(Other::Earlier(back)) => proposal.hash = self.earlier(*back).unwrap_or(proposal.hash),
            Some(Other::Invented(byte)) => proposal.hash = [*byte; 32],
            None => {}
        }
        self.made.push(proposal.clone());
        (proposal, sketch.tag.map_or(tag, |byte| AuthorTag([byte; 16])))
    }

    fn remember(&mut self, proposal: &Proposal, last: u64) {
        self.heads.retain(|head| !proposal.deps.contains(head));
        self.heads.push(proposal.hash);
        let first = last + 1 - proposal.operations.len() as u64;
        for (counter, operation) in (first..).zip(&proposal.operations) {
            let step = OpRef { counter, actor: proposal.actor };
            self.steps.push(step);
            if let Operation::Put(Put { key, replaces, .. }) = operation {
                let standing = self.standing.entry(key.clone()).or_default();
                standing.retain(|other| !replaces.contains(other));
                standing.push(step);
            }
        }
    }

    fn deps(&self, follows: &Follows, own: Option<ChangeHash>) -> Vec<ChangeHash> {
        let mut deps: Vec<ChangeHash> = match follows {
            Follows::Heads => self.heads.clone(),
            Follows::Own => own.into_iter().collect(),
            Follows::Nothing => Vec::new(),
            Follows::Some(back) => back.iter().take(70).filter_map(|back| self.earlier(*back)).collect(),
            Follows::Unknown(byte) => vec![[*byte; 32]],
        };
        if matches!(follows, Follows::Heads) {
            deps.sort_unstable();
        }
        deps
    }

    fn earlier(&self, back: u8) -> Option<ChangeHash> {
        self.made.iter().rev().nth(usize::from(back)).map(|made| made.hash)
    }

    fn step(&self, step: &Step) -> Operation {
        let earlier = |back: &u8| self.steps.iter().rev().nth(usize::from(*back)).copied();
        match step {
            Step::Put { key, value, replaces } => {
                let key = key.text();
                let replaces = match replaces {
                    Replaces::Standing => self.standing.get(&key).cloned().unwrap_or_default(),
                    Replaces::Nothing => Vec::new(),
                    Replaces::Some(back) => back.iter().take(70).filter_map(earlier).collect(),
                    Replaces::Unknown { counter, actor } => {
                        vec![OpRef { counter: *counter, actor: Actor::new([*actor; 16], ANA) }]
                    }
                };
                Operation::Put(Put { key, value: value.value(), replaces })
            }
            Step::Insert { after, letter } => {
                Operation::Insert { after: after.as_ref().and_then(earlier), letter: *letter }
            }
            Step::Remove(back) => earlier(back).map_or(Operation::Later(vec![9]), Operation::Remove),
            Step::Later(bytes) => Operation::Later(bytes.clone()),
        }
    }
}
