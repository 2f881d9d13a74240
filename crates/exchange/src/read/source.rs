//! Files and folders, read in one order and never changed.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::ReadError;

/// The most bytes of one text file that are read: 512 MiB.
const MOST_BYTES: u64 = 512 << 20;

/// The bytes of a file.
///
/// # Errors
/// [`ReadError::Io`], or [`ReadError::TooLarge`].
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let failed = |error| ReadError::Io { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(failed)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES { Err(ReadError::TooLarge) } else { Ok(bytes) }
}

/// All files below a folder with one of these ends, by name, without what is hidden or thrown away there.
///
/// # Errors
/// [`ReadError::Io`].
pub(super) fn files(folder: &Path, ends: &[&str]) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error| ReadError::Io { path: folder.clone(), error };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if name.starts_with('.') || ["__MACOSX", "node_modules"].contains(&name.as_str()) {
                continue;
            }
            // A link may lead anywhere, and in a circle.
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && ends.iter().any(|end| name.to_lowercase().ends_with(end)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// How a file below `root` is called in answers.
pub(super) fn named(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
    below.or_else(|| file.file_name().map(Path::new)).unwrap_or(file).to_string_lossy().into_owned()
}
