//! What was brought along before, as the lists of all imports say: they are read once, and then only what was added.

use std::collections::{BTreeMap, HashMap};

use kintsugi_journal::EntryId;
use kintsugi_vault::{ImportRow, Imported, Reader, VaultError};

/// Entries that were brought along.
#[derive(Default)]
pub(crate) struct Known {
    entries: HashMap<EntryId, Mark>,
    /// How many lists of each import were read.
    read: BTreeMap<u32, u32>,
}

/// How an entry came.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    /// The number of its import.
    pub(crate) import: u32,
    /// What its words were then.
    pub(crate) words: [u8; 8],
}

impl Known {
    /// Reads what was added since, by whoever it was.
    pub(crate) fn follow(&mut self, reader: &Reader<'_>, imports: &[ImportRow]) -> Result<(), VaultError> {
        for ImportRow { number, lists, .. } in imports {
            let read = self.read.entry(*number).or_default();
            while *read < *lists {
                for (_, entries) in reader.import_list(*number, *read)?.0 {
                    let mark = |Imported { entry, words }| (entry, Mark { import: *number, words });
                    self.entries.extend(entries.into_iter().map(mark));
                }
                *read += 1;
            }
        }
        Ok(())
    }

    /// How an entry came; `None` for one that did not.
    pub(crate) fn mark(&self, entry: EntryId) -> Option<Mark> {
        self.entries.get(&entry).copied()
    }
}
