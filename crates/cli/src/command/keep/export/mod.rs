//! `export`

mod formats;
mod new_file;
mod sheet;

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use clap_complete::engine::ArgValueCandidates;
use kintsugi_home::OutForm;
use kintsugi_journal::Kind;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::save::kinds;

/// Take your words along: the whole journal in a form that other programs read, or a page for a counsellor
///
/// What it writes is not encrypted. Only you can read the file, as long as it stays on this laptop.
/// md and json bring everything back; jrnl, jrnl-json and dayone hold what those programs know.
#[derive(Args)]
#[command(group = ArgGroup::new("what").required(true).args(["format", "sheet"]))]
pub(crate) struct Export {
    /// The form
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// To this new file; for md, a new folder. Without it, to the screen or a pipe
    #[arg(long, short, value_name = "FILE", conflicts_with = "sheet")]
    output: Option<PathBuf>,
    /// Only your own words
    #[arg(long, conflicts_with = "sheet")]
    mine: bool,
    /// A page to bring along, for a counsellor: what you pick, shown before it is written. Without options, your own lines of
    /// the last four weeks
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// From this day on
    #[arg(long, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    to: Option<String>,
    /// Only this kind; may be given several times
    #[arg(long, short, value_parser = kinds())]
    kind: Vec<Kind>,
    /// Only with this tag
    #[arg(long, short, value_name = "TAG", add = ArgValueCandidates::new(complete::tags))]
    tag: Option<String>,
    /// Just these, by the beginning of their ids, and nothing else
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Your private lines, too, on a page that is to be printed
    #[arg(long)]
    private: bool,
    /// The words of your partner that are open to you, too, on the page to bring along
    #[arg(long, requires = "sheet")]
    theirs: bool,
    /// What else stands on the page to bring along; several with commas
    #[arg(long, value_name = "WHAT", requires = "sheet", value_delimiter = ',')]
    with: Vec<Besides>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// What stands on a sheet besides lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Besides {
    /// Your letters that are open
    Letters,
    /// Your answers that are open, with their questions
    Answers,
    /// The agreement; it is of both of you, so it needs --theirs
    Agreement,
    /// The days on which both of you did one small act
    Hearts,
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A Markdown file for each day
    Md,
    /// Everything, for programs
    Json,
    /// A file that jrnl opens
    Jrnl,
    /// As jrnl writes JSON
    JrnlJson,
    /// A zip that Day One takes in
    #[value(name = "dayone")]
    DayOne,
    /// A page to keep and to print
    Html,
    /// Plain text
    Txt,
}

impl Format {
    const fn form(self) -> OutForm {
        match self {
            Self::Md => OutForm::Markdown,
            Self::Json => OutForm::Json,
            Self::Jrnl => OutForm::Jrnl,
            Self::JrnlJson => OutForm::JrnlJson,
            Self::DayOne => OutForm::DayOne,
            Self::Html => OutForm::Html,
            Self::Txt => OutForm::Text,
        }
    }
}

impl Export {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match (&self.sheet, self.format) {
            (Some(file), _) => self.write_sheet(context, file),
            (None, Some(format)) => self.write_as(context, format),
            (None, None) => Err(CommandError::usage("say in which form, with --format, or --sheet FILE")),
        }
    }
}
