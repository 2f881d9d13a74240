//! A new store key: what somebody copied of the keyfile, with the passphrase of that time, opens nothing any more.
//!
//! The keyfile changes first: it holds the new key, and under it the one before. Then the store changes over, in one
//! transaction. Cut in between, whoever opens it with the new passphrase holds both keys and goes on.

use crate::error::VaultError;
use crate::folder::Folder;
use crate::keyfile::{Keyfile, Protection};
use crate::keyfiles::KeyfileLock;
use crate::secret::StoreKey;
use crate::store::Vault;

/// Gives a home a new store key, with this protection from now on; `ask` asks whoever works with the store to end. Gives back
/// the new key.
///
/// # Errors
/// [`VaultError::Damaged`] when a row cannot be opened: it could not be sealed anew. What the store or the keyfile reports;
/// nothing has changed then, or all of it has, or it is finished when the home is opened the next time.
pub fn rekey(
    folder: &Folder,
    lock: &KeyfileLock,
    keyfile: &mut Keyfile,
    key: &StoreKey,
    protection: &Protection<'_>,
    ask: &dyn Fn(&Folder),
) -> Result<StoreKey, VaultError> {
    let vault = Vault::open(folder, key, ask)?;
    let reader = vault.read()?;
    if let Some(count) = reader.count_rows()?.iter().find(|count| count.damaged > 0) {
        return Err(VaultError::Damaged { table: count.table });
    }
    let new = StoreKey::generate();
    keyfile.rekey(key, &new, protection, reader.identity()?.seed())?;
    drop(reader);
    ask(folder);
    folder.write_keyfile(lock, keyfile)?;
    change_over(folder, lock, keyfile, &new, vault)?;
    Ok(new)
}

/// Finishes what was cut, where anything was. Gives back the key that the store has: that before, where it could not be
/// finished now.
///
/// # Errors
/// [`VaultError::Keyfile`] when the key before cannot be read, or what the store reports.
pub fn finish_rekey(folder: &Folder, key: StoreKey, ask: &dyn Fn(&Folder)) -> Result<StoreKey, VaultError> {
    let mut keyfile = folder.read_keyfile()?.keyfile;
    let Some(before) = keyfile.before(&key)? else { return Ok(key) };
    let Ok(lock) = folder.lock_keyfile() else { return which(folder, key, before, ask) };
    match Vault::open(folder, &before, ask) {
        Ok(vault) => match change_over(folder, &lock, &mut keyfile, &key, vault) {
            Ok(()) => Ok(key),
            // A full disk is no reason to read nothing.
            Err(_) => which(folder, key, before, ask),
        },
        Err(VaultError::OtherKey) => {
            keyfile.forget_before();
            // Where it cannot be written it stays for the next time.
            let _ = folder.write_keyfile(&lock, &keyfile);
            Ok(key)
        }
        Err(error) => Err(error),
    }
}

fn which(folder: &Folder, key: StoreKey, before: StoreKey, ask: &dyn Fn(&Folder)) -> Result<StoreKey, VaultError> {
    Ok(if Vault::open(folder, &key, ask).is_ok() { key } else { before })
}

fn change_over(
    folder: &Folder,
    lock: &KeyfileLock,
    keyfile: &mut Keyfile,
    key: &StoreKey,
    vault: Vault,
) -> Result<(), VaultError> {
    vault.reseal(key)?;
    keyfile.forget_before();
    folder.write_keyfile(lock, keyfile)
}
