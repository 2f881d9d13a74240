//! The pages, one file each, and the table of all that can be asked for.
//!
//! Whatever changes anything is posted and answered by the way to the next page; whatever is read changes nothing. No word that
//! somebody wrote stands in an address.

mod checkin;
pub(crate) mod closed;
mod day;
mod drafts;
mod entry;
mod habits;
mod hearts;
pub(crate) mod hidden;
mod jar;
mod letters;
pub(crate) mod lock;
mod miss;
mod more;
mod progress;
mod questions;
mod read;
mod rounds;
mod search;
mod settings;
mod today;
mod together;
pub(crate) mod trouble;
mod words;
mod write;
mod year;

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
    /// Somebody types.
    Here,
    /// Hide it.
    Hide,
    /// What is shown while it is hidden.
    Hidden,
    /// Show it again.
    Show,
    /// Close it.
    End,
    /// A page of the open journal.
    Journal(Page),
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
            Handle::Journal(_) => Needs::Journal,
            _ => Needs::Session,
        }
    }

    /// What stands in the place of `{}`, where this is the path.
    fn fits(&self, path: &str) -> Option<String> {
        let Some((before, after)) = self.path.split_once("{}") else {
            return (self.path == path).then(String::new);
        };
        let part = path.strip_prefix(before)?.strip_suffix(after)?;
        (!part.is_empty() && !part.contains('/')).then(|| part.to_owned())
    }
}

const fn get(path: &'static str, page: Page) -> Route {
    Route { method: Method::Get, path, handle: Handle::Journal(page) }
}

const fn post(path: &'static str, page: Page) -> Route {
    Route { method: Method::Post, path, handle: Handle::Journal(page) }
}

const fn door(method: Method, path: &'static str, handle: Handle) -> Route {
    Route { method, path, handle }
}

const fn file(path: &'static str, kind: &'static str, bytes: &'static [u8]) -> Route {
    Route { method: Method::Get, path, handle: Handle::File(kind, bytes) }
}

/// All of it. What does not stand here is not there.
pub const ROUTES: &[Route] = &[
    file("/kintsugi.css", "text/css; charset=utf-8", include_bytes!("../../assets/kintsugi.css")),
    file("/page.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/page.js")),
    file("/mark.svg", "image/svg+xml", include_bytes!("../../assets/mark.svg")),
    door(Method::Get, "/enter/{}", Handle::Enter),
    door(Method::Post, "/unlock", Handle::Unlock),
    door(Method::Post, "/lock", Handle::Lock),
    door(Method::Post, "/here", Handle::Here),
    door(Method::Post, "/hide", Handle::Hide),
    door(Method::Get, "/hidden", Handle::Hidden),
    door(Method::Post, "/show", Handle::Show),
    door(Method::Post, "/end", Handle::End),
    get("/", today::show),
    get("/write", write::show),
    post("/write", write::save),
    post("/act", day::act),
    post("/rest", day::rest),
    get("/jar", jar::show),
    post("/jar", jar::add),
    post("/jar/{}/remove", jar::remove),
    post("/jar/draw", jar::draw),
    post("/jar/done", jar::done),
    post("/jar/pass", jar::pass),
    get("/entry/{}", entry::show::show),
    post("/entry/{}/star", entry::show::star),
    post("/entry/{}/keep", entry::show::keep),
    get("/entry/{}/edit", entry::edit::show),
    post("/entry/{}/edit", entry::edit::save),
    get("/entry/{}/back", entry::back::show),
    post("/entry/{}/back", entry::back::save),
    get("/entry/{}/share", entry::share::show),
    post("/entry/{}/share", entry::share::save),
    get("/drafts", drafts::show),
    post("/drafts/{}/use", drafts::take_up),
    post("/drafts/{}/drop", drafts::throw_away),
    get("/read", read::show),
    get("/search", search::show),
    post("/search", search::found),
    get("/hearts", hearts::show),
    get("/together", together::show),
    get("/letters", letters::show),
    post("/letters", letters::seal),
    post("/letters/ready", letters::ready),
    post("/letters/invite", letters::invite),
    get("/letters/back", letters::ask_back),
    post("/letters/back", letters::back),
    get("/letters/{}", letters::read),
    get("/questions", questions::list),
    post("/questions", questions::add),
    get("/questions/{}", questions::show),
    post("/questions/{}", questions::answer),
    get("/questions/{}/back", questions::ask_back),
    post("/questions/{}/back", questions::back),
    get("/miss", miss::show),
    post("/miss", miss::seal),
    get("/miss/back", miss::ask_back),
    post("/miss/back", miss::back),
    post("/miss/{}/plan", miss::plan),
    post("/miss/{}/unplan", miss::unplan),
    post("/miss/{}/done", miss::done),
    get("/checkin", checkin::show),
    post("/checkin", checkin::agree),
    post("/checkin/skip", checkin::skip),
    post("/checkin/cancel", checkin::cancel),
    post("/checkin/seen", checkin::seen),
    get("/sit/end", checkin::end),
    post("/sit/done", checkin::done),
    get("/sit/{}", checkin::sit),
    get("/habits", habits::show),
    post("/habits", habits::add),
    post("/habits/{}/done", habits::done),
    post("/habits/{}/remove", habits::remove),
    get("/words", words::show),
    post("/words/{}/send", words::send),
    get("/progress", progress::show),
    post("/progress", progress::better),
    get("/settings", settings::show),
    post("/settings", settings::save),
    get("/more", more::show),
];

/// What is asked for, and what stands in the place of `{}`.
pub(crate) fn find(method: Method, path: &str) -> Option<(&'static Route, String)> {
    ROUTES.iter().filter(|route| route.method == method).find_map(|route| Some((route, route.fits(path)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_thing_or_nothing() {
        let part = |method, path| find(method, path).map(|(route, part)| (route.path, part));
        assert_eq!(part(Method::Get, "/entry/abc/edit"), Some(("/entry/{}/edit", "abc".into())));
        assert_eq!(part(Method::Get, "/entry/abc"), Some(("/entry/{}", "abc".into())));
        for path in
            ["", "//", "/entry/", "/entry//edit", "/entry/a/b/edit", "/Read", "/read/", "/../etc/passwd", "/%65nter/x"]
        {
            assert_eq!(part(Method::Get, path), None, "{path}");
        }
        assert_eq!(part(Method::Get, "/unlock"), None, "nothing that changes is read");
        for (at, route) in ROUTES.iter().enumerate() {
            let twice = ROUTES[..at].iter().any(|other| other.path == route.path && other.method == route.method);
            assert!(!twice, "{}", route.path);
        }
    }
}
