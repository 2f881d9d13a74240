//! A store in memory takes the place of the one of a home, as one transaction of it: whoever has it open sees the one or the
//! other, and a cut leaves either.

use std::fs;

use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use super::copying::whole;
use super::{Vault, aside, copies, counted, traces};
use crate::error::VaultError;
use crate::folder::{Folder, create_private};

/// Which restore this store comes from. Whoever had it open before that writes nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Restored(pub(super) u64);

impl Vault {
    /// Puts what this store holds in the place of that of a home, whose number of transactions goes on. `live` is that store,
    /// where it can be read; where it cannot, its file and its log are kept beside it, as `journal.db.damaged`, until
    /// words are destroyed.
    ///
    /// # Errors
    /// [`VaultError::Busy`] when somebody else writes for ten seconds, or what SQLite and the system report; the home is as it
    /// was then.
    pub fn put_in_place(&self, folder: &Folder, live: Option<&Self>) -> Result<(), VaultError> {
        self.go_on_from(folder, live)?;
        match live {
            Some(_) => self.write_over(folder),
            None => self.stand_in(folder),
        }
    }

    /// One more than every transaction that there was; and what was to be destroyed in the copies still is.
    fn go_on_from(&self, folder: &Folder, live: Option<&Self>) -> Result<(), VaultError> {
        let before = live.map(|live| live.read().map(|reader| reader.chain.take().unwrap_or_default())).transpose()?;
        let counted = counted::look(folder.path()).and_then(|bytes| counted::number(&bytes, &self.sealer));
        let writer = self.rederive()?;
        writer.put_restored(Restored(u64::from_be_bytes(crate::random())))?;
        if let Some(chain) = writer.chain.borrow_mut().as_mut() {
            let highest = before.as_ref().map_or(0, |before| before.counter).max(counted.unwrap_or_default());
            chain.counter = chain.counter.max(highest + 1);
            if let Some(before) = before.filter(|before| before.traces) {
                chain.traces = true;
                chain.destroyed.extend(before.destroyed);
            }
        }
        writer.commit()
    }

    fn write_over(&self, folder: &Folder) -> Result<(), VaultError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut store = Connection::open_with_flags(folder.store(), flags)?;
        store.busy_timeout(super::BUSY)?;
        store.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        for (name, value) in [("synchronous", "FULL"), ("wal_autocheckpoint", "0"), ("fullfsync", "1")] {
            store.pragma_update(None, name, value)?;
        }
        whole(&self.connection, &mut store)?;
        // What it held before goes from the log as well; who reads it still keeps that for the next time.
        traces::empty_log(&store);
        Ok(())
    }

    fn stand_in(&self, folder: &Folder) -> Result<(), VaultError> {
        let begun = copies::begun(folder.path());
        let failed = |error| VaultError::file(&begun, error);
        create_private(&begun).map_err(failed)?;
        {
            let mut connection = Connection::open(&begun)?;
            copies::alone(&connection)?;
            whole(&self.connection, &mut connection)?;
        }
        fs::File::open(&begun).and_then(|file| file.sync_all()).map_err(failed)?;
        aside::put_damaged(&folder.store()).map_err(failed)?;
        fs::rename(&begun, folder.store()).map_err(failed)?;
        fs::File::open(folder.path()).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}
