//! `recover`

use std::path::{Path, PathBuf};

use clap::Args;
use kintsugi_vault::{Protection, Seed, UnlockCache, VaultError};
use zeroize::Zeroizing;

use crate::context::Context;
use crate::error::CommandError;
use crate::unlock;

/// Set a new passphrase with your 12 words
#[derive(Args)]
pub(crate) struct Recover {
    /// Read the 12 words from this file instead of asking
    #[arg(long, value_name = "FILE")]
    recovery_file: Option<PathBuf>,
}

impl Recover {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let (folder, mut keyfile) = unlock::read_keyfile(context.path())?;
        let seed = Seed::from_words(&words(context, self.recovery_file.as_deref())?)?;
        let key = keyfile.recover(&seed)?;
        let passphrase = match &context.global.passphrase_file {
            Some(file) => unlock::passphrase_of(file)?,
            None if context.can_ask() => unlock::ask_new(context.output)?,
            None => return Err(CommandError::usage("a new passphrase is needed").hint("Give --passphrase-file FILE.")),
        };
        keyfile.protect(&key, &Protection::Passphrase(&passphrase))?;
        folder.write_file(&folder.keyfile(), &keyfile.to_bytes())?;
        UnlockCache::of(&keyfile).forget();
        context.output.json(&serde_json::json!({ "recovered": true }));
        context.output.screen("The new passphrase is set. Your words are as they were.");
        Ok(())
    }
}

/// The 12 words: from a file, or asked for.
pub(crate) fn words(context: &Context, file: Option<&Path>) -> Result<Zeroizing<String>, CommandError> {
    if let Some(path) = file {
        let read = std::fs::read_to_string(path);
        return Ok(Zeroizing::new(read.map_err(|error| VaultError::File { path: path.into(), error })?));
    }
    if !context.can_ask() {
        return Err(CommandError::usage("the 12 words are needed").hint("Give --recovery-file FILE."));
    }
    let typed = rpassword::prompt_password("Your 12 words: ");
    Ok(Zeroizing::new(typed.map_err(|_| CommandError::from(VaultError::RecoveryCode))?))
}
