//! Unlocking: from the keyring, a file, or the person.

use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, SystemTime};

use kintsugi_vault::{Folder, FoundKeyfile, Keyfile, Mend, Passphrase, StoreKey, UnlockCache, Vault, VaultError};

use crate::error::{CommandError, Exit, stopped};
use crate::output::Output;
use crate::secret_file;
use crate::terminal::{Echo, Typed, type_line};
use kintsugi_home::{Home, HomeError};
use kintsugi_journal::Vocabulary;
use zeroize::Zeroizing;

const TRIES: u32 = 3;

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
    let (folder, found) = find_keyfile(access.path)?;
    let keyfile = &found.keyfile;
    if let Some(key) = keyfile.unlock_unprotected()? {
        return open_home(access, folder, &found, key);
    }
    if let Some(file) = access.passphrase_file {
        let key = keyfile.unlock(&passphrase_of(file)?)?;
        return open_home(access, folder, &found, key);
    }
    let cache = UnlockCache::of(keyfile);
    if let Some(key) = cache.get(SystemTime::now()) {
        let home = open_home(access, folder, &found, key.again())?;
        renew(&home, &cache, &key)?;
        return Ok(home);
    }
    let key = ask_until_right(access, keyfile)?;
    let home = open_home(access, folder, &found, key.again())?;
    remember(&home, &cache, &key)?;
    Ok(home)
}

/// The home, where nothing has to be asked or brought along for it: for what a shell offers while somebody types.
pub(crate) fn open_already(path: &Path, vocabulary: Vocabulary) -> Option<Home> {
    let (folder, found) = find_keyfile(path).ok()?;
    let key = match found.keyfile.unlock_unprotected().ok()? {
        Some(key) => key,
        None => UnlockCache::of(&found.keyfile).get(SystemTime::now())?,
    };
    let is_ready = found.keyfile.before(&key).is_ok_and(|before| before.is_none()) && Vault::is_of_today(&folder);
    if is_ready { Home::open_knowing(folder, &key, vocabulary, &|_| ()).ok() } else { None }
}

/// The folder and the key of its store, which is not opened: it may be what is damaged.
pub(crate) fn key(access: &Access<'_>) -> Result<(Folder, StoreKey), CommandError> {
    let (folder, found) = find_keyfile(access.path)?;
    let keyfile = &found.keyfile;
    let key = match (keyfile.unlock_unprotected()?, access.passphrase_file) {
        (Some(key), _) => key,
        (None, Some(file)) => keyfile.unlock(&passphrase_of(file)?)?,
        (None, None) => match UnlockCache::of(keyfile).get(SystemTime::now()) {
            Some(key) => key,
            None => ask_until_right(access, keyfile)?,
        },
    };
    Ok((folder, key))
}

/// Opens it with its key, and says where a keyfile was found damaged and put right.
fn open_home(access: &Access<'_>, folder: Folder, found: &FoundKeyfile, key: StoreKey) -> Result<Home, CommandError> {
    let (home, mended) = open_with(folder, found, key, access.vocabulary)?;
    if mended {
        access.output.insist("The keyfile was damaged. Its copy was used, and put in its place.");
    }
    Ok(home)
}

/// Opens a home with its key. Where its store is brought along to another format, a watch of this home is asked to end first. A
/// new key that was cut half-way is finished, and a keyfile that was found damaged is put right; whether it was.
pub(crate) fn open_with(
    folder: Folder,
    found: &FoundKeyfile,
    key: StoreKey,
    vocabulary: Vocabulary,
) -> Result<(Home, bool), HomeError> {
    let key = match found.keyfile.before(&key)? {
        None => key,
        Some(_) => kintsugi_vault::finish_rekey(&folder, key, &kintsugi_meet::end)?,
    };
    let home = Home::open_knowing(folder, &key, vocabulary, &kintsugi_meet::end)?;
    // Where it cannot be written, the next one tries again, and verify says so.
    let mended = home.folder().mend_keyfile(found).is_ok() && found.mend == Mend::Both && !found.keyfile.is_of_before();
    #[cfg(feature = "later")]
    let home = crate::trial::with_another_session(home);
    Ok((home, mended))
}

/// The folder and its keyfile.
pub(crate) fn read_keyfile(path: &Path) -> Result<(Folder, Keyfile), CommandError> {
    let (folder, found) = find_keyfile(path)?;
    Ok((folder, found.keyfile))
}

fn find_keyfile(path: &Path) -> Result<(Folder, FoundKeyfile), CommandError> {
    let folder = Folder::open(path)?;
    let found = folder.read_keyfile()?;
    Ok((folder, found))
}

/// Unlocks and remembers, for `unlock`. Whether this machine can remember.
pub(crate) fn unlock(access: &Access<'_>) -> Result<Option<u32>, CommandError> {
    let (folder, found) = find_keyfile(access.path)?;
    if !found.keyfile.is_protected() {
        return Ok(Some(0));
    }
    let key = key_of(access, &found.keyfile)?;
    let home = open_home(access, folder, &found, key.again())?;
    remember(&home, &UnlockCache::of(&found.keyfile), &key)
}

/// The key, by the passphrase of now: from the file that holds it, or asked for, whatever is remembered.
pub(crate) fn key_of(access: &Access<'_>, keyfile: &Keyfile) -> Result<StoreKey, CommandError> {
    match access.passphrase_file {
        Some(file) => Ok(keyfile.unlock(&passphrase_of(file)?)?),
        None => ask_until_right(access, keyfile),
    }
}

/// Remembers the key for as long as this home is told to; `None` where the machine cannot.
pub(crate) fn remember(home: &Home, cache: &UnlockCache, key: &StoreKey) -> Result<Option<u32>, CommandError> {
    let time = unlock_time(home)?;
    let remembered = !time.is_zero() && cache.remember(key, SystemTime::now(), time);
    Ok(remembered.then_some(home.local_settings()?.unlock_minutes))
}

/// Who uses the journal need not type the passphrase again; who was told never to remember it forgets it.
fn renew(home: &Home, cache: &UnlockCache, key: &StoreKey) -> Result<(), CommandError> {
    let time = unlock_time(home)?;
    if time.is_zero() {
        cache.forget()?;
    } else {
        // Where it is gone by now, it is asked for the next time.
        cache.renew(key, SystemTime::now(), time);
    }
    Ok(())
}

fn unlock_time(home: &Home) -> Result<Duration, CommandError> {
    Ok(Duration::from_secs(u64::from(home.local_settings()?.unlock_minutes) * 60))
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

/// The name of the error when somebody typed nothing.
pub(crate) const NOTHING_TYPED: &str = "no-passphrase";

/// Asks for a new passphrase, twice. One that is short is told so.
pub(crate) fn ask_new(output: Output) -> Result<Passphrase, CommandError> {
    loop {
        let first = ask("A passphrase for this journal: ")?;
        if first.matches(&ask("The same again: ")?) {
            if first.is_short() {
                output.insist("That is short. Four words keep longer; kintsugi passphrase change sets another one.");
            }
            return Ok(first);
        }
        output.insist("The two were different. Please try again.");
    }
}

fn ask(question: &str) -> Result<Passphrase, CommandError> {
    let typed = typed(question)?.ok_or_else(|| CommandError::from(VaultError::Locked))?;
    Passphrase::new(typed).ok_or_else(|| CommandError::new(Exit::Locked, NOTHING_TYPED, "nothing was typed"))
}

/// What is typed after a question of ours, without echo; nothing where nobody can type. Where stdin brings words, the terminal
/// itself is asked.
pub(crate) fn typed(question: &str) -> Result<Option<String>, CommandError> {
    if !std::io::stdin().is_terminal() {
        return Ok(rpassword::prompt_password(question).ok());
    }
    match type_line(question, Echo::Hidden) {
        Ok(Typed::Done(line)) => Ok(Some(line)),
        Ok(Typed::Stopped(line)) => {
            drop(Zeroizing::new(line));
            Err(stopped())
        }
        Err(_) => Ok(None),
    }
}

/// The passphrase that a file holds.
pub(crate) fn passphrase_of(path: &Path) -> Result<Passphrase, CommandError> {
    let first = secret_file::passphrase(path)?;
    Ok(Passphrase::new(first.to_string()).expect("an empty one was refused"))
}
