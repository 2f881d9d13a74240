//! `restore FILE`: a home for a new laptop, made of a backup.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use kintsugi_home::{HomeError, Restored};
use kintsugi_vault::{Folder, Passphrase, Protection, Seed, UnlockCache, VaultError};
use serde_json::json;

use crate::backup_key::{Opening, read as read_backup};
use crate::context::Context;
use crate::error::CommandError;
use crate::{computer, screen, unlock};

/// Makes it. Where there is a journal already, nothing is asked and nothing changes.
pub(crate) fn restore(
    context: &Context,
    file: &Path,
    opening: &Opening,
    no_passphrase: bool,
) -> Result<(), CommandError> {
    if Folder::open(context.path()).is_ok() {
        return Err(CommandError::from(HomeError::from(VaultError::HomeExists(context.path().into()))));
    }
    // Before anybody types twelve words.
    drop(read_backup(file)?);
    let seed = Seed::from_words(&opening.words(context)?)?;
    let key = opening.key(context, file, &seed.words())?;
    let passphrase = if no_passphrase { None } else { Some(new_passphrase(context)?) };
    let protection = passphrase.as_ref().map_or(Protection::Nothing, Protection::Passphrase);
    let read = || File::open(file).map(BufReader::new);
    let restored = kintsugi_home::restore(context.path(), &protection, seed, &key, read)?;
    if passphrase.is_some() && context.global.passphrase_file.is_none() {
        let (_, keyfile) = unlock::read_keyfile(context.path())?;
        unlock::remember(&restored.created.home, &UnlockCache::of(&keyfile), &restored.created.key)?;
    }
    computer::note(&restored.created.home);
    show(context, &restored);
    Ok(())
}

fn new_passphrase(context: &Context) -> Result<Passphrase, CommandError> {
    match &context.global.passphrase_file {
        Some(file) => unlock::passphrase_of(file),
        None if context.can_ask() => unlock::ask_new(context.output),
        None => Err(CommandError::usage("a passphrase is needed")
            .hint("Give --passphrase-file FILE, or --no-passphrase if whoever uses this laptop as you may read it.")),
    }
}

fn show(context: &Context, restored: &Restored) {
    let gone: Vec<_> = (0..restored.missing).map(|_| json!({ "day": null, "what": "words of a line" })).collect();
    context.output.json(&json!({ "restored": restored.entries, "gone": gone }));
    let entries = screen::count(restored.entries);
    context.output.done(&format!("Your journal is back in {}, with {entries}.", context.path().display()));
    if restored.missing > 0 {
        context.output.screen(
            "Words of some lines were not in the backup. If the other laptop has them, the next meeting brings them.",
        );
    }
    if let Some(partner) = &restored.partner {
        context.output.done(&format!(
            "\nThis is a new laptop of yours. To meet {partner} again: there, kintsugi device replace shows a code; here, run kintsugi join.\n\
             What was written since the backup comes back from there, and what was taken back since goes again."
        ));
    }
}
