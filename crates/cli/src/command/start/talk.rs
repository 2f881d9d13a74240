//! `init` as a talk: the safety note first, then a name, a passphrase, and the 12 words. Nothing is made before its end.

use kintsugi_vault::{Folder, Passphrase, Seed, VaultError, random};

use super::init::check_name;
use crate::confirm::{ask_line, ask_yes, stopped};
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::output::{STRONG, filled};
use crate::terminal::{Typed, type_aside};
use crate::{safety, unlock};

const BEGIN: &str = "\
This begins a journal on this laptop. Nothing of it leaves the laptop before you pair it with another one. \
Ctrl-C ends this at any point, and nothing is made.";

const OTHERS: &str = "\
Have you 12 words from another laptop? Then Ctrl-C, and kintsugi init --new-laptop. Have you a backup? kintsugi restore FILE.";

const PASSPHRASE: &str = "\
A passphrase closes the journal to others who use this laptop. Four words that have nothing to do with each other are good. \
It is not shown while you type. Enter alone goes on without one.";

const WITHOUT: &str = "Whoever can use this laptop as you can read it then.";

const PAPER: &str = "\
Write them on paper, with their numbers, and put it in a safe place. They open the journal if you forget the passphrase. \
They bring you back on a new laptop. They are not shown again.";

/// Refuses where there is a journal already.
pub(super) fn check_free(context: &Context) -> Result<(), CommandError> {
    let there = Folder::open(context.path()).is_ok_and(|folder| folder.read_keyfile().is_ok());
    if there { Err(VaultError::HomeExists(context.path().to_owned()).into()) } else { Ok(()) }
}

/// For whom this is, and what begins.
pub(super) fn welcome(context: &Context) {
    context.output.insist(&format!("{}\n\n{}\n{}\n", filled(&safety::short()), filled(BEGIN), filled(OTHERS)));
}

/// The name that the partner will see.
pub(super) fn name(context: &Context) -> Result<String, CommandError> {
    loop {
        let answer = ask_line(context, "Your name, as your partner will see it: ")?.unwrap_or_default();
        match check_name(&answer) {
            Ok(name) => return Ok(name),
            Err(error) => context.output.insist(&format!("{}.", error.message)),
        }
    }
}

/// A passphrase, or none where that is meant.
pub(super) fn passphrase(context: &Context) -> Result<Option<Passphrase>, CommandError> {
    context.output.insist(&format!("\n{}", filled(PASSPHRASE)));
    loop {
        match unlock::ask_new(context.output) {
            Ok(passphrase) => return Ok(Some(passphrase)),
            Err(error) if error.code == unlock::NOTHING_TYPED => {
                context.output.insist(WITHOUT);
                if ask_yes(context, "Go on without a passphrase? [y/N] ")? {
                    return Ok(None);
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Shows the 12 words on a screen of their own, and asks one of them back.
pub(super) fn words(seed: &Seed, context: &Context) -> Result<(), CommandError> {
    let words = seed.words();
    let words: Vec<&str> = words.split(' ').collect();
    loop {
        let screen = format!("{STRONG}Your 12 words{STRONG:#}\n\n{}\n\n{}\n", numbered(&words), filled(PAPER));
        aside(&screen, "Enter, once they are on paper: ")?;
        let [random] = random::<1>();
        let at = usize::from(random) % words.len();
        let question = format!("Word {} on your paper? ", at + 1);
        let answer = ask_line(context, &question)?.unwrap_or_default();
        if answer.trim().to_lowercase() == words[at] {
            context.output.insist("That is right.\n");
            return Ok(());
        }
        context.output.insist("It is another word. Here they are once more.");
    }
}

fn aside(screen: &str, question: &str) -> Result<(), CommandError> {
    let failed =
        |error: std::io::Error| CommandError::new(Exit::Failed, "input", format!("nothing can be typed: {error}"));
    match type_aside(screen, question).map_err(failed)? {
        Typed::Done(_) => Ok(()),
        Typed::Stopped(_) => Err(stopped()),
    }
}

/// Four rows of three, each word with its number.
pub(super) fn numbered(words: &[&str]) -> String {
    let cell = |(n, word): (usize, &&str)| format!("{:>2} {word:<10}", n + 1);
    let cells: Vec<String> = words.iter().enumerate().map(cell).collect();
    let rows = cells.chunks(3).map(|row| format!("  {}", row.join("  ").trim_end()));
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_number() {
        let words = ["tea"; 12];
        let shown = numbered(&words);
        assert_eq!(shown.lines().count(), 4);
        assert_eq!(shown.lines().last(), Some("  10 tea         11 tea         12 tea"));
    }
}
