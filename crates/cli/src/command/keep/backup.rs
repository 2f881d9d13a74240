//! `backup`

use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use clap::Args;
use data_encoding::HEXLOWER;
use kintsugi_backup::Lock;
use serde_json::json;

use crate::backup_key::{Opening, read};
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::output::filled;
use crate::screen;
use crate::unfinished::temporary;
use kintsugi_home::{Home, Packed, try_backup_in};
use kintsugi_vault::{Folder, Seed};

const SAME_DISK: &str = "\
This file is on the same disk as your journal. Copy it to a stick, or to a disk that is not in this laptop.";

/// Write a backup of your journal into one file
///
/// It holds everything: your lines, private ones too, and your partner's that are here. It opens with your 12 words, in any
/// kintsugi and with the program age. What you take back later stays in the file.
#[derive(Args)]
pub(crate) struct Backup {
    /// The file
    file: PathBuf,
    /// Check a backup instead: restore it into memory and compare. Nothing is written
    #[arg(long)]
    verify: bool,
    /// Lock it with a passphrase of its own, not with the 12 words
    #[arg(long, conflicts_with_all = ["recipient", "verify"])]
    passphrase: bool,
    /// Lock it for the holder of this age key, not with the 12 words
    #[arg(long, value_name = "age1…", conflicts_with_all = ["verify", "backup_passphrase_file"])]
    recipient: Option<String>,
    #[command(flatten)]
    opening: Opening,
    /// Do not ask; a file of this name is replaced
    #[arg(long)]
    yes: bool,
}

impl Backup {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        if self.verify { self.verify(context) } else { self.write(context) }
    }

    fn write(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let replaces = self.file.exists();
        if replaces && !self.may_replace(context)? {
            context.output.talk("Nothing was written.");
            return Ok(());
        }
        let lock = self.lock(context, &home)?;
        let packed = write_whole(context, &home, &self.file, &lock, replaces)?;
        home.backed_up(&context.now)?;
        context.output.json(&answer(&self.file, packed.entries, &packed.digest));
        context.output.done(&format!(
            "{} in {}.\n{}",
            screen::count(packed.entries),
            self.file.display(),
            self.opens_with()
        ));
        if is_on_the_same_disk(&home, &self.file) {
            context.output.talk(&filled(SAME_DISK));
        }
        Ok(())
    }

    fn may_replace(&self, context: &Context) -> Result<bool, CommandError> {
        if self.yes {
            return Ok(true);
        }
        if !context.can_ask() {
            return Err(CommandError::usage(format!("there is a file already at {}", self.file.display()))
                .hint("Nothing was changed. Choose another name, or add --yes to replace it."));
        }
        ask_yes(context, &format!("There is a file already at {}. Replace it? [y/N] ", self.file.display()))
    }

    fn lock(&self, context: &Context, home: &Home) -> Result<Lock, CommandError> {
        if let Some(recipient) = &self.recipient {
            return Ok(Lock::Recipient(recipient.clone()));
        }
        if self.has_own_passphrase() {
            return self.opening.new_passphrase(context).map(Lock::Passphrase);
        }
        Ok(Lock::Passphrase(home.identity().seed().words()))
    }

    const fn opens_with(&self) -> &'static str {
        if self.recipient.is_some() {
            "It opens with the key of that recipient and comes back with your 12 words. It could not be tried here."
        } else if self.has_own_passphrase() {
            "It opens with its own passphrase, and comes back with that and your 12 words: kintsugi restore FILE on a new laptop."
        } else {
            "It opens with your 12 words: kintsugi restore FILE on a new laptop."
        }
    }

    const fn has_own_passphrase(&self) -> bool {
        self.passphrase || self.opening.has_passphrase()
    }

    fn verify(self, context: &Context) -> Result<(), CommandError> {
        let seed = self.seed(context)?;
        let key = self.opening.key(context, &self.file, &seed.words())?;
        let trial = try_backup_in(&seed, &key, &read(&self.file)?.into_inner())?;
        context.output.json(&answer(&self.file, trial.entries, &trial.digest));
        context.output.screen(&format!("All is well. A restore would give back {}.", screen::count(trial.entries)));
        Ok(())
    }

    /// Who wrote it: the person of the journal that is here, or who has the 12 words.
    fn seed(&self, context: &Context) -> Result<Seed, CommandError> {
        if self.opening.has_words() || Folder::open(context.path()).is_err() {
            return Ok(Seed::from_words(&self.opening.words(context)?)?);
        }
        Ok(context.home()?.identity().seed().again())
    }
}

fn answer(file: &Path, entries: u64, digest: &[u8]) -> serde_json::Value {
    json!({ "file": file.display().to_string(), "entries": entries, "digest": HEXLOWER.encode(digest) })
}

/// Under its name it is there whole, or not at all. What can be opened here was restored into memory before.
fn write_whole(
    context: &Context,
    home: &Home,
    path: &Path,
    lock: &Lock,
    replaces: bool,
) -> Result<Packed, CommandError> {
    let failed = |error: std::io::Error| cannot_write(path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = temporary(folder).map_err(failed)?;
    let packed = home.back_up_to(lock, &context.now, file.as_file())?;
    let named = if replaces { file.persist(path) } else { file.persist_noclobber(path) };
    named.map_err(|error| failed(error.error))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    Ok(packed)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> CommandError {
    CommandError::new(Exit::Failed, "file", format!("the backup could not be written to {}: {error}", path.display()))
        .hint("Nothing of it was kept there, and your journal is as it was.")
}

fn is_on_the_same_disk(home: &Home, file: &Path) -> bool {
    let disk = |path: &Path| std::fs::metadata(path).ok().map(|data| data.dev());
    disk(home.folder().path()).is_some_and(|here| disk(file) == Some(here))
}
