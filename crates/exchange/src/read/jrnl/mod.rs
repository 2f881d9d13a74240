//! jrnl: its own file, its folder of days, and its exports as JSON, Markdown and YAML, told apart by what they hold.

mod json;
mod markdown;
mod text;
mod yaml;

use jiff::civil::{Date, DateTime};
use kintsugi_journal::tags_in;

use super::error::ReadError;
use super::intake::{Intake, Name, Raw};
use super::source::{One, Source};
use super::{clock, words};

/// What it is not, when it is something else.
const NOT_JRNL: &str = "a journal of jrnl or one of its exports as text, JSON, Markdown or YAML";

pub(super) fn read(source: Source<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    if !source.is_folder() {
        return file(&source.only()?, None, intake);
    }
    let files = source.files(&[".txt", ".md", ".json", ".yaml"])?;
    for one in files {
        match file(&one, text::day_of_path(&one.place), intake) {
            // One odd file beside others is named, and the rest is read.
            Err(error @ (ReadError::Other(_) | ReadError::Encrypted | ReadError::Cut(_))) => {
                intake.skip(one.place, error.to_string())
            }
            other => other?,
        }
    }
    Ok(())
}

fn file(one: &One<'_>, day: Option<Date>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let (bytes, place) = (one.bytes()?, one.place.as_str());
    if is_encrypted(&bytes) {
        return Err(ReadError::Encrypted);
    }
    let (text, unread) = words::decode(&bytes);
    intake.leave("undecodable_bytes", unread);
    let text = text.replace("\r\n", "\n");
    match text.trim_start() {
        "" => Ok(()),
        json if json.starts_with('{') => json::read(&text, place, intake),
        _ if yaml::is_one(&text) => yaml::read(&text, place, intake),
        _ if markdown::is_one(&text) => markdown::read(&text, place, intake),
        _ => text::read(&text, place, day, intake),
    }
}

/// Since version 2 a token of Fernet, before it bytes that are no text.
fn is_encrypted(bytes: &[u8]) -> bool {
    let is_token = bytes.starts_with(b"gAAAAA") || bytes.get(16..22) == Some(b"gAAAAA");
    let is_text = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || !bytes.contains(&0);
    is_token || !is_text
}

/// A piece of jrnl: tags stand in its words.
fn raw(place: String, day: Date, clock: Option<DateTime>, starred: bool, text: String) -> Raw {
    let tags = tags_in(&text, '@');
    Raw { clock, tags, starred, ..Raw::new(place, Name::Words, day, text) }
}

/// A stamp of jrnl. In its folder of days the day is that of the file, and the stamp may be a time alone.
fn clock_of(stamp: &str, named: Option<Date>) -> Option<(Date, Option<DateTime>)> {
    let read = clock::moment(stamp);
    let Some(day) = named else { return read };
    let time = read.and_then(|(_, clock)| clock).map(|clock| clock.time()).or_else(|| clock::time(stamp));
    (read.is_some() || time.is_some()).then(|| (day, time.map(|time| day.to_datetime(time))))
}
