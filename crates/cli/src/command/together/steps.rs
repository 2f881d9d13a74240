//! The steps of an evening and of a week at a terminal: one screen each. Without one they print what they would show.

use std::time::Duration;

use kintsugi_home::repertoire::questions;
use kintsugi_home::{FocusDay, Home, Listed, Missed, Offer, Opened, Reading, RoutineDay, Step, Wait, week_start};
use kintsugi_journal::Kind;
use kintsugi_meet::{Asking, meet};
use serde_json::json;

use super::{act, checkin, focus, jar, miss, progress, routine};
use crate::choose;
use crate::command::journal::{reading, write};
use crate::confirm::{STOPPED, ask_line, ask_yes, stopped};
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::input::ENDS;
use crate::network::{outside, settle};
use crate::output::{STRONG, filled, has_screen};
use crate::screen::{self, Names};
use crate::signals::HeldBack;
use crate::terminal::{clear, given_back};

/// How long the other laptop is looked for.
const LOOK: Duration = Duration::from_secs(20);

/// How soon it is noticed that somebody leaves.
const NOTICED: Duration = Duration::from_millis(100);

/// Goes through the steps that offer something, and says goodbye.
pub(super) fn run(context: &Context, steps: &[Step], goodbye: &str) -> Result<(), CommandError> {
    let home = context.home()?;
    let begun = Opened::now(&home)?;
    let way = Way { context, home: &home, begun: &begun, names: Names::of(&home)? };
    if !context.can_ask() || !has_screen() {
        return way.print(steps);
    }
    let held = HeldBack::new().map_err(given_back)?;
    match way.walk(steps, &held) {
        Ok(()) => {
            context.output.screen(goodbye);
            Ok(())
        }
        // Leaving is all right at any place.
        Err(error) if error.code == STOPPED => {
            let kept = error.hint.unwrap_or_default();
            context.output.screen(&filled(&format!("\nUntil another time. {kept}")));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

struct Way<'a> {
    context: &'a Context,
    home: &'a Home,
    begun: &'a Opened,
    names: Names,
}

impl Way<'_> {
    fn offer(&self, step: Step) -> Result<Option<Offer>, CommandError> {
        Ok(self.home.offers(step, self.begun, &self.context.now)?)
    }

    /// What would be shown, without asking.
    fn print(&self, steps: &[Step]) -> Result<(), CommandError> {
        let mut left = Vec::new();
        for step in steps {
            if let Some(offer) = self.offer(*step)? {
                left.push(step.name());
                self.context.output.screen(&format!("{}\n", self.screen(&offer)?));
            }
        }
        self.context.output.json(&json!({ "left": left }));
        Ok(())
    }

    fn walk(&self, steps: &[Step], held: &HeldBack) -> Result<(), CommandError> {
        clear();
        for step in steps {
            if held.was_asked() {
                return Err(stopped());
            }
            if let Some(offer) = self.offer(*step)? {
                // What was just saved stays in sight above.
                self.context.output.screen(&format!("\n{}\n", self.screen(&offer)?));
                self.act_on(offer, held)?;
            }
        }
        Ok(())
    }

    /// What a step shows.
    fn screen(&self, offer: &Offer) -> Result<String, CommandError> {
        let titled = |text: &str| format!("{STRONG}{}{STRONG:#}\n\n{}", offer.title(), filled(text));
        if let Some(said) = offer.says() {
            return Ok(titled(said));
        }
        Ok(match offer {
            Offer::News(lines) => {
                format!("{STRONG}{}{STRONG:#}\n\n{}", offer.title(), screen::entries(lines, &self.names))
            }
            Offer::Slip(slip) => titled(&slip.text),
            Offer::Routines(open) => {
                let names: Vec<&str> = open.iter().map(|one| one.routine.text.as_str()).collect();
                titled(&names.join("\n"))
            }
            Offer::Meet => titled(&format!("This laptop looks for {}'s for a moment.", self.names.of_author(false))),
            Offer::Hearts(month, tracker) => {
                let settings = self.home.journal_settings()?;
                let today = self.context.now.today(&settings);
                screen::tracker_month(*month, tracker, week_start(&settings), today)
            }
            Offer::CheckIn(sitting) => titled(&format!("It is today at {}.", dates::clock(&sitting.schedule))),
            Offer::Opened(topics) => titled(&screen::opened(topics, &questions(self.home)?).join("\n")),
            Offer::Focus(now) => titled(&ends(now.as_ref())),
            // What the rest says is the same each time.
            _ => titled(""),
        })
    }

    fn act_on(&self, offer: Offer, held: &HeldBack) -> Result<(), CommandError> {
        match offer {
            Offer::News(lines) => self.news(&lines),
            Offer::Draw => self.draw(),
            Offer::Slip(_) => self.slip(),
            Offer::Line => self.line(),
            Offer::Act => act::ask(self.context, self.home),
            Offer::Routines(open) => self.routines(open),
            Offer::Meet => self.meet(held),
            Offer::Hearts(..) => Ok(()),
            Offer::Reading(due) => self.reading(&due, held),
            Offer::CheckIn(_) => self.check_in(),
            Offer::Opened(_) => self.go_on(),
            Offer::Plan(open) => self.plan(open),
            Offer::Better => progress::ask(self.context, self.home),
            Offer::Focus(_) => focus::ask(self.context, self.home),
        }
    }

    fn go_on(&self) -> Result<(), CommandError> {
        ask_line(self.context, "Enter goes on. ").map(drop)
    }

    fn yes(&self, question: &str) -> Result<bool, CommandError> {
        ask_yes(self.context, question)
    }

    fn news(&self, lines: &[Listed]) -> Result<(), CommandError> {
        self.home.was_shown(lines, &self.context.now)?;
        self.go_on()
    }

    fn draw(&self) -> Result<(), CommandError> {
        if !self.yes("Draw the slip of today? [y/N] ")? {
            return Ok(());
        }
        match self.home.draw(&self.context.now)? {
            Some(drawn) => {
                self.context.output.screen(&format!("\n{}\n", filled(&drawn.slip.text)));
                self.slip()
            }
            None => {
                self.context.output.screen(jar::NONE_LEFT);
                Ok(())
            }
        }
    }

    fn slip(&self) -> Result<(), CommandError> {
        if self.yes("Is it done? Enter leaves it for later. [y/N] ")? {
            let today = self.context.now.today(&self.home.journal_settings()?);
            jar::done(self.context, self.home, today)?;
        }
        Ok(())
    }

    fn line(&self) -> Result<(), CommandError> {
        let kinds = Kind::ENTRIES.map(|kind| (kind.name().to_owned(), kind)).to_vec();
        let Some(kind) = choose::one_of(self.context, kinds, "")? else { return Ok(()) };
        write::ask(self.context, self.home, kind, &format!("A line or two. {ENDS}"))
    }

    fn routines(&self, open: Vec<RoutineDay>) -> Result<(), CommandError> {
        for one in open {
            if self.yes(&format!("{}: did you do it today? [y/N] ", one.routine.text))? {
                routine::done(self.context, self.home, &one.routine.id.to_string(), None)?;
            }
        }
        Ok(())
    }

    /// New lines go on waiting. What does not come about says something of this laptop alone.
    fn meet(&self, held: &HeldBack) -> Result<(), CommandError> {
        settle(self.context, self.home)?;
        let (outside, quiet) = (outside(self.context)?, |_| {});
        let asking = Asking { within: LOOK, besides: &[], lines: Wait::AsChosen };
        let met = kintsugi_meet::run(meet(self.home, &outside, asking, asked_to_end(held), &quiet));
        match met.map_err(CommandError::from) {
            Ok(met) => {
                let partner = self.names.of_author(false);
                self.context.output.screen(&screen::moved(partner, met.received, met.sent));
            }
            Err(error) if error.code == STOPPED => return Err(error),
            Err(error) if error.exit == Exit::NotReached => {
                self.context.output.screen("This laptop met no other one. It goes on with what is here.");
            }
            Err(error) => self.context.output.error(&error),
        }
        if let Some(Offer::News(lines)) = self.offer(Step::News)? {
            self.context.output.screen(&format!("\n{}\n", screen::entries(&lines, &self.names)));
            self.home.was_shown(&lines, &self.context.now)?;
        }
        self.go_on()
    }

    fn reading(&self, due: &Reading, held: &HeldBack) -> Result<(), CommandError> {
        if !due.due.is_empty() && self.yes("Are you ready for it? It opens once both of you are. [y/N] ")? {
            reading::make_ready(self.context, self.home, due)?;
            self.meet(held)?;
        }
        let now = self.home.reading(&self.context.now)?;
        if now.due.is_empty() && self.yes("Read it together now? [y/N] ")? {
            reading::run(self.context, self.home, &now)?;
        }
        Ok(())
    }

    fn check_in(&self) -> Result<(), CommandError> {
        if self.yes("Sit down for it now, five minutes each? [y/N] ")? {
            checkin::start(self.context, self.home, 5.0)?;
        }
        Ok(())
    }

    fn plan(&self, open: Vec<Missed>) -> Result<(), CommandError> {
        let rows = open.into_iter().map(|one| (one.text.clone(), one)).collect();
        match choose::one_of(self.context, rows, "")? {
            Some(one) => miss::plan(self.context, self.home, Some(&one.id.to_string()), ""),
            None => Ok(()),
        }
    }
}

/// Somebody asks this program to end.
async fn asked_to_end(held: &HeldBack) {
    while !held.was_asked() {
        tokio::time::sleep(NOTICED).await;
    }
}

fn ends(now: Option<&FocusDay>) -> String {
    let title = now.and_then(|focus| focus.practice.as_ref()).map(|practice| practice.title.as_str());
    let title = title.unwrap_or("a practice of a newer version");
    format!("Seven days of “{title}” end today. What did they give the two of you?")
}
