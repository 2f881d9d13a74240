//! Everything that the program shows to one of the two: each screen and each JSON, so that two runs of a story can be compared.

use std::collections::BTreeMap;

use kintsugi_home::Home;

use crate::Person;
use crate::memory::reopen;

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
    seen
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
