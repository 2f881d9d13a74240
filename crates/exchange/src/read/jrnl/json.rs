//! jrnl's export as JSON.

use serde::Deserialize;

use super::super::error::ReadError;
use super::super::intake::{Intake, Name};
use super::{NOT_JRNL, clock_of, raw};

#[derive(Deserialize)]
struct Journal {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    date: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    starred: bool,
    #[serde(default)]
    uuid: Option<String>,
}

pub(super) fn read(text: &str, place: &str, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let journal: Journal = serde_json::from_str(text)
        .map_err(|error| if error.is_eof() { ReadError::Cut(error.to_string()) } else { ReadError::Other(NOT_JRNL) })?;
    for (number, entry) in journal.entries.into_iter().enumerate() {
        let place = format!("{place}, entries[{number}]");
        let Some((day, clock)) = clock_of(format!("{} {}", entry.date, entry.time).trim(), None) else {
            intake.skip(place, format!("“{}” is no date", entry.date));
            continue;
        };
        let text = if entry.body.is_empty() { entry.title } else { format!("{}\n{}", entry.title, entry.body) };
        let mut raw = raw(place, day, clock, entry.starred, text);
        raw.tags.splice(0..0, entry.tags);
        if let Some(uuid) = entry.uuid {
            raw.name = Name::Given(format!("uuid {}", uuid.to_uppercase().replace('-', "")));
        }
        intake.take(raw)?;
    }
    Ok(())
}
