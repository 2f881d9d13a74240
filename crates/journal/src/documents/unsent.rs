//! What of a document nobody else has: the changes that none of the heads follow that were ever shown to the other laptop.
//!
//! Automerge forgets nothing, so a value that is to leave no trace takes its change with it, and every change that follows that
//! one. What else those put is put again, by another actor.

use std::collections::{BTreeMap, HashSet};

use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::{ChangeHash, Operation, Proposal, Value};
use crate::error::DocumentError;
use crate::names::actor::Actor;
use crate::vocabulary::Vocabulary;

/// A document from which something was taken out.
pub struct Remainder {
    /// What is left: the document as of all changes that do not follow what is taken out. Another actor has to write it from
    /// now on.
    pub document: Document,
    /// What the changes that went put besides, to be put again: key, value, and the change that put it last.
    pub again: Vec<(Key, Value, ChangeHash)>,
}

/// The changes that go, and the other keys that they put, each with the last of them that did.
#[derive(Default)]
struct Gone {
    changes: HashSet<ChangeHash>,
    put: BTreeMap<Key, ChangeHash>,
}

impl Document {
    /// The heads of everything that leads to any of these, ascending. Hashes that are unknown here are passed over.
    pub fn heads_of(&self, heads: &[ChangeHash]) -> Vec<ChangeHash> {
        let known: Vec<_> =
            heads.iter().filter(|head| self.knows(head)).map(|head| automerge::ChangeHash(*head)).collect();
        let others: HashSet<ChangeHash> = self.doc.get_changes(&known).iter().map(|change| change.hash().0).collect();
        self.heads_without(&others)
    }

    /// The document without what stands under these keys, as far as it was put by changes to which none of `shown` leads.
    /// `actor` writes what is left.
    ///
    /// `None` where there is no such change; where `shown` is not known here, so that nothing can be said about it; and where
    /// a change that would go holds something of a later version, which could not be put again.
    ///
    /// # Errors
    /// [`DocumentError`] when a stored change is none of this journal.
    pub fn without(
        &self,
        keys: &[Key],
        shown: &[ChangeHash],
        actor: Actor,
    ) -> Result<Option<Remainder>, DocumentError> {
        if !shown.iter().all(|head| self.knows(head)) {
            return Ok(None);
        }
        let Some(Gone { changes, put }) = self.gone(keys, shown)? else { return Ok(None) };
        let left = self.heads_without(&changes);
        let document = if left.is_empty() {
            Self::new(self.id(), actor).knowing(self.vocabulary())
        } else {
            self.as_of(&left)?.written_by(actor)
        };
        let differs = |key: &Key| !document.agrees(self, [*key]);
        let again = put.into_iter().filter(|(key, _)| differs(key));
        let again = again.filter_map(|(key, change)| Some((key, self.value(key)?, change))).collect();
        Ok(Some(Remainder { document, again }))
    }

    fn gone(&self, keys: &[Key], shown: &[ChangeHash]) -> Result<Option<Gone>, DocumentError> {
        let mut gone = Gone::default();
        // Each change comes after those that it follows.
        for change in self.changes_since(shown)? {
            let puts = known_keys(&change, self.vocabulary());
            let touches = puts.iter().any(|key| keys.contains(key));
            if touches || change.deps.iter().any(|dep| gone.changes.contains(dep)) {
                if puts.len() < change.operations.len() {
                    return Ok(None);
                }
                gone.changes.insert(change.hash);
                gone.put.extend(puts.into_iter().filter(|key| !keys.contains(key)).map(|key| (key, change.hash)));
            }
        }
        Ok(Some(gone).filter(|gone| !gone.changes.is_empty()))
    }

    fn written_by(mut self, actor: Actor) -> Self {
        self.doc.set_actor(actor.to_automerge());
        self
    }
}

/// The keys that a change puts, of those that a program of this vocabulary knows.
fn known_keys(change: &Proposal, vocabulary: Vocabulary) -> Vec<Key> {
    let puts = change.operations.iter().filter_map(Operation::put);
    puts.filter_map(|put| Key::read(&put.key, vocabulary).known()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};
    use crate::time::month::Month;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    fn actor(n: u8) -> Actor {
        Actor::new([n; 16], ANA)
    }

    fn page() -> Document {
        Document::new(DocId::Page { person: ANA, month: Month::from_index(24_000) }, actor(1))
    }

    fn star(n: u8, on: bool) -> (Key, Value) {
        (Key::Star(EntryId::from_bytes([n; 16])), Value::Bool(on))
    }

    #[test]
    fn what_was_never_shown_goes_with_all_that_tells_of_it_and_the_rest_stays() {
        let mut page = page();
        page.put(&[star(1, true)]).expect("a write");
        let shown = page.heads();
        let doomed = page.put(&[star(2, true)]).expect("a write")[0].hash;
        let after = page.put(&[star(3, true), star(1, false)]).expect("a write")[0].hash;
        let key = star(2, true).0;
        let Remainder { document, again } = page.without(&[key], &shown, actor(2)).expect("sound").expect("something");
        assert_eq!(document.heads(), shown);
        assert!(!document.knows(&doomed) && !document.knows(&after));
        let mut again: Vec<_> = again.into_iter().map(|(key, value, change)| ((key, value), change)).collect();
        again.sort_by_key(|((key, _), _)| *key);
        assert_eq!(again, [(star(1, false), after), (star(3, true), after)]);
    }

    #[test]
    fn what_was_shown_is_not_taken_out_and_of_what_came_after_it_only_that_goes() {
        let mut page = page();
        page.put(&[star(1, true)]).expect("a write");
        let shown = page.heads();
        let key = star(1, true).0;
        assert!(page.without(&[key], &shown, actor(2)).expect("sound").is_none());
        page.put(&[star(1, false)]).expect("a write");
        let left = page.without(&[key], &shown, actor(2)).expect("sound").expect("the second");
        assert_eq!(left.document.values(key), [Value::Bool(true)]);
        assert!(
            page.without(&[key], &[[7; 32]], actor(2)).expect("sound").is_none(),
            "nothing is known of these heads"
        );
    }

    #[test]
    fn a_document_of_which_nothing_is_left_is_empty() {
        let mut page = page();
        page.put(&[star(1, true)]).expect("a write");
        let left = page.without(&[star(1, true).0], &[], actor(2)).expect("sound").expect("all of it");
        assert!(left.document.heads().is_empty() && left.again.is_empty());
    }

    #[test]
    fn heads_that_lead_to_one_another_are_one() {
        let mut page = page();
        page.put(&[star(1, true)]).expect("a write");
        let first = page.heads()[0];
        page.put(&[star(2, true)]).expect("a write");
        let second = page.heads()[0];
        assert_eq!(page.heads_of(&[first, second]), [second]);
        assert_eq!(page.heads_of(&[first, [9; 32]]), [first]);
        assert!(page.heads_of(&[]).is_empty());
    }
}
