//! A journal as JSON, as Day One writes it since its second version.

use std::io::Read;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::DeserializeSeed;
use serde_json::Value;

use super::entries::Entries;
use super::words::words;
use super::zone::zone;
use super::{NOT_DAY_ONE, name};
use crate::read::error::ReadError;
use crate::read::intake::{Intake, Raw};

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

/// Reads one journal, entry by entry.
pub(super) fn journal(read: impl Read, place: &str, many: bool, intake: &mut Intake<'_>) -> Result<(), ReadError> {
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
    let name = name(text("uuid"));
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

/// The id that an export of ours made this of.
fn id(uuid: &str) -> Option<kintsugi_journal::EntryId> {
    let bytes = data_encoding::HEXUPPER_PERMISSIVE.decode(uuid.replace('-', "").as_bytes()).ok()?;
    Some(kintsugi_journal::EntryId::from_bytes(bytes.try_into().ok()?))
}
