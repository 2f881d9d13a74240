//! Taking in what the partner's laptop sent: through the gate, then durable, all in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocId, Document, EntryId, Key, PersonId, Proposal, RecordState, SealedBody,
    Shelf, StoredChange, Value, Vocabulary,
};
use kintsugi_sync::gate::{Authority, Ledger, Refused, Verified, admit, check_body};
use kintsugi_sync::{Intake, Receipt};
use kintsugi_vault::{DocRow, HeldRow, Writer};

use crate::pace::Pace;
use crate::settle::Settling;
use crate::views::Views;
use crate::{Home, HomeError};

/// How many refusals are remembered; a laptop that sends more is not heard anyway.
const MAX_HELD: usize = 1000;

struct StoreLedger<'a, 'v> {
    writer: &'a Writer<'v>,
    vocabulary: Vocabulary,
}

impl Ledger for StoreLedger<'_, '_> {
    fn was_refused(&self, proposal: &Proposal, tag: AuthorTag) -> bool {
        // A row that cannot be read counts as refused: nothing is taken in on a doubt. What a program refused that knew less
        // is looked at again.
        let held = self.writer.held_as(&proposal.fingerprint(&tag));
        held.map_or(true, |row| row.is_some_and(|row| row.vocabulary >= self.vocabulary))
    }

    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)> {
        let body = self.writer.body(commitment).ok().flatten().map(|shelf| (shelf.doc, shelf.entry));
        body.or_else(|| self.writer.wanted_body(commitment).ok().flatten().map(|wanted| (wanted.doc, wanted.entry)))
    }
}

/// One intake on its way into the store.
pub(crate) struct Taking<'a, 'v> {
    pub(crate) home: &'a Home,
    pub(crate) writer: &'a Writer<'v>,
    pub(crate) partner: PersonId,
    pub(crate) views: &'a mut Views,
    open: HashMap<DocId, (DocRow, Document)>,
    changed: HashSet<EntryId>,
    /// Something of a round came, so one may be complete now.
    pub(crate) touched_round: bool,
    pub(crate) receipt: Receipt,
    room_for_held: usize,
}

impl Home {
    /// Passes an intake through the gate and makes what passed durable.
    ///
    /// # Errors
    /// [`HomeError`] when the store fails; nothing of the intake is kept then.
    pub fn take_in(&self, partner: PersonId, intake: Intake) -> Result<Receipt, HomeError> {
        self.change(|writer, views| {
            let mut taking = Taking::new(self, writer, views, partner)?;
            let mut by_document: BTreeMap<DocId, Vec<(Proposal, AuthorTag)>> = BTreeMap::new();
            for (proposal, tag) in intake.changes {
                by_document.entry(proposal.doc).or_default().push((proposal, tag));
            }
            for (doc, proposals) in by_document {
                taking.changes(doc, proposals)?;
            }
            for (commitment, sealed) in intake.bodies {
                taking.body(commitment, sealed)?;
            }
            for opening in intake.openings {
                taking.opening(opening)?;
            }
            taking.complete_rounds()?;
            Ok(taking.finish())
        })
    }
}

impl<'a, 'v> Taking<'a, 'v> {
    pub(crate) fn new(
        home: &'a Home,
        writer: &'a Writer<'v>,
        views: &'a mut Views,
        partner: PersonId,
    ) -> Result<Self, HomeError> {
        Ok(Self {
            home,
            writer,
            partner,
            views,
            open: HashMap::new(),
            changed: HashSet::new(),
            touched_round: false,
            receipt: Receipt::default(),
            room_for_held: MAX_HELD.saturating_sub(writer.count_held()?),
        })
    }

    /// Tells what came of it.
    pub(crate) fn finish(self) -> Receipt {
        let Self { changed, mut receipt, .. } = self;
        receipt.changed = changed.into_iter().collect();
        receipt
    }
}

impl Taking<'_, '_> {
    fn changes(&mut self, doc: DocId, proposals: Vec<(Proposal, AuthorTag)>) -> Result<(), HomeError> {
        let (row, base) = self.home.document(self.writer, doc)?;
        let identity = self.home.identity();
        let authority = Authority {
            me: identity.person(),
            partner: self.partner,
            tag: identity.tag_secret(),
            vocabulary: self.home.vocabulary(),
        };
        let admission = admit(
            &base,
            proposals,
            &authority,
            &StoreLedger { writer: self.writer, vocabulary: self.home.vocabulary() },
        );
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
        row.shown = shown_after(&row, document, verified.changes());
        self.writer.append_up_to(&mut row, verified.changes(), document.heads(), Some(document.top()))?;
        for (change, tag) in verified.tags() {
            self.writer.put_tag(row.doc, *change, *tag)?;
        }
        Home::fold(self.writer, &mut row, document)?;
        let mut entries: Vec<EntryId> = verified
            .touched()
            .iter()
            .filter_map(|key| match key {
                Key::Entry(entry) | Key::Deleted(entry) => Some(*entry),
                _ => None,
            })
            .collect();
        entries.sort_unstable();
        entries.dedup();
        for entry in &entries {
            let before: RecordState = base.record(*entry);
            if self.settling().entry(&row, document, *entry, &before)? {
                self.note_changed(&row, *entry);
            }
        }
        self.drop_again(row.doc, document, &entries)?;
        self.home.derive_table(self.writer, document)?;
        if row.doc == DocId::Table {
            self.take_away(verified.touched())?;
        }
        for key in verified.touched() {
            if let (Key::Round(round), Some(person)) = (key, row.doc.person()) {
                self.settling().mark(document, person, *round)?;
                self.touched_round = true;
            }
        }
        Ok(())
    }

    /// What I took back before anybody else had it, as far as was known here, and what was there all the same: it is taken back
    /// at once.
    fn drop_again(&mut self, doc: DocId, document: &Document, entries: &[EntryId]) -> Result<(), HomeError> {
        if doc.person() != Some(self.home.identity().person()) {
            return Ok(());
        }
        for entry in entries {
            let before = document.record(*entry);
            if before.deleted || before.current.is_empty() || !self.writer.is_dropped(*entry)? {
                continue;
            }
            let (row, page) = self.write(doc, &[(Key::Deleted(*entry), Value::Bool(true))])?;
            self.settling().entry(&row, &page, *entry, &before)?;
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
        self.touched_round |= wanted.record.round.is_some();
        self.open(wanted.doc)?;
        let me = self.home.identity().person();
        if let Some((row, document)) = self.open.get(&wanted.doc) {
            let mut settling =
                Settling { me, writer: self.writer, views: self.views, vocabulary: self.home.vocabulary() };
            if settling.arrived(document, person, &wanted)? {
                let row = row.clone();
                self.note_changed(&row, wanted.entry);
            }
        }
        Ok(())
    }

    /// Opens a document of which bodies come, once.
    pub(crate) fn open(&mut self, doc: DocId) -> Result<&(DocRow, Document), HomeError> {
        use std::collections::hash_map::Entry;
        match self.open.entry(doc) {
            Entry::Occupied(open) => Ok(open.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(self.home.document(self.writer, doc)?)),
        }
    }

    /// Writes on a document of mine because of what came. It is sent in the next turn.
    pub(crate) fn write(&mut self, doc: DocId, puts: &[(Key, Value)]) -> Result<(DocRow, Document), HomeError> {
        let (mut row, mut document) = self.home.document(self.writer, doc)?;
        let before = row.heads.clone();
        self.home.put(self.writer, &mut row, &mut document, puts, Pace::AtOnce)?;
        self.open.remove(&doc);
        if !self.receipt.written.iter().any(|(written, _)| *written == doc) {
            self.receipt.written.push((doc, before));
        }
        Ok((row, document))
    }

    pub(crate) fn settling(&mut self) -> Settling<'_, '_> {
        Settling {
            me: self.home.identity().person(),
            writer: self.writer,
            views: self.views,
            vocabulary: self.home.vocabulary(),
        }
    }

    pub(crate) fn note_changed(&mut self, row: &DocRow, entry: EntryId) {
        if row.doc.is_shared() {
            self.changed.insert(entry);
        }
    }

    pub(crate) fn hold(&mut self, key: [u8; 32], change: ChangeHash, why: Refused) -> Result<(), HomeError> {
        self.receipt.refused.push(why);
        let vocabulary = self.home.vocabulary();
        let row = HeldRow { key, change, reason: why.to_string(), vocabulary };
        match self.writer.held_as(&key)? {
            Some(earlier) if earlier.vocabulary >= vocabulary => {}
            Some(_) => self.writer.put_held(&row)?,
            None if self.room_for_held > 0 => {
                self.room_for_held -= 1;
                self.writer.put_held(&row)?;
            }
            None => {}
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

/// The heads that the partner's laptop has been shown, or has had by itself, once these changes of it are here.
fn shown_after(row: &DocRow, document: &Document, changes: &[StoredChange]) -> Vec<ChangeHash> {
    if row.shown == row.heads {
        return document.heads();
    }
    let known: Vec<ChangeHash> = row.shown.iter().copied().chain(changes.iter().map(|change| change.hash)).collect();
    document.heads_of(&known)
}
