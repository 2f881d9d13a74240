//! `read`

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::Kind;

use super::reading;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::FAINT;
use crate::save::kinds;
use crate::{dates, json, screen};
use kintsugi_home::{Home, Listed, Query, Sight, Voice, week_start};

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
    /// Also what came in a time of quiet
    #[arg(long)]
    all: bool,
    /// Say that you are ready for the weekly reading, and nothing else
    #[arg(long, requires = "together")]
    ready: bool,
}

impl Read {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        if self.together && self.ready {
            let due = home.reading(&context.now)?;
            if !reading::make_ready(context, &home, &due)? {
                context.output.screen("No sealed line of yours waits for a reading.");
            }
            context.output.json(&reading::object(&due));
            return Ok(());
        }
        if self.is_a_reading(context) {
            let due = home.reading(&context.now)?;
            return if reading::make_ready(context, &home, &due)? {
                Ok(())
            } else {
                reading::run(context, &home, &due)
            };
        }
        let lines = home.query(&self.query(context, &home)?)?;
        let names = screen::Names::of(&home)?.with_ids(context.global.ids);
        let sight = if self.all { Sight::default() } else { home.sight(&context.now)? };
        let shown: Vec<Listed> = lines.iter().filter(|listed| sight.shows(listed)).cloned().collect();
        let quiet = sight.quiet_until().map(|until| format!("\n\n{FAINT}{}{FAINT:#}", quiet_until(until)));
        context.output.screen(&format!("{}{}", screen::entries(&shown, &names), quiet.unwrap_or_default()));
        context.output.json(&json::Entries {
            entries: lines.into_iter().map(|listed| json::Entry::of(listed, &names)).collect(),
        });
        Ok(())
    }

    /// Both sit at this terminal, and did not ask for anything in particular.
    fn is_a_reading(&self, context: &Context) -> bool {
        let unfiltered = self.from.is_none() && self.to.is_none() && self.last.is_none();
        let plain = unfiltered && self.kind.is_none() && self.tag.is_none() && !self.mine && !self.theirs;
        self.together && plain && context.can_ask() && crate::output::has_screen()
    }

    /// Without any filter, and for reading together, the last seven days.
    fn query(&self, context: &Context, home: &Home) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), week_start(&settings));
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
        let voice = match (self.mine, self.theirs) {
            (true, _) => Voice::Mine,
            (_, true) => Voice::Theirs,
            _ => Voice::Both,
        };
        let (kinds, tag) = (self.kind.into_iter().collect(), self.tag.clone());
        Ok(Query { from, to, last: self.last, kinds, tag, voice, together: self.together, ..Query::default() })
    }
}

/// The same whether something is kept back or not.
fn quiet_until(until: Date) -> String {
    format!("Quiet until {}. kintsugi read --all shows everything.", dates::short(until))
}
