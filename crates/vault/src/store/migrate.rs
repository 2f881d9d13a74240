//! From an older format of the store to this one, in one transaction: a store is never between two formats.
//!
//! Format 2 has the table `round`, and a journal has the setting when lines open.

use serde::Deserialize;

use super::tables::{META, ROUND};
use super::{FORMAT, Vault};
use crate::error::VaultError;
use crate::rows::JournalSettings;

/// The settings of the journal in format 1.
#[derive(Deserialize)]
struct Settings1 {
    day_start: i8,
    week_start: i8,
}

impl Vault {
    /// From format 1 to 2. Another process may have done it since the format was read.
    pub(super) fn migrate(&self) -> Result<(), VaultError> {
        let writer = self.write()?;
        let format: i64 = self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if format != 1 {
            return Ok(());
        }
        self.create_table(ROUND)?;
        if let Some(Settings1 { day_start, week_start }) = writer.get(META, b"journal settings")? {
            writer.put_journal_settings(&JournalSettings { day_start, week_start, lines_open: 0 })?;
        }
        self.connection.pragma_update(None, "user_version", FORMAT)?;
        writer.commit()
    }
}
