//! The first page of a file says which tables there are and where each begins. Every store begins its tables at the same pages,
//! as it makes them in the same order, so where that page is damaged, that of a new file takes its place, in a copy.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::{aside, careful};
use crate::error::VaultError;
use crate::folder::create_private;

/// Where the header has how many pages there are: 4 bytes, big endian. As many follow behind it for each of the pages that
/// are free, none of which need be known.
const PAGES_AT: usize = 28;
/// Where the header says how the file is written: 2 bytes, with a log.
const LOG_AT: usize = 18;
/// Where the header has the size of a page: 2 bytes, big endian.
const SIZE_AT: usize = 16;

/// Reads a copy of this store whose first page is that of `new`, which has the same tables and no rows; nothing where there is
/// nothing to be read. The copy is gone afterwards.
pub(super) fn with_another<T: Default>(
    store: &Path,
    new: &Path,
    read: impl FnOnce(&Connection) -> Result<T, VaultError>,
) -> Result<T, VaultError> {
    let copy = aside::begun(store);
    let read = match put(store, new, &copy) {
        Ok(true) => Connection::open(&copy).map_err(VaultError::from).and_then(|copy| {
            careful(&copy)?;
            read(&copy)
        }),
        Ok(false) => Ok(T::default()),
        Err(error) => Err(VaultError::file(&copy, error)),
    };
    // It holds what may have to be destroyed.
    for path in [aside::log_of(&copy), copy.with_extension("new-shm"), copy] {
        let _ = aside::wipe(&path);
    }
    read
}

/// Puts the copy there, with its log; whether it is one.
fn put(store: &Path, new: &Path, copy: &Path) -> std::io::Result<bool> {
    let (mut bytes, mut page) = (fs::read(store)?, fs::read(new)?);
    let size =
        page.get(SIZE_AT..).and_then(|rest| rest.first_chunk()).map_or(0, |size| u16::from_be_bytes(*size).into());
    if size < 100 || bytes.len() < size || page.len() < size {
        return Ok(false);
    }
    let pages = u32::try_from(bytes.len() / size).unwrap_or(u32::MAX);
    page[PAGES_AT..PAGES_AT + 4].copy_from_slice(&pages.to_be_bytes());
    page[LOG_AT..LOG_AT + 2].copy_from_slice(&[2, 2]);
    bytes[..size].copy_from_slice(&page[..size]);
    create_private(copy)?;
    fs::write(copy, bytes)?;
    aside::keep(&aside::log_of(store), &aside::log_of(copy))?;
    Ok(true)
}
