//! What was brought along from other programs: which entries came with which import, on this laptop alone.

use super::reader::Reader;
use super::tables::import_list_key;
use super::writer::Writer;
use crate::error::VaultError;
use crate::rows::{ImportList, ImportRow};

impl Reader<'_> {
    /// All imports, in the order of their numbers.
    pub fn imports(&self) -> Result<Vec<ImportRow>, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// A list of entries of one import; empty where there is none.
    pub fn import_list(&self, import: u32, list: u32) -> Result<ImportList, VaultError> {
        Ok(self.get(&import_list_key(import, list))?.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Sets all imports.
    pub fn put_imports(&self, imports: &[ImportRow]) -> Result<(), VaultError> {
        self.put_one(&imports.to_vec())
    }

    /// Sets a list of entries of one import.
    pub fn put_import_list(&self, import: u32, list: u32, entries: &ImportList) -> Result<(), VaultError> {
        self.put(&import_list_key(import, list), entries)
    }
}
