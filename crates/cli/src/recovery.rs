//! The 12 words that stand on paper.

use std::path::Path;

use kintsugi_vault::Seed;
use zeroize::Zeroizing;

use crate::confirm::{ask_yes, stopped};
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::secret_file;
use crate::terminal::{Echo, Typed, type_line};

const COUNT: usize = 12;

/// The 12 words: from a file, or asked for, one after the other.
pub(crate) fn words(context: &Context, file: Option<&Path>) -> Result<Zeroizing<String>, CommandError> {
    if let Some(path) = file {
        return secret_file::read("file of the 12 words", path);
    }
    if !context.can_ask() {
        return Err(CommandError::usage("the 12 words are needed").hint("Give --recovery-file FILE."));
    }
    context.output.insist("Your 12 words, one after the other, or all of them at once.");
    let echo = if ask_yes(context, "Show what you type? [y/N] ")? { Echo::Shown } else { Echo::Hidden };
    let mut words = Zeroizing::new(String::with_capacity(COUNT * 10));
    while count(&words) < COUNT {
        let typed = one_line(&format!("Word {} of {COUNT}: ", count(&words) + 1), echo)?;
        take(context, &typed, &mut words);
    }
    Ok(words)
}

fn count(words: &str) -> usize {
    words.split_whitespace().count()
}

/// Takes what is on the list; the first word that is not, is named, and what follows it is asked for again.
fn take(context: &Context, typed: &str, words: &mut String) {
    for word in Seed::split(typed) {
        if !Seed::is_word(word) {
            context.output.insist(&format!("“{word}” is not in the list of these words. Please look once more."));
            return;
        }
        words.push_str(word);
        words.push(' ');
    }
}

fn one_line(question: &str, echo: Echo) -> Result<Zeroizing<String>, CommandError> {
    let failed =
        |error: std::io::Error| CommandError::new(Exit::Failed, "input", format!("nothing can be typed: {error}"));
    match type_line(question, echo).map_err(failed)? {
        Typed::Done(line) => Ok(Zeroizing::new(line)),
        Typed::Stopped(line) => {
            drop(Zeroizing::new(line));
            Err(stopped())
        }
    }
}
