//! `import`

mod report;

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use kintsugi_home::sentences::brought_taken_back;
use kintsugi_home::{Bringing, InForm as Form, NotBrought, ReadError};
use serde_json::json;

use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::progress::Progress;
use report::Report;

/// Bring along what you wrote elsewhere: jrnl, Day One, notes in Markdown
///
/// Everything comes in as private, unless you say --open. Each line keeps the day that it bears. The files stay as they are.
/// Brought along once more, only what is new comes in. --undo takes all of it back.
#[derive(Args)]
#[command(group = ArgGroup::new("what").required(true).args(["path", "undo", "list"]))]
pub(crate) struct Import {
    /// What it is
    #[arg(long, value_name = "FORMAT", required_unless_present_any = ["undo", "list"])]
    format: Option<Format>,
    /// The file or the folder
    path: Option<PathBuf>,
    /// Only say what would come in
    #[arg(long, requires = "path")]
    dry_run: bool,
    /// Both of you may read it, but for what the files call private and for days to come
    #[arg(long, requires = "path")]
    open: bool,
    /// Take back all that came with this number
    #[arg(long, value_name = "ID")]
    undo: Option<u32>,
    /// Show what was brought along
    #[arg(long)]
    list: bool,
}

/// What was written elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Of jrnl: its file or folder, or its exports
    Jrnl,
    /// Of Day One: a zip, a folder or a JSON file; and of its first version, a folder of .doentry files
    #[value(name = "dayone")]
    DayOne,
    /// Notes in Markdown, a file or a folder: of Obsidian, Logseq, Dendron, or from here
    #[value(alias = "md")]
    Markdown,
    /// From here: export --format json
    Json,
}

impl Format {
    const fn form(self) -> Form {
        match self {
            Self::Jrnl => Form::Jrnl,
            Self::DayOne => Form::DayOne,
            Self::Markdown => Form::Markdown,
            Self::Json => Form::Json,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Jrnl => "jrnl",
            Self::DayOne => "dayone",
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }
}

impl Import {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match (self.undo, self.list, &self.path, self.format) {
            (Some(number), ..) => undo(context, number),
            (_, true, ..) => list(context),
            (_, _, Some(path), Some(format)) => self.bring(context, path, format),
            _ => Err(CommandError::usage("say what it is with --format, and where it is")),
        }
    }

    /// The source is read twice: first to the end, so that nothing is added of one that is broken.
    fn bring(&self, context: &Context, path: &Path, format: Format) -> Result<(), CommandError> {
        let (form, name) = (format.form(), format.name());
        let how = Bringing { form, name, open: self.open, look: self.dry_run, moment: &context.now };
        let count = how.count(path.into()).map_err(|error| unread(path, &error))?;
        let home = context.home()?;
        let bar = Progress::of_lines(context, count, if self.dry_run { "looking" } else { "taking in" });
        let brought = home.bring(path.into(), how, &mut |done| bar.at(done));
        bar.end();
        let brought = brought.map_err(|error| match error {
            NotBrought::Source(error) => unread(path, &error),
            NotBrought::Home(error) => error.into(),
        })?;
        Report { brought, dry_run: self.dry_run }.tell(context)
    }
}

fn unread(path: &Path, error: &ReadError) -> CommandError {
    let hint = match error {
        ReadError::Encrypted => "Write it out of its program without a password first. Nothing was added.",
        ReadError::Other(_) => "Another --format may fit. Nothing was added.",
        _ => "Nothing was added.",
    };
    let what = match error {
        ReadError::Io { .. } => error.to_string(),
        _ => format!("{} cannot be brought along: {error}", path.display()),
    };
    CommandError::new(Exit::Failed, "import", what).hint(hint)
}

fn undo(context: &Context, number: u32) -> Result<(), CommandError> {
    let taken = context.home()?.undo_import(number)?;
    context.output.json(&json!({ "import": number, "removed": taken }));
    context.output.done(&brought_taken_back(taken));
    Ok(())
}

fn list(context: &Context) -> Result<(), CommandError> {
    let imports = context.home()?.imports()?;
    let rows = imports.iter().map(|row| {
        json!({ "import": row.number, "day": row.day, "format": row.form, "added": row.added, "undone": row.undone })
    });
    context.output.json(&json!({ "imports": rows.collect::<Vec<_>>() }));
    let lines = imports.iter().map(|row| {
        let undone = if row.undone { ", taken back" } else { "" };
        format!("{:>3}  {}  {}, {} lines{undone}", row.number, dates::short(row.day), row.form, row.added)
    });
    let lines: Vec<String> = lines.collect();
    context.output.screen(if lines.is_empty() { "Nothing was brought along yet." } else { "" });
    context.output.screen(&lines.join("\n"));
    Ok(())
}
