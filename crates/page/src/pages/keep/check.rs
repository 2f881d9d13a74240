//! Whether a backup still opens: it is restored into memory and compared, and nothing changes.

use kintsugi_home::{
    BackupError, BackupFault, BackupKey, BackupKind, HomeError, from_beginning, kind_of, try_backup_in,
};
use maud::{Markup, html};
use zeroize::Zeroizing;

use super::counted;
use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::pages::files::{taken_in, without_script};
use crate::pages::trouble;
use crate::visit::Visit;
use crate::work::{Outcome, Work};

const PATH: &str = "/keep/check";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)))
}

/// Tries the one that came.
pub(crate) fn try_it(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let file = match visit.trays.backup() {
        Some(Ok(file)) => file,
        came => {
            let why = taken_in(came.and_then(Result::err), "an encrypted backup of 2 GB");
            return Ok(Answer::again(page(visit, Some(&why))));
        }
    };
    let (home, own) = (visit.home.again()?, visit.form.get("secret").to_owned());
    Ok(Answer::Work(Work::new(move || {
        let seed = home.identity().seed();
        let key = match kind_of(from_beginning(&file))? {
            BackupKind::Recipients => BackupKey::Identity(Zeroizing::new(own)),
            _ if own.is_empty() => BackupKey::Passphrase(seed.words()),
            _ => BackupKey::Passphrase(Zeroizing::new(own)),
        };
        Ok(match try_backup_in(seed, &key, &file) {
            Ok(trial) => Outcome::told(
                PATH,
                format!("All is well. A restore would give back {}.", counted(trial.entries).to_lowercase()),
            ),
            Err(HomeError::Backup(BackupFault::File(BackupError::WrongKey | BackupError::Identity))) => Outcome::told(
                PATH,
                "It does not open with that. Where it has a passphrase of its own, or an age key, please type it, too, and choose the file once more.",
            ),
            Err(error) => Outcome::told(PATH, format!("{} Nothing was changed.", trouble::in_words(&error))),
        })
    })))
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Markup {
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Check a backup", &html! { a class="small tap" href="/keep" { "To keep" } }))
            div class="stack roomy" {
                p { "It is restored into memory and compared. Nothing is changed, and nothing of it stays." }
                form class="stack" method="post" action=(PATH) autocomplete="off" data-file="/taken/backup" hidden {
                    p class="field" { label for="file" { "The backup" } input type="file" id="file" required; }
                    p class="field" {
                        label for="secret" { "Its passphrase, or its age key" }
                        input type="password" id="secret" name="secret" autocomplete="off" spellcheck="false";
                        span class="small soft" { "Only where it does not open with your 12 words." }
                    }
                    p class="row save" { button class="button large" { "Check it" } }
                }
                (without_script("kintsugi backup --verify FILE"))
            }
        }
    };
    framed(visit, Here::More, &body)
}
