//! The open home: where documents, bodies and views meet the store.
//!
//! Each function that changes something is one transaction around look, change and commit (`Home::change`), and returns after
//! it is durable.
//! It knows no terminal, no clock and no runtime: the instant and the words are arguments, and answers are values.

mod agreement;
mod almost_full;
mod backup;
mod backup_fault;
mod bell;
mod bundle;
mod catch_up;
mod change;
mod choosing;
mod come;
mod computer;
mod copies;
mod derive;
mod device;
mod drawer;
mod entries;
mod error;
mod focus;
mod fold;
mod folded;
#[cfg(test)]
mod growth;
mod heal;
mod hearts;
pub mod help;
mod import;
mod intake;
mod inviting;
mod jar;
mod keep;
mod kind;
pub mod letter;
mod listed;
mod looked;
mod meeting;
mod missed;
mod moment;
mod moved;
mod no_practice;
mod once;
mod open;
mod opened;
mod opening;
mod outgoing;
mod pace;
mod pairing;
mod pieces;
mod practices;
mod query;
mod quiet;
mod read;
mod reading;
mod repair;
pub mod repertoire;
mod restored;
mod returning;
mod room;
mod rounds;
mod routine;
mod save;
mod sealing;
pub mod sentences;
mod settle;
mod share;
mod sheet;
mod sifted;
mod sitting;
mod status;
mod steps;
mod stick;
mod table;
pub mod template;
#[cfg(test)]
mod testing;
mod today;
mod turns;
#[cfg(feature = "later")]
mod understood;
mod unsaved;
mod unsent;
mod verify;
mod views;
mod way;
mod weeks;
mod write;

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use kintsugi_backup::{BackupError, Key as BackupKey, Kind as BackupKind, Lock as BackupLock, kind_of};
pub use kintsugi_exchange::read::{Form as InForm, Given, ReadError, Source};
pub use kintsugi_exchange::write::dayone::Unzipped;
use kintsugi_journal::{Actor, DocId, Document, Vocabulary};
use kintsugi_sync::Versions;
pub use kintsugi_sync::bundle::{BundleError, Unread, Unwritten};
pub use kintsugi_sync::pairing::{NameError, check_name};
use kintsugi_vault::{
    DocRow, Folder, Identity, JournalSettings, LocalSettings, PageLook, Partner, PartnerState, Reader, Vault,
};
pub use kintsugi_vault::{ImportRow, Unsaved};

pub use agreement::{AgreedText, Agreement};
pub use almost_full::AlmostFull;
pub use backup::{FromBeginning, Packed, Restored, Trial, from_beginning, restore, try_backup, try_backup_in};
pub use backup_fault::BackupFault;
pub use choosing::{Choice, Reach};
pub use come::Come;
pub use copies::{Keeper, StaleCopy};
pub use device::{Device, Leaving, Purpose};
pub use drawer::Thing;
pub use entries::Found;
pub use error::HomeError;
pub use focus::{FocusDay, InFocus};
pub use folded::Folded;
pub use import::{Bringing, Brought, NotBrought};
pub use jar::Drawn;
pub use kind::ErrorKind;
pub use listed::Listed;
pub use meeting::HomeSide;
pub use missed::Missed;
pub use moment::Moment;
pub use moved::Moved;
pub use open::{Created, create};
pub use opened::Opened;
pub use outgoing::{OutForm, Outgoing};
pub use pace::Pace;
pub use pairing::Share;
pub use pieces::Piece;
pub use query::{Query, Voice};
pub use quiet::Sight;
pub use read::Tracker;
pub use reading::{Aloud, Reading};
pub use repair::{Gone, Lost, Repaired};
pub use returning::{Copied, Difference, Returning, copies};
pub use room::RoomForWords;
pub use rounds::{Round, Standing, in_hand};
pub use routine::RoutineDay;
pub use save::{Wait, week_start};
pub use sheet::{HEARTS, LETTERS, Picking, Sheet, has_words_of_partner};
pub use sitting::Sitting;
pub use status::{Partnership, Status, Waits};
pub use steps::Steps;
pub use stick::{ForStick, SharedAt};
pub use today::{Around, Today};
#[cfg(feature = "later")]
pub use understood::Understood;
pub use verify::{Problem, Report};
pub use way::{EVENING, EVENING_ENDS, Offer, Step, WEEK, WEEK_ENDS};
pub use weeks::WeekTogether;

/// One person's home, unlocked.
pub struct Home {
    folder: Folder,
    vault: Vault,
    identity: Identity,
    /// Fresh for this process, never stored; another one from where a change of it was taken out of a document.
    actor: Cell<Actor>,
    /// The versions of the session that this program speaks.
    versions: Versions,
    /// Whether anything was written since it was opened, here or in the same home opened once more.
    wrote: Arc<AtomicBool>,
}

impl Home {
    /// Who I am.
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What this program knows of what may stand in a journal.
    pub const fn vocabulary(&self) -> Vocabulary {
        self.vault.vocabulary()
    }

    /// Where it is.
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Whether nothing can be written here: the folder is on media that may only be read.
    pub const fn is_read_only(&self) -> bool {
        self.vault.is_read_only()
    }

    /// The store, for tests that look at it from below.
    #[cfg(feature = "testing")]
    pub const fn vault(&self) -> &Vault {
        &self.vault
    }

    #[cfg(not(feature = "testing"))]
    const fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The partner, where there is one.
    ///
    /// # Errors
    /// [`HomeError::Vault`] when the store cannot be read; so for every function here.
    pub fn partner(&self) -> Result<Option<Partner>, HomeError> {
        Ok(self.vault.read()?.partner()?)
    }

    /// The partner to meet.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`], [`HomeError::Left`] and [`HomeError::Apart`].
    pub fn companion(&self) -> Result<Partner, HomeError> {
        let partner = self.partner()?.ok_or(HomeError::NotPaired)?;
        match partner.state {
            PartnerState::Left => Err(HomeError::Left),
            PartnerState::Apart => Err(HomeError::Apart),
            PartnerState::Pending | PartnerState::Paired => Ok(partner),
        }
    }

    /// The laptops of the partner that were replaced.
    pub fn replaced_devices(&self) -> Result<Vec<[u8; 32]>, HomeError> {
        Ok(self.vault.read()?.replaced_devices()?)
    }

    /// The settings of the journal.
    pub fn journal_settings(&self) -> Result<JournalSettings, HomeError> {
        Ok(self.vault.read()?.journal_settings()?)
    }

    /// What this home alone has been told.
    pub fn local_settings(&self) -> Result<LocalSettings, HomeError> {
        Ok(self.vault.read()?.local_settings()?)
    }

    /// Tells this home alone.
    pub fn put_local_settings(&self, settings: &LocalSettings) -> Result<(), HomeError> {
        self.change(|writer, _| Ok(writer.put_local_settings(settings)?))
    }

    /// How the page in the browser looks on this laptop.
    pub fn page_look(&self) -> Result<PageLook, HomeError> {
        Ok(self.vault.read()?.page_look()?)
    }

    /// Tells how it looks from now on.
    pub fn put_page_look(&self, look: &PageLook) -> Result<(), HomeError> {
        self.change(|writer, _| Ok(writer.put_page_look(look)?))
    }

    /// Opens a document that is here, or begins it.
    fn document(&self, reader: &Reader<'_>, doc: DocId) -> Result<(DocRow, Document), HomeError> {
        let Some(row) = reader.document(doc)? else {
            return Ok((DocRow::new(doc), Document::new(doc, self.actor.get()).knowing(self.vocabulary())));
        };
        let document = self.open_document(reader, &row)?;
        Ok((row, document))
    }

    fn open_document(&self, reader: &Reader<'_>, row: &DocRow) -> Result<Document, HomeError> {
        let (snapshot, changes) = (reader.snapshot(row)?, reader.changes(row)?);
        Ok(Document::load(row.doc, self.actor.get(), snapshot.as_deref(), &changes)?.knowing(self.vocabulary()))
    }
}
