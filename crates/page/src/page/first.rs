//! A laptop without a journal: the first run takes the place of every page.

use hyper::Response;

use super::Page;
use kintsugi_home::{
    BackupError, BackupFault, BackupKey, BackupKind, Home, HomeError, Restored, from_beginning, kind_of,
};
use zeroize::Zeroizing;

use crate::answer::{Answer, Notice};
use crate::beginning::Stage;
use crate::form::Form;
use crate::layout::said;
use crate::pages::{self, begin};

impl Page {
    /// Shows how far the first run has come.
    pub(super) fn first(&mut self) -> Response<Vec<u8>> {
        let page = begin::page(self.beginning.get_or_insert_default(), false);
        self.send(page)
    }

    /// Takes what was posted in the first run, and makes the journal at its end.
    pub(super) fn begin(&mut self, of: &str, form: &Form) -> Response<Vec<u8>> {
        let beginning = self.beginning.get_or_insert_default();
        let before = beginning.stage;
        beginning.take(of, form);
        if let Stage::Returned { backup } = beginning.stage {
            return self.come_back(backup, form);
        }
        if beginning.stage != Stage::Done {
            let again = beginning.stage == before && beginning.said.is_some();
            let answer = if again { begin::page(beginning, true) } else { Answer::go("/begin") };
            return self.send(answer);
        }
        let Some(beginning) = self.beginning.take() else { return Answer::go("/begin").into_response() };
        let (name, passphrase, seed) = beginning.into_seed();
        match self.keys.create(&name, passphrase.as_ref(), seed) {
            Ok(home) => {
                self.open(home);
                self.notice = Some(Notice::of(format!("Welcome, {name}. Your journal is on this laptop now.")));
                Answer::go("/").into_response()
            }
            Err(error) => self.send(pages::trouble::page(&error)),
        }
    }

    /// Somebody has the 12 words: this is a new laptop of theirs, with what a backup holds or with nothing yet.
    fn come_back(&mut self, backup: bool, form: &Form) -> Response<Vec<u8>> {
        let Some(beginning) = &self.beginning else { return Answer::go("/begin").into_response() };
        let (passphrase, seed) = beginning.returned();
        let came = if backup {
            match self.trays.backup() {
                Some(Ok(file)) => key(form, &seed.words(), &file)
                    .and_then(|key| self.keys.restore(passphrase, seed, &key, &file))
                    .map(restored)
                    .map_err(|error| why(&error)),
                came => Err(pages::files::taken_in(came.and_then(Result::err), "an encrypted backup of 2 GB")),
            }
        } else {
            let made = self.keys.create("", passphrase, seed);
            made.map(|home| (home, begin::NEW_LAPTOP.to_owned())).map_err(|error| why(&error))
        };
        match came {
            Ok((home, said)) => {
                self.beginning = None;
                self.open(home);
                self.notice = Some(Notice::of(said));
                Answer::go("/").into_response()
            }
            Err(why) => {
                let beginning = self.beginning.get_or_insert_default();
                beginning.stage = Stage::Known { backup };
                beginning.said = Some(why);
                let page = begin::page(beginning, true);
                self.send(page)
            }
        }
    }
}

/// What opens a backup: the 12 words, unless something else was typed.
fn key(form: &Form, words: &str, file: &std::fs::File) -> Result<BackupKey, HomeError> {
    let own = Zeroizing::new(form.get("secret").to_owned());
    Ok(match kind_of(from_beginning(file))? {
        BackupKind::Recipients => BackupKey::Identity(own),
        _ if own.is_empty() => BackupKey::Passphrase(Zeroizing::new(words.to_owned())),
        _ => BackupKey::Passphrase(own),
    })
}

fn restored(Restored { created, entries, missing, partner }: Restored) -> (Home, String) {
    let lines = if entries == 1 { "one line".to_owned() } else { format!("{entries} lines") };
    let mut words = format!("Your journal is back, with {lines}.");
    if missing > 0 {
        words.push_str(
            " Words of some lines were not in the backup. If the other laptop has them, the next meeting brings them.",
        );
    }
    if let Some(partner) = partner {
        let partner = said(&partner);
        words = format!(
            "{words} To meet {partner} again: there, below The other laptop and Laptops, a code is shown for a new laptop; here you type it."
        );
    }
    (created.home, words)
}

fn why(error: &HomeError) -> String {
    match error {
        HomeError::Backup(BackupFault::File(BackupError::WrongKey | BackupError::Identity)) => {
            "The backup does not open with that. Where it has a passphrase of its own, or an age key, please type it, too, and choose the file once more.".to_owned()
        }
        error => format!("{} Nothing was made.", pages::trouble::in_words(error)),
    }
}
