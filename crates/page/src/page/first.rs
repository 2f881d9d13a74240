//! A laptop without a journal: the first run takes the place of every page.

use hyper::Response;

use super::Page;
use crate::answer::{Answer, Notice};
use crate::beginning::Stage;
use crate::form::Form;
use crate::pages::{self, begin};

impl Page {
    /// Shows how far the first run has come.
    pub(super) fn first(&mut self) -> Response<Vec<u8>> {
        begin::page(self.beginning.get_or_insert_default(), false).into_response()
    }

    /// Takes what was posted in the first run, and makes the journal at its end.
    pub(super) fn begin(&mut self, of: &str, form: &Form) -> Response<Vec<u8>> {
        let beginning = self.beginning.get_or_insert_default();
        let before = beginning.stage;
        beginning.take(of, form);
        if beginning.stage != Stage::Done {
            let again = beginning.stage == before && beginning.said.is_some();
            return if again { begin::page(beginning, true) } else { Answer::go("/begin") }.into_response();
        }
        let Some(beginning) = self.beginning.take() else { return Answer::go("/begin").into_response() };
        let (name, passphrase, seed) = beginning.into_seed();
        match self.keys.create(&name, passphrase.as_ref(), seed) {
            Ok(home) => {
                self.journal = Some(home);
                self.notice = Some(Notice::of(format!("Welcome, {name}. Your journal is on this laptop now.")));
                Answer::go("/").into_response()
            }
            Err(error) => pages::trouble::page(&error).into_response(),
        }
    }
}
