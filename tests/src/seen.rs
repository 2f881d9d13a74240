//! Everything that the program shows to one of the two: each screen, each JSON and each page in the browser, so that two runs of a
//! story can be compared.

use std::collections::BTreeMap;

use kintsugi_home::Home;
use kintsugi_page::{Method, Needs, ROUTES};

use crate::memory::reopen;
use crate::{OpenPage, Person};

/// Every command that shows something. Those that are remembered as shown are the same in both runs.
const SHOWS: [&[&str]; 34] = [
    &["status"],
    &["verify"],
    &["today"],
    &["read"],
    &["read", "--from", "2000-01-01"],
    &["read", "--theirs", "--last", "50"],
    &["read", "--together"],
    &["search", "a"],
    &["tracker", "--month", "2026-06"],
    &["tracker", "--year", "2026"],
    &["letter"],
    &["letter", "read"],
    &["letter", "promises"],
    &["ask"],
    &["ask", "read", "3"],
    &["miss"],
    &["jar"],
    &["jar", "list"],
    &["checkin"],
    &["practice", "list"],
    &["focus"],
    &["routine", "list"],
    &["agreement"],
    &["words"],
    &["progress"],
    &["config"],
    &["device", "list"],
    &["draft"],
    &["restore", "--list"],
    &["safety", "ie"],
    &["evening"],
    &["week"],
    &["quiet"],
    &["show", "zzzzzzzz"],
];

/// What each command says to this person, screen and JSON, with what falls by chance (ids and the folder) made equal.
pub fn everything_seen(person: &Person) -> BTreeMap<String, String> {
    let chance = by_chance(&reopen(&person.home));
    let mut seen = BTreeMap::new();
    for arguments in SHOWS {
        for form in [&[][..], &["--json"]] {
            let arguments = [arguments, form].concat();
            let run = person.run(&[&arguments[..], &["--no-input"]].concat());
            let said = format!("{}\n{}\n{}", run.code, run.stdout, run.stderr);
            seen.insert(arguments.join(" "), without_chance(&said, person, &chance));
        }
    }
    seen.extend(pages_seen(person, &chance));
    seen
}

/// Every page that is shown to this person, as it is sent: those of the table of routes, and those to which their links lead.
fn pages_seen(person: &Person, chance: &[String]) -> BTreeMap<String, String> {
    let page = OpenPage::by(person);
    let cookie = page.entered();
    let shown = ROUTES.iter().filter(|route| route.method == Method::Get && route.needs() == Needs::Journal);
    let mut next: Vec<String> = shown.map(|route| route.path.to_owned()).filter(|path| !path.contains("{}")).collect();
    let mut seen = BTreeMap::new();
    while let Some(path) = next.pop() {
        let name = without_chance(&path, person, chance);
        // Of lines, which have ids for names, the first that comes stands for all: none is like another, and their number shows elsewhere.
        if seen.contains_key(&name) || name.contains("ididid") {
            continue;
        }
        let said = page.get(&path, &cookie);
        let links = said.split("href=\"").skip(1).filter_map(|part| part.split(['"', '#']).next());
        next.extend(links.filter(|link| link.starts_with('/') && !is_of_another_day(link)).map(str::to_owned));
        seen.insert(name, without_chance(&until_no_time(&said), person, chance));
    }
    assert!(seen.len() > 30, "{:?}", seen.keys());
    seen
}

/// Other days, months and years are behind links without an end.
fn is_of_another_day(link: &str) -> bool {
    ["from=", "month=", "year="].iter().any(|asked| link.contains(asked))
}

/// A timer says until when it runs, which is some minutes from now, whenever that is.
fn until_no_time(said: &str) -> String {
    let mut parts = said.split("Until ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + "Until " + part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':'))
}

/// The same of one answer.
pub fn seen_in(person: &Person, said: &str) -> String {
    without_chance(said, person, &by_chance(&reopen(&person.home)))
}

/// The ids of a home that are random, the longest form first.
fn by_chance(home: &Home) -> Vec<String> {
    let lines = home.all_lines(|_| true).expect("a sound store");
    let entries = lines.iter().flat_map(|listed| [listed.line.entry.to_string(), listed.line.entry.short()]);
    let devices = home.devices().expect("a sound store").into_iter();
    let devices = devices.map(|device| data_encoding::HEXLOWER.encode(&device.id));
    let short = |id: String| [id.clone(), id.chars().take(10).collect()];
    let mut ids: Vec<String> = entries.chain(devices.flat_map(short)).collect();
    ids.sort_by_key(|id| std::cmp::Reverse(id.len()));
    ids
}

fn without_chance(said: &str, person: &Person, chance: &[String]) -> String {
    let said = said.replace(person.home.to_str().expect("plain"), "HOME");
    let said = chance.iter().fold(said, |said, id| said.replace(id, "ididid"));
    without_own_times(&said)
}

/// One's own times of writing may differ by a breath; a time of the other's stays, to be found.
fn without_own_times(said: &str) -> String {
    const TIME: &str = "\"written_at\":\"";
    let mut parts = said.split(TIME);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let whose = kept.rfind("\"mine\":").map(|at| kept[at..].starts_with("\"mine\":true"));
        let rest = part.find('"').map(|end| &part[end..]);
        kept.push_str(TIME);
        kept.push_str(rest.filter(|_| whose == Some(true)).unwrap_or(part));
    }
    kept
}
