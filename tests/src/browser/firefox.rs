//! Firefox, for the points in which it differs: driven over WebDriver BiDi, which it speaks by itself.
//!
//! What is called here is described at <https://w3c.github.io/webdriver-bidi/>.

use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::line::Line;
use super::protocol::Wire;

/// It asks nobody for anything by itself; whatever it would ask for all the same goes to a port on which nobody listens. What is on
/// this machine is asked without that.
const SETTINGS: [(&str, &str); 13] = [
    ("app.normandy.enabled", "false"),
    ("app.update.disabledForTesting", "true"),
    ("browser.aboutwelcome.enabled", "false"),
    ("browser.region.update.enabled", "false"),
    ("browser.safebrowsing.update.enabled", "false"),
    ("browser.shell.checkDefaultBrowser", "false"),
    ("datareporting.policy.dataSubmissionEnabled", "false"),
    ("extensions.systemAddon.update.enabled", "false"),
    ("network.captive-portal-service.enabled", "false"),
    ("network.connectivity-service.enabled", "false"),
    ("network.proxy.type", "1"),
    ("network.proxy.http", "\"127.0.0.1\""),
    ("network.proxy.ssl", "\"127.0.0.1\""),
];
const NOWHERE: [&str; 2] = ["network.proxy.http_port", "network.proxy.ssl_port"];

/// A Firefox of these tests. It ends, with all that it began, when dropped.
pub struct Firefox {
    child: Child,
    profile: TempDir,
    wire: RefCell<Wire>,
}

/// One of its tabs.
pub struct Fox<'f> {
    wire: &'f RefCell<Wire>,
    context: String,
}

impl Firefox {
    /// Starts it with a new profile, in which every window is private or none is; `None`, said aloud, without `KINTSUGI_FIREFOX`: it is
    /// large, so `.ci/run` does not install it.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn start(private: bool) -> Option<Self> {
        if std::env::var_os("KINTSUGI_FIREFOX").is_none() {
            crate::note("SKIPPED: nothing is looked at in Firefox; KINTSUGI_FIREFOX=1 does (Debian: firefox-esr)");
            return None;
        }
        let profile = crate::folder(false);
        std::fs::write(profile.path().join("user.js"), settings(private)).expect("a file");
        let mut command = Command::new("firefox-esr");
        command.args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"]).arg(profile.path());
        command.env("HOME", profile.path()).env("MOZ_CRASHREPORTER_DISABLE", "1").process_group(0);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("firefox-esr is on this machine");
        let wire = RefCell::new(Wire::over(Line::socket(&format!("{}/session", address(&mut child)))));
        wire.borrow_mut().call(None, "session.new", json!({ "capabilities": {} }));
        Some(Self { child, profile, wire })
    }

    /// A new tab.
    ///
    /// # Panics
    /// When it gives none.
    pub fn tab(&self) -> Fox<'_> {
        let made = self.wire.borrow_mut().call(None, "browsingContext.create", json!({ "type": "tab" }));
        Fox { wire: &self.wire, context: made["context"].as_str().expect("an id").to_owned() }
    }

    /// The folder in which it keeps what it keeps.
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        let _ = rustix::process::kill_process_group(
            rustix::process::Pid::from_child(&self.child),
            rustix::process::Signal::KILL,
        );
        let _ = self.child.wait();
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Fox<'_> {
    /// Opens this address, and waits until all of it is there; what was in the way, or nothing.
    pub fn open(&self, url: &str) -> String {
        let asked = json!({ "context": self.context, "url": url, "wait": "complete" });
        let opened = self.wire.borrow_mut().asked(None, "browsingContext.navigate", asked);
        opened.err().map(|error| error.to_string()).unwrap_or_default()
    }

    /// Goes back, where there is anything to go back to.
    ///
    /// # Panics
    /// When it cannot for another reason.
    pub fn back(&self) {
        let asked = json!({ "context": self.context, "delta": -1 });
        let went = self.wire.borrow_mut().asked(None, "browsingContext.traverseHistory", asked);
        assert!(went.is_ok() || went == Err("no such history entry".into()), "{went:?}");
    }

    /// The value of an expression, which may be a promise, as text.
    ///
    /// # Panics
    /// When it throws.
    #[track_caller]
    pub fn text_of(&self, expression: &str) -> String {
        let answer = self.evaluated(&format!("Promise.resolve({expression}).then(String)")).expect("an answer");
        answer["result"]["value"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    fn evaluated(&self, expression: &str) -> Result<Value, Value> {
        let asked = json!({ "expression": expression, "target": { "context": self.context }, "awaitPromise": true });
        self.wire.borrow_mut().asked(None, "script.evaluate", asked)
    }

    /// All words on the page, and those in its fields.
    pub fn words(&self) -> String {
        self.text_of(
            "[document.body?.innerText ?? '', ...[...document.querySelectorAll('input,textarea')].map((f) => f.value)].join('\\n')",
        )
    }

    /// Types into the first field that fits.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.text_of(&format!("document.querySelector({selector:?}).focus()"));
        let keys: Vec<Value> = text
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() })))
            .collect();
        let asked = json!({ "context": self.context, "actions": [{ "type": "key", "id": "keys", "actions": keys }] });
        self.wire.borrow_mut().call(None, "input.performActions", asked);
    }

    /// Clicks what leads to another page, and waits until these words stand there.
    ///
    /// # Panics
    /// When they never do.
    pub fn click(&self, selector: &str, words: &str) {
        self.text_of(&format!("document.querySelector({selector:?}).click()"));
        self.until(words);
    }

    /// Waits until these words stand on the page.
    ///
    /// # Panics
    /// When they never do.
    pub fn until(&self, words: &str) {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
        let mut last = String::new();
        while !last.contains(words) {
            assert!(std::time::Instant::now() < until, "{words:?} never came; last:\n{last}");
            std::thread::sleep(std::time::Duration::from_millis(50));
            let seen = self.evaluated("document.body?.innerText ?? ''").unwrap_or_default();
            seen["result"]["value"].as_str().unwrap_or_default().clone_into(&mut last);
        }
    }
}

fn settings(private: bool) -> String {
    let own = [("browser.privatebrowsing.autostart", private.to_string())];
    let own = own.iter().map(|(name, value)| (*name, value.as_str()));
    let all = SETTINGS.into_iter().chain(NOWHERE.map(|name| (name, "9"))).chain(own);
    all.map(|(name, value)| format!("user_pref(\"{name}\", {value});\n")).collect()
}

/// Where it listens; it says so once it does.
fn address(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    let mut said = Vec::new();
    let found = lines.by_ref().find_map(|line| {
        let found = line.split_once("BiDi listening on ").map(|(_, address)| address.trim().to_owned());
        said.push(line);
        found
    });
    std::thread::spawn(move || lines.for_each(drop));
    found.unwrap_or_else(|| panic!("firefox-esr ended before it listened:\n{}", said.join("\n")))
}
