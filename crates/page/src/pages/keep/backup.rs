//! A backup: one file for the downloads, encrypted before it is anywhere.

use kintsugi_home::{BackupError, BackupFault, BackupLock, HomeError};
use maud::{Markup, html};
use zeroize::Zeroizing;

use crate::answer::Answer;
use crate::layout::{Here, choice, framed, title};
use crate::pages::trouble;
use crate::visit::Visit;
use crate::work::{Held, Outcome, Work};

const DIFFERENT: &str = "The two passphrases were different, or there was none. Please type both once more.";
const NO_KEY: &str = "An age key for a recipient begins with age1.";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)))
}

/// Makes one, and reads it back where it can be opened here.
pub(crate) fn make(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let lock = match lock(visit) {
        Ok(lock) => lock,
        Err(why) => return Ok(Answer::again(page(visit, Some(why)))),
    };
    let (home, moment) = (visit.home.again()?, visit.moment.clone());
    Ok(Answer::Work(Work::new(move || {
        // It has no name, and nobody else can open it; it is gone with whoever reads it last.
        let Ok(file) = tempfile::tempfile_in(home.folder().path()) else {
            return Ok(Outcome::told(
                "/keep/backup",
                "Nothing can be written beside the journal, so no backup was made.",
            ));
        };
        match home.back_up_to(&lock, &moment, &file) {
            Err(HomeError::Backup(BackupFault::File(BackupError::Recipient))) => {
                return Ok(Outcome::told(
                    "/keep/backup",
                    format!("{NO_KEY} That is another text, so no backup was made."),
                ));
            }
            made => made?,
        };
        home.backed_up(&moment)?;
        Ok(Outcome::file("kintsugi-backup.age", Held::Sealed(file)))
    })))
}

/// What it is locked with.
fn lock(visit: &Visit<'_>) -> Result<BackupLock, &'static str> {
    let form = &visit.form;
    match form.get("lock") {
        "own" if form.get("passphrase").is_empty() || form.get("passphrase") != form.get("again") => Err(DIFFERENT),
        "own" => Ok(BackupLock::Passphrase(Zeroizing::new(form.get("passphrase").to_owned()))),
        "key" if !form.trimmed("recipient").starts_with("age1") => Err(NO_KEY),
        "key" => Ok(BackupLock::Recipient(form.trimmed("recipient").to_owned())),
        _ => Ok(BackupLock::Passphrase(visit.home.identity().seed().words())),
    }
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Markup {
    let lock = visit.form.get("lock");
    let other = matches!(lock, "own" | "key");
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("A backup", &html! { a class="small tap" href="/keep" { "To keep" } }))
            div class="stack roomy" {
                form class="stack" method="post" action="/keep/backup" autocomplete="off" {
                    p { "It holds everything: your lines, private ones too, and your partner's that are here. What you take back later stays in the file." }
                    p { "It goes to the downloads of this browser, encrypted, as kintsugi-backup.age. Move it to a stick, or to a disk that is not in this laptop." }
                    fieldset {
                        legend { "What opens it?" }
                        div class="list" {
                            (choice("lock", "words", !other, "Your 12 words", "In any Kintsugi, and with the program age."))
                            (choice("lock", "own", lock == "own", "A passphrase of its own", "Typed below. To come back it needs your 12 words, too."))
                            (choice("lock", "key", lock == "key", "An age key", "For who knows what that is. It cannot be tried here."))
                        }
                    }
                    details open[other] {
                        summary { "A passphrase of its own, or an age key" }
                        div class="stack" {
                            (secret("passphrase", "Its passphrase"))
                            (secret("again", "The same again"))
                            p class="field" {
                                label for="recipient" { "An age key" }
                                input type="text" id="recipient" name="recipient" placeholder="age1…" value=(visit.form.trimmed("recipient")) autocomplete="off" autocapitalize="none" spellcheck="false";
                            }
                        }
                    }
                    p class="row save" { button class="button large" { "Make a backup" } }
                }
            }
        }
    };
    framed(visit, Here::More, &body)
}

fn secret(name: &str, title: &str) -> Markup {
    html! {
        p class="field" {
            label for=(name) { (title) }
            input type="password" id=(name) name=(name) autocomplete="off" spellcheck="false";
        }
    }
}
