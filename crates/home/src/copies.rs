//! Rolling copies, as the open home makes and reads them.
//!
//! A copy is made after something was written, once a day, and whoever writes never waits for it and is never failed by it:
//! where it cannot be made, the day is remembered, and `status` says so after three of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use jiff::civil::Date;
use kintsugi_vault::{Folder, Handle, JournalSettings, Reader, Vault};

use crate::kind::ErrorKind;
use crate::moment::Moment;
use crate::{Home, HomeError};

/// So many days of use without a copy are said.
const DAYS: usize = 3;

/// What outlives an open home: whoever has it can make the copy of the day once everything was said.
pub struct Keeper {
    folder: Folder,
    handle: Handle,
    wrote: Arc<AtomicBool>,
    /// The settings of the journal when this was made, where they could be read: they say which day it is.
    settings: Option<JournalSettings>,
}

impl Keeper {
    /// Makes the copy of this day where something was written and there is none yet. It never fails: what goes wrong is
    /// remembered in the store, where that can be.
    pub fn keep(&self, moment: &Moment) {
        if self.wrote.load(Ordering::Relaxed) && !self.has_copy(moment) {
            let home = self.handle.open(&self.folder).map_err(HomeError::from).and_then(|vault| self.home(vault));
            // Who cannot open it now could not copy it either; the next command tries again.
            let _ = home.map(|home| home.keep_copy(moment));
        }
    }

    /// Whether the copy of this day is there, as far as can be told without opening the store.
    fn has_copy(&self, moment: &Moment) -> bool {
        self.settings.is_some_and(|settings| self.folder.has_copy(moment.today(&settings)))
    }

    /// Looks at some of what is kept, once a day; whether something of it cannot be read. It never fails, and where nothing can
    /// be written it does not look.
    pub fn look(&self, moment: &Moment) -> bool {
        let day = u32::try_from(moment.timestamp().as_second() / (24 * 60 * 60)).unwrap_or_default();
        if self.folder.was_looked_at(day) {
            return false;
        }
        let damaged = self.handle.open(&self.folder).and_then(|vault| vault.look_at_some(&self.folder, day));
        // A file whose pages cannot be followed, say.
        damaged.map_or_else(|error| HomeError::from(error).kind() == ErrorKind::Damaged, |damaged| damaged > 0)
    }

    fn home(&self, vault: Vault) -> Result<Home, HomeError> {
        let identity = vault.read()?.identity()?;
        Ok(Home::of(self.folder.clone(), vault, identity))
    }
}

impl Home {
    /// What can make the copy of the day after this home is closed.
    pub fn keeper(&self) -> Keeper {
        let (folder, handle) = (self.folder.clone(), self.vault.handle());
        Keeper { folder, handle, wrote: Arc::clone(&self.wrote), settings: self.journal_settings().ok() }
    }

    /// Makes the copy of this day where there is none, and empties the log; whether one was made. It never fails.
    pub fn keep_copy(&self, moment: &Moment) -> bool {
        let Ok(day) = self.today(moment) else { return false };
        let made = self.vault.keep_copy(&self.folder, day);
        if matches!(made, Ok(false)) {
            return false;
        }
        self.vault.empty_log();
        let done = made.is_ok();
        // Where it cannot go now, it goes another day.
        let _ = self.vault.forget_log(&self.folder, at(moment));
        // Where the disk is full that cannot be written either, and whoever writes is told so.
        let _ = self.note_copied(day, done);
        done
    }

    /// Remembers the days on which no copy could be made; from the next one that was on, none.
    fn note_copied(&self, day: Date, done: bool) -> Result<(), HomeError> {
        let mut days = self.vault.read()?.uncopied()?;
        let known = if done { days.is_empty() } else { days.contains(&day) };
        if known {
            return Ok(());
        }
        if done {
            days.clear()
        } else {
            days.push(day)
        }
        self.change(|writer, _| Ok(writer.put_uncopied(&days)?))
    }

    /// The day of the newest copy, where it is older than three days of use: on these, none could be made.
    pub(crate) fn stale_copy_in(&self, reader: &Reader<'_>) -> Result<Option<StaleCopy>, HomeError> {
        let days = reader.uncopied()?.len();
        let newest = self.folder.copies().last().copied();
        Ok((days >= DAYS).then_some(StaleCopy { newest, days }))
    }
}

/// The moment, as the file system has it.
fn at(moment: &Moment) -> SystemTime {
    let seconds = u64::try_from(moment.timestamp().as_second()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The newest copy is older than three days of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleCopy {
    /// Its day; nothing where there is none.
    pub newest: Option<Date>,
    /// On how many days of use none could be made since.
    pub days: usize,
}
