//! A file outside the journal (a backup, a bundle) while it is written: under its name it is there whole, or not at all.

use std::fs::File;
use std::path::Path;

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
