//! Day One: a zip, a folder or a JSON file, each with one journal or several
//! (<https://dayoneapp.com/guides/tips-and-tutorials/exporting-entries/>); and what its first version wrote, a file for each
//! entry.

mod classic;
mod entries;
mod journal;
mod words;
mod zone;

use std::io::{BufReader, Read, Seek, Take};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ReadError;
use super::intake::{Intake, Name};
use super::source::{One, Source};
use journal::journal;

/// What it is not, when it is something else.
const NOT_DAY_ONE: &str = "an export of Day One";
/// The most bytes of one journal, unpacked: 1 GiB.
const MOST_BYTES: u64 = 1 << 30;
/// Text never packs to less than a hundredth; what does so was made to fill this laptop.
const MOST_PACKED: u64 = 100;

pub(super) fn read(source: Source<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    if source.is_folder() {
        return folder(source, intake);
    }
    let one = source.only()?;
    match one.start()?.as_slice() {
        [] => Err(ReadError::Empty),
        [b'P', b'K', ..] => zip(&one, intake),
        [b'<', ..] => classic::take(&classic::entry(open(&one)?, intake)?, one.place, intake),
        _ => journal(open(&one)?, &one.place, false, intake),
    }
}

fn open<'s>(file: &One<'s>) -> Result<impl Read + use<'s>, ReadError> {
    Ok(file.open()?.take(MOST_BYTES))
}

fn folder(source: Source<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let journals = source.files(&[".json"])?;
    for file in &journals {
        journal(open(file)?, &file.place, journals.len() > 1, intake)?;
    }
    let entries = source.files(&[classic::END])?;
    for file in &entries {
        classic::one_of_many(open(file)?, file.place.clone(), intake)?;
    }
    let pictures = source.files(&[classic::PICTURE])?;
    let places = |files: &[One<'_>]| files.iter().map(|file| file.place.clone()).collect::<Vec<_>>();
    intake.leave("photos", classic::pictures(&places(&entries), &places(&pictures)));
    Ok(())
}

/// Each journal in a zip. Nothing is unpacked to the disk, so no name in it leads anywhere.
fn zip(file: &One<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(file.open()?).map_err(|error| ReadError::Cut(error.to_string()))?;
    let names = archive.file_names().filter_map(Result::ok).map(|name| name.into_owned());
    let mut names: Vec<String> = names.filter(|name| !is_hidden(name)).collect();
    names.sort();
    let of = |is: &dyn Fn(&str) -> bool| names.iter().filter(|name| is(name)).cloned().collect::<Vec<_>>();
    let (journals, entries) = (of(&is_journal), of(&|name| ends(name, classic::END)));
    if journals.is_empty() && entries.is_empty() {
        return Err(ReadError::Other(NOT_DAY_ONE));
    }
    for name in &journals {
        journal(BufReader::new(within(&mut archive, name, MOST_BYTES)?), name, journals.len() > 1, intake)?;
    }
    let mut room = MOST_BYTES;
    for name in &entries {
        let file = within(&mut archive, name, room)?;
        room -= file.limit();
        classic::one_of_many(file, name.clone(), intake)?;
    }
    intake.leave("photos", classic::pictures(&entries, &of(&|name| ends(name, classic::PICTURE))));
    Ok(())
}

/// A file of a zip, which is no longer than it says, and says no more than this.
fn within<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    name: &str,
    most: u64,
) -> Result<Take<impl Read + use<'a, R>>, ReadError> {
    let file = archive.by_name(name).map_err(|error| match error {
        ZipError::UnsupportedArchive(text) if text.contains("assword") => ReadError::Encrypted,
        other => ReadError::Cut(other.to_string()),
    })?;
    let (size, packed) = (file.size(), file.compressed_size().max(1));
    if size > most || (size > 16 << 20 && size / packed > MOST_PACKED) {
        return Err(ReadError::TooLarge);
    }
    Ok(file.take(size))
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

fn ends(name: &str, end: &str) -> bool {
    name.to_lowercase().ends_with(end)
}

/// A JSON file at the top or in a folder around it all.
fn is_journal(name: &str) -> bool {
    ends(name, ".json") && name.matches('/').count() <= 1
}

/// The name of an entry, the same from every version of Day One.
fn name(uuid: Option<&str>) -> Name {
    uuid.map_or(Name::Words, |uuid| Name::Given(format!("uuid {}", uuid.to_uppercase().replace('-', ""))))
}
