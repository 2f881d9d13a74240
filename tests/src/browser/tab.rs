//! A tab: what is opened in it, typed, clicked, and seen.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::protocol::Wire;

/// What is printed on, upright.
#[derive(Clone, Copy, Debug)]
pub enum Paper {
    /// 148 by 210 mm.
    A5,
    /// 210 by 297 mm.
    A4,
}

/// A tab.
pub struct Tab {
    wire: Rc<RefCell<Wire>>,
    session: String,
}

impl Tab {
    pub(super) fn of(wire: &Rc<RefCell<Wire>>, target: &str) -> Self {
        let attached = json!({ "targetId": target, "flatten": true });
        let session = wire.borrow_mut().call(None, "Target.attachToTarget", attached)["sessionId"].clone();
        let tab = Self { wire: Rc::clone(wire), session: session.as_str().expect("an id").to_owned() };
        for part in ["Page", "Network", "Runtime"] {
            tab.call(&format!("{part}.enable"), json!({}));
        }
        tab
    }

    #[track_caller]
    fn call(&self, method: &str, params: Value) -> Value {
        self.wire.borrow_mut().call(Some(&self.session), method, params)
    }

    /// Opens this address and waits until all of it is there.
    ///
    /// # Panics
    /// When nothing answers there.
    #[track_caller]
    pub fn open(&self, url: &str) {
        let error = self.tried(url);
        assert!(error.is_empty(), "{url}: {error}");
    }

    /// The same, where it may fail: what the browser says then, or nothing.
    pub fn tried(&self, url: &str) -> String {
        self.wire.borrow_mut().take(&self.session, "Page.loadEventFired");
        let answer = self.call("Page.navigate", json!({ "url": url }));
        self.loaded();
        answer["errorText"].as_str().unwrap_or_default().to_owned()
    }

    /// Does something that leads to another page, and waits until all of it is there.
    pub fn leads(&self, what: impl FnOnce(&Self)) {
        self.wire.borrow_mut().take(&self.session, "Page.loadEventFired");
        what(self);
        self.loaded();
    }

    fn loaded(&self) {
        self.wire.borrow_mut().wait(&self.session, "Page.loadEventFired");
    }

    /// Goes back, as the button of the browser does, and waits until that page is shown.
    ///
    /// # Panics
    /// When there is nothing to go back to.
    pub fn back(&self) {
        let history = self.call("Page.getNavigationHistory", json!({}));
        let before = history["currentIndex"].as_u64().and_then(|at| at.checked_sub(1)).expect("something before this");
        let before = history["entries"][usize::try_from(before).expect("few")]["id"].clone();
        self.wire.borrow_mut().take(&self.session, "Page.frameNavigated");
        self.wire.borrow_mut().take(&self.session, "Page.loadEventFired");
        self.call("Page.navigateToHistoryEntry", json!({ "entryId": before }));
        // A page that the browser kept is shown without being loaded.
        let shown = self.wire.borrow_mut().wait(&self.session, "Page.frameNavigated");
        if shown["type"] != "BackForwardCacheRestore" {
            self.loaded();
        }
    }

    /// The value of an expression, which may be a promise.
    ///
    /// # Panics
    /// When it throws.
    #[track_caller]
    pub fn value(&self, expression: &str) -> Value {
        let asked =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let mut answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// The same as text.
    #[track_caller]
    pub fn text_of(&self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    /// All words that stand on the page, and those in its fields.
    #[track_caller]
    pub fn words(&self) -> String {
        self.text_of(
            "[document.body?.innerText ?? '', ...[...document.querySelectorAll('input,textarea')].map((f) => f.value)].join('\\n')",
        )
    }

    /// Types into the first field that fits, as somebody at a keyboard would.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn type_into(&self, selector: &str, text: &str) {
        let found = self
            .value(&format!("(() => {{ const f = document.querySelector({selector:?}); f?.focus(); return !!f; }})()"));
        assert_eq!(found, true, "no {selector} at {}", self.text_of("location.pathname"));
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Clicks the first thing that fits.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        let found = self
            .value(&format!("(() => {{ const b = document.querySelector({selector:?}); b?.click(); return !!b; }})()"));
        assert_eq!(found, true, "no {selector} at {}", self.text_of("location.pathname"));
    }

    /// Waits until these words stand on the page, however often it is loaded meanwhile, by whomever.
    ///
    /// # Panics
    /// When nothing is loaded any more, or often, and they are not there.
    #[track_caller]
    pub fn until(&self, words: &str) -> String {
        for _ in 0..60 {
            let seen = self.seen();
            if seen.contains(words) {
                return seen;
            }
            self.loaded();
        }
        panic!("{words:?} never came; last:\n{}", self.seen());
    }

    /// Waits until an expression is true on the page that is open.
    ///
    /// # Panics
    /// When it never is.
    #[track_caller]
    pub fn until_true(&self, expression: &str) {
        let look = format!(
            "new Promise((done) => {{ const look = () => ({expression}) ? done(true) : setTimeout(look, 50); look(); }})"
        );
        assert_eq!(self.value(&look), true);
    }

    /// The words on the page; none while another one is on its way.
    fn seen(&self) -> String {
        self.looked_up("document.body?.innerText ?? ''")
    }

    /// A text of the page; none while another one is on its way.
    fn looked_up(&self, expression: &str) -> String {
        let asked = json!({ "expression": expression, "returnByValue": true });
        let answer = self.wire.borrow_mut().asked(Some(&self.session), "Runtime.evaluate", asked);
        answer.ok().and_then(|answer| answer["result"]["value"].as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until the page has a title; one that looks again by itself may be on its way. Which one it is.
    ///
    /// # Panics
    /// When it never has one.
    #[track_caller]
    pub fn titled(&self) -> String {
        for _ in 0..60 {
            let title = self.looked_up("document.title");
            if !title.is_empty() {
                return title;
            }
            self.loaded();
        }
        panic!("no title ever came");
    }

    /// What is handed out as a file goes to this folder from now on, under its own name.
    pub fn downloads_to(&self, folder: &Path) {
        let context = self.call("Target.getTargetInfo", json!({}))["targetInfo"]["browserContextId"].take();
        let asked = json!({
            "behavior": "allow", "browserContextId": context, "downloadPath": folder, "eventsEnabled": true,
        });
        self.call("Browser.setDownloadBehavior", asked);
    }

    /// Waits until a file was handed out, and all of it is there; its name.
    ///
    /// # Panics
    /// When it was given up, or had no name.
    #[track_caller]
    pub fn downloaded(&self) -> String {
        let mut wire = self.wire.borrow_mut();
        let begun = wire.wait(&self.session, "Browser.downloadWillBegin");
        loop {
            match wire.wait(&self.session, "Browser.downloadProgress")["state"].as_str() {
                Some("inProgress") => {}
                Some("completed") => break,
                other => panic!("{other:?}"),
            }
        }
        begun["suggestedFilename"].as_str().expect("a name").to_owned()
    }

    /// Runs no script of any page from now on.
    pub fn without_script(&self) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// As a tab that nobody sees and that the browser puts to sleep, or wakes up again.
    pub fn asleep(&self, asleep: bool) {
        let state = if asleep { "frozen" } else { "active" };
        self.call("Page.setWebLifecycleState", json!({ "state": state }));
    }

    /// A key that names itself, such as `Escape`.
    pub fn key(&self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            self.call("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": key }));
        }
    }

    /// A window of this size in CSS pixels, of a telephone where it is narrow.
    pub fn size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Shows no bars at the edges to scroll with, as for a picture.
    pub fn hide_bars(&self) {
        self.call("Emulation.setScrollbarsHidden", json!({ "hidden": true }));
    }

    /// Whether the person likes it dark; nothing moves in either.
    pub fn dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": "", "features": features }));
    }

    /// Everything that was asked for since the last look: pages, files, streams and sockets, by their addresses.
    pub fn asked_for(&self) -> Vec<String> {
        let mut wire = self.wire.borrow_mut();
        let requests = wire
            .take(&self.session, "Network.requestWillBeSent")
            .into_iter()
            .map(|mut said| said["request"]["url"].take());
        let requests: Vec<Value> = requests.collect();
        let others = ["Network.webSocketCreated", "Network.webTransportCreated"];
        let others =
            others.into_iter().flat_map(|kind| wire.take(&self.session, kind)).map(|mut said| said["url"].take());
        requests.into_iter().chain(others).filter_map(|url| url.as_str().map(str::to_owned)).collect()
    }

    /// What was answered since the last look: the address, and the status.
    pub fn answered(&self) -> Vec<(String, u64)> {
        let answers = self.wire.borrow_mut().take(&self.session, "Network.responseReceived");
        let one = |answer: Value| {
            let (url, status) = (answer["response"]["url"].as_str()?, answer["response"]["status"].as_u64()?);
            Some((url.to_owned(), status))
        };
        answers.into_iter().filter_map(one).collect()
    }

    /// What is seen of the page, as a PNG.
    pub fn picture(&self) -> Vec<u8> {
        self.bytes("Page.captureScreenshot", json!({ "format": "png" }))
    }

    /// The page, printed as its own style sheet says.
    pub fn printed(&self, paper: Paper) -> Vec<u8> {
        let (width, height) = match paper {
            Paper::A5 => (5.83, 8.27),
            Paper::A4 => (8.27, 11.69),
        };
        let asked = json!({ "paperWidth": width, "paperHeight": height, "printBackground": true });
        self.bytes("Page.printToPDF", asked)
    }

    fn bytes(&self, method: &str, params: Value) -> Vec<u8> {
        let answer = self.call(method, params);
        BASE64.decode(answer["data"].as_str().expect("data").as_bytes()).expect("base64")
    }
}
