//! The page as a whole: who has entered, whether the journal is open, and what it answers.

use std::time::Duration;

use hyper::header::{HeaderName, HeaderValue, SET_COOKIE};
use hyper::{Response, StatusCode};
use kintsugi_home::{Home, HomeError};
use kintsugi_vault::{Passphrase, VaultError};

use crate::answer::{Answer, Notice, Request, plain};
use crate::door::link::{Entered, Links};
use crate::door::session::Session;
use crate::door::{Address, gate, headers};
use crate::form::Form;
use crate::keys::Keys;
use crate::now::{Mark, Now};
use crate::pages::{self, Handle, Method, Route, lock};
use crate::patience::Patience;
use crate::rest::Rest;
use crate::visit::Visit;

/// How somebody enters who has not.
const HOW: &str = "This page is opened with: kintsugi open\n";
/// For how long a browser can still ask for what the last page is made of.
const LAST_PAGE: Duration = Duration::from_secs(2);
/// So many forms that were sent to a locked page are kept at most.
const KEPT: usize = 8;

/// A form that was sent while the journal was locked. It is done once it is open again.
struct Kept {
    route: &'static Route,
    part: String,
    form: Form,
}

/// The page.
pub struct Page {
    address: Address,
    keys: Box<dyn Keys>,
    journal: Option<Home>,
    links: Links,
    session: Option<Session>,
    patience: Patience,
    rest: Rest,
    kept: Vec<Kept>,
    notice: Option<Notice>,
    ended: Option<Mark>,
}

impl Page {
    /// A page at this address, locked unless it is given the open journal.
    pub fn new(address: Address, keys: Box<dyn Keys>, journal: Option<Home>, now: &Now) -> Self {
        let (links, patience) = (Links::default(), Patience::default());
        let rest = Rest::new(now);
        Self {
            address,
            keys,
            journal,
            links,
            session: None,
            patience,
            rest,
            kept: Vec::new(),
            notice: None,
            ended: None,
        }
    }

    /// Where it is.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// A new link, good once and for a minute.
    pub fn link(&mut self, now: &Now) -> String {
        format!("{}/enter/{}", self.address.origin(), self.links.make(now.instant))
    }

    /// Locks it. What was sent and is not done yet stays. A journal without a passphrase cannot be locked.
    pub fn lock(&mut self, now: &Now) {
        if self.is_protected() {
            self.put_away(now);
        }
    }

    /// Closes it for good.
    pub fn end(&mut self, now: &Now) {
        self.session = None;
        self.ended.get_or_insert(now.mark());
        self.put_away(now);
    }

    /// Closes the journal, and then makes the copy of the day, for which nobody waits.
    fn put_away(&mut self, now: &Now) {
        if let Some(home) = self.journal.take() {
            let keeper = home.keeper();
            drop(home);
            keeper.keep(&now.moment);
        }
    }

    /// Whether the journal is open.
    pub const fn is_open(&self) -> bool {
        self.journal.is_some()
    }

    /// Whether it was closed: it ends as soon as the browser has what the last page is made of.
    pub const fn is_ending(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether it has ended: somebody closed it, or nobody came for half a day and nothing waits to be saved.
    pub fn has_ended(&self, now: &Now) -> bool {
        self.ended.is_some_and(|since| since.ago(now) >= LAST_PAGE)
            || (self.rest.is_forgotten(now) && self.kept.is_empty())
    }

    /// What is due by itself: it locks once nobody clicked or typed for the time that the journal is told.
    pub fn pass_time(&mut self, now: &Now) {
        // Where it cannot be read, nobody reads on.
        let minutes = self.journal.as_ref().map(|home| home.local_settings().map_or(0, |one| one.unlock_minutes));
        if minutes.is_some_and(|minutes| self.rest.is_over(minutes, now)) {
            self.lock(now);
        }
    }

    /// Answers a request.
    pub fn answer(&mut self, request: Request, now: &Now) -> Response<Vec<u8>> {
        let mut response = self.judged(request, now);
        headers::put(response.headers_mut());
        response
    }

    fn judged(&mut self, request: Request, now: &Now) -> Response<Vec<u8>> {
        let (head, body) = request.into_parts();
        if let Err(refusal) = gate::admit(&head, &self.address) {
            return plain(refusal.status(), "");
        }
        self.pass_time(now);
        let method = if head.method == hyper::Method::POST { Method::Post } else { Method::Get };
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        let found = pages::find(method, path);
        match &found {
            Some((Route { handle: Handle::File(kind, bytes), .. }, _)) => {
                return Answer::File(kind, bytes).into_response();
            }
            Some((Route { handle: Handle::Enter, .. }, token)) => {
                let ahead = head.headers.contains_key("sec-purpose");
                return if ahead { plain(StatusCode::FORBIDDEN, "") } else { self.enter(token, now) };
            }
            _ => {}
        }
        if !self.session.as_ref().is_some_and(|session| session.is_of(&head.headers)) {
            return plain(StatusCode::FORBIDDEN, HOW);
        }
        let Some((route, part)) = found else {
            return self.nothing_here();
        };
        let (query, form) = (Form::read(query.as_bytes()), Form::read(&body));
        zeroize::Zeroize::zeroize(&mut { body });
        self.within(route, part, query, form, now)
    }

    /// Somebody comes with a link.
    fn enter(&mut self, token: &str, now: &Now) -> Response<Vec<u8>> {
        match self.links.take(token, now.instant) {
            Entered::Once => {
                let session = Session::begin();
                let mut response = Answer::go("/").into_response();
                if let Ok(cookie) = HeaderValue::from_str(&session.cookie()) {
                    response.headers_mut().insert(SET_COOKIE, cookie);
                }
                self.session = Some(session);
                if self.rest.show(now) {
                    self.lock(now);
                }
                self.rest.used(now);
                response
            }
            // Two have used one link. Nobody knows which of them is who.
            Entered::Again => {
                self.session = None;
                self.lock(now);
                plain(StatusCode::FORBIDDEN, HOW)
            }
            Entered::No => plain(StatusCode::FORBIDDEN, HOW),
        }
    }

    /// A request of who has entered.
    fn within(&mut self, route: &'static Route, part: String, query: Form, form: Form, now: &Now) -> Response<Vec<u8>> {
        match route.handle {
            Handle::Here => {
                if self.is_open() && !self.rest.is_hidden() {
                    self.rest.used(now);
                }
                return Answer::Done.into_response();
            }
            Handle::Hide => {
                self.rest.hide(now);
                return Answer::go("/hidden").into_response();
            }
            Handle::Hidden => return pages::hidden::page().into_response(),
            Handle::Show => {
                if self.rest.show(now) {
                    self.lock(now);
                }
                return Answer::go("/").into_response();
            }
            Handle::Lock => {
                self.lock(now);
                return forgotten(Answer::go("/").into_response());
            }
            Handle::End => {
                self.end(now);
                return forgotten(pages::closed::page().into_response());
            }
            _ => {}
        }
        if self.rest.is_hidden() && route.method == Method::Get {
            return pages::hidden::page().into_response();
        }
        self.rest.used(now);
        if self.is_open() {
            let notice = self.notice.take();
            return self.handled(route, part, query, form, notice, now);
        }
        match route.handle {
            Handle::Unlock => self.unlock(&form, now),
            Handle::Journal(_) if route.method == Method::Post => {
                if self.kept.len() < KEPT {
                    self.kept.push(Kept { route, part, form });
                }
                Answer::go("/").into_response()
            }
            _ => self.locked(None, now),
        }
    }

    /// A page of the open journal.
    fn handled(
        &mut self,
        route: &'static Route,
        part: String,
        query: Form,
        form: Form,
        notice: Option<Notice>,
        now: &Now,
    ) -> Response<Vec<u8>> {
        let Handle::Journal(handle) = route.handle else { return Answer::go("/").into_response() };
        let locks = self.is_protected();
        let Some(home) = &self.journal else { return self.locked(None, now) };
        let answered = Visit::new(home, &now.moment).and_then(|visit| {
            let mut visit = Visit { part, query, form, notice, locks, ..visit };
            handle(&mut visit)
        });
        match answered {
            Ok(answer) => {
                if let Answer::Go(_, Some(notice)) = &answer {
                    self.notice = Some(notice.clone());
                }
                answer.into_response()
            }
            Err(error) => pages::trouble::page(&error).into_response(),
        }
    }

    fn unlock(&mut self, form: &Form, now: &Now) -> Response<Vec<u8>> {
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
                self.journal = Some(home);
                self.patience.right();
                self.do_what_was_kept(now)
            }
            Err(HomeError::Vault(VaultError::WrongPassphrase)) => {
                self.patience.wrong(now);
                self.locked(Some(lock::WRONG), now)
            }
            Err(error) => pages::trouble::page(&error).into_response(),
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
    fn locked(&self, said: Option<&str>, now: &Now) -> Response<Vec<u8>> {
        let waits = !self.kept.is_empty();
        lock::page(self.is_protected(), said, self.patience.rest(now), waits).into_response()
    }

    fn nothing_here(&self) -> Response<Vec<u8>> {
        if self.rest.is_hidden() {
            return pages::hidden::page().into_response();
        }
        pages::trouble::nothing_here().into_response()
    }

    /// Whether there is a passphrase. Where that cannot be read, it is asked for.
    fn is_protected(&self) -> bool {
        self.keys.is_protected().unwrap_or(true)
    }
}

/// The same, and the browser forgets what it has of this page.
fn forgotten(mut response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let name = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(name, HeaderValue::from_static("\"cache\", \"storage\""));
    response
}
