//! What a shell may offer behind a command: practices, situations, countries, tags, ids, days.
//!
//! Nothing is asked for it and nothing waits: tags and ids come only from a journal that is open already, and no words of a line
//! are ever among them, nor anything of a private one. What goes wrong offers nothing.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;

use clap_complete::CompleteEnv;
use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter};
use clap_complete::env::Shells;
use kintsugi_home::repertoire::{practices, shipped, situations};
use kintsugi_home::{Home, HomeError, Listed, Query};
use kintsugi_journal::{KeptFrom, Vocabulary};

use crate::args::grammar;
use crate::context::home_path;
use crate::{dates, unlock};

/// What a script of completions sets to ask this program.
const VARIABLE: &str = "KINTSUGI_COMPLETE";
/// So many ids are offered, the newest.
const IDS: usize = 30;

/// Whether a shell asked what it may offer; it was told.
pub(crate) fn answered(args: &[OsString]) -> bool {
    let here = std::env::current_dir().ok();
    let asked = CompleteEnv::with_factory(grammar).var(VARIABLE).bin("kintsugi").completer("kintsugi");
    // What cannot be told is not offered.
    asked.try_complete(args.iter().cloned(), here.as_deref()).unwrap_or(true)
}

/// The script that has this shell ask.
pub(crate) fn script(shell: &str) -> io::Result<String> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).ok_or(io::ErrorKind::Unsupported)?;
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "kintsugi", "kintsugi", "kintsugi", &mut script)?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}

fn offered(value: impl Into<std::ffi::OsString>, help: String) -> CompletionCandidate {
    let help = (!help.is_empty()).then(|| help.into());
    CompletionCandidate::new(value).help(help)
}

/// What an open journal says; nothing where it is locked, or not there.
fn from_home<T: Default>(read: impl FnOnce(&Home) -> Result<T, HomeError>) -> T {
    let home = home_path().ok().and_then(|path| unlock::open_already(&path, Vocabulary::CURRENT));
    home.and_then(|home| read(&home).ok()).unwrap_or_default()
}

/// The names of practices.
pub(crate) fn practice_names() -> Vec<CompletionCandidate> {
    let own = from_home(practices);
    let all = if own.is_empty() { shipped() } else { own };
    all.into_iter().map(|practice| offered(practice.name, practice.title)).collect()
}

/// When lines to borrow are for.
pub(crate) fn situation_names() -> Vec<CompletionCandidate> {
    situations().into_iter().map(|situation| offered(situation.name, situation.title)).collect()
}

/// Countries with help lines.
pub(crate) fn countries() -> Vec<CompletionCandidate> {
    let all: BTreeSet<(&str, &str)> = kintsugi_home::help::regions().collect();
    all.into_iter().map(|(code, country)| offered(code.to_lowercase(), country.to_owned())).collect()
}

/// The templates that come along, and files.
pub(crate) fn templates(current: &OsStr) -> Vec<CompletionCandidate> {
    let begun = |name: &str| current.to_str().is_some_and(|current| name.starts_with(current));
    let along = kintsugi_home::template::shipped().into_iter().filter(|template| begun(&template.name));
    let along = along.map(|template| offered(template.name, template.title));
    along.chain(PathCompleter::file().complete(current)).collect()
}

/// Days in words.
pub(crate) fn days() -> Vec<CompletionCandidate> {
    let days = ["today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.map(|day| offered(day, String::new())).into()
}

/// Tags of lines that are not private.
pub(crate) fn tags() -> Vec<CompletionCandidate> {
    let lines = from_home(|home| home.query(&open_lines()));
    let tags: BTreeSet<String> = lines.into_iter().flat_map(|listed| listed.line.tags).collect();
    tags.into_iter().filter(|tag| !KeptFrom::is_tag(tag)).map(|tag| offered(tag, String::new())).collect()
}

/// Ids of one's own lines.
pub(crate) fn own_ids() -> Vec<CompletionCandidate> {
    ids(|listed| listed.mine)
}

/// Ids of lines of both.
pub(crate) fn all_ids() -> Vec<CompletionCandidate> {
    ids(|_| true)
}

fn ids(keep: impl Fn(&Listed) -> bool) -> Vec<CompletionCandidate> {
    let lines = from_home(|home| home.query(&Query { last: Some(IDS * 4), deleted: false, ..open_lines() }));
    let newest = lines.into_iter().rev().filter(keep).take(IDS);
    newest.map(|listed| offered(listed.line.entry.short(), dates::long(listed.line.day))).collect()
}

fn open_lines() -> Query {
    Query { private: false, ..Query::default() }
}
