//! Files that hold a passphrase or the 12 words: read once, by their owner alone, and wiped from memory.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::CommandError;

const MOST: usize = 4096;

/// The text of such a file, which is called `what`. One that others can read is refused, with what closes it to them.
pub(crate) fn read(what: &str, path: &Path) -> Result<Zeroizing<String>, CommandError> {
    let refused = |why: &str| CommandError::usage(format!("the {what} {} {why}", path.display()));
    let unreadable = || refused("cannot be read").hint("Nothing was changed.");
    let file = File::open(path).map_err(|_| unreadable())?;
    let data = file.metadata().map_err(|_| unreadable())?;
    // What a pipe or a terminal gives stands nowhere.
    if data.is_file() && data.permissions().mode() & 0o077 != 0 {
        let open = refused("can be read by others on this computer");
        return Err(open.hint(format!("Close it with: chmod 600 '{}'. Nothing was changed.", path.display())));
    }
    // All of it at once: a buffer that grew would leave parts of it behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST + 1));
    let mut file = file.take(MOST as u64 + 1);
    let mut part = Zeroizing::new([0; MOST + 1]);
    loop {
        match file.read(&mut *part).map_err(|_| unreadable())? {
            0 => break,
            length => bytes.extend_from_slice(&part[..length]),
        }
    }
    if bytes.len() > MOST {
        return Err(refused("is too large").hint("Nothing was changed."));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| unreadable())?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// The first line of a file with a passphrase.
pub(crate) fn passphrase(path: &Path) -> Result<Zeroizing<String>, CommandError> {
    let text = read("passphrase file", path)?;
    match text.lines().next().map(|line| line.trim_end_matches('\r')).filter(|line| !line.is_empty()) {
        Some(line) => Ok(Zeroizing::new(line.to_owned())),
        None => Err(CommandError::usage(format!("the passphrase file {} is empty", path.display()))
            .hint("Nothing was changed.")),
    }
}
