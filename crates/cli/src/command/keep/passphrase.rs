//! `passphrase`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kintsugi_home::Home;
use kintsugi_vault::{Folder, Keyfile, Passphrase, Protection, StoreKey, UnlockCache};
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::CommandError;
use crate::unlock;

/// Set, change or remove the passphrase of this journal
///
/// The passphrase of now is asked for, or read from --passphrase-file. With --rekey every row is sealed anew under a new key:
/// a copy of the old keyfile, with the old passphrase, then opens nothing of what is here.
#[derive(Args)]
pub(crate) struct PassphraseCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Set one, or another one where there is one already
    Set(New),
    /// Set another one
    Change(New),
    /// Remove it: whoever can use this laptop as you can read the journal
    Remove(Remove),
}

#[derive(Args)]
struct New {
    /// Read the new passphrase from the first line of this file instead of asking
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Seal everything anew, under a new key
    #[arg(long)]
    rekey: bool,
}

#[derive(Args)]
struct Remove {
    /// Seal everything anew, under a new key
    #[arg(long)]
    rekey: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl PassphraseCommand {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.action {
            Action::Set(new) => new.run(context, false),
            Action::Change(new) => new.run(context, true),
            Action::Remove(remove) => remove.run(context),
        }
    }
}

impl New {
    fn run(&self, context: &Context, change: bool) -> Result<(), CommandError> {
        let changing = Changing::begin(context)?;
        if change && !changing.keyfile.is_protected() {
            return Err(CommandError::usage("this journal has no passphrase")
                .hint("Nothing was changed. kintsugi passphrase set sets one."));
        }
        let had_one = changing.keyfile.is_protected();
        let key = changing.key(context)?;
        let passphrase = self.passphrase(context, had_one)?;
        changing.end(context, &key, &Protection::Passphrase(&passphrase), self.rekey)?;
        context.output.json(&json!({ "passphrase": true, "rekeyed": self.rekey }));
        context.output.done("The new passphrase is set. Your words are as they were.");
        Ok(())
    }

    /// The new one. Where there was none, --passphrase-file may hold it, as for init.
    fn passphrase(&self, context: &Context, had_one: bool) -> Result<Passphrase, CommandError> {
        let file = self.new_passphrase_file.as_ref();
        match file.or_else(|| context.global.passphrase_file.as_ref().filter(|_| !had_one)) {
            Some(file) => unlock::passphrase_of(file),
            None if context.can_ask() => unlock::ask_new(context.output),
            None => Err(CommandError::usage("a new passphrase is needed")
                .hint("Nothing was changed. Give --new-passphrase-file FILE.")),
        }
    }
}

impl Remove {
    fn run(&self, context: &Context) -> Result<(), CommandError> {
        let changing = Changing::begin(context)?;
        if !changing.keyfile.is_protected() {
            return Err(CommandError::usage("this journal has no passphrase").hint("Nothing was changed."));
        }
        let key = changing.key(context)?;
        if !self.yes {
            if !context.can_ask() {
                return Err(CommandError::usage("removing the passphrase needs a yes")
                    .hint("Nothing was changed. Add --yes in a script."));
            }
            if !ask_yes(context, "Whoever can use this laptop as you can read it then. Remove the passphrase? [y/N] ")?
            {
                context.output.talk("Nothing was changed.");
                return Ok(());
            }
        }
        changing.end(context, &key, &Protection::Nothing, self.rekey)?;
        context.output.json(&json!({ "passphrase": false, "rekeyed": self.rekey }));
        context.output.done("The passphrase is removed. Your words are as they were.");
        Ok(())
    }
}

/// A keyfile that nobody else changes meanwhile.
struct Changing {
    folder: Folder,
    keyfile: Keyfile,
}

impl Changing {
    fn begin(context: &Context) -> Result<Self, CommandError> {
        let (folder, keyfile) = unlock::read_keyfile(context.path())?;
        Ok(Self { folder, keyfile })
    }

    /// The key of the store. What an earlier change left half-way is finished first.
    fn key(&self, context: &Context) -> Result<StoreKey, CommandError> {
        let key = match self.keyfile.unlock_unprotected()? {
            Some(key) => key,
            None => unlock::key_of(&context.access(), &self.keyfile)?,
        };
        Ok(kintsugi_vault::finish_rekey(&self.folder, key, &kintsugi_meet::end)?)
    }

    /// The copies under the key before are gone: there is one again at once. Where it cannot be made, the next command does it.
    fn copy(&self, context: &Context, key: &StoreKey) {
        let home = Home::open_knowing(self.folder.clone(), key, context.vocabulary, &kintsugi_meet::end);
        let _ = home.map(|home| home.keep_copy(&context.now));
    }

    fn end(
        self,
        context: &Context,
        key: &StoreKey,
        protection: &Protection<'_>,
        rekey: bool,
    ) -> Result<(), CommandError> {
        let lock = self.folder.lock_keyfile()?;
        let mut keyfile = self.folder.keyfile_to_change(&lock)?;
        // Somebody may have given it another key since: this one would open nothing any more.
        kintsugi_vault::Vault::open(&self.folder, key, &kintsugi_meet::end)?;
        UnlockCache::of(&keyfile).forget()?;
        if rekey {
            context.output.talk("Sealing everything anew. This may take a moment.");
            let new = kintsugi_vault::rekey(&self.folder, &lock, &mut keyfile, key, protection, &kintsugi_meet::end)?;
            drop(lock);
            self.copy(context, &new);
        } else {
            keyfile.protect(key, protection)?;
            self.folder.write_keyfile(&lock, &keyfile)?;
        }
        Ok(())
    }
}
