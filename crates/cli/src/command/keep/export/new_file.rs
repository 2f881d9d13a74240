//! New files that only their owner can read. What is there already is never touched.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use crate::error::{CommandError, Exit};

/// Writes a new file, mode 0600.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    written
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(|error| failed(path, &error))
}

/// Makes a new folder, mode 0700, or takes one that is empty.
pub(super) fn folder(path: &Path) -> Result<(), CommandError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let is_empty = std::fs::read_dir(path).map_err(|error| failed(path, &error))?.next().is_none();
            if is_empty { Ok(()) } else { Err(there(path)) }
        }
        made => made.map_err(|error| failed(path, &error)),
    }
}

/// Makes a folder inside one that was made here.
pub(super) fn inner(path: &Path) -> Result<(), CommandError> {
    DirBuilder::new().mode(0o700).recursive(true).create(path).map_err(|error| failed(path, &error))
}

fn there(path: &Path) -> CommandError {
    CommandError::usage(format!("{} is there already", path.display())).hint("Give another name. Nothing was changed.")
}

fn failed(path: &Path, error: &std::io::Error) -> CommandError {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return there(path);
    }
    CommandError::new(Exit::Failed, "file", format!("{} could not be written: {error}", path.display()))
        .hint("The journal is as it was.")
}
