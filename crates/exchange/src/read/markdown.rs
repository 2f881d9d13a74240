//! Notes in Markdown: of Obsidian, Logseq, Dendron, of a plain folder, and our own.
//!
//! The day is that of the front matter, else that of the file's name. A file that names neither is read by its headings, where
//! these are days; else it is named and left.

use std::path::Path;

use jiff::civil::{Date, DateTime};
use kintsugi_journal::tags_in;
use saphyr::{LoadableYamlNode, Yaml};

use super::error::ReadError;
use super::intake::{Intake, Name, Raw};
use super::source::Source;
use super::{clock, own, words};

pub(super) fn read(source: Source<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let files = if source.is_folder() { source.files(&[".md", ".markdown"])? } else { vec![source.only()?] };
    if files.is_empty() {
        return Err(ReadError::Empty);
    }
    for file in files {
        let (bytes, place) = (file.bytes()?, file.place);
        if bytes.contains(&0) && !matches!(&*bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
            intake.skip(place, "it is no text");
            continue;
        }
        let (text, unread) = words::decode(&bytes);
        intake.leave("undecodable_bytes", unread);
        let text = text.replace("\r\n", "\n");
        if own::is_ours(&text) { own::read_markdown(&place, &text, intake)? } else { note(&place, &text, intake)? }
    }
    Ok(())
}

/// What stands before the words.
#[derive(Default)]
struct Front {
    stamp: Option<(Date, Option<DateTime>)>,
    title: Option<String>,
    tags: Vec<String>,
    starred: bool,
    /// How many other things it says.
    other: u64,
}

fn note(place: &str, text: &str, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let (front, body) = front(text);
    let stem = Path::new(place).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let named = clock::day_in_name(&stem).or_else(|| day_in_folders(place).map(|day| (day, String::new())));
    let called = named.as_ref().map(|(_, called)| called.clone()).unwrap_or_else(|| stem.clone());
    let stamp = front.stamp.or_else(|| named.map(|(day, _)| (day, None)));
    intake.leave("properties", front.other);
    let (body, links) = without_media(body);
    intake.leave("links_to_media", links);
    let Some((day, clock)) = stamp else { return by_headings(place, &body, &front, intake) };
    let mut text = body.trim().to_owned();
    for title in [Some(called), front.title].into_iter().flatten().filter(|title| !title.trim().is_empty()) {
        if !text.to_lowercase().contains(&title.trim().to_lowercase()) {
            text = format!("{}\n\n{text}", title.trim());
        }
    }
    let tags = [front.tags, tags_in(&text, '#')].concat();
    let name = Name::Given(format!("path {place}"));
    intake.take(Raw { clock, tags, starred: front.starred, ..Raw::new(place.to_owned(), name, day, text) })
}

/// A file of many days: each begins with a heading that is one.
fn by_headings(place: &str, body: &str, front: &Front, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let lines: Vec<&str> = body.lines().collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| heading(lines[*at]).is_some()).collect();
    let Some(first) = starts.first().copied() else {
        if !body.trim().is_empty() {
            intake.skip(place, "it names no day");
        }
        return Ok(());
    };
    if lines[..first].iter().any(|line| !line.trim().is_empty()) {
        intake.skip(format!("{place}, line 1"), "these words stand before the first day");
    }
    for (number, at) in starts.iter().copied().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(lines.len());
        let Some((day, clock, title)) = heading(lines[at]) else { continue };
        let text = [&[title], &lines[at + 1..end]].concat().join("\n");
        let tags = [front.tags.clone(), tags_in(&text, '#')].concat();
        intake.take(Raw { clock, tags, ..Raw::new(format!("{place}, line {}", at + 1), Name::Words, day, text) })?;
    }
    Ok(())
}

/// `## 2026-11-24 21:04 Dinner`
fn heading(line: &str) -> Option<(Date, Option<DateTime>, &str)> {
    let rest = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?.trim();
    let [long, short] = [16, 10]
        .map(|length| rest.split_at_checked(length).filter(|(_, after)| after.is_empty() || after.starts_with(' ')));
    [long, short].into_iter().flatten().find_map(|(stamp, title)| {
        let (day, clock) = clock::moment(stamp)?;
        Some((day, clock, title.trim()))
    })
}

/// `2026/11/24.md`, `2026/11/2026-11-24.md` has its day in its name.
fn day_in_folders(place: &str) -> Option<Date> {
    let path = place.rsplit_once('.').map_or(place, |(path, _)| path);
    let parts: Vec<&str> = path.split('/').collect();
    let [.., year, month, day] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The front matter, and the words after it. What cannot be read as such stays with the words.
fn front(text: &str) -> (Front, &str) {
    let Some((head, body)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")) else {
        return (Front::default(), text);
    };
    let Some(body) = body.strip_prefix('\n').or_else(|| body.is_empty().then_some("")) else {
        return (Front::default(), text);
    };
    let Ok(documents) = Yaml::load_from_str(head) else { return (Front::default(), text) };
    let Some(Yaml::Mapping(fields)) = documents.first() else { return (Front::default(), text) };
    let mut front = Front::default();
    for (key, value) in fields {
        take(&mut front, key.as_str().unwrap_or_default(), value);
    }
    (front, body)
}

fn take(front: &mut Front, key: &str, value: &Yaml<'_>) {
    match key.to_lowercase().as_str() {
        "date" | "created" | "day" if front.stamp.is_none() => match scalar(value).as_deref().and_then(stamp) {
            Some(stamp) => front.stamp = Some(stamp),
            None => front.other += 1,
        },
        "title" => front.title = scalar(value),
        "tags" | "tag" | "keywords" => front.tags.extend(list(value)),
        "starred" | "favorite" | "favourite" => front.starred = value.as_bool().unwrap_or_default(),
        _ => front.other += 1,
    }
}

/// A day, or the milliseconds since 1970 that Dendron writes.
fn stamp(text: &str) -> Option<(Date, Option<DateTime>)> {
    let of_millis = |text: &str| {
        let at = jiff::Timestamp::from_millisecond(text.parse().ok()?).ok()?;
        Some((jiff::tz::TimeZone::UTC.to_datetime(at).date(), None))
    };
    clock::moment(text).or_else(|| (text.len() >= 12).then(|| of_millis(text))?)
}

fn scalar(value: &Yaml<'_>) -> Option<String> {
    let number = || value.as_integer().map(|number| number.to_string());
    value.as_str().map(str::to_owned).or_else(number)
}

fn list(value: &Yaml<'_>) -> Vec<String> {
    match value {
        Yaml::Sequence(all) => all.iter().filter_map(scalar).collect(),
        one => scalar(one)
            .iter()
            .flat_map(|text| text.split([',', ' ']))
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

/// Without pictures, whose files do not come along. How many there were.
fn without_media(text: &str) -> (String, u64) {
    let (mut kept, mut rest, mut gone) = (String::new(), text, 0);
    while let Some(at) = rest.find('!') {
        let (before, link) = rest.split_at(at);
        let end = match link {
            wiki if wiki.starts_with("![[") => wiki.find("]]").map(|end| end + 2),
            plain if plain.starts_with("![") => {
                plain.find("](").and_then(|mid| plain[mid..].find(')').map(|end| mid + end + 1))
            }
            _ => None,
        };
        let end = end.filter(|end| !link[..*end].contains('\n'));
        kept.push_str(before);
        gone += u64::from(end.is_some());
        let (dropped, after) = link.split_at(end.unwrap_or(1));
        if end.is_none() {
            kept.push_str(dropped);
        }
        rest = after;
    }
    kept.push_str(rest);
    (kept, gone)
}
