//! `recover`

use std::path::PathBuf;

use clap::Args;
use kintsugi_vault::{Protection, Seed, UnlockCache};

use crate::context::Context;
use crate::error::CommandError;
use crate::output::filled;
use crate::{recovery, unlock};

const AFTER: &str = "\
An old copy of this folder, or of its keyfile, still opens with the old passphrase. Where somebody may have both: kintsugi passphrase set --rekey gives the journal a new key. Then they open nothing of what is here.";

/// Set a new passphrase with your 12 words
#[derive(Args)]
pub(crate) struct Recover {
    /// Read the 12 words from this file instead of asking
    #[arg(long, value_name = "FILE")]
    recovery_file: Option<PathBuf>,
}

impl Recover {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let (folder, _) = unlock::read_keyfile(context.path())?;
        let lock = folder.lock_keyfile()?;
        let mut keyfile = folder.keyfile_to_change(&lock)?;
        let seed = Seed::from_words(&recovery::words(context, self.recovery_file.as_deref())?)?;
        let key = keyfile.recover(&seed)?;
        let passphrase = match &context.global.passphrase_file {
            Some(file) => unlock::passphrase_of(file)?,
            None if context.can_ask() => unlock::ask_new(context.output)?,
            None => return Err(CommandError::usage("a new passphrase is needed").hint("Give --passphrase-file FILE.")),
        };
        keyfile.protect(&key, &Protection::Passphrase(&passphrase))?;
        folder.write_keyfile(&lock, &keyfile)?;
        UnlockCache::of(&keyfile).forget()?;
        context.output.json(&serde_json::json!({ "recovered": true }));
        context.output.done("The new passphrase is set. Your words are as they were.");
        context.output.talk(&filled(AFTER));
        Ok(())
    }
}
