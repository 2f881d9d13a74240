//! Unlocking: from the keyring, a file, or the person.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use kintsugi_vault::{Folder, Keyfile, Passphrase, StoreKey, UnlockCache, VaultError};

use crate::error::{CommandError, Exit};
use crate::output::Output;
use kintsugi_home::Home;
use kintsugi_journal::Vocabulary;

const TRIES: u32 = 3;
const MAX_PASSPHRASE_FILE: u64 = 4096;

/// What unlocking needs.
pub(crate) struct Access<'a> {
    /// The folder of the home.
    pub(crate) path: &'a Path,
    /// The file that holds the passphrase, where one is named.
    pub(crate) passphrase_file: Option<&'a Path>,
    /// Whether the person can be asked.
    pub(crate) can_ask: bool,
    /// Where to say that a passphrase was wrong.
    pub(crate) output: Output,
    /// What this program knows of what may stand in a journal.
    pub(crate) vocabulary: Vocabulary,
}

/// Opens the home, asking for the passphrase only where it must.
pub(crate) fn open(access: &Access<'_>) -> Result<Home, CommandError> {
    let (folder, keyfile) = read_keyfile(access.path)?;
    if let Some(key) = keyfile.unlock_unprotected()? {
        return open_home(access, folder, &key);
    }
    if let Some(file) = access.passphrase_file {
        let key = keyfile.unlock(&passphrase_of(file)?)?;
        return open_home(access, folder, &key);
    }
    let cache = UnlockCache::of(&keyfile);
    if let Some(key) = cache.get(SystemTime::now()) {
        return open_home(access, folder, &key);
    }
    let key = ask_until_right(access, &keyfile)?;
    let home = open_home(access, folder, &key)?;
    remember(&home, &cache, &key)?;
    Ok(home)
}

/// Opens it with its key. Where its store is brought along to another format, a watch of this home is asked to end first.
fn open_home(access: &Access<'_>, folder: Folder, key: &StoreKey) -> Result<Home, CommandError> {
    Ok(Home::open_knowing(folder, key, access.vocabulary, &kintsugi_meet::end)?)
}

/// The folder and its keyfile.
pub(crate) fn read_keyfile(path: &Path) -> Result<(Folder, Keyfile), CommandError> {
    let folder = Folder::open(path)?;
    let path = folder.keyfile();
    let bytes = fs::read(&path).map_err(|error| VaultError::File { path, error })?;
    Ok((folder, Keyfile::parse(&bytes)?))
}

/// Unlocks and remembers, for `unlock`. Whether this machine can remember.
pub(crate) fn unlock(access: &Access<'_>) -> Result<Option<u32>, CommandError> {
    let (folder, keyfile) = read_keyfile(access.path)?;
    if !keyfile.is_protected() {
        return Ok(Some(0));
    }
    let key = match access.passphrase_file {
        Some(file) => keyfile.unlock(&passphrase_of(file)?)?,
        None => ask_until_right(access, &keyfile)?,
    };
    let home = open_home(access, folder, &key)?;
    remember(&home, &UnlockCache::of(&keyfile), &key)
}

/// Remembers the key for as long as this home is told to; `None` where the machine cannot.
pub(crate) fn remember(home: &Home, cache: &UnlockCache, key: &StoreKey) -> Result<Option<u32>, CommandError> {
    let minutes = home.local_settings()?.unlock_minutes;
    let time = Duration::from_secs(u64::from(minutes) * 60);
    let remembered = minutes > 0 && cache.remember(key, SystemTime::now(), time);
    Ok(remembered.then_some(minutes))
}

fn ask_until_right(access: &Access<'_>, keyfile: &Keyfile) -> Result<StoreKey, CommandError> {
    if !access.can_ask {
        return Err(VaultError::Locked.into());
    }
    for _ in 1..TRIES {
        match keyfile.unlock(&ask("Passphrase: ")?) {
            Err(VaultError::WrongPassphrase) => access.output.insist("That does not open it. Please try again."),
            other => return Ok(other?),
        }
    }
    Ok(keyfile.unlock(&ask("Passphrase: ")?)?)
}

/// Asks for a new passphrase, twice.
pub(crate) fn ask_new(output: Output) -> Result<Passphrase, CommandError> {
    loop {
        let first = ask("A passphrase for this journal: ")?;
        if first.matches(&ask("The same again: ")?) {
            return Ok(first);
        }
        output.insist("The two were different. Please try again.");
    }
}

fn ask(question: &str) -> Result<Passphrase, CommandError> {
    let typed = rpassword::prompt_password(question);
    let typed = typed.map_err(|_| CommandError::from(VaultError::Locked))?;
    Passphrase::new(typed).ok_or_else(|| CommandError::new(Exit::Locked, "no-passphrase", "nothing was typed"))
}

/// The first line of a file.
pub(crate) fn passphrase_of(path: &Path) -> Result<Passphrase, CommandError> {
    let unreadable = |why: &str| {
        CommandError::usage(format!("the passphrase file {} {why}", path.display())).hint("Nothing was changed.")
    };
    let size = fs::metadata(path).map_err(|_| unreadable("cannot be read"))?.len();
    if size > MAX_PASSPHRASE_FILE {
        return Err(unreadable("is too large"));
    }
    let text = fs::read_to_string(path).map_err(|_| unreadable("cannot be read"))?;
    Passphrase::new(text.lines().next().unwrap_or_default().to_owned()).ok_or_else(|| unreadable("is empty"))
}
