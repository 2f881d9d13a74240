//! What was found out about proposals for one document before the transaction that takes them in.

use std::collections::HashMap;

use kintsugi_journal::{AuthorTag, Commitment, DocId, Document, EntryId, PersonId, Proposal, Vocabulary};
use kintsugi_sync::gate::{Admission, Authority, Ledger, Queue};
use kintsugi_vault::{DocRow, Reader};

use crate::{Home, HomeError};

/// The operations that are looked at for one step; the last change may go beyond, with at most 200.
pub(crate) const MOST_OPERATIONS: usize = 1024;

/// Documents as they stand in the store.
pub(crate) type Open = HashMap<DocId, (DocRow, Document)>;

/// What the gate asks the store.
struct StoreLedger<'a, 'v> {
    reader: &'a Reader<'v>,
    vocabulary: Vocabulary,
    /// Whether anything was ever refused that is remembered: else nothing need be looked for.
    holds: bool,
}

impl<'a, 'v> StoreLedger<'a, 'v> {
    fn of(reader: &'a Reader<'v>, vocabulary: Vocabulary) -> Self {
        let holds = reader.count_held().map_or(true, |count| count > 0);
        Self { reader, vocabulary, holds }
    }
}

impl Ledger for StoreLedger<'_, '_> {
    fn was_refused(&self, proposal: &Proposal, tag: AuthorTag) -> bool {
        if !self.holds {
            return false;
        }
        // A row that cannot be read counts as refused: nothing is taken in on a doubt. What a program refused that knew less
        // is looked at again.
        let held = self.reader.held_as(&proposal.fingerprint(&tag));
        held.map_or(true, |row| row.is_some_and(|row| row.vocabulary >= self.vocabulary))
    }

    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)> {
        let body = self.reader.body(commitment).ok().flatten().map(|shelf| (shelf.doc, shelf.entry));
        body.or_else(|| self.reader.wanted_body(commitment).ok().flatten().map(|wanted| (wanted.doc, wanted.entry)))
    }
}

/// What the gate says of the next proposals for one document, as it stood then.
pub(crate) struct Looked {
    pub(crate) row: DocRow,
    pub(crate) base: Document,
    pub(crate) admission: Admission,
}

impl Looked {
    /// Looks at the next proposals: at most so many operations, but for the last one's.
    pub(crate) fn at(
        home: &Home,
        partner: PersonId,
        reader: &Reader<'_>,
        (row, base): (DocRow, Document),
        queue: &Queue,
        most: usize,
    ) -> Self {
        let (identity, vocabulary) = (home.identity(), home.vocabulary());
        let authority = Authority { me: identity.person(), partner, tag: identity.tag_secret(), vocabulary };
        let admission = queue.admit(&base, &authority, &StoreLedger::of(reader, vocabulary), most);
        Self { row, base, admission }
    }

    /// The same, or looked at anew where what it was found on no longer holds in `reader`.
    pub(crate) fn still(
        self,
        home: &Home,
        partner: PersonId,
        reader: &Reader<'_>,
        queue: &Queue,
    ) -> Result<Self, HomeError> {
        let row = reader.document(self.row.doc)?.unwrap_or(DocRow::new(self.row.doc));
        if row.heads == self.row.heads && self.owns(reader, home.vocabulary()) {
            return Ok(Self { row, ..self });
        }
        let document = home.document(reader, self.row.doc)?;
        Ok(Self::at(home, partner, reader, document, queue, MOST_OPERATIONS))
    }

    /// Whether no commitment has another owner by now.
    fn owns(&self, reader: &Reader<'_>, vocabulary: Vocabulary) -> bool {
        let ledger = StoreLedger::of(reader, vocabulary);
        let mine = |(commitment, entry): (&Commitment, &EntryId)| {
            ledger.owner_of(commitment).is_none_or(|owner| owner == (self.row.doc, *entry))
        };
        self.admission.verified.as_ref().is_none_or(|verified| verified.commitments().iter().all(mine))
    }

    /// The document as it stands now, for the next step.
    pub(crate) fn into_open(self) -> (DocId, (DocRow, Document)) {
        let document = self.admission.verified.map_or(self.base, kintsugi_sync::gate::Verified::into_document);
        (self.row.doc, (self.row, document))
    }
}
