//! The number of the last transaction once more, in a file beside the store: `journal.count`.
//!
//! It is written after the commit has returned, so a store that is behind it lost something that was durable: its log was
//! damaged, or an older file was put in its place. It is never lowered. A file that is torn, missing, or of another home says nothing.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::traces;
use crate::seal::Sealer;

/// The number (8 bytes, big endian), and 16 bytes that only this home can make of it.
pub(super) const LENGTH: usize = 24;
/// What the check is a keyed hash for, beside the number.
const FOR: &str = "count";

/// Where it stands.
pub(super) fn place(folder: &Path) -> PathBuf {
    folder.join("journal.count")
}

/// What the file holds, to be read before the store is.
pub(super) fn look(folder: &Path) -> Option<[u8; LENGTH]> {
    fs::read(place(folder)).ok()?.try_into().ok()
}

/// The number that it tells, where it is one of this store.
pub(super) fn number(bytes: &[u8; LENGTH], sealer: &Sealer) -> Option<u64> {
    let number = u64::from_be_bytes(*bytes.first_chunk()?);
    (encode(number, sealer) == *bytes).then_some(number)
}

/// Writes the number of a transaction that is durable, where a higher one does not stand there. What cannot be written is no
/// reason to fail: then it says less than it could.
pub(super) fn note(connection: &Connection, sealer: &Sealer, written: u64) {
    let Some((_, folder)) = traces::store(connection) else { return };
    if look(folder).and_then(|bytes| number(&bytes, sealer)).is_some_and(|before| before >= written) {
        return;
    }
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(place(folder));
    let _ = file.and_then(|file| file.write_all_at(&encode(written, sealer), 0));
}

fn encode(number: u64, sealer: &Sealer) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let (first, check) = bytes.split_at_mut(8);
    first.copy_from_slice(&number.to_be_bytes());
    check.copy_from_slice(&sealer.row_key(FOR, &number.to_be_bytes()));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::StoreKey;

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_number_of_the_documentation() {
        let hex = data_encoding::HEXLOWER.encode(&encode(7, &Sealer::new(&StoreKey::from_bytes([1; 32]))));
        assert!(include_str!("../../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
    }
}
