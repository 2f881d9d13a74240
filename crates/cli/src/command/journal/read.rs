//! `read`

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{Kind, Visibility};

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
    /// At a terminal your private lines, too
    #[arg(long, conflicts_with_all = ["theirs", "together"])]
    private: bool,
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
        let hides = self.hides_private(context);
        let is_shown =
            |listed: &&Listed| sight.shows(listed) && !(hides && listed.line.visibility == Visibility::Private);
        let shown: Vec<Listed> = lines.iter().filter(is_shown).cloned().collect();
        let mut screen =
            if shown.is_empty() { self.nothing(context, &home, hides)? } else { screen::entries(&shown, &names) };
        let quiet = sight.quiet_until().map(quiet_until);
        for word in quiet.into_iter().chain(hides.then(|| PRIVATE_LINES.to_owned())) {
            screen.push_str(&format!("\n\n{FAINT}{word}{FAINT:#}"));
        }
        context.output.screen(&screen);
        context.output.json(&json::Entries {
            entries: lines.into_iter().map(|listed| json::Entry::of(listed, &names)).collect(),
        });
        Ok(())
    }

    /// Somebody may look over a shoulder: at a terminal private lines stay away unless they are asked for.
    fn hides_private(&self, context: &Context) -> bool {
        let asked = self.mine || self.private || self.theirs || self.together;
        crate::output::has_screen() && !context.output.is_json() && !asked
    }

    /// What a screen says that has no lines: true, and the same whether or not there are lines that it does not show.
    fn nothing(&self, context: &Context, home: &Home, hides: bool) -> Result<String, CommandError> {
        if !(self.names_days() || self.filters() || self.together) {
            // Where private lines stay away, that there is nothing at all would say that there are none of them either.
            let is_empty = !hides && home.status(&context.now)?.entries == 0;
            let text =
                if is_empty { "Nothing is written here yet." } else { "Nothing to show of the last seven days." };
            return Ok(text.to_owned());
        }
        let mut choices = Vec::new();
        choices.extend(self.kind.map(|kind| format!("kind {}", kind.name())));
        choices.extend(self.tag.as_ref().map(|tag| format!("tag {}", tag.trim_start_matches(['#', '@']))));
        choices.extend(self.from.as_ref().map(|from| format!("from {from}")));
        choices.extend(self.to.as_ref().map(|to| format!("to {to}")));
        choices.extend(self.mine.then(|| "only yours".to_owned()));
        choices.extend(self.theirs.then(|| "only your partner’s".to_owned()));
        choices.extend(self.together.then(|| "open to you both".to_owned()));
        let choices = if choices.is_empty() { String::new() } else { format!(" ({})", choices.join(", ")) };
        Ok(format!("Nothing to show of that{choices}."))
    }

    const fn names_days(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.last.is_some()
    }

    const fn filters(&self) -> bool {
        self.kind.is_some() || self.tag.is_some() || self.mine || self.theirs
    }

    /// Both sit at this terminal, and did not ask for anything in particular.
    fn is_a_reading(&self, context: &Context) -> bool {
        let plain = !self.names_days() && !self.filters();
        self.together && plain && context.can_ask() && crate::output::has_screen()
    }

    /// Without any filter, and for reading together, the last seven days.
    fn query(&self, context: &Context, home: &Home) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), week_start(&settings));
        let week = !self.names_days() && (self.together || !self.filters());
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

/// Under the day at a terminal, whether there are any or not.
const PRIVATE_LINES: &str = "Private lines: kintsugi read --private";

/// The same whether something is kept back or not.
fn quiet_until(until: Date) -> String {
    format!("Quiet until {}. kintsugi read --all shows everything.", dates::short(until))
}
