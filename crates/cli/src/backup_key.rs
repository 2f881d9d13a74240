//! What opens a backup: the 12 words, a passphrase of its own, or an age key.

use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use clap::Args;
use kintsugi_backup::{BackupError, Key, Kind, kind_of, open};
use kintsugi_home::HomeError;
use zeroize::Zeroizing;

use crate::context::Context;
use crate::error::CommandError;
use crate::{recovery, secret_file, unlock};

/// Options that say how a backup opens.
#[derive(Args)]
pub(crate) struct Opening {
    /// Read the backup's own passphrase from the first line of this file
    #[arg(long, value_name = "FILE")]
    backup_passphrase_file: Option<PathBuf>,
    /// The file with the age key that opens it
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Read the 12 words from this file instead of asking
    #[arg(long, value_name = "FILE")]
    recovery_file: Option<PathBuf>,
}

impl Opening {
    /// Whether a file with the backup's own passphrase is named.
    pub(crate) const fn has_passphrase(&self) -> bool {
        self.backup_passphrase_file.is_some()
    }

    /// Whether a file with the 12 words is named.
    pub(crate) const fn has_words(&self) -> bool {
        self.recovery_file.is_some()
    }

    /// The 12 words: from their file, or asked for.
    pub(crate) fn words(&self, context: &Context) -> Result<Zeroizing<String>, CommandError> {
        recovery::words(context, self.recovery_file.as_deref())
    }

    /// A passphrase for a new backup: from its file, or asked for twice.
    pub(crate) fn new_passphrase(&self, context: &Context) -> Result<Zeroizing<String>, CommandError> {
        if let Some(file) = &self.backup_passphrase_file {
            return secret_file::passphrase(file);
        }
        if !context.can_ask() {
            return Err(CommandError::usage("a passphrase for the backup is needed")
                .hint("Nothing was written. Give --backup-passphrase-file FILE."));
        }
        loop {
            let first = ask("A passphrase for this backup: ")?;
            if *first == *ask("The same again: ")? {
                return Ok(first);
            }
            context.output.insist("The two were different. Please try again.");
        }
    }

    /// What opens the backup at `path`, which was tried where that is possible; `words` are the 12 words, as they are spelled
    /// in a passphrase.
    pub(crate) fn key(&self, context: &Context, path: &Path, words: &str) -> Result<Key, CommandError> {
        match kind_of(read(path)?).map_err(told)? {
            Kind::Open => Ok(Key::Nothing),
            Kind::Recipients => {
                let file = self.identity.as_ref().ok_or_else(|| {
                    CommandError::usage("this backup is locked for an age key").hint("Give --identity FILE.")
                })?;
                secret_file::read("file of the age key", file).map(Key::Identity)
            }
            Kind::Passphrase => self.passphrase(context, path, words),
        }
    }

    fn passphrase(&self, context: &Context, path: &Path, words: &str) -> Result<Key, CommandError> {
        if let Some(file) = &self.backup_passphrase_file {
            return secret_file::passphrase(file).map(Key::Passphrase);
        }
        let key = Key::Passphrase(Zeroizing::new(words.to_owned()));
        match open(read(path)?, &key).map(drop) {
            Err(BackupError::WrongKey) if context.can_ask() => {
                context.output.insist("The 12 words do not open it. It may have a passphrase of its own.");
                ask("Passphrase of the backup: ").map(Key::Passphrase)
            }
            Err(error) => Err(told(error)),
            Ok(()) => Ok(key),
        }
    }
}

/// Opens a backup.
pub(crate) fn read(path: &Path) -> Result<BufReader<File>, CommandError> {
    let unreadable = |error: std::io::Error| {
        let what = match error.kind() {
            ErrorKind::NotFound => format!("there is no file {}", path.display()),
            _ => format!("the backup {} cannot be read: {error}", path.display()),
        };
        CommandError::usage(what).hint("Nothing was changed.")
    };
    File::open(path).map(BufReader::new).map_err(unreadable)
}

fn told(error: BackupError) -> CommandError {
    HomeError::from(error).into()
}

fn ask(question: &str) -> Result<Zeroizing<String>, CommandError> {
    let typed = unlock::typed(question)?.map(Zeroizing::new).filter(|typed| !typed.is_empty());
    typed.ok_or_else(|| CommandError::usage("nothing was typed").hint("Nothing was changed."))
}
