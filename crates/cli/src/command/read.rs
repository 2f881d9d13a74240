//! `read`

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::Kind;

use super::reading::Reading;
use super::save::kinds;
use crate::context::Context;
use crate::error::CommandError;
use crate::{dates, json, screen};
use kintsugi_home::{Home, Listed};

/// Read the journal: without options, the last seven days
#[derive(Args)]
pub(crate) struct Read {
    /// From this day on
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Only the last N entries
    #[arg(long, short = 'n', value_name = "N")]
    last: Option<usize>,
    /// Only this kind
    #[arg(long, short, value_parser = kinds())]
    kind: Option<Kind>,
    /// Only with this tag
    #[arg(long, short, value_name = "TAG")]
    tag: Option<String>,
    /// Only mine
    #[arg(long, conflicts_with = "theirs")]
    mine: bool,
    /// Only my partner's
    #[arg(long)]
    theirs: bool,
    /// For reading side by side, one voice at a time: private lines stay away
    #[arg(long)]
    together: bool,
    /// Say that you are ready for the weekly reading, and nothing else
    #[arg(long, requires = "together")]
    ready: bool,
}

impl Read {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        if self.together && self.ready {
            let reading = Reading::of(context, &home)?;
            if !reading.make_ready(context, &home)? {
                context.output.screen("No sealed line waits for a reading.");
            }
            context.output.json(&reading.object());
            return Ok(());
        }
        if self.is_a_reading(context) {
            let reading = Reading::of(context, &home)?;
            return if reading.make_ready(context, &home)? { Ok(()) } else { reading.run(context, &home) };
        }
        let lines = self.lines(context, &home)?;
        let names = screen::Names::of(&home)?;
        context.output.screen(&screen::entries(&lines, &names));
        context.output.json(&json::Entries {
            entries: lines.into_iter().map(|listed| json::Entry::of(listed, &names)).collect(),
        });
        Ok(())
    }

    /// Both sit at this terminal, and did not ask for anything in particular.
    fn is_a_reading(&self, context: &Context) -> bool {
        let unfiltered = self.from.is_none() && self.to.is_none() && self.last.is_none();
        let plain = unfiltered && self.kind.is_none() && self.tag.is_none() && !self.mine && !self.theirs;
        self.together && plain && context.can_ask() && std::io::IsTerminal::is_terminal(&std::io::stdout())
    }

    fn lines(&self, context: &Context, home: &Home) -> Result<Vec<Listed>, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), dates::week_start(settings.week_start));
        let unfiltered = self.from.is_none() && self.to.is_none() && self.last.is_none();
        let filtered = self.kind.is_some() || self.tag.is_some() || self.mine || self.theirs;
        let week = unfiltered && (self.together || !filtered);
        let from = match &self.from {
            Some(text) => dates::days(text, today, start)?.first,
            None if week => today.saturating_sub(6.days()),
            None => Date::MIN,
        };
        let to = match &self.to {
            Some(text) => dates::days(text, today, start)?.last,
            None => Date::MAX,
        };
        let tag = self.tag.as_ref().map(|tag| tag.trim_start_matches(['#', '@']).to_lowercase());
        let keep = |listed: &Listed| {
            let line = &listed.line;
            line.is_entry()
                && (from..=to).contains(&line.day)
                && self.kind.is_none_or(|kind| line.kind == Some(kind))
                && tag.as_ref().is_none_or(|tag| line.tags.iter().any(|other| other.to_lowercase() == *tag))
                && (!self.mine || listed.mine)
                && (!self.theirs || !listed.mine)
                && (!self.together || listed.is_open() || line.is_deleted())
        };
        if let Some(count) = self.last {
            return Ok(home.last_lines(count, keep)?);
        }
        let mut lines = home.lines(from, to)?;
        lines.retain(keep);
        Ok(lines)
    }
}
