//! Opening a page in the browser that this person uses, in a private window, so that nothing of it stays in a history.

use std::process::{Command, Stdio};

/// Browsers, by what the name of their desktop file holds; their programs; and how each is asked for a private window.
const BROWSERS: [(&str, &[&str], &str); 6] = [
    ("firefox", &["firefox", "firefox-esr"], "--private-window"),
    ("chromium", &["chromium", "chromium-browser"], "--incognito"),
    ("google-chrome", &["google-chrome", "google-chrome-stable"], "--incognito"),
    ("brave", &["brave-browser", "brave"], "--incognito"),
    ("microsoft-edge", &["microsoft-edge", "microsoft-edge-stable"], "--inprivate"),
    ("vivaldi", &["vivaldi", "vivaldi-stable"], "--incognito"),
];

/// In which sort of window it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// A private one.
    Private,
    /// A usual one.
    Usual,
}

/// Opens it; `None` where no browser was found. With `usual` no private window is asked for.
pub(crate) fn open(url: &str, usual: bool) -> Option<Window> {
    if !usual && privately(url) {
        return Some(Window::Private);
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    start(opener, &[url]).then_some(Window::Usual)
}

fn privately(url: &str) -> bool {
    let usual = default_browser().unwrap_or_default();
    let known = BROWSERS.iter().find(|(name, ..)| usual.contains(name));
    known.is_some_and(|(_, programs, option)| programs.iter().any(|program| start(program, &[option, url])))
}

/// The name of the desktop file of the browser that this person uses.
fn default_browser() -> Option<String> {
    let asked =
        Command::new("xdg-settings").args(["get", "default-web-browser"]).stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&asked.stdout).trim().to_lowercase()).filter(|name| !name.is_empty())
}

/// Begins a program that goes on by itself. Whether there is one of this name.
fn start(program: &str, arguments: &[&str]) -> bool {
    let none = Stdio::null;
    Command::new(program).args(arguments).stdin(none()).stdout(none()).stderr(none()).spawn().is_ok()
}
