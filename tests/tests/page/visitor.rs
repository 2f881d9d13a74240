//! Somebody at a browser, without one: it sends what a browser sends, and keeps the cookie.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hyper::{Response, StatusCode};
use jiff::SignedDuration;
use jiff::civil::date;
use kintsugi_home::{BackupKey, Home, HomeError, Moment, Restored, create, from_beginning};
use kintsugi_page::{Address, Keys, Now, Page, Request, Sending, Surroundings, Work};
use kintsugi_tests::memory;
use kintsugi_vault::{Folder, Passphrase, Protection, Seed, VaultError};
use tempfile::TempDir;

/// What opens the journals of these tests that have a passphrase.
pub(crate) const PASSPHRASE: &str = "four words of two";

/// The way to the journal in a folder.
pub(crate) struct Way(pub(crate) PathBuf);

impl Keys for Way {
    fn place(&self) -> &Path {
        &self.0
    }

    fn is_there(&self) -> bool {
        !matches!(Folder::open(&self.0), Err(VaultError::NoHome(_)))
    }

    fn create(&self, name: &str, passphrase: Option<&Passphrase>, seed: Seed) -> Result<Home, HomeError> {
        let protection = passphrase.map_or(Protection::Nothing, Protection::Passphrase);
        Ok(create(&self.0, name, &protection, seed)?.home)
    }

    fn restore(
        &self,
        passphrase: Option<&Passphrase>,
        seed: Seed,
        key: &BackupKey,
        file: &std::fs::File,
    ) -> Result<Restored, HomeError> {
        let protection = passphrase.map_or(Protection::Nothing, Protection::Passphrase);
        kintsugi_home::restore(&self.0, &protection, seed, key, || Ok(from_beginning(file)))
    }

    fn is_protected(&self) -> Result<bool, HomeError> {
        Ok(Folder::open(&self.0)?.read_keyfile()?.keyfile.is_protected())
    }

    fn open(&self, passphrase: Option<&Passphrase>) -> Result<Home, HomeError> {
        let folder = Folder::open(&self.0)?;
        let keyfile = folder.read_keyfile()?.keyfile;
        let key = match (keyfile.unlock_unprotected()?, passphrase) {
            (Some(key), _) => key,
            (None, Some(passphrase)) => keyfile.unlock(passphrase)?,
            (None, None) => return Err(VaultError::Locked.into()),
        };
        Home::open(folder, &key, &|_| ())
    }
}

/// A browser and the page that it is at.
pub(crate) struct Visitor {
    pub(crate) page: Page,
    pub(crate) now: Now,
    cookie: Option<String>,
    /// The folder of the journal, where it is this one's own.
    _root: Option<TempDir>,
}

/// An answer, read.
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) response: Response<Vec<u8>>,
    pub(crate) text: String,
}

impl Seen {
    /// The value of a header; nothing where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.response.headers().get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// What was handed out as a file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let Some(sending) = self.response.extensions().get::<Sending>() else { return self.response.body().clone() };
        let mut bytes = Vec::new();
        kintsugi_home::from_beginning(sending.file()).read_to_end(&mut bytes).expect("a file");
        bytes
    }

    /// Where the first form or link leads that ends so.
    #[track_caller]
    pub(crate) fn way(&self, ending: &str) -> String {
        let parts =
            self.text.split("action=\"").chain(self.text.split("href=\"")).filter_map(|part| part.split('"').next());
        let mut ways = parts.filter(|way| way.starts_with('/') && way.ends_with(ending));
        ways.next().unwrap_or_else(|| panic!("no way ends with {ending:?} in:\n{}", self.text)).to_owned()
    }

    /// What the first field of this name holds that holds anything.
    pub(crate) fn value(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        let fields = self.text.split(&field).skip(1);
        let values = fields.filter_map(|rest| rest.split('"').next());
        values.filter(|value| !value.is_empty()).map(str::to_owned).next().unwrap_or_default()
    }

    /// It shows this.
    #[track_caller]
    pub(crate) fn shows(&self, what: &str) -> &Self {
        assert!(self.text.contains(what), "{what:?} is not in:\n{}", self.text);
        self
    }

    /// It does not show this.
    #[track_caller]
    pub(crate) fn hides(&self, what: &str) -> &Self {
        assert!(!self.text.contains(what), "{what:?} is in:\n{}", self.text);
        self
    }
}

/// Half past eight on a Wednesday in June.
pub(crate) fn now() -> Now {
    Now { instant: Instant::now(), moment: memory::evening_of(date(2026, 6, 3)) }
}

impl Visitor {
    /// Who has entered a journal of their own, without a passphrase.
    pub(crate) fn alone() -> Self {
        Self::alone_as("Ana")
    }

    /// The same, by this name.
    pub(crate) fn alone_as(name: &str) -> Self {
        let root = kintsugi_tests::folder(true);
        drop(memory::home(root.path(), name));
        let mut visitor = Self::at(&root.path().join(name));
        visitor._root = Some(root);
        visitor
    }

    /// The same, with a network.
    pub(crate) fn beside(mut self, around: Surroundings) -> Self {
        self.page = self.page.beside(around);
        self
    }

    /// Who has entered a journal of their own that has a passphrase, and is open.
    pub(crate) fn with_passphrase() -> Self {
        let root = kintsugi_tests::folder(true);
        let path = root.path().join("Ana");
        let passphrase = Passphrase::new(PASSPHRASE.into()).expect("words");
        let made = create(&path, "Ana", &Protection::Passphrase(&passphrase), Seed::generate()).expect("a journal");
        let mut visitor = Self::of(&path, Some(made.home));
        visitor._root = Some(root);
        visitor.enter();
        visitor
    }

    /// Who has entered the journal in this folder, which has no passphrase.
    pub(crate) fn at(path: &Path) -> Self {
        let mut visitor = Self::of(path, Some(memory::reopen(path)));
        visitor.enter();
        visitor
    }

    /// Who has not entered yet.
    pub(crate) fn of(path: &Path, home: Option<Home>) -> Self {
        let now = now();
        let page = Page::new(Address::fresh(4711), Box::new(Way(path.to_owned())), home, &now);
        Self { page, now, cookie: None, _root: None }
    }

    pub(crate) fn enter(&mut self) {
        let link = self.page.link(&self.now);
        let path = link.strip_prefix(&self.page.address().origin()).expect("a link of this page").to_owned();
        assert_eq!(self.follow(&path).status, StatusCode::SEE_OTHER);
    }

    /// A link that is followed outside of a page.
    pub(crate) fn follow(&mut self, path: &str) -> Seen {
        self.send("GET", path, &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], "")
    }

    /// A page, from our own.
    pub(crate) fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, &[("sec-fetch-site", "same-origin")], "")
    }

    /// A form, from our own page.
    pub(crate) fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Seen {
        let origin = self.page.address().origin();
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("origin", origin.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", path, &headers, &encoded(form))
    }

    /// A form, and the page to which it leads.
    #[track_caller]
    pub(crate) fn done(&mut self, path: &str, form: &[(&str, &str)]) -> Seen {
        let posted = self.post(path, form);
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{path}: {}", posted.text);
        let to = posted.header("location").to_owned();
        self.get(&to)
    }

    /// Whatever is sent; with our own `Host`, unless there is one among these headers, and with the cookie. What takes its time
    /// is done.
    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Seen {
        self.send_bytes(method, path, headers, body.as_bytes())
    }

    /// The same with bytes that may be no text.
    pub(crate) fn send_bytes(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Seen {
        let mut response = self.ask(method, path, headers, body);
        if let Some(work) = response.extensions_mut().remove::<Work>() {
            response = self.page.answer_of(work.run().expect("it was not done before"), &self.now);
        }
        let text = String::from_utf8_lossy(response.body()).into_owned();
        Seen { status: response.status(), response, text }
    }

    /// The same, and what takes its time is still to be done.
    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response<Vec<u8>> {
        let mut request = Request::new(body.to_vec());
        *request.method_mut() = method.parse().expect("a method");
        *request.uri_mut() = path.parse().expect("a path");
        let host = self.page.address().host().to_owned();
        let own = [("host", host.as_str()), ("cookie", self.cookie.as_deref().unwrap_or_default())];
        for (name, value) in own.iter().filter(|own| headers.iter().all(|(name, _)| *name != own.0)).chain(headers) {
            let name: hyper::header::HeaderName = name.parse().expect("a name");
            request.headers_mut().append(name, value.parse().expect("a value"));
        }
        let response = self.page.answer(request, &self.now);
        if let Some(cookie) = response.headers().get("set-cookie") {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            self.cookie = Some(pair.to_owned());
        }
        response
    }

    /// Time goes by, on both clocks.
    pub(crate) fn wait(&mut self, seconds: u64) {
        self.now.instant += Duration::from_secs(seconds);
        self.sleep(seconds);
    }

    /// The laptop sleeps: only the clock on the wall goes on.
    pub(crate) fn sleep(&mut self, seconds: u64) {
        let slept = SignedDuration::from_secs(i64::try_from(seconds).expect("seconds"));
        let later = self.now.moment.timestamp().checked_add(slept).expect("in range");
        self.now.moment = Moment::new(later, self.now.moment.zone().clone());
    }
}

/// Ana at her page, and Ben's journal.
pub(crate) fn two() -> (TempDir, Visitor, Home) {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    drop(ana);
    let visitor = Visitor::at(&root.path().join("Ana"));
    (root, visitor, ben)
}

/// The laptops meet.
pub(crate) fn meet(root: &TempDir, ben: &Home) {
    memory::meet(&memory::reopen(&root.path().join("Ana")), ben);
}

/// As a browser writes a form.
pub(crate) fn encoded(form: &[(&str, &str)]) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        b' ' => "+".into(),
        _ => format!("%{byte:02X}"),
    };
    let text = |text: &str| text.bytes().map(letter).collect::<String>();
    form.iter().map(|(name, value)| format!("{}={}", text(name), text(value))).collect::<Vec<_>>().join("&")
}
