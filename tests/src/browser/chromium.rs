//! The program itself: begun, spoken to, ended.

use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;

use serde_json::json;
use tempfile::TempDir;

use super::Tab;
use super::protocol::Wire;

/// What it is told: no window, no first talk, and nothing that it would ask of its maker by itself. A name that is not this
/// machine's leads nowhere.
const OPTIONS: [&str; 13] = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--password-store=basic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
];

/// A browser of these tests. It ends, with all that it began, when dropped.
pub struct Chromium {
    child: Child,
    profile: TempDir,
    wire: Rc<RefCell<Wire>>,
}

impl Chromium {
    /// Starts it with a new profile; `None`, said aloud, where it is not on this machine.
    ///
    /// # Panics
    /// When it is there and does not come up.
    pub fn start() -> Option<Self> {
        if !is_here() {
            crate::skipped("chromium is not on this machine, so nothing is looked at in a browser (Debian: chromium)");
            return None;
        }
        let profile = crate::folder(false);
        let mut command = Command::new("chromium");
        command.args(OPTIONS).arg(format!("--user-data-dir={}", profile.path().display())).arg("about:blank");
        if rustix::process::geteuid().is_root() {
            // Its sandbox is not made for root; whoever tests as root looks at nothing but our own pages.
            command.arg("--no-sandbox");
        }
        // What it keeps beside its profile goes there, too, and a group of its own can be ended as a whole.
        command.env("HOME", profile.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_CACHE_HOME").process_group(0);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("chromium can be started");
        let wire = Rc::new(RefCell::new(Wire::to(&address(&mut child))));
        Some(Self { child, profile, wire })
    }

    /// A tab that keeps what tabs keep.
    pub fn tab(&self) -> Tab {
        self.tab_in(None)
    }

    /// A tab of a private window.
    ///
    /// # Panics
    /// When the browser gives none.
    pub fn private_tab(&self) -> Tab {
        let context = self.wire.borrow_mut().call(None, "Target.createBrowserContext", json!({}));
        self.tab_in(Some(context["browserContextId"].as_str().expect("an id")))
    }

    fn tab_in(&self, context: Option<&str>) -> Tab {
        let mut asked = json!({ "url": "about:blank" });
        if let Some(context) = context {
            asked["browserContextId"] = context.into();
        }
        let target = self.wire.borrow_mut().call(None, "Target.createTarget", asked)["targetId"].clone();
        Tab::of(&self.wire, target.as_str().expect("an id"))
    }

    /// The folder in which it keeps what it keeps.
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Ends it without a warning, as a power cut would, and waits until it is gone.
    pub fn kill(&mut self) {
        // The group is that of the process we began; one that has ended is none any more.
        let group = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        let _ = self.child.wait();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Whether there is one on the path.
fn is_here() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join("chromium").is_file())
}

/// Where it listens; it says so once it does. What else it says is read to its end, so that it never waits for us.
fn address(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    let mut said = Vec::new();
    let found = lines.by_ref().find_map(|line| {
        let found = line.strip_prefix("DevTools listening on ").map(str::to_owned);
        said.push(line);
        found
    });
    std::thread::spawn(move || lines.for_each(drop));
    found.unwrap_or_else(|| panic!("chromium ended before it listened:\n{}", said.join("\n")))
}
