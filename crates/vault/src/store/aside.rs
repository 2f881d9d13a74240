//! A copy of the store as it was before it was brought along to another format, beside it: `journal.db.before-5`.
//!
//! Likewise what could not be read when something else took its place, and a log that may hold more than is accepted of it.
//!
//! It is there so that an older program can go on where the newer one turns out to be wrong. It still has what is destroyed
//! afterwards, so the first commit that destroys words takes it away.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::FORMAT;
use crate::error::VaultError;
use crate::folder::{Folder, create_private};

/// For how long a log may explain what was lost: 30 days.
const EXPLAINS_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How many pages SQLite copies at once: 16 MiB of them.
const PAGES: i32 = 4096;

/// Copies the store. Whoever calls this keeps others from writing; the copy is there whole, or not at all.
pub(super) fn put(folder: &Folder) -> Result<(), VaultError> {
    let path = place(&folder.store(), FORMAT);
    let begun = begun(&folder.store());
    let failed = |error| VaultError::file(&begun, error);
    create_private(&begun).map_err(failed)?;
    {
        let from = Connection::open_with_flags(folder.store(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut to = Connection::open(&begun)?;
        Backup::new(&from, &mut to)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    }
    fs::File::open(&begun).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(&begun, &path).map_err(failed)?;
    fs::File::open(folder.path()).and_then(|folder| folder.sync_all()).map_err(failed)
}

/// Copies the store and its log byte for byte as they are, before a repair: damage and all. Those of an earlier repair stay, as
/// they are nearer to what was there once.
pub(super) fn put_before_repair(folder: &Folder) -> Result<(), VaultError> {
    let store = folder.store();
    let (kept, begun) = (before_repair(&store), begun(&store));
    if kept.exists() || !store.exists() {
        return Ok(());
    }
    // The store comes last: where it stands, both are whole and belong together.
    let put = || -> std::io::Result<()> {
        let _ = fs::remove_file(log_of(&kept)); // of a copy that was cut
        keep(&log_of(&store), &log_of(&kept))?;
        keep(&store, &begun)?;
        fs::rename(&begun, &kept)?;
        fs::File::open(folder.path())?.sync_all()
    };
    put().map_err(|error| VaultError::file(&kept, error))
}

/// Overwrites and removes the copies of this store, where there are any, and one that was begun and cut. Whether none is left.
pub(super) fn remove(store: &Path) -> bool {
    copies(store).filter(|path| path.exists()).all(|path| wipe(&path).is_ok())
}

/// Whether there is a copy of this store.
pub(super) fn any(store: &Path) -> bool {
    copies(store).any(|path| path.exists())
}

fn copies(store: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    let named =
        [".damaged", ".damaged-wal", "-wal.before", ".before-repair", ".before-repair-wal", ".new", ".before.new-wal"];
    let named = named.map(|name| beside(store, name));
    (2..=FORMAT).map(|format| place(store, format)).chain([begun(store)]).chain(named)
}

/// Keeps a store that cannot be read, and its log, beside the one that takes its place: `journal.db.damaged`. Its log is gone
/// afterwards: the other one has nothing to do with it.
pub(super) fn put_damaged(store: &Path) -> std::io::Result<()> {
    for (from, to) in [("", ".damaged"), ("-wal", ".damaged-wal")] {
        keep(&beside(store, from), &beside(store, to))?;
    }
    for gone in ["-wal", "-shm"] {
        match fs::remove_file(beside(store, gone)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Keeps the log as it is now, before anything is written behind what it is accepted to: `journal.db-wal.before`.
pub(super) fn put_log(store: &Path) -> std::io::Result<()> {
    keep(&beside(store, "-wal"), &beside(store, "-wal.before"))
}

/// Overwrites and removes a log that was kept, once it is older than 30 days by this clock.
pub(super) fn forget_log(store: &Path, now: SystemTime) -> std::io::Result<()> {
    let kept = beside(store, "-wal.before");
    let since = match fs::metadata(&kept) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        data => data?.modified()?,
    };
    let old = now.duration_since(since).is_ok_and(|age| age > EXPLAINS_FOR);
    if old { wipe(&kept) } else { Ok(()) }
}

/// A copy that only its owner can read; nothing where there is nothing.
pub(super) fn keep(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut from = match fs::File::open(from) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        from => from?,
    };
    let mut to = create_private(to)?;
    std::io::copy(&mut from, &mut to)?;
    to.sync_all()
}

fn beside(store: &Path, name: &str) -> PathBuf {
    let mut path = store.as_os_str().to_owned();
    path.push(name);
    path.into()
}

/// Overwrites a file and removes it.
pub(super) fn wipe(path: &Path) -> std::io::Result<()> {
    let length = fs::metadata(path)?.len();
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    let zeros = [0; 64 * 1024];
    let mut left = length;
    while left > 0 {
        let part = left.min(zeros.len() as u64);
        file.write_all(&zeros[..part as usize])?;
        left -= part;
    }
    file.sync_all()?;
    fs::remove_file(path)
}

/// Where the store stands as it was before it was repaired.
pub(super) fn before_repair(store: &Path) -> PathBuf {
    beside(store, ".before-repair")
}

pub(super) fn log_of(store: &Path) -> PathBuf {
    beside(store, "-wal")
}

/// Where a copy stands while it is made.
pub(super) fn begun(store: &Path) -> PathBuf {
    store.with_extension("db.before.new")
}

/// Where the copy stands that was made before the store came to this format.
pub(super) fn place(store: &Path, format: i64) -> PathBuf {
    beside(store, &format!(".before-{format}"))
}
