//! Day One: a zip with one journal, as its own export is (<https://dayoneapp.com/guides/tips-and-tutorials/exporting-entries/>).

use std::io::{Cursor, Write};

use jiff::tz::Offset;
use kintsugi_journal::EntryId;
use serde::Serialize;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Book, Piece};

/// Why no zip could be made.
#[derive(Debug, thiserror::Error)]
#[error("the zip could not be made: {0}")]
pub struct Unzipped(#[from] zip::result::ZipError);

impl From<std::io::Error> for Unzipped {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

/// The bytes of the zip. The same book gives the same bytes.
///
/// # Errors
/// [`Unzipped`] where it would be larger than a zip may be.
pub fn zip(book: &Book<'_>) -> Result<Vec<u8>, Unzipped> {
    let entries: Vec<Entry> = book.pieces.iter().map(Entry::of).collect();
    let journal = Journal { metadata: Metadata { version: "1.0" }, entries };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("Journal.json", SimpleFileOptions::default().unix_permissions(0o600).large_file(false))?;
    zip.write_all(serde_json::to_string_pretty(&journal).unwrap_or_default().as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

#[derive(Serialize)]
struct Journal {
    metadata: Metadata,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Metadata {
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    uuid: String,
    creation_date: String,
    modified_date: String,
    time_zone: String,
    is_all_day: bool,
    starred: bool,
    is_pinned: bool,
    tags: Vec<String>,
    text: String,
}

impl Entry {
    fn of(piece: &Piece) -> Self {
        let clock = piece.clock().filter(|clock| clock.date() == piece.day);
        let offset = piece.written_at.filter(|_| clock.is_some()).map_or(0, |written| written.offset_minutes);
        let zone = Offset::from_seconds(i32::from(offset) * 60).unwrap_or(Offset::UTC);
        let moment = zone.to_timestamp(piece.moment()).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let author = (!piece.mine).then(|| piece.author.clone());
        Self {
            uuid: uuid(&piece.id),
            creation_date: moment.clone(),
            modified_date: moment,
            time_zone: name(offset),
            is_all_day: clock.is_none(),
            starred: piece.starred,
            is_pinned: false,
            tags: piece.tags.iter().cloned().chain(author).collect(),
            // A backslash stands for the sign after it there.
            text: piece.text.replace('\\', "\\\\"),
        }
    }
}

/// The 128 bits of the id as 32 hexadecimal digits: the same in every export.
fn uuid(id: &str) -> String {
    id.parse::<EntryId>().map_or_else(|_| id.to_owned(), |id| data_encoding::HEXUPPER.encode(id.as_bytes()))
}

/// A zone that has this offset from UTC all year; one with minutes is named by its offset, which is what Apple's programs take.
fn name(minutes: i16) -> String {
    let (sign, size) = (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
    if size == 0 { "GMT".to_owned() } else { format!("GMT{sign}{:02}{:02}", size / 60, size % 60) }
}
