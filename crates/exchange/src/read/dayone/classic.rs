//! What the first version of Day One wrote: a folder `Journal.dayone` with a property list for each entry and its picture beside
//! (<https://help.dayoneapp.com/day-one-classic/what-file-format-is-used-for-the-data>). Its words were plain Markdown, without the
//! backslashes of later versions.

use std::collections::HashSet;
use std::io::Read;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plist::{Dictionary, Value};

use super::zone::zone;
use super::{NOT_DAY_ONE, name};
use crate::read::error::ReadError;
use crate::read::intake::{Intake, Raw};
use crate::read::words::decode;

/// How the file of an entry ends.
pub(super) const END: &str = ".doentry";
/// How that of its picture does.
pub(super) const PICTURE: &str = ".jpg";
/// The most bytes of one entry: 16 MiB.
const MOST_BYTES: u64 = 16 << 20;
/// The most lists in one entry. Each may stand in the one before, and is read within it.
const MOST_LISTS: usize = 100;

/// What stands beside the words, and what it is called when it is left behind.
const BESIDE: [(&str, &str); 4] =
    [("Location", "locations"), ("Weather", "weather"), ("Activity", "activities"), ("Music", "music")];

/// An entry.
///
/// # Errors
/// [`ReadError::Cut`] and [`ReadError::Other`] where it is none, [`ReadError::TooLarge`], [`ReadError::Io`].
pub(super) fn entry(read: impl Read, intake: &mut Intake<'_>) -> Result<Dictionary, ReadError> {
    let mut bytes = Vec::new();
    read.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| ReadError::Cut(error.to_string()))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::TooLarge);
    }
    let (text, unread) = decode(&bytes);
    intake.leave("undecodable_bytes", unread);
    if ["<dict", "<array"].iter().map(|tag| text.matches(tag).count()).sum::<usize>() > MOST_LISTS {
        return Err(ReadError::Other(NOT_DAY_ONE));
    }
    let is_cut = text.contains("<plist") && !text.trim_end().ends_with("</plist>");
    let value = Value::from_reader_xml(text.as_bytes()).map_err(|error| match is_cut {
        true => ReadError::Cut(error.to_string()),
        false => ReadError::Other(NOT_DAY_ONE),
    })?;
    value.into_dictionary().ok_or(ReadError::Other(NOT_DAY_ONE))
}

/// Takes an entry in, or names it where it is none: the others are not lost for it.
pub(super) fn one_of_many(read: impl Read, place: String, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    match entry(read, intake) {
        Ok(found) => take(&found, place, intake),
        Err(error) => {
            intake.skip(place, error.to_string());
            Ok(())
        }
    }
}

/// Takes an entry in.
pub(super) fn take(entry: &Dictionary, place: String, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    for (field, name) in BESIDE {
        intake.leave(name, u64::from(entry.contains_key(field)));
    }
    let text = |name: &str| entry.get(name).and_then(Value::as_string);
    let date = entry.get("Creation Date").and_then(Value::as_date);
    let Some(at) = date.and_then(|date| date.to_xml_format().parse::<Timestamp>().ok()) else {
        intake.skip(place, "it bears no date");
        return Ok(());
    };
    let zone = text("Time Zone").map_or(Some(TimeZone::UTC), zone);
    intake.leave("time_zones", u64::from(zone.is_none()));
    let zone = zone.unwrap_or(TimeZone::UTC);
    let clock = zone.to_datetime(at);
    let tags = entry.get("Tags").and_then(Value::as_array).into_iter().flatten();
    intake.take(Raw {
        clock: Some(clock),
        zone: Some(zone),
        tags: tags.filter_map(Value::as_string).map(str::to_owned).collect(),
        starred: entry.get("Starred").and_then(Value::as_boolean) == Some(true),
        ..Raw::new(place, name(text("UUID")), clock.date(), text("Entry Text").unwrap_or_default().to_owned())
    })
}

/// How many of these pictures bear the name of an entry.
pub(super) fn pictures(entries: &[String], pictures: &[String]) -> u64 {
    let stem = |name: &String| name.rsplit('/').next().and_then(|name| name.split('.').next()).map(str::to_owned);
    let entries: HashSet<Option<String>> = entries.iter().map(stem).collect();
    pictures.iter().filter(|picture| entries.contains(&stem(picture))).count() as u64
}
