//! `read`

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;

use super::filter::{Filter, in_brackets};
use super::form::{Answer, Form};
use super::reading;
use crate::context::Context;
use crate::error::CommandError;
use crate::{dates, screen};
use kintsugi_home::{Home, Listed, Query, Sight};

/// Read the journal: without options, the last seven days
#[derive(Args)]
pub(crate) struct Read {
    #[command(flatten)]
    form: Form,
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
    // The last, for its heading goes on to what follows.
    #[command(flatten)]
    filter: Filter,
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
        let hides = self.hides_private(context);
        let query = Query { private: !hides, ..self.query(context, &home)? };
        let lines = home.query(&query)?;
        let names = screen::Names::of(&home)?.with_ids(context.global.ids);
        let sight = if self.all { Sight::default() } else { home.sight(&context.now)? };
        let seen: Vec<Listed> = lines.iter().filter(|listed| sight.shows(listed)).cloned().collect();
        let pretty =
            if seen.is_empty() { self.nothing(context, &home, hides)? } else { screen::entries(&seen, &names) };
        let quiet = sight.quiet_until().map(quiet_until);
        let beside = quiet.into_iter().chain(hides.then(|| PRIVATE_LINES.to_owned())).collect();
        self.form.show(context, Answer { lines, seen, pretty, beside }, &names);
        Ok(())
    }

    /// Somebody may look over a shoulder: at a terminal private lines stay away unless they are asked for.
    fn hides_private(&self, context: &Context) -> bool {
        let asked = self.filter.mine || self.private || self.filter.theirs || self.together;
        crate::output::has_screen() && !self.form.output(context).is_json() && !asked
    }

    /// What a screen says that has no lines: true, and the same whether or not there are lines that it does not show.
    fn nothing(&self, context: &Context, home: &Home, hides: bool) -> Result<String, CommandError> {
        if !(self.filter.names_days() || self.filter.names_lines() || self.together) {
            // Where private lines stay away, that there is nothing at all would say that there are none of them either.
            let is_empty = !hides && home.status(&context.now)?.entries == 0;
            let text =
                if is_empty { "Nothing is written here yet." } else { "Nothing to show of the last seven days." };
            return Ok(text.to_owned());
        }
        let mut choices = self.filter.choices();
        choices.extend(self.together.then(|| "open to you both".to_owned()));
        Ok(format!("Nothing to show of that{}.", in_brackets(&choices)))
    }

    /// Both sit at this terminal, and did not ask for anything in particular.
    fn is_a_reading(&self, context: &Context) -> bool {
        let plain = !self.filter.names_days() && !self.filter.names_lines();
        self.together && plain && context.can_ask() && crate::output::has_screen()
    }

    /// Without any filter, and for reading together, the last seven days.
    fn query(&self, context: &Context, home: &Home) -> Result<Query, CommandError> {
        let query = self.filter.query(context, home)?;
        let week = !self.filter.names_days() && (self.together || !self.filter.names_lines());
        let today = context.now.today(&home.journal_settings()?);
        let from = if week { today.saturating_sub(6.days()) } else { query.from };
        Ok(Query { from, together: self.together, ..query })
    }
}

/// Under the day at a terminal, whether there are any or not.
const PRIVATE_LINES: &str = "Private lines: kintsugi read --private";

/// The same whether something is kept back or not.
fn quiet_until(until: Date) -> String {
    format!("Quiet until {}. kintsugi read --all shows everything.", dates::short(until))
}
