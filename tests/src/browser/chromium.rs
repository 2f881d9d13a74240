//! The program itself: begun, spoken to, ended.

use std::cell::RefCell;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;

use serde_json::json;
use tempfile::TempDir;

use super::Tab;
use super::line::Line;
use super::protocol::Wire;
use crate::Person;

/// What it is told: no window, no first talk, and nothing that it would ask of its maker by itself. A name that is not this
/// machine's leads nowhere.
const OPTIONS: [&str; 13] = [
    "--headless=new",
    "--remote-debugging-pipe",
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

/// It is spoken to over the third pipe of its process, and speaks over the fourth.
const PIPED: &str = "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

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
        Self::through(&[])
    }

    /// The same at somebody's laptop, on the network of a lab.
    ///
    /// # Panics
    /// When it is there and does not come up.
    pub fn at(person: &Person) -> Option<Self> {
        Self::through(&person.through)
    }

    fn through(into: &[String]) -> Option<Self> {
        if !is_here() {
            crate::skipped("chromium is not on this machine, so nothing is looked at in a browser (Debian: chromium)");
            return None;
        }
        let profile = crate::folder(false);
        let line = [into, &["sh", "-c", PIPED, "sh", "chromium"].map(str::to_owned)].concat();
        let mut command = Command::new(&line[0]);
        command
            .args(&line[1..])
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank");
        if rustix::process::geteuid().is_root() {
            // Its sandbox is not made for root; whoever tests as root looks at nothing but our own pages.
            command.arg("--no-sandbox");
        }
        // What it keeps beside its profile goes there, too, and a group of its own can be ended as a whole.
        command.env("HOME", profile.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_CACHE_HOME").process_group(0);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromium can be started");
        let (to, from) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let wire = Rc::new(RefCell::new(Wire::over(Line::pipe(to, from))));
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
