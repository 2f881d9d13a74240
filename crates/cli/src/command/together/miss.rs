//! `miss`

use clap::{Args, Subcommand};
use jiff::civil::Date;
use kintsugi_journal::{Kind, Occasion, Topic};
use serde_json::json;

use super::invite::invite;
use super::withdraw::withdraw;
use crate::choose;
use crate::confirm::ask_line;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, filled, has_screen, indented};
use crate::save::written;
use crate::screen::Names;
use kintsugi_home::sentences::{LOST, OPENS_WRITTEN};
use kintsugi_home::{Home, HomeError, Missed, Standing, in_hand};

/// One small thing that each of you misses, opened together and planned for a day
#[derive(Args)]
pub(crate) struct Miss {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Write one small thing that you miss; it is sealed until both have one
    Write {
        /// What it is, or - for stdin; without it, it asks
        text: Vec<String>,
    },
    /// Invite your partner to one small thing each; at most once a week, shown once
    Invite,
    /// Take yours back before it is opened
    Withdraw {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Plan one for a day: today, tomorrow, friday, 2026-06-05
    Plan {
        /// Which, by the beginning of its id; without one they are offered
        id: Option<String>,
        /// The day; without one it is asked for
        day: Vec<String>,
    },
    /// Take the day of one back
    Unplan {
        /// Which; without one they are offered
        id: Option<String>,
    },
    /// Mark one that took place again
    Done {
        /// Which; without one they are offered
        id: Option<String>,
    },
}

impl Miss {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None => show(context, &home),
            Some(What::Write { text }) => ask(context, &home, &text),
            Some(What::Invite) => invite(context, &home, Occasion::Miss, None),
            Some(What::Withdraw { yes }) => withdraw(context, &home, Topic::Miss, yes),
            Some(What::Plan { id, day }) => plan(context, &home, id.as_deref(), &day.join(" ")),
            Some(What::Unplan { id }) => unplan(context, &home, id.as_deref()),
            Some(What::Done { id }) => done(context, &home, id.as_deref()),
        }
    }
}

fn show(context: &Context, home: &Home) -> Result<(), CommandError> {
    let standing = home.standing(Topic::Miss)?;
    let (all, names) = (home.missed()?, Names::of(home)?);
    let mut screen: Vec<String> = all.iter().map(|one| row(one, &names, &context.id(one.id))).collect();
    screen.push(match standing {
        Standing::Nothing => "Nothing of yours is sealed. One small thing that you miss: kintsugi miss write".into(),
        Standing::Open => format!("{FAINT}kintsugi miss write begins a new pair.{FAINT:#}"),
        Standing::Lost => format!("{LOST} Another one: kintsugi miss write"),
        Standing::Sealed | Standing::Ready => format!("{}Yours is sealed. {OPENS_WRITTEN}", own(home)?),
    });
    context.output.screen(&screen.join("\n"));
    context.output.json(&json!({
        "state": standing.name(),
        "missed": all.iter().map(|one| json!({
            "id": one.id.to_string(), "author": names.of_author(one.mine), "mine": one.mine, "text": one.text,
            "planned": one.planned.map(|day| day.to_string()), "done": one.done,
        })).collect::<Vec<_>>(),
    }));
    plan_at_once(context, home, all)
}

/// What is open and has no day is asked for one of this week, where somebody sits there.
fn plan_at_once(context: &Context, home: &Home, all: Vec<Missed>) -> Result<(), CommandError> {
    if !context.can_ask() || !has_screen() {
        return Ok(());
    }
    for one in all.into_iter().filter(|one| !one.done && one.planned.is_none()) {
        context.output.insist(&filled(&format!("\n“{}” has no day yet.", one.text)));
        plan(context, home, Some(&one.id.to_string()), "")?;
    }
    Ok(())
}

/// What I sealed and is not open yet: it is mine to read.
fn own(home: &Home) -> Result<String, CommandError> {
    let rounds = home.rounds_of(Topic::Miss)?;
    let Some(round) = in_hand(&rounds) else { return Ok(String::new()) };
    let mine = home.pieces(round)?.into_iter().filter(|piece| piece.mine).filter_map(|piece| piece.body);
    Ok(mine.map(|body| format!("{}\n", indented(&body.text, "    "))).collect())
}

fn row(one: &Missed, names: &Names, id: &str) -> String {
    let mut notes = Vec::new();
    match (one.done, one.planned) {
        (true, _) => notes.push("took place again".to_owned()),
        (false, Some(day)) => notes.push(format!("planned for {}", dates::short(day))),
        (false, None) => {}
    }
    if !one.done && !one.also.is_empty() {
        let others: Vec<String> = one.also.iter().map(|day| dates::short(*day)).collect();
        notes.push(format!("chosen apart as {} too; planning once more settles it", others.join(", ")));
    }
    let text = indented(&one.text, "    ");
    let author = names.of_author(one.mine);
    let notes = notes.iter().map(|note| format!("\n{FAINT}{}{FAINT:#}", indented(note, "    "))).collect::<String>();
    format!("  {author}{FAINT}{id}{FAINT:#}\n{text}{notes}")
}

fn ask(context: &Context, home: &Home, arguments: &[String]) -> Result<(), CommandError> {
    awkward(context.output, home, "miss")?;
    let task = Task::asking("miss write", format!("One small thing that you miss. {ENDS}"));
    input::save(context, home, arguments, task, |text| write(context, home, text))
}

fn write(context: &Context, home: &Home, text: String) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let (round, line) = home.seal(Topic::Miss, written(context, Kind::Miss, today, text), &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "number": round.number, "state": "ready" }));
    context.output.done(&format!("Sealed. {OPENS_WRITTEN}"));
    Ok(())
}

/// Where nothing is open that could be planned.
const NONE_OPEN: &str = "Nothing that you miss is open yet. kintsugi miss write begins: one small thing each.";

/// The one that is named, or chosen by number.
fn find(context: &Context, home: &Home, id: Option<&str>) -> Result<Option<Missed>, CommandError> {
    let Some(id) = id else {
        let open = home.missed()?.into_iter().filter(|one| !one.done);
        let rows: Vec<_> = open.map(|one| (one.text.clone(), one)).collect();
        if rows.is_empty() && context.can_ask() {
            context.output.talk(NONE_OPEN);
            return Ok(None);
        }
        return choose::one_of(context, rows, "kintsugi miss --ids shows the ids.");
    };
    home.find_missed(id).map(Some).map_err(|error| match error {
        HomeError::NoSuchThing(_) => CommandError::from(error).and("kintsugi miss --ids lists them."),
        other => other.into(),
    })
}

/// The day that was said, or is asked for; Enter is none.
fn coming_day(context: &Context, home: &Home, day: &str) -> Result<Option<Date>, CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    if !day.is_empty() || !context.can_ask() {
        return dates::coming(day, today).map(Some);
    }
    loop {
        let answer =
            ask_line(context, "For which day, such as tomorrow or friday? Enter for none: ")?.unwrap_or_default();
        if answer.trim().is_empty() {
            return Ok(None);
        }
        match dates::coming(&answer, today) {
            Ok(day) => return Ok(Some(day)),
            Err(error) => context.output.insist(&format!("{}.", error.message)),
        }
    }
}

pub(super) fn plan(context: &Context, home: &Home, id: Option<&str>, day: &str) -> Result<(), CommandError> {
    let Some(one) = find(context, home, id)? else { return Ok(()) };
    let Some(day) = coming_day(context, home, day)? else { return Ok(()) };
    home.plan_missed(&one, day)?;
    context.output.json(&json!({ "id": one.id.to_string(), "planned": day.to_string() }));
    context.output.done(&format!("Planned for {}.", dates::short(day)));
    Ok(())
}

fn unplan(context: &Context, home: &Home, id: Option<&str>) -> Result<(), CommandError> {
    let Some(one) = find(context, home, id)? else { return Ok(()) };
    home.unplan_missed(&one)?;
    context.output.json(&json!({ "id": one.id.to_string(), "planned": null }));
    context.output.done("It has no day any more.");
    Ok(())
}

fn done(context: &Context, home: &Home, id: Option<&str>) -> Result<(), CommandError> {
    let Some(one) = find(context, home, id)? else { return Ok(()) };
    home.missed_again(&one)?;
    context.output.json(&json!({ "id": one.id.to_string(), "done": true }));
    context.output.done("It took place again. Good.");
    Ok(())
}
