//! Files that somebody brings: whether there is a place for one, and where it goes.

use hyper::http::request::Parts;
use hyper::{Response, StatusCode};

use super::Page;
use crate::answer::{Answer, plain};
use crate::door::gate::{FILES, only};
use crate::now::Now;
use crate::trays::{Fault, Filled, Tray, What};

impl Page {
    /// A tray for a file that comes with this head. None where nobody has entered, or nothing can be brought now.
    pub(crate) fn tray(&self, head: &Parts) -> Option<Tray> {
        let has_entered = self.session.as_ref().is_some_and(|session| session.is_of(&head.headers));
        if !has_entered || self.rest.is_hidden() {
            return None;
        }
        let what = What::named(head.uri.path().strip_prefix(FILES)?)?;
        let folder = match &self.journal {
            Some(home) => home.folder().path(),
            // The first run takes a backup alone.
            None if what == What::Backup && self.beginning.is_some() && !self.keys.is_there() => self.keys.place(),
            None => return None,
        };
        let name = only(&head.headers, "x-name").unwrap_or_default();
        let first = only(&head.headers, "x-at").is_none_or(|at| at == "0");
        Some(self.trays.begin(what, folder, name, first))
    }

    /// Takes a file in, whose tray was filled meanwhile, or whose bytes are here.
    pub(super) fn take_in(&mut self, head: &Parts, body: &[u8], now: &Now) -> Response<Vec<u8>> {
        let filled = head.extensions.get::<Filled>().and_then(Filled::take);
        let Some(tray) = filled.or_else(|| self.tray(head).map(|tray| with(tray, body))) else {
            return plain(StatusCode::CONFLICT, "");
        };
        self.rest.used(now);
        let fault = tray.fault();
        // It may have been locked while the file was on its way.
        if self.is_open() || self.beginning.is_some() {
            self.trays.keep(tray);
        }
        match fault {
            Some(Fault::TooLarge) => plain(StatusCode::PAYLOAD_TOO_LARGE, ""),
            Some(_) => plain(StatusCode::UNPROCESSABLE_ENTITY, ""),
            None => Answer::Done.into_response(),
        }
    }
}

fn with(mut tray: Tray, body: &[u8]) -> Tray {
    tray.put(body);
    tray
}
