//! `export`

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use kintsugi_journal::Kind;
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::save::kinds;
use crate::screen::{self, Names};
use crate::{dates, sheet};
use kintsugi_home::{Home, Listed, Query, Voice, week_start};

/// Write a page to bring along: what you pick, for a counsellor
///
/// It shows what the page will hold before it is written. Without options it picks your own lines of the last four weeks.
#[derive(Args)]
pub(crate) struct Export {
    /// Write one printable HTML page to this new file
    #[arg(long, value_name = "FILE", required = true)]
    sheet: PathBuf,
    /// From this day on
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Only this kind; may be given several times
    #[arg(long, short, value_parser = kinds())]
    kind: Vec<Kind>,
    /// Only with this tag
    #[arg(long, short, value_name = "TAG")]
    tag: Option<String>,
    /// Just these, by the beginning of their ids, and nothing else
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Your private lines, too
    #[arg(long)]
    private: bool,
    /// The words of your partner that are open to you, too
    #[arg(long)]
    theirs: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Export {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        if self.sheet.exists() {
            return Err(
                CommandError::usage(format!("{} exists already", self.sheet.display())).hint("Nothing was changed.")
            );
        }
        let lines = self.pick(context, &home)?;
        let names = Names::of(&home)?;
        if lines.is_empty() {
            return Err(CommandError::new(Exit::Failed, "nothing-picked", "nothing of the journal is picked")
                .hint("Pick other days with --from and --to, or lines with --only. Nothing was written."));
        }
        let partner = lines.iter().any(has_words_of_partner);
        let sentence = partner.then(|| sheet::with_theirs(names.of_author(false)));
        context.output.screen(&screen::entries(&lines, &names));
        if let Some(sentence) = &sentence {
            context.output.screen(&format!("\n{sentence} Bring them only if {} knows.", names.of_author(false)));
        }
        if !self.yes {
            if !context.can_ask() {
                return Err(CommandError::usage("the page is shown before it is written")
                    .hint("Add --yes to write it without asking."));
            }
            if !ask_yes(context, &format!("\nWrite this to {}? [y/N] ", self.sheet.display()))? {
                context.output.talk("Nothing was written.");
                return Ok(());
            }
        }
        let today = context.now.today(&home.journal_settings()?);
        write_private(&self.sheet, &sheet::page(&lines, &names, today, sentence.as_deref()))?;
        context.output.json(&json!({ "file": self.sheet.display().to_string(), "entries": lines.len() }));
        context.output.screen(&format!(
            "\nWritten to {}. It is not encrypted; print it, and delete it when you no longer need it.",
            self.sheet.display()
        ));
        Ok(())
    }

    fn pick(&self, context: &Context, home: &Home) -> Result<Vec<Listed>, CommandError> {
        let lines = home.query(&self.query(context, home)?)?;
        if !self.theirs && lines.iter().any(has_words_of_partner) {
            return Err(CommandError::usage("some of these are not your words")
                .hint("Add --theirs if your partner knows that you bring them."));
        }
        Ok(lines)
    }

    fn query(&self, context: &Context, home: &Home) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), week_start(&settings));
        let from = match &self.from {
            Some(text) => dates::days(text, today, start)?.first,
            None => today.saturating_sub(jiff::Span::new().days(27)),
        };
        let to = match &self.to {
            Some(text) => dates::days(text, today, start)?.last,
            None => Date::MAX,
        };
        let (kinds, tag, ids) = (self.kind.clone(), self.tag.clone(), self.only.clone());
        let voice = if self.theirs { Voice::Both } else { Voice::Mine };
        let (private, deleted) = (self.private, false);
        Ok(Query { from, to, kinds, tag, voice, private, deleted, ids, acts: false, ..Query::default() })
    }
}

/// Written by the partner, or kept from them.
fn has_words_of_partner(listed: &Listed) -> bool {
    !listed.mine || kintsugi_journal::KeptFrom::of(&listed.line).is_some_and(|kept| !kept.mine)
}

/// A new file that only its owner can read.
fn write_private(path: &std::path::Path, text: &str) -> Result<(), CommandError> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        CommandError::new(Exit::Failed, "file", format!("{} could not be written: {error}", path.display()))
            .hint("The journal is as it was.")
    })
}
