//! Ana's laptop: the gate, and of the store what the gate asks for.

use std::collections::{HashMap, HashSet};

use kintsugi_journal::{
    Actor, AuthorTag, ChangeHash, Commitment, DocId, Document, EntryId, Key, Operation, Proposal, Record, Value,
    Visibility, Vocabulary,
};
use kintsugi_sync::gate::{Authority, Ledger, Refused, Verified, admit};

use super::{ANA, BEN, Batch, secret};

/// It stands with an entry of another document.
const OWNED: Commitment = Commitment::from_bytes([200; 32]);

pub(super) struct Laptop {
    document: Document,
    stored: Vec<Vec<u8>>,
    book: Book,
    pub refusals: Vec<Refused>,
    /// Whether something was left for another day.
    pub left_something: bool,
}

/// What was refused, and which entry has which commitment.
struct Book {
    refused: HashSet<[u8; 32]>,
    owners: HashMap<Commitment, (DocId, EntryId)>,
}

impl Ledger for Book {
    fn was_refused(&self, proposal: &Proposal, tag: AuthorTag) -> bool {
        self.refused.contains(&proposal.fingerprint(&tag))
    }

    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)> {
        self.owners.get(commitment).copied()
    }
}

fn open(doc: DocId, stored: &[Vec<u8>]) -> Document {
    Document::load(doc, Actor::new([0xaa; 16], ANA), None, stored).expect("what passed can be opened again")
}

impl Laptop {
    pub(super) fn new(doc: DocId) -> Self {
        let owners = HashMap::from([(OWNED, (DocId::drawer(ANA), EntryId::from_bytes([0xcc; 16])))]);
        let book = Book { refused: HashSet::new(), owners };
        Self { document: open(doc, &[]), stored: Vec::new(), book, refusals: Vec::new(), left_something: false }
    }

    pub(super) fn heads(&self) -> Vec<ChangeHash> {
        self.document.heads()
    }

    /// Is handed the batches again and again, as in one meeting after the other, until nothing new passes.
    pub(super) fn take_in_to_the_end(&mut self, batches: &[Batch]) {
        let most = batches.iter().map(Vec::len).sum::<usize>() + 1;
        for _ in 0..=most {
            let before = self.stored.len();
            batches.iter().for_each(|batch| self.take_in(batch));
            if self.stored.len() == before {
                return;
            }
        }
        panic!("more passed than there is");
    }

    fn take_in(&mut self, batch: &Batch) {
        let tag = secret();
        let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
        let admission = admit(&self.document, batch.clone(), &authority, &self.book);
        self.left_something |= !admission.left.is_empty();
        let Some(verified) = &admission.verified else { return self.remember(admission.refused) };
        self.keep(verified, batch);
        self.remember(admission.refused);
        if admission.left.is_empty() && !admission.incomplete {
            let again = admit(&self.document, batch.clone(), &authority, &self.book);
            assert!(again.verified.is_none(), "the same gives something new");
        }
    }

    fn keep(&mut self, verified: &Verified, batch: &Batch) {
        assert!(self.document.id().is_shared());
        let passed: HashSet<ChangeHash> = verified.changes().iter().map(|change| change.hash).collect();
        assert!(passed.iter().all(|hash| !self.document.knows(hash) && verified.document().knows(hash)));
        let proposals = batch.iter().filter(|(proposal, _)| passed.contains(&proposal.hash));
        for (proposal, _) in proposals {
            assert!([ANA, BEN].iter().any(|person| proposal.actor.is_of(*person)));
            let owned = records(proposal).map(|(entry, record)| (record.commitment, (proposal.doc, entry)));
            self.book.owners.extend(owned);
        }
        self.stored.extend(verified.changes().iter().map(|change| change.bytes.clone()));
        self.document = open(self.document.id(), &self.stored);
        assert_eq!(self.document.heads(), verified.document().heads());
    }

    fn remember(&mut self, refused: Vec<(Proposal, AuthorTag, Refused)>) {
        for (proposal, tag, why) in refused {
            self.refusals.push(why);
            // What merely follows is named and not kept: it may yet come right.
            if why != Refused::FollowsRefused {
                self.book.refused.insert(proposal.fingerprint(&tag));
            }
        }
    }

    /// What passed can be folded, opened, and written by me; and nothing of another person's stands on it.
    pub(super) fn is_sound(&self) {
        let snapshot = self.document.snapshot().expect("what passed can be saved");
        let actor = Actor::new([0xbb; 16], ANA);
        let mut again = Document::load(self.document.id(), actor, Some(&snapshot), &[]).expect("and opened");
        assert_eq!(again.heads(), self.document.heads());
        assert!(again.changes_since(&[]).expect("and sent").len() == self.stored.len());
        if again.id() == DocId::Agreement {
            again.edit_text("We listen first.").expect("and written");
            assert_eq!(again.text(), "We listen first.");
        } else {
            let record = Record {
                visibility: Visibility::Open,
                revision: 1,
                round: None,
                commitment: Commitment::from_bytes([0xdd; 32]),
                later: false,
            };
            let mine = Key::Entry(EntryId::from_bytes([0xdd; 16]));
            again.put(&[(mine, Value::Bytes(record.encode()))]).expect("and written");
        }
        again.snapshot().expect("and saved once more");
    }
}

fn records(proposal: &Proposal) -> impl Iterator<Item = (EntryId, Record)> {
    proposal.operations.iter().filter_map(Operation::put).filter_map(|put| {
        let Key::Entry(entry) = Key::read(&put.key, Vocabulary::CURRENT).known()? else { return None };
        let Value::Bytes(bytes) = &put.value else { return None };
        Some((entry, Record::read(bytes, Vocabulary::CURRENT)?))
    })
}
