//! Taking in what the partner's laptop sent: through the gate, then durable, all in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocId, Document, EntryId, Key, PersonId, Proposal, RecordState, SealedBody,
    Shelf, StoredChange,
};
use kintsugi_sync::gate::{Authority, Ledger, Refused, Verified, admit, check_body};
use kintsugi_sync::{Intake, Receipt};
use kintsugi_vault::{DocRow, HeldRow, Writer};

use super::settle::Settling;
use super::views::Views;
use super::write::put_settings;
use super::{Home, HomeError};

/// How many refusals are remembered; a laptop that sends more is not heard anyway.
const MAX_HELD: usize = 1000;

struct StoreLedger<'a, 'v>(&'a Writer<'v>);

impl Ledger for StoreLedger<'_, '_> {
    fn was_refused(&self, proposal: &Proposal, tag: AuthorTag) -> bool {
        // A row that cannot be read counts as refused: nothing is taken in on a doubt.
        self.0.is_held(&proposal.fingerprint(&tag)).unwrap_or(true)
    }

    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)> {
        let body = self.0.body(commitment).ok().flatten().map(|shelf| (shelf.doc, shelf.entry));
        body.or_else(|| self.0.wanted_body(commitment).ok().flatten().map(|wanted| (wanted.doc, wanted.entry)))
    }
}

/// One intake on its way into the store.
struct Taking<'a, 'v> {
    home: &'a Home,
    writer: &'a Writer<'v>,
    views: Views,
    open: HashMap<DocId, (DocRow, Document)>,
    changed: HashSet<EntryId>,
    receipt: Receipt,
    room_for_held: usize,
}

impl Home {
    /// Passes an intake through the gate and makes what passed durable.
    ///
    /// # Errors
    /// [`HomeError`] when the store fails; nothing of the intake is kept then.
    pub fn take_in(&self, partner: PersonId, intake: Intake) -> Result<Receipt, HomeError> {
        let writer = self.vault().write()?;
        let mut taking = Taking {
            home: self,
            writer: &writer,
            views: Views::default(),
            open: HashMap::new(),
            changed: HashSet::new(),
            receipt: Receipt::default(),
            room_for_held: MAX_HELD.saturating_sub(writer.count_held()?),
        };
        let mut by_document: BTreeMap<DocId, Vec<(Proposal, AuthorTag)>> = BTreeMap::new();
        for (proposal, tag) in intake.changes {
            by_document.entry(proposal.doc).or_default().push((proposal, tag));
        }
        for (doc, proposals) in by_document {
            taking.changes(partner, doc, proposals)?;
        }
        for (commitment, sealed) in intake.bodies {
            taking.body(commitment, sealed)?;
        }
        let Taking { views, changed, mut receipt, .. } = taking;
        views.store(&writer)?;
        receipt.changed = changed.into_iter().collect();
        writer.commit()?;
        Ok(receipt)
    }
}

impl Taking<'_, '_> {
    fn changes(
        &mut self,
        partner: PersonId,
        doc: DocId,
        proposals: Vec<(Proposal, AuthorTag)>,
    ) -> Result<(), HomeError> {
        let (row, base) = self.home.document(self.writer, doc)?;
        let identity = self.home.identity();
        let authority = Authority { me: identity.person(), partner, tag: identity.tag_secret() };
        let admission = admit(&base, proposals, &authority, &StoreLedger(self.writer));
        for (proposal, tag, why) in admission.refused {
            match why {
                // What it follows is named already, and it may yet come right.
                Refused::FollowsRefused => self.receipt.refused.push(why),
                why => self.hold(proposal.fingerprint(&tag), proposal.hash, why)?,
            }
        }
        if admission.incomplete {
            self.receipt.incomplete.push(doc);
        }
        match admission.verified {
            Some(verified) => self.verified(row, &base, &verified),
            None => Ok(()),
        }
    }

    fn verified(&mut self, mut row: DocRow, base: &Document, verified: &Verified) -> Result<(), HomeError> {
        let document = verified.document();
        self.release(verified.changes())?;
        self.writer.append(&mut row, verified.changes(), document.heads())?;
        if !verified.tags().is_empty() {
            let mut tags = self.writer.tags(row.doc)?;
            tags.extend_from_slice(verified.tags());
            self.writer.put_tags(row.doc, &tags)?;
        }
        Home::fold(self.writer, &mut row, document)?;
        let mut entries: Vec<EntryId> = verified
            .touched()
            .iter()
            .filter_map(|key| match key {
                Key::Entry(entry) | Key::Deleted(entry) => Some(*entry),
                Key::Star(_) | Key::Setting(_) => None,
            })
            .collect();
        entries.sort_unstable();
        entries.dedup();
        for entry in entries {
            let before: RecordState = base.record(entry);
            if self.settling().entry(&row, document, entry, &before)? {
                self.note_changed(&row, entry);
            }
        }
        if row.doc == DocId::Table {
            put_settings(self.writer, document)?;
        }
        Ok(())
    }

    fn body(&mut self, commitment: Commitment, sealed: SealedBody) -> Result<(), HomeError> {
        // What nobody wants is dropped: it was taken back, replaced, or never asked for.
        let Some(wanted) = self.writer.wanted_body(&commitment)? else { return Ok(()) };
        let Some(person) = wanted.doc.person() else { return Ok(()) };
        let verified = match check_body(sealed, person, wanted.entry, &wanted.record) {
            Ok(verified) => verified,
            Err(why) => return self.hold(*commitment.as_bytes(), *commitment.as_bytes(), why),
        };
        let shelf = Shelf {
            doc: wanted.doc,
            entry: wanted.entry,
            record: wanted.record,
            superseded: false,
            previous: wanted.replaces.clone(),
            sealed: verified.into_sealed(),
        };
        self.writer.put_body(&shelf)?;
        self.writer.remove_held(commitment.as_bytes())?;
        if !self.open.contains_key(&wanted.doc) {
            let opened = self.home.document(self.writer, wanted.doc)?;
            self.open.insert(wanted.doc, opened);
        }
        let me = self.home.identity().person();
        if let Some((row, document)) = self.open.get(&wanted.doc) {
            let mut settling = Settling { me, writer: self.writer, views: &mut self.views };
            if settling.arrived(document, person, &wanted)? {
                let row = row.clone();
                self.note_changed(&row, wanted.entry);
            }
        }
        Ok(())
    }

    fn settling(&mut self) -> Settling<'_, '_> {
        Settling { me: self.home.identity().person(), writer: self.writer, views: &mut self.views }
    }

    fn note_changed(&mut self, row: &DocRow, entry: EntryId) {
        if row.doc.is_shared() {
            self.changed.insert(entry);
        }
    }

    fn hold(&mut self, key: [u8; 32], change: ChangeHash, why: Refused) -> Result<(), HomeError> {
        self.receipt.refused.push(why);
        if self.room_for_held > 0 && !self.writer.is_held(&key)? {
            self.room_for_held -= 1;
            self.writer.put_held(&HeldRow { key, change, reason: why.to_string() })?;
        }
        Ok(())
    }

    /// What came right in the end is held back no longer.
    fn release(&self, changes: &[StoredChange]) -> Result<(), HomeError> {
        for row in self.writer.held()? {
            if changes.iter().any(|change| change.hash == row.change) {
                self.writer.remove_held(&row.key)?;
            }
        }
        Ok(())
    }
}
