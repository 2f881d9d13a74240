//! What goes in.

use std::io::Write;

use kintsugi_backup::{
    BackupError, Body, Change, Counts, Digest, Draft, FORMAT, Former, Head, Item, Lock, Standing, Writer, seal,
};
use kintsugi_journal::{AuthorTag, Proposal, Shelf};
use kintsugi_vault::{DocRow, Partner, PartnerState, Reader, Unsaved};

use crate::backup_fault::BackupFault;
use crate::moment::Moment;
use crate::{Home, HomeError};

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Entries that can be read, mine and the partner's, as `status` counts them.
    pub entries: u64,
    /// SHA-256 over the lines.
    pub digest: Digest,
}

impl Home {
    /// Writes everything as it is at this moment into `out`, locked. What was written to, and what it comes to.
    ///
    /// # Errors
    /// [`HomeError::Backup`] when it cannot be written, or for a recipient that is none; as every reading function here.
    pub fn back_up<W: Write>(&self, lock: &Lock, moment: &Moment, out: W) -> Result<(W, Packed), HomeError> {
        let reader = self.vault().read()?;
        let head = self.head(&reader, moment)?;
        let mut writer = Writer::begin(seal(out, lock)?, &head)?;
        self.each_readable(&reader, |item| Ok(writer.put(&item)?))?;
        for row in reader.documents()? {
            self.pack_document(&reader, &row, &mut writer)?;
        }
        let mut failed = Ok(());
        reader.each_body(|shelf| {
            if failed.is_ok() {
                failed = pack_body(&shelf, &mut writer);
            }
            Ok(())
        })?;
        failed?;
        pack_places(&reader, &mut writer)?;
        let (sealing, digest) = writer.end(|digest| self.identity().backup_proof(digest))?;
        Ok((sealing.finish()?, Packed { entries: head.counts.entries, digest }))
    }

    fn head(&self, reader: &Reader<'_>, moment: &Moment) -> Result<Head, HomeError> {
        Ok(Head {
            format: FORMAT,
            vocabulary: self.vocabulary(),
            person: self.identity().person(),
            name: self.identity().name().to_owned(),
            day: moment.today(&reader.journal_settings()?),
            counts: counts(reader)?,
            partner: former(reader)?,
        })
    }

    fn pack_document<W: Write>(
        &self,
        reader: &Reader<'_>,
        row: &DocRow,
        writer: &mut Writer<W>,
    ) -> Result<(), HomeError> {
        let document = self.open_document(reader, row)?;
        let changes = document.changes_since(&[])?;
        writer.put(&Item::Document { document: row.doc, changes: changes.len() as u64 })?;
        for change in &changes {
            let tag = self.tag_of(reader, change)?;
            writer.put(&Item::Change(Change::of(change, tag)))?;
        }
        Ok(())
    }

    /// Mine is made anew, the partner's is the one that came along.
    fn tag_of(&self, reader: &Reader<'_>, change: &Proposal) -> Result<AuthorTag, HomeError> {
        let me = self.identity();
        if change.actor.is_of(me.person()) {
            return Ok(me.tag_secret().tag(me.person(), change.doc, &change.hash));
        }
        Ok(reader.tag(change.doc, &change.hash)?.unwrap_or(AuthorTag([0; 16])))
    }
}

/// The words, and before them when they were first written.
fn pack_body<W: Write>(shelf: &Shelf, writer: &mut Writer<W>) -> Result<(), BackupError> {
    if let Some(written) = shelf.written_at {
        writer.put(&Item::Time { entry: shelf.entry, written })?;
    }
    writer.put(&Item::Body(Box::new(Body::of(shelf))))
}

fn pack_places<W: Write>(reader: &Reader<'_>, writer: &mut Writer<W>) -> Result<(), HomeError> {
    let (husks, dropped) = reader.husks()?;
    husks.into_iter().try_for_each(|husk| writer.put(&Item::Husk(husk.into())))?;
    dropped.into_iter().try_for_each(|entry| writer.put(&Item::Dropped { entry }))?;
    for Unsaved { number, purpose, day, text } in reader.unsaved()? {
        writer.put(&Item::Draft(Draft { number, purpose, day, text }))?;
    }
    reader.replaced_devices()?.into_iter().try_for_each(|device| writer.put(&Item::Replaced { device }))?;
    Ok(())
}

pub(super) fn counts(reader: &Reader<'_>) -> Result<Counts, HomeError> {
    Ok(Counts {
        entries: reader.count_entries()?,
        documents: reader.documents()?.len() as u64,
        bodies: reader.count_bodies()?,
    })
}

/// Who shares the journal, or did.
fn former(reader: &Reader<'_>) -> Result<Option<Former>, HomeError> {
    if let Some(partner) = reader.partner()? {
        let standing = match partner.state {
            PartnerState::Pending => Standing::Pending,
            PartnerState::Paired | PartnerState::Apart => Standing::Paired,
            PartnerState::Left => Standing::Left,
        };
        let Partner { person, key, device, .. } = partner;
        return Ok(Some(Former { person, name: partner.name.clone(), key, device, standing }));
    }
    Ok(reader.undone()?.map(|undone| Former {
        person: undone.person,
        name: String::new(),
        key: undone.key,
        device: undone.device,
        standing: Standing::Undone,
    }))
}

impl From<kintsugi_backup::BackupError> for HomeError {
    fn from(error: kintsugi_backup::BackupError) -> Self {
        Self::Backup(BackupFault::File(error))
    }
}
