//! A little room kept for the day on which the disk is full: then taking back must go through all the same.
//!
//! What destroys words writes first, into the log. Where nothing fits any more, a file that holds nothing goes, what the log
//! holds moves into the store, and both give enough for that one change. The file comes back with the next commit that finds
//! room for it.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use super::{Vault, traces};
use crate::folder::Folder;

/// How many bytes are kept: eight pages, by which the store may have to grow before the log is empty.
const ROOM: usize = 32 << 10;

fn path(folder: &Folder) -> PathBuf {
    folder.path().join("journal.room")
}

impl Vault {
    /// Keeps a little room, where none is kept yet and there is some. Nothing depends on it before the disk is full.
    pub fn keep_room(&self, folder: &Folder) {
        let path = path(folder);
        let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let Ok(mut file) = new else { return };
        // Not zeros: some file systems keep no room for these.
        if file.write_all(&[0xa5; ROOM]).and_then(|()| file.sync_all()).is_err() {
            let _ = std::fs::remove_file(&path);
        }
    }

    /// Gives back the room that was kept, moves what the log holds into the store and empties it, where the disk is full;
    /// whether that went well.
    pub fn make_room(&self, folder: &Folder) -> bool {
        // Where none was kept, the log alone may be enough.
        let _ = std::fs::remove_file(path(folder));
        traces::empty_log(&self.connection)
    }
}
