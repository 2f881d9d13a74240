//! A file outside the journal (a backup, a bundle) while it is written: under its name it is there whole, or not at all.

use std::fs::{File, FileTimes};
use std::path::Path;
use std::time::SystemTime;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tempfile::NamedTempFile;

const UNFINISHED: &str = ".kintsugi-";

/// A file (0600) that goes away again unless it is given its name. It is locked while somebody writes it.
pub(crate) fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    sweep(folder);
    let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    // Where a stick knows no locks, it may be swept while it is written; then whoever writes it says so.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Gives a file for the partner its name, durably. Of when it was written the file says the day alone.
///
/// # Errors
/// What the system reports; also where there is a file of this name.
pub(crate) fn hand_over(file: NamedTempFile, path: &Path, day: Date) -> std::io::Result<()> {
    let noon = TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0)).and_then(SystemTime::try_from);
    if let Ok(noon) = noon {
        // A stick that takes no other time keeps its own.
        let _ = file.as_file().set_times(FileTimes::new().set_accessed(noon).set_modified(noon));
    }
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

/// Takes away what a program left here that was killed while it wrote.
fn sweep(folder: &Path) {
    let left = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for file in left.filter(|file| file.file_name().to_string_lossy().starts_with(UNFINISHED)) {
        let is_left = File::open(file.path()).is_ok_and(|open| open.try_lock().is_ok());
        if is_left && file.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = std::fs::remove_file(file.path());
        }
    }
}
