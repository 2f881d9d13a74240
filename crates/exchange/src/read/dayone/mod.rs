//! Day One: a zip, a folder or a JSON file, each with one journal or several
//! (<https://dayoneapp.com/guides/tips-and-tutorials/exporting-entries/>).

use std::io::{BufReader, Read};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use zip::ZipArchive;

use super::error::ReadError;
use super::intake::{Intake, Name, Raw};
use super::source::{One, Source};

/// What it is not, when it is something else.
const NOT_DAY_ONE: &str = "an export of Day One";
/// The most bytes of one journal, unpacked: 1 GiB.
const MOST_BYTES: u64 = 1 << 30;
/// Text never packs to less than a hundredth; what does so was made to fill this laptop.
const MOST_PACKED: u64 = 100;

/// What Day One keeps beside the words, and what it is called when it is left behind.
const BESIDE: [(&str, &str); 8] = [
    ("photos", "photos"),
    ("videos", "videos"),
    ("audios", "audios"),
    ("pdfAttachments", "pdfs"),
    ("location", "locations"),
    ("weather", "weather"),
    ("userActivity", "activities"),
    ("music", "music"),
];

pub(super) fn read(source: Source<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    if source.is_folder() {
        let files = source.files(&[".json"])?;
        let many = files.len() > 1;
        for file in files {
            journal(open(&file)?, &file.place, many, intake)?;
        }
        return Ok(());
    }
    let one = source.only()?;
    match one.start()?.as_slice() {
        [] => Err(ReadError::Empty),
        [b'P', b'K', ..] => zip(&one, intake),
        _ => journal(open(&one)?, &one.place, false, intake),
    }
}

fn open<'s>(file: &One<'s>) -> Result<impl Read + use<'s>, ReadError> {
    Ok(file.open()?.take(MOST_BYTES))
}

/// Each journal in a zip. Nothing is unpacked to the disk, so no name in it leads anywhere.
fn zip(file: &One<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(file.open()?).map_err(|error| ReadError::Cut(error.to_string()))?;
    let names = archive.file_names().filter_map(Result::ok).map(|name| name.into_owned());
    let mut names: Vec<String> = names.filter(|name| is_journal(name)).collect();
    names.sort();
    if names.is_empty() {
        return Err(ReadError::Other(NOT_DAY_ONE));
    }
    let many = names.len() > 1;
    for name in names {
        let file = archive.by_name(&name).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text.contains("assword") => ReadError::Encrypted,
            other => ReadError::Cut(other.to_string()),
        })?;
        if file.size() > MOST_BYTES
            || (file.size() > 16 << 20 && file.size() / file.compressed_size().max(1) > MOST_PACKED)
        {
            return Err(ReadError::TooLarge);
        }
        journal(BufReader::new(file.take(MOST_BYTES)), &name, many, intake)?;
    }
    Ok(())
}

/// A JSON file at the top or in a folder around it all.
fn is_journal(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    name.to_lowercase().ends_with(".json") && !hidden && name.matches('/').count() <= 1
}

/// Reads one journal, entry by entry.
fn journal(read: impl Read, place: &str, many: bool, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let tag = many.then(|| place.rsplit('/').next().unwrap_or(place).trim_end_matches(".json").to_owned());
    let mut stopped = None;
    let mut seen = false;
    let mut number = 0;
    let each = |value: Value| {
        seen = true;
        let place = format!("{place}, entries[{number}]");
        number += 1;
        if stopped.is_none() {
            stopped = entry(&value, place, tag.as_deref(), intake).err();
        }
        stopped.is_none()
    };
    let mut json = serde_json::Deserializer::from_reader(read);
    let outcome = Entries(each).deserialize(&mut json);
    if let Some(error) = stopped {
        return Err(error);
    }
    match outcome {
        Ok(true) => Ok(()),
        Ok(false) => Err(ReadError::Other(NOT_DAY_ONE)),
        Err(error) if error.is_eof() => Err(ReadError::Cut(error.to_string())),
        Err(_) if !seen => Err(ReadError::Other(NOT_DAY_ONE)),
        Err(error) => Err(ReadError::Cut(error.to_string())),
    }
}

fn entry(value: &Value, place: String, journal: Option<&str>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    for (field, name) in BESIDE {
        intake.leave(name, how_many(value.get(field)));
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let Some(at) = text("creationDate").and_then(|stamp| stamp.parse::<Timestamp>().ok()) else {
        intake.skip(place, "it bears no date");
        return Ok(());
    };
    let zone = text("timeZone").map_or(Some(TimeZone::UTC), zone);
    intake.leave("time_zones", u64::from(zone.is_none()));
    let zone = zone.unwrap_or(TimeZone::UTC);
    let clock = zone.to_datetime(at);
    let (words, links) = words(text("text").unwrap_or_default());
    intake.leave("links_to_media", links);
    let is_all_day = value.get("isAllDay").and_then(Value::as_bool).unwrap_or_default();
    let tags = value.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags = tags.filter_map(Value::as_str).map(str::to_owned).chain(journal.map(str::to_owned)).collect();
    let name =
        text("uuid").map_or(Name::Words, |uuid| Name::Given(format!("uuid {}", uuid.to_uppercase().replace('-', ""))));
    let id = text("uuid").and_then(id);
    let starred = ["starred", "isPinned"].iter().any(|name| value.get(name).and_then(Value::as_bool) == Some(true));
    let clock_of_day = (!is_all_day).then_some(clock);
    intake.take(Raw {
        clock: clock_of_day,
        zone: Some(zone),
        tags,
        starred,
        id,
        ..Raw::new(place, name, clock.date(), words)
    })
}

/// How many there are of something that stands beside the words.
fn how_many(value: Option<&Value>) -> u64 {
    match value {
        None | Some(Value::Null) => 0,
        Some(Value::Array(all)) => all.len() as u64,
        Some(_) => 1,
    }
}

/// A name of the zone database, or Apple's `GMT+0530`.
fn zone(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let offset = name.strip_prefix("GMT")?;
    if offset.is_empty() {
        return Some(TimeZone::UTC);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
    let seconds = (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?) * 60;
    Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
}

/// The id that an export of ours made this of.
fn id(uuid: &str) -> Option<kintsugi_journal::EntryId> {
    let bytes = data_encoding::HEXUPPER_PERMISSIVE.decode(uuid.replace('-', "").as_bytes()).ok()?;
    Some(kintsugi_journal::EntryId::from_bytes(bytes.try_into().ok()?))
}

/// The words, with a backslash before a sign taken off once, and without links to pictures that did not come along. How many
/// of those there were.
fn words(text: &str) -> (String, u64) {
    let (mut lines, mut links) = (Vec::new(), 0);
    for line in text.lines() {
        let (line, gone) = without_media(line);
        if gone == 0 || !line.trim().is_empty() {
            lines.push(unescaped(&line));
        }
        links += gone;
    }
    (lines.join("\n"), links)
}

fn without_media(line: &str) -> (String, u64) {
    let (mut kept, mut rest, mut gone) = (String::new(), line, 0);
    while let Some(at) = rest.find("![") {
        let link = &rest[at..];
        let target = link.find("](").filter(|mid| link[mid + 2..].starts_with("dayone-moment:"));
        let Some(end) = target.and_then(|mid| link[mid..].find(')').map(|end| mid + end + 1)) else {
            kept.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        kept.push_str(&rest[..at]);
        rest = &link[end..];
        gone += 1;
    }
    kept.push_str(rest);
    (kept, gone)
}

fn unescaped(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        let sign = letters.peek().copied().filter(|next| c == '\\' && next.is_ascii_punctuation());
        kept.push(sign.unwrap_or(c));
        if sign.is_some() {
            letters.next();
        }
    }
    kept
}

/// The entries of a journal, one after the other, never all of them at once. Whether there was such a list.
struct Entries<F>(F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for Entries<F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for Entries<F> {
    type Value = bool;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a journal of Day One")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "entries" {
                found = true;
                map.next_value_seed(List(&mut self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

struct List<'f, F>(&'f mut F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for List<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for List<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(value) = entries.next_element::<Value>()? {
            if !(self.0)(value) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
