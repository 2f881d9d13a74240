//! Taking in what the partner's laptop sent: what one transaction keeps of it.

use std::collections::HashSet;

use kintsugi_journal::{
    ChangeHash, Commitment, DocId, Document, EntryId, Key, PersonId, SealedBody, Shelf, StoredChange, Value,
};
use kintsugi_sync::Receipt;
use kintsugi_sync::gate::{Queue, Refused, Verified, check_body};
use kintsugi_vault::{DocRow, HeldRow, WantedRow, Writer};

use crate::fold::is_due;
use crate::looked::{Looked, Open};
use crate::pace::Pace;
use crate::room::Space;
use crate::settle::Settling;
use crate::views::Views;
use crate::{Home, HomeError};

/// How many refusals are remembered; a laptop that sends more is not heard anyway.
const MAX_HELD: usize = 1000;

/// One step of an intake on its way into the store.
pub(crate) struct Taking<'a, 'v> {
    pub(crate) home: &'a Home,
    pub(crate) writer: &'a Writer<'v>,
    pub(crate) partner: PersonId,
    pub(crate) views: &'a mut Views,
    open: Open,
    changed: HashSet<EntryId>,
    /// Something of a round came, so one may be complete now.
    pub(crate) touched_round: bool,
    pub(crate) receipt: Receipt,
    room_for_held: usize,
    space: Space,
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
            open: Open::new(),
            changed: HashSet::new(),
            touched_round: false,
            receipt: Receipt::default(),
            room_for_held: MAX_HELD.saturating_sub(writer.count_held()?),
            space: Space::of(writer)?,
        })
    }

    /// Is handed documents that are open already, where they still stand so.
    pub(crate) fn hand(&mut self, open: Open) -> Result<(), HomeError> {
        for (doc, (before, document)) in open {
            if let Some(row) = self.writer.document(doc)?.filter(|row| row.heads == before.heads) {
                self.open.insert(doc, (row, document));
            }
        }
        Ok(())
    }

    /// Tells what came of it, and gives back what is open.
    pub(crate) fn finish(self) -> (Receipt, Open) {
        let Self { changed, mut receipt, open, .. } = self;
        receipt.changed = changed.into_iter().collect();
        (receipt, open)
    }
}

impl Taking<'_, '_> {
    /// Keeps what the gate said of proposals for one document, after a look whether it still holds.
    pub(crate) fn looked(&mut self, looked: Looked, queue: &Queue) -> Result<Looked, HomeError> {
        let mut looked = looked.still(self.home, self.partner, self.writer, queue)?;
        let doc = looked.row.doc;
        for (proposal, tag, why) in &looked.admission.refused {
            match why {
                // What it follows is named already, and it may yet come right.
                Refused::FollowsRefused => self.receipt.refused.push(*why),
                why => self.hold(proposal.fingerprint(tag), proposal.hash, *why)?,
            }
        }
        self.receipt.left |= looked.admission.left.iter().any(|left| left.why.is_told());
        if looked.admission.incomplete {
            self.receipt.incomplete.push(doc);
        }
        if let Some(verified) = &looked.admission.verified {
            looked.row = self.verified(looked.row.clone(), &looked.base, verified)?;
        }
        Ok(looked)
    }

    fn verified(&mut self, mut row: DocRow, base: &Document, verified: &Verified) -> Result<DocRow, HomeError> {
        let document = verified.document();
        self.open.remove(&row.doc);
        self.release(verified.changes())?;
        row.shown = shown_after(&row, document, verified.changes());
        self.append(&mut row, verified)?;
        for (change, tag) in verified.tags() {
            self.writer.put_tag(row.doc, *change, *tag)?;
        }
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
            let (before, after) = (base.record(*entry), document.record(*entry));
            self.touched_round |= after.rounds().next().is_some();
            if self.settling().entry_now(&row, document, *entry, (&before, &after))? {
                self.note_changed(row.doc, *entry);
            }
        }
        self.drop_again(row.doc, document, &entries)?;
        self.home.derive_table(self.writer, document)?;
        for key in verified.touched() {
            if let (Key::Round(round), Some(person)) = (key, row.doc.person()) {
                self.settling().mark(document, person, *round)?;
                self.touched_round = true;
            }
        }
        Ok(row)
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

    /// Adds the changes to their document. Where it has grown a tail, it becomes the snapshot that was rehearsed.
    fn append(&self, row: &mut DocRow, verified: &Verified) -> Result<(), HomeError> {
        let (document, changes) = (verified.document(), verified.changes());
        let tail = row.pending.saturating_add(u32::try_from(changes.len()).unwrap_or(u32::MAX));
        let top = Some(document.top());
        if !is_due(tail, top) {
            return Ok(self.writer.append_up_to(row, changes, document.heads(), top)?);
        }
        (row.heads, row.top) = (document.heads(), top);
        Ok(self.writer.fold(row, verified.snapshot())?)
    }

    pub(crate) fn body(&mut self, commitment: Commitment, sealed: SealedBody) -> Result<(), HomeError> {
        // What nobody wants is dropped: it was taken back, replaced, or never asked for.
        let Some(wanted) = self.writer.wanted_body(&commitment)? else { return Ok(()) };
        let Some(person) = wanted.doc.person() else { return Ok(()) };
        let verified = match check_body(sealed, person, wanted.entry, &wanted.record) {
            Ok(verified) => verified,
            Err(why) => return self.hold(*commitment.as_bytes(), *commitment.as_bytes(), why),
        };
        let sealed = verified.into_sealed();
        let size = u32::try_from(sealed.bytes.len()).unwrap_or(u32::MAX);
        let sized = WantedRow { size, ..wanted.clone() };
        if !self.space.is_for(self.home, self.writer, &sized)? {
            // It stays where it is, and is asked for again once there is room for so much.
            return Ok(self.writer.put_wanted(&WantedRow { nowhere: false, ..sized })?);
        }
        let shelf = Shelf {
            doc: wanted.doc,
            entry: wanted.entry,
            record: wanted.record,
            superseded: false,
            previous: wanted.replaces.clone(),
            stood: self.settling().stood(&wanted.replaces, &sealed)?,
            sealed,
            written_at: None,
        };
        self.writer.put_body(&shelf)?;
        if self.holds_any() {
            self.writer.remove_held(commitment.as_bytes())?;
        }
        self.touched_round |= wanted.record.round.is_some();
        self.open(wanted.doc)?;
        let me = self.home.identity().person();
        if let Some((row, document)) = self.open.get(&wanted.doc) {
            let mut settling =
                Settling { me, writer: self.writer, views: self.views, vocabulary: self.home.vocabulary() };
            if settling.arrived(document, person, &shelf)? {
                let doc = row.doc;
                self.note_changed(doc, shelf.entry);
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

    pub(crate) fn note_changed(&mut self, doc: DocId, entry: EntryId) {
        if doc.is_shared() {
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

    /// Whether there is anything that was refused, so that it may come right.
    const fn holds_any(&self) -> bool {
        self.room_for_held < MAX_HELD
    }

    /// What came right in the end is held back no longer.
    fn release(&self, changes: &[StoredChange]) -> Result<(), HomeError> {
        if !self.holds_any() {
            return Ok(());
        }
        let passed: HashSet<&ChangeHash> = changes.iter().map(|change| &change.hash).collect();
        for row in self.writer.held()?.iter().filter(|row| passed.contains(&row.change)) {
            self.writer.remove_held(&row.key)?;
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
