//! How lines are shown: `--format` of `read` and `search`.

use clap::{Args, ValueEnum};
use kintsugi_home::{Listed, Outgoing};

use crate::context::Context;
use crate::json;
use crate::output::{FAINT, Output};
use crate::screen::{self, Names};

/// The option.
#[derive(Args)]
pub(crate) struct Form {
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Day by day, whole
    #[default]
    Pretty,
    /// A row for each line
    Short,
    /// Markdown, as export writes it
    Md,
    /// As with --json
    Json,
}

/// Lines, and what a screen says of them.
pub(super) struct Answer {
    /// All that was asked for.
    pub(super) lines: Vec<Listed>,
    /// Those that a screen shows.
    pub(super) seen: Vec<Listed>,
    /// The screen, day by day.
    pub(super) pretty: String,
    /// What stands below it.
    pub(super) beside: Vec<String>,
}

impl Form {
    /// The output that it asks for.
    pub(super) fn output(&self, context: &Context) -> Output {
        if self.format == Format::Json { context.output.as_json() } else { context.output }
    }

    pub(super) fn show(&self, context: &Context, answer: Answer, names: &Names) {
        let output = self.output(context);
        if output.is_json() {
            let entries = answer.lines.into_iter().map(|listed| json::Entry::of(listed, names)).collect();
            return output.json(&json::Entries { entries });
        }
        let below =
            |screen: String| answer.beside.iter().fold(screen, |on, word| format!("{on}\n\n{FAINT}{word}{FAINT:#}"));
        match self.format {
            Format::Short if !answer.seen.is_empty() => output.long(&below(screen::short(&answer.seen, names))),
            Format::Md if !answer.seen.is_empty() => {
                let names = (names.of_author(true), names.of_author(false));
                output.document(&Outgoing::of(answer.seen, names).markdown());
            }
            _ => output.long(&below(answer.pretty)),
        }
    }
}
