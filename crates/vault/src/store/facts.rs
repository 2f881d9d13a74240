//! What the store holds once: who the two are, settings, what was said. Each fact is a row of `meta` of its own.

use jiff::civil::Date;
use kintsugi_journal::{TableView, Vocabulary};

use super::behind::Older;
use super::identity_row::IdentityRow;
use super::layout::Plain;
use super::put_in_place::Restored;
use super::reader::Reader;
use super::tables::META;
use super::writer::Writer;
use crate::error::VaultError;
use crate::identity::{DeviceKey, Identity};
use crate::partner::{Former, Partner};
use crate::rows::{
    BackupReminder, BundleState, JournalSettings, LocalSettings, PageLook, Quiet, ShownHere, Span, Stick, Unsaved,
    WaitingLine,
};
use crate::seed::Seed;
use crate::understanding::Understanding;

/// Each fails with [`VaultError::Damaged`], or as SQLite reports, as every reading function of the store.
impl Reader<'_> {
    /// Which restore the store comes from, where it comes from one.
    pub(super) fn restored(&self) -> Result<Option<Restored>, VaultError> {
        self.one()
    }

    /// Where this store was once found behind what was durable: the number of the last transaction that there had been.
    pub fn older(&self) -> Result<Option<u64>, VaultError> {
        Ok(self.one::<Older>()?.map(|older| older.counted))
    }

    /// Who I am.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], as every reading function here, or what SQLite reports.
    pub fn identity(&self) -> Result<Identity, VaultError> {
        let row: IdentityRow = self.one()?.ok_or(VaultError::Damaged { table: META })?;
        Ok(Identity::new(row.name.clone(), Seed::from_bytes(row.seed), DeviceKey::from_bytes(&row.device)))
    }

    /// The partner, where there is one.
    pub fn partner(&self) -> Result<Option<Partner>, VaultError> {
        self.one()
    }

    /// With whom the last pairing was undone, where it was.
    pub fn undone(&self) -> Result<Option<Former>, VaultError> {
        self.one()
    }

    /// What this home alone has been told.
    pub fn local_settings(&self) -> Result<LocalSettings, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The changes of mine that wait.
    pub fn waiting_lines(&self) -> Result<Vec<WaitingLine>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The laptops of the partner that were replaced: they are refused for ever.
    pub fn replaced_devices(&self) -> Result<Vec<[u8; 32]>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// What is known of the bundles of the two.
    pub fn bundle_state(&self) -> Result<BundleState, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The folder over which the two last met; `None` where they never did.
    pub fn stick(&self) -> Result<Option<Stick>, VaultError> {
        self.one()
    }

    /// What is remembered of the program on the partner's laptop; of one that was never heard of, that it knows the least.
    pub fn understanding(&self) -> Result<Understanding, VaultError> {
        Ok(self.one()?.unwrap_or(Understanding::new(Vocabulary::FIRST)))
    }

    /// What the laptops are called here, by id.
    pub fn device_names(&self) -> Result<Vec<([u8; 32], String)>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The settings of the journal, as they stood when the table last changed.
    pub fn journal_settings(&self) -> Result<JournalSettings, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// What the table says, as it stood when it last changed.
    pub fn table_view(&self) -> Result<TableView, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The days of use on which no copy could be made, since the last one that was.
    pub fn uncopied(&self) -> Result<Vec<Date>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// What this home has said once and does not say again.
    pub fn said_once(&self) -> Result<Vec<String>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The words of mine that were never saved, in the order in which they were kept.
    pub fn unsaved(&self) -> Result<Vec<Unsaved>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// When this laptop was last backed up, and what is said of it.
    pub fn backup_reminder(&self) -> Result<BackupReminder, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// How the page in the browser looks on this laptop.
    pub fn page_look(&self) -> Result<PageLook, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// The time of quiet on this laptop; `None` where there is none.
    pub fn quiet(&self) -> Result<Option<Quiet>, VaultError> {
        self.one()
    }

    /// What this laptop shows otherwise than the partner's.
    pub fn shown_here(&self) -> Result<ShownHere, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// Which months the views cover; `None` while nothing is written.
    pub fn span(&self) -> Result<Option<Span>, VaultError> {
        self.one()
    }
}

/// Each fails as every writing function of the store; nothing of the transaction is kept then.
impl Writer<'_> {
    /// Sets who I am.
    pub fn put_identity(&self, identity: &Identity) -> Result<(), VaultError> {
        let row = IdentityRow {
            name: identity.name().into(),
            seed: *identity.seed().as_bytes(),
            device: *identity.device().to_bytes(),
        };
        self.put_one(&row)
    }

    /// Sets the partner.
    pub fn put_partner(&self, partner: &Partner) -> Result<(), VaultError> {
        self.put_one(partner)
    }

    /// Remembers somebody with whom a pairing was undone.
    pub fn put_undone(&self, former: &Former) -> Result<(), VaultError> {
        self.put_one(former)
    }

    /// Sets what this home alone is told.
    pub fn put_local_settings(&self, settings: &LocalSettings) -> Result<(), VaultError> {
        self.put_one(settings)
    }

    /// Sets the changes of mine that wait.
    pub fn put_waiting_lines(&self, lines: &[WaitingLine]) -> Result<(), VaultError> {
        self.put_one(&lines.to_vec())
    }

    /// Sets the laptops of the partner that were replaced.
    pub fn put_replaced_devices(&self, devices: &[[u8; 32]]) -> Result<(), VaultError> {
        self.put_one(&devices.to_vec())
    }

    /// Sets what is known of the bundles of the two.
    pub fn put_bundle_state(&self, state: &BundleState) -> Result<(), VaultError> {
        self.put_one(state)
    }

    /// Sets the folder over which the two last met, or forgets it.
    pub fn put_stick(&self, stick: Option<&Stick>) -> Result<(), VaultError> {
        stick.map_or_else(|| self.remove(META, Stick::SORT.name.as_bytes()), |stick| self.put_one(stick))
    }

    /// Sets what is remembered of the program on the partner's laptop.
    pub fn put_understanding(&self, understanding: Understanding) -> Result<(), VaultError> {
        self.put_one(&understanding)
    }

    /// Sets what the laptops are called here.
    pub fn put_device_names(&self, names: &[([u8; 32], String)]) -> Result<(), VaultError> {
        self.put_one(&names.to_vec())
    }

    /// Sets the settings of the journal, derived from the table.
    pub fn put_journal_settings(&self, settings: &JournalSettings) -> Result<(), VaultError> {
        self.put_one(settings)
    }

    /// Sets what the table says, derived from it.
    pub fn put_table_view(&self, view: &TableView) -> Result<(), VaultError> {
        self.put_one(view)
    }

    /// Sets the days of use on which no copy could be made.
    pub fn put_uncopied(&self, days: &[Date]) -> Result<(), VaultError> {
        self.put_one(&days.to_vec())
    }

    /// Sets what this home has said once.
    pub fn put_said_once(&self, said: &[String]) -> Result<(), VaultError> {
        self.put_one(&said.to_vec())
    }

    /// Sets the words of mine that were never saved. The commit that follows leaves what they were before neither in free
    /// pages nor in the log.
    pub fn put_unsaved(&self, unsaved: &[Unsaved]) -> Result<(), VaultError> {
        self.leave_no_trace();
        if unsaved.is_empty() {
            return self.remove(META, <Vec<Unsaved>>::SORT.name.as_bytes());
        }
        self.put_one(&unsaved.to_vec())
    }

    /// Sets when this laptop was last backed up, and what is said of it.
    pub fn put_backup_reminder(&self, reminder: &BackupReminder) -> Result<(), VaultError> {
        self.put_one(reminder)
    }

    /// Sets how the page in the browser looks on this laptop.
    pub fn put_page_look(&self, look: &PageLook) -> Result<(), VaultError> {
        self.put_one(look)
    }

    /// Begins a time of quiet on this laptop, or forgets the one there was.
    pub fn put_quiet(&self, quiet: Option<&Quiet>) -> Result<(), VaultError> {
        quiet.map_or_else(|| self.remove(META, Quiet::SORT.name.as_bytes()), |quiet| self.put_one(quiet))
    }

    /// Sets what this laptop shows otherwise than the partner's.
    pub fn put_shown_here(&self, shown: &ShownHere) -> Result<(), VaultError> {
        self.put_one(shown)
    }

    /// Which restore the store comes from.
    pub(super) fn put_restored(&self, restored: Restored) -> Result<(), VaultError> {
        self.put_one(&restored)
    }

    /// Remembers that this store was found behind what was durable, and goes on from there.
    pub(super) fn put_older(&self, older: Older) -> Result<(), VaultError> {
        if let Some(chain) = self.chain.borrow_mut().as_mut() {
            chain.counter = chain.counter.max(older.counted + 1);
        }
        self.put_one(&older)
    }

    /// Forgets that this store was found behind what was durable: somebody was told, and asked for a repair.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn forget_older(&self) -> Result<(), VaultError> {
        self.remove(META, <Older as Plain>::SORT.name.as_bytes())
    }

    /// Leaves the words that were never saved out of a copy.
    pub(super) fn forget_unsaved(&self) -> Result<(), VaultError> {
        self.remove(META, <Vec<Unsaved>>::SORT.name.as_bytes())
    }
}
