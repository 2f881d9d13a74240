//! `init`

use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use kintsugi_vault::{Passphrase, Protection, Seed, UnlockCache};

use super::talk;
use crate::command::journal::write;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::output::{STRONG, filled};
use kintsugi_home::Home;

use crate::{computer, recovery, safety, unlock};

/// Begin your journal on this laptop
///
/// At a terminal and without a name it is a talk. It shows 12 words, once. They bring you back if the passphrase or the laptop is lost, so write them on paper.
#[derive(Args)]
pub(crate) struct Init {
    /// The name your partner will see; on a new laptop it comes from your partner's
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Do not protect the journal with a passphrase: whoever can use this laptop as you can read it
    #[arg(long)]
    no_passphrase: bool,
    /// Put the 12 words into this new file instead of on the screen
    #[arg(long, value_name = "FILE")]
    recovery_file: Option<PathBuf>,
    /// You have 12 words from another laptop: be the same person here. They are asked for, or read from --recovery-file
    #[arg(long)]
    new_laptop: bool,
}

impl Init {
    /// As with nothing said: the talk.
    pub(crate) const fn plain() -> Self {
        Self { name: None, no_passphrase: false, recovery_file: None, new_laptop: false }
    }

    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        self.check(context)?;
        if self.name.is_none() && !self.new_laptop {
            return self.talk(context);
        }
        let name = self.name.as_deref().map(check_name).transpose()?.unwrap_or_default();
        let seed = if self.new_laptop {
            Seed::from_words(&recovery::words(context, self.recovery_file.as_deref())?)?
        } else {
            Seed::generate()
        };
        let passphrase = self.passphrase(context)?;
        self.make(context, &name, seed, passphrase.as_ref()).map(drop)
    }

    /// What excludes each other, or is there already.
    fn check(&self, context: &Context) -> Result<(), CommandError> {
        if self.no_passphrase && context.global.passphrase_file.is_some() {
            return Err(CommandError::usage("--no-passphrase and --passphrase-file exclude each other"));
        }
        if let Some(file) = self.recovery_file.as_ref().filter(|file| !self.new_laptop && file.exists()) {
            return Err(CommandError::usage(format!("{} exists already", file.display())).hint("Nothing was changed."));
        }
        Ok(())
    }

    /// Nothing is made before all of it was asked. A first line comes last.
    fn talk(self, context: &Context) -> Result<(), CommandError> {
        if !context.can_ask() {
            return Err(CommandError::usage("a name is needed").hint("Give --name NAME. Nothing was made."));
        }
        talk::check_free(context)?;
        talk::welcome(context);
        let name = talk::name(context)?;
        let given = self.no_passphrase || context.global.passphrase_file.is_some();
        let passphrase = if given { self.passphrase(context)? } else { talk::passphrase(context)? };
        let seed = Seed::generate();
        if self.recovery_file.is_none() {
            talk::words(&seed, context)?;
        }
        let home = self.make(context, &name, seed, passphrase.as_ref())?;
        context.output.screen(&format!("Welcome, {name}. Your journal is on this laptop now.\n"));
        write::first_line(context, &home)?;
        context.output.screen(NEXT);
        Ok(())
    }

    fn make(
        &self,
        context: &Context,
        name: &str,
        seed: Seed,
        passphrase: Option<&Passphrase>,
    ) -> Result<Home, CommandError> {
        let protection = passphrase.map_or(Protection::Nothing, Protection::Passphrase);
        let created = kintsugi_home::create(context.path(), name, &protection, seed)?;
        computer::note(&created.home);
        if let Some(file) = self.recovery_file.as_ref().filter(|_| !self.new_laptop) {
            write_words(file, &created.words).map_err(|error| self.unwritten(context, file, &created.words, &error))?;
        }
        if passphrase.is_some() && context.global.passphrase_file.is_none() {
            let (_, keyfile) = unlock::read_keyfile(context.path())?;
            unlock::remember(&created.home, &UnlockCache::of(&keyfile), &created.key)?;
        }
        if self.name.is_some() || self.new_laptop {
            self.show(context, name, &created.words);
        }
        Ok(created.home)
    }

    fn passphrase(&self, context: &Context) -> Result<Option<Passphrase>, CommandError> {
        match &context.global.passphrase_file {
            _ if self.no_passphrase => Ok(None),
            Some(file) => unlock::passphrase_of(file).map(Some),
            None if context.can_ask() => unlock::ask_new(context.output).map(Some),
            None => Err(CommandError::usage("a passphrase is needed").hint(
                "Give --passphrase-file FILE, or --no-passphrase if whoever uses this laptop as you may read it.",
            )),
        }
    }

    /// The home is there, the words are not in their file: they must not be lost.
    fn unwritten(&self, context: &Context, file: &Path, words: &str, error: &std::io::Error) -> CommandError {
        context.output.insist(&format!("Your 12 words:\n\n  {words}\n"));
        CommandError::new(Exit::Failed, "recovery-file", format!("{} could not be written: {error}", file.display()))
            .hint("Your journal was made. Write the 12 words above on paper.")
    }

    fn show(&self, context: &Context, name: &str, words: &str) {
        if self.new_laptop {
            context.output.done(NEW_LAPTOP);
            context.output.json(&made(context, name));
            return;
        }
        if self.recovery_file.is_none() {
            let words: Vec<&str> = words.split(' ').collect();
            context.output.insist(&format!(
                "{STRONG}Your 12 words{STRONG:#}\n\n{}\n\nWrite them on paper and put it in a safe place. They are not shown again.\n\
                 They open this journal if you forget the passphrase, and bring you back on a new laptop.\n",
                talk::numbered(&words)
            ));
        }
        context.output.talk(&format!("{}\n", filled(&safety::short())));
        context.output.done(&format!(
            "Welcome, {name}. Your journal is in {}.\n\nWrite a first line:   kintsugi write\nPair the laptops:     kintsugi pair",
            context.path().display()
        ));
        context.output.json(&made(context, name));
    }
}

/// What to do next.
const NEXT: &str = "\
Next, when you both have an evening: kintsugi pair on one laptop, kintsugi join on the other.
Until then it is yours alone: kintsugi shows the day, kintsugi write asks for a line.";

/// What to do next on a new laptop.
const NEW_LAPTOP: &str = "\
You are the same person on this laptop now. One step is left:

  on your partner's laptop   kintsugi device replace
  here                       kintsugi join

What both of you could read comes back from there, and your name with it. Private lines, and what was sealed, come back
only from a backup. Where you have one, this is the wrong way. The right one is kintsugi restore FILE, in an empty folder.";

fn made(context: &Context, name: &str) -> serde_json::Value {
    let name = Some(name).filter(|name| !name.is_empty());
    serde_json::json!({ "name": name, "home": context.path().display().to_string() })
}

pub(super) fn check_name(name: &str) -> Result<String, CommandError> {
    let name = name.trim();
    kintsugi_sync::pairing::check_name(name)
        .map_err(|error| CommandError::usage(error.to_string()).hint("Nothing was made."))?;
    Ok(name.to_owned())
}

fn write_words(file: &Path, words: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(file, "{words}")?;
    file.sync_all()
}
