//! What can be asked for: a method, a path, who answers, and what somebody must have for it.

use kintsugi_home::HomeError;

use crate::answer::Answer;
use crate::visit::Visit;

/// What is done with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// It is read.
    Get,
    /// Something is changed.
    Post,
}

/// What somebody must have for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing but to come from here: what comes along with the program, and the link.
    Nothing,
    /// To have entered.
    Session,
    /// To have entered, and the journal must be open.
    Journal,
}

type Page = fn(&mut Visit<'_>) -> Result<Answer, HomeError>;

/// Who answers.
#[derive(Clone, Copy)]
pub(crate) enum Handle {
    /// A file that comes along: what it is, and its bytes.
    File(&'static str, &'static [u8]),
    /// A link.
    Enter,
    /// The passphrase.
    Unlock,
    /// Lock it.
    Lock,
    /// The first run, and what of it is posted.
    Begin(&'static str),
    /// Somebody types.
    Here,
    /// What happens, by its name.
    Live,
    /// Hide it.
    Hide,
    /// What is shown while it is hidden.
    Hidden,
    /// Show it again.
    Show,
    /// Close it.
    End,
    /// A file that somebody brings.
    Take,
    /// A page of the open journal.
    Journal(Page),
    /// What is typed meanwhile.
    Draft(Page),
}

/// One thing that can be asked for.
#[derive(Clone, Copy)]
pub struct Route {
    /// Whether it is read or posted.
    pub method: Method,
    /// Its path; `{}` stands for one part of it.
    pub path: &'static str,
    pub(crate) handle: Handle,
}

impl Route {
    /// What somebody must have for it.
    pub const fn needs(&self) -> Needs {
        match self.handle {
            Handle::File(..) | Handle::Enter => Needs::Nothing,
            Handle::Journal(_) | Handle::Draft(_) => Needs::Journal,
            _ => Needs::Session,
        }
    }

    /// What stands in the place of `{}`, where this is the path.
    pub(crate) fn fits(&self, path: &str) -> Option<String> {
        let Some((before, after)) = self.path.split_once("{}") else {
            return (self.path == path).then(String::new);
        };
        let part = path.strip_prefix(before)?.strip_suffix(after)?;
        (!part.is_empty() && !part.contains('/')).then(|| part.to_owned())
    }
}

pub(crate) const fn get(path: &'static str, page: Page) -> Route {
    Route { method: Method::Get, path, handle: Handle::Journal(page) }
}

pub(crate) const fn post(path: &'static str, page: Page) -> Route {
    Route { method: Method::Post, path, handle: Handle::Journal(page) }
}

pub(crate) const fn door(method: Method, path: &'static str, handle: Handle) -> Route {
    Route { method, path, handle }
}

pub(crate) const fn file(path: &'static str, kind: &'static str, bytes: &'static [u8]) -> Route {
    Route { method: Method::Get, path, handle: Handle::File(kind, bytes) }
}
