//! Into a journal: what other programs left, piece by piece.
//!
//! The files were made by other people's programs over many years. What cannot be taken is named with its place, what is left
//! behind is counted, and no piece is lost for an odd one beside it.

mod clock;
mod dayone;
mod error;
mod intake;
mod jrnl;
mod markdown;
mod own;
mod source;
mod words;

use jiff::tz::TimeZone;

pub use error::ReadError;
use intake::Intake;
pub use intake::{Account, Flow, Found, Skipped};
pub use source::{Given, Source};

/// What the files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Of jrnl: its file, its folder, and its exports as JSON, Markdown and YAML.
    Jrnl,
    /// Of Day One: a zip, a folder or a JSON file; and of its first version, a folder of `.doentry` files, or one.
    DayOne,
    /// Notes in Markdown, one file or a folder of them; also our own.
    Markdown,
    /// Our own JSON.
    Json,
}

/// Reads everything of `source`, in an order that is the same each time, and hands over each piece. `zone` is where a time
/// counts that names no zone of its own; the day of a piece never hangs on it.
///
/// # Errors
/// [`ReadError`] when nothing can be made of it. What was handed over before it stays so: whoever wants all or nothing reads
/// twice, first with a `give` that keeps nothing.
pub fn read<'s>(
    form: Form,
    source: impl Into<Source<'s>>,
    zone: &TimeZone,
    give: &mut dyn FnMut(Found) -> Flow,
) -> Result<Account, ReadError> {
    let (source, mut intake) = (source.into(), Intake::new(zone.clone(), give));
    match form {
        Form::Jrnl => jrnl::read(source, &mut intake)?,
        Form::DayOne => dayone::read(source, &mut intake)?,
        Form::Markdown => markdown::read(source, &mut intake)?,
        Form::Json => own::read_json(source, &mut intake)?,
    }
    intake.finish()
}
