//! `export --format`: the whole journal, or a part of it, in one of the forms of `kintsugi-exchange`.

use std::path::Path;

use jiff::civil::Date;
use kintsugi_exchange::{Book, Piece, write};
use kintsugi_home::{Home, Query, Voice, week_start};
use kintsugi_journal::Month;
use serde_json::json;

use super::letters::letters;
use super::{Export, Format, new_file};
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::pieces::pieces;
use crate::screen::Names;

impl Export {
    pub(super) fn write_as(&self, context: &Context, format: Format) -> Result<(), CommandError> {
        let home = context.home()?;
        let names = Names::of(&home)?;
        let query = self.wanted(context, &home, format)?;
        let mut pieces: Vec<Piece> =
            home.query(&query)?.into_iter().flat_map(|listed| pieces(listed, &names)).collect();
        if format == Format::Html {
            pieces.extend(letters(&home, &names, &query)?);
            pieces.sort_by_key(|piece| piece.day);
        }
        let partner = home.partner()?.map(|partner| partner.name);
        let today = context.now.today(&home.journal_settings()?);
        let book = Book { owner: names.of_author(true), partner: partner.as_deref(), today, pieces: &pieces };
        let bytes = match (format, &self.output) {
            (Format::Md, Some(folder)) => return said(context, &book, folder, write_days(&book, folder)),
            (format, _) => in_one(&home, &book, format)?,
        };
        match &self.output {
            Some(file) => said(context, &book, file, new_file::write(file, &bytes)),
            None => to_the_pipe(context, format, &bytes),
        }
    }

    /// All lines of all days where nothing else is said; what was taken back is nobody's any more.
    fn wanted(&self, context: &Context, home: &Home, format: Format) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), week_start(&settings));
        let days = |text: &Option<String>| text.as_deref().map(|text| dates::days(text, today, start)).transpose();
        let voice = if self.mine { Voice::Mine } else { Voice::Both };
        Ok(Query {
            from: days(&self.from)?.map_or(Date::MIN, |days| days.first),
            to: days(&self.to)?.map_or(Date::MAX, |days| days.last),
            kinds: self.kind.clone(),
            tag: self.tag.clone(),
            ids: self.only.clone(),
            voice,
            private: self.private || format != Format::Html,
            deleted: false,
            ..Query::default()
        })
    }
}

fn in_one(home: &Home, book: &Book<'_>, format: Format) -> Result<Vec<u8>, CommandError> {
    Ok(match format {
        Format::Md => write::markdown::text(book).into_bytes(),
        Format::Json => write::json::text(book).into_bytes(),
        Format::Jrnl => write::jrnl::text(book).into_bytes(),
        Format::JrnlJson => write::jrnl::json(book).into_bytes(),
        Format::DayOne => write::dayone::zip(book)
            .map_err(|error| CommandError::new(Exit::Failed, "file", error.to_string()).hint("Nothing was written."))?,
        Format::Html => write::keepsake::page(book, &hearts(home, book)?).into_bytes(),
        Format::Txt => write::text::text(book).into_bytes(),
    })
}

fn hearts(home: &Home, book: &Book<'_>) -> Result<Vec<Date>, CommandError> {
    let (Some(first), Some(last)) = (book.pieces.first(), book.pieces.last()) else { return Ok(Vec::new()) };
    let tracker = home.tracker(Month::of(first.day), Month::of(last.day))?;
    Ok(tracker.days.into_iter().filter(|day| day.heart).map(|day| day.day).collect())
}

/// A file for each day below a new folder.
fn write_days(book: &Book<'_>, folder: &Path) -> Result<(), CommandError> {
    new_file::folder(folder)?;
    for (name, text) in write::markdown::days(book) {
        let path = folder.join(name);
        if let Some(year) = path.parent() {
            new_file::inner(year)?;
        }
        new_file::write(&path, text.as_bytes())?;
    }
    Ok(())
}

/// To whoever reads on: words are data here, and go out as they are. On a screen that would not do.
fn to_the_pipe(context: &Context, format: Format, bytes: &[u8]) -> Result<(), CommandError> {
    if crate::output::has_screen() {
        let name = if format == Format::Md { "FOLDER" } else { "FILE" };
        return Err(
            CommandError::usage("an export goes into a file").hint(format!("Add -o {name}. Nothing was written."))
        );
    }
    context.output.bytes(bytes).map_err(|error| {
        CommandError::new(Exit::Failed, "file", format!("it could not be written: {error}"))
            .hint("The journal is as it was.")
    })
}

/// What was written, and that it lies open.
fn said(
    context: &Context,
    book: &Book<'_>,
    file: &Path,
    written: Result<(), CommandError>,
) -> Result<(), CommandError> {
    written?;
    let (lines, private) = (book.pieces.len(), book.pieces.iter().filter(|piece| piece.private).count());
    context.output.json(&json!({ "file": file.display().to_string(), "entries": lines, "private": private }));
    let lines = if lines == 1 { "One line is".to_owned() } else { format!("{lines} lines are") };
    let private = match private {
        0 => String::new(),
        1 => " One of them is private.".to_owned(),
        many => format!(" {many} of them are private."),
    };
    context.output.done(&format!(
        "{lines} in {}.{private}\nIt is not encrypted: whoever has the file can read it. Only you can open it on this laptop.",
        file.display()
    ));
    Ok(())
}
