//! `export --format`: the whole journal, or a part of it, in one of the forms of `kintsugi-exchange`.

use std::path::Path;

use jiff::civil::Date;
use kintsugi_home::{Home, OutForm, Outgoing, Query, Unzipped, week_start};
use serde_json::json;

use super::{Export, Format, new_file};
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};

impl Export {
    pub(super) fn write_as(&self, context: &Context, format: Format) -> Result<(), CommandError> {
        let (home, form) = (context.home()?, format.form());
        let outgoing = home.outgoing(form, &self.wanted(context, &home, form)?, &context.now)?;
        if let (Format::Md, Some(folder)) = (format, &self.output) {
            return said(context, &outgoing, folder, write_days(&outgoing, folder));
        }
        let bytes = outgoing.in_one(form).map_err(unzipped)?;
        match &self.output {
            Some(file) => said(context, &outgoing, file, new_file::write(file, &bytes)),
            None => to_the_pipe(context, format, &bytes),
        }
    }

    /// All lines of all days where nothing else is said.
    fn wanted(&self, context: &Context, home: &Home, form: OutForm) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), week_start(&settings));
        let days = |text: &Option<String>| text.as_deref().map(|text| dates::days(text, today, start)).transpose();
        Ok(Query {
            from: days(&self.from)?.map_or(Date::MIN, |days| days.first),
            to: days(&self.to)?.map_or(Date::MAX, |days| days.last),
            kinds: self.kind.clone(),
            tag: self.tag.clone(),
            ids: self.only.clone(),
            ..form.query(self.private, self.mine)
        })
    }
}

fn unzipped(error: Unzipped) -> CommandError {
    CommandError::new(Exit::Failed, "file", error.to_string()).hint("Nothing was written.")
}

/// A file for each day below a new folder.
fn write_days(outgoing: &Outgoing, folder: &Path) -> Result<(), CommandError> {
    new_file::folder(folder)?;
    for (name, text) in outgoing.days() {
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
    outgoing: &Outgoing,
    file: &Path,
    written: Result<(), CommandError>,
) -> Result<(), CommandError> {
    written?;
    let (lines, private) = (outgoing.count(), outgoing.count_private());
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
