//! What is done with a request: the gate, the session, and then whoever answers for its path.

use std::cell::Cell;

use hyper::header::{HeaderName, HeaderValue, SET_COOKIE};
use hyper::{Response, StatusCode};

use super::Page;
use super::opening::Kept;
use crate::answer::{Answer, Notice, Request, plain};
use crate::door::link::Entered;
use crate::door::session::Session;
use crate::door::{gate, headers};
use crate::form::Form;
use crate::live::News;
use crate::now::Now;
use crate::pages;
use crate::route::{Handle, Method, Route};
use crate::routes;
use crate::visit::{Memory, Visit};
use crate::way;
use crate::work::{Done, Outcome};

/// How somebody enters who has not.
const HOW: &str = "This page is opened with: kintsugi open\n";

impl Page {
    /// Answers a request.
    pub fn answer(&mut self, request: Request, now: &Now) -> Response<Vec<u8>> {
        let mut response = self.judged(request, now);
        headers::put(response.headers_mut());
        response
    }

    /// Answers whoever has waited for work that an earlier answer handed out. Who has locked it meanwhile gets no file.
    pub fn answer_of(&mut self, done: Done, now: &Now) -> Response<Vec<u8>> {
        self.rest.used(now);
        let answer = match done.0 {
            Outcome::Download(file) if self.is_open() && self.session.is_some() => Answer::Download(file),
            Outcome::Download(_) => Answer::go("/"),
            Outcome::Go(path, said) => {
                self.notice = said.map(Notice::of).or_else(|| self.notice.take());
                self.live.tell(News::Changed);
                Answer::go(path)
            }
            Outcome::Trouble(error) => pages::trouble::page(&error),
        };
        let mut response = self.send(answer);
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
        let found = routes::find(method, path);
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
        if matches!(route.handle, Handle::Take) {
            return self.take_in(&head, &body, now);
        }
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
                self.live.end();
                self.rest.began();
                if self.rest.show(now) {
                    self.close(now);
                }
                self.rest.used(now);
                response
            }
            // Two have used one link. Nobody knows which of them is who.
            Entered::Again => {
                self.session = None;
                self.live.end();
                self.lock(now);
                plain(StatusCode::FORBIDDEN, HOW)
            }
            Entered::No => plain(StatusCode::FORBIDDEN, HOW),
        }
    }

    /// A page in the browser that would like to hear what happens. It is no sign that anybody sits before it.
    fn listen(&mut self, query: &Form, now: &Now) -> Response<Vec<u8>> {
        let Some(stream) = self.live.listen(query.get("told").parse().ok()) else {
            return Answer::Done.into_response();
        };
        self.rest.seen(now);
        let mut response = Answer::File("text/plain; charset=utf-8", b"").into_response();
        response.extensions_mut().insert(stream);
        response
    }

    /// A request of who has entered.
    fn within(&mut self, route: &'static Route, part: String, query: Form, form: Form, now: &Now) -> Response<Vec<u8>> {
        match route.handle {
            Handle::Live => return self.listen(&query, now),
            Handle::Here => {
                if self.is_open() && !self.rest.is_hidden() {
                    self.rest.used(now);
                }
                return Answer::Done.into_response();
            }
            Handle::Hide => {
                self.rest.hide(now);
                // Other windows show no words either.
                self.live.tell(News::Locked);
                return Answer::go("/hidden").into_response();
            }
            Handle::Hidden => return self.send(pages::hidden::page()),
            Handle::Show => {
                if self.rest.show(now) {
                    self.close(now);
                }
                return Answer::go("/").into_response();
            }
            Handle::Lock => {
                self.lock(now);
                return forgotten(Answer::go("/").into_response());
            }
            Handle::End => {
                self.end(now);
                return forgotten(self.send(pages::closed::page()));
            }
            _ => {}
        }
        if self.rest.is_hidden() && route.method == Method::Get {
            return self.send(pages::hidden::page());
        }
        self.rest.used(now);
        if !self.is_open() && !self.keys.is_there() {
            return match route.handle {
                Handle::Begin(of) if route.method == Method::Post => self.begin(of, &form),
                _ if route.method == Method::Post => Answer::go("/begin").into_response(),
                _ => self.first(),
            };
        }
        if self.is_open() {
            // What is to be said is said to somebody, not to the script.
            let notice = if matches!(route.handle, Handle::Draft(_)) { None } else { self.notice.take() };
            return self.handled(route, part, query, form, notice, now);
        }
        match route.handle {
            Handle::Unlock => self.unlock(&form, now),
            Handle::Journal(_) if route.method == Method::Post => self.keep(Kept { route, part, form }),
            // The words stay where they are typed, and are kept once it is open again.
            Handle::Draft(_) => plain(StatusCode::CONFLICT, ""),
            _ => self.locked(None, now),
        }
    }

    /// A page of the open journal.
    pub(super) fn handled(
        &mut self,
        route: &'static Route,
        part: String,
        query: Form,
        form: Form,
        notice: Option<Notice>,
        now: &Now,
    ) -> Response<Vec<u8>> {
        let (Handle::Journal(handle) | Handle::Draft(handle)) = route.handle else {
            return Answer::go("/").into_response();
        };
        let locks = self.is_protected();
        let Some(home) = &self.journal else { return self.locked(None, now) };
        self.company.keep(home);
        let (renamed, look, told) = (Cell::new(false), Cell::new(self.look), self.live.told());
        let (company, trays) = (&mut self.company, &mut self.trays);
        let memory =
            Memory { sat: &self.sat, hasher: &self.hasher, company, trays, renamed: &renamed, look: &look, told };
        let answered = Visit::new(home, &now.moment, memory).and_then(|visit| {
            let mut visit = Visit { part, query, form, notice, locks, ..visit };
            visit.draft = pages::drafts::of_form(&visit)?;
            let mut answer = handle(&mut visit)?;
            if let (Answer::Go(path, _), Some(back)) = (&mut answer, way::back(&visit.form)) {
                *path = back;
            }
            if let (Answer::Go(..), Some(draft)) = (&answer, &visit.draft) {
                // What was typed is saved. Where the draft of it cannot go now, it stays one.
                let _ = visit.home.remove_unsaved(draft);
            }
            Ok((answer, visit.goes_on.get()))
        });
        self.look = look.get();
        if renamed.get()
            && let Ok(anew) = home.anew()
        {
            self.journal = Some(anew);
        }
        match answered {
            Ok((answer, goes_on)) => {
                if let Answer::Go(_, notice) = &answer {
                    self.notice = notice.clone().or_else(|| self.notice.take());
                    self.live.tell(News::Changed);
                }
                self.send_on(answer, goes_on)
            }
            Err(error) => self.send(pages::trouble::page(&error)),
        }
    }

    fn nothing_here(&self) -> Response<Vec<u8>> {
        if self.rest.is_hidden() {
            return self.send(pages::hidden::page());
        }
        self.send(pages::trouble::nothing_here())
    }
}

/// The same, and the browser forgets what it has of this page.
fn forgotten(mut response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let name = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(name, HeaderValue::from_static("\"cache\", \"storage\""));
    response
}
