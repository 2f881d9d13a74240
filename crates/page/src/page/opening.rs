//! A journal that is locked: how it is opened, and what waits for that.

use hyper::Response;
use kintsugi_home::HomeError;
use kintsugi_vault::{Passphrase, VaultError};

use super::Page;
use crate::answer::Answer;
use crate::form::Form;
use crate::now::Now;
use crate::pages::{self, lock};
use crate::route::Route;

/// So many forms that were sent to a locked page are kept at most.
const KEPT: usize = 8;

/// A form that was sent while the journal was locked. It is done once it is open again.
pub(super) struct Kept {
    pub(super) route: &'static Route,
    pub(super) part: String,
    pub(super) form: Form,
}

impl Page {
    /// Keeps a form until the journal is open.
    pub(super) fn keep(&mut self, kept: Kept) -> Response<Vec<u8>> {
        if self.kept.len() < KEPT {
            self.kept.push(kept);
        }
        Answer::go("/").into_response()
    }

    /// Opens the journal with what was typed.
    pub(super) fn unlock(&mut self, form: &Form, now: &Now) -> Response<Vec<u8>> {
        if self.patience.rest(now).is_some() {
            return self.locked(None, now);
        }
        let passphrase = Passphrase::new(form.get("passphrase").to_owned());
        let opened = match (self.is_protected(), &passphrase) {
            (true, None) => return self.locked(Some(lock::NOTHING_TYPED), now),
            (protected, _) => self.keys.open(passphrase.as_ref().filter(|_| protected)),
        };
        match opened {
            Ok(home) => {
                self.company.keep(&home);
                self.open(home);
                self.patience.right();
                self.do_what_was_kept(now)
            }
            Err(HomeError::Vault(VaultError::WrongPassphrase)) => {
                self.patience.wrong(now);
                self.locked(Some(lock::WRONG), now)
            }
            Err(error) => self.send(pages::trouble::page(&error)),
        }
    }

    /// Does what was sent while it was locked. What cannot be done is shown with its words; of several, all but the last are
    /// kept as drafts then.
    fn do_what_was_kept(&mut self, now: &Now) -> Response<Vec<u8>> {
        let mut last = Answer::go("/").into_response();
        let kept = std::mem::take(&mut self.kept);
        let count = kept.len();
        for (at, one) in kept.into_iter().enumerate() {
            let words = one.form.get("text").to_owned();
            last = self.handled(one.route, one.part, Form::default(), one.form, None, now);
            if at + 1 < count && !last.status().is_redirection() && !words.is_empty() {
                let drafted = self.journal.as_ref().map(|home| home.keep_unsaved("write", words, &now.moment));
                drop(drafted);
            }
        }
        last
    }

    /// The page that asks for the passphrase.
    pub(super) fn locked(&self, said: Option<&str>, now: &Now) -> Response<Vec<u8>> {
        let waits = !self.kept.is_empty();
        self.send(lock::page(self.is_protected(), said, self.patience.rest(now), waits))
    }
}
