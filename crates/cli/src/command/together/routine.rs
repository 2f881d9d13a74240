//! `routine`

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::{Audience, Kind};
use serde_json::json;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, STRONG, filled};
use crate::save::{draft, resolve_day, said, written};
use kintsugi_home::{Home, RoutineDay, Thing};

/// Small new habits; one that both of you did on a day is an act of both
#[derive(Args)]
pub(crate) struct Routine {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Begin a routine, for both: ten minutes in the evening, a Sunday walk
    Add {
        /// What it is called, or - for stdin; without it, it asks
        name: Vec<String>,
    },
    /// List them
    List,
    /// Note that you did one
    Done {
        /// Which, by its name or the beginning of its id
        #[arg(required = true)]
        routine: Vec<String>,
        /// The day: today, yesterday, monday, 2026-06-03
        #[arg(long, short, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
        day: Option<String>,
    },
    /// Let one go
    Remove {
        /// Which
        #[arg(required = true)]
        routine: Vec<String>,
    },
}

impl Routine {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None | Some(What::List) => list(context, &home),
            Some(What::Add { name }) => {
                awkward(context.output, &home, "routine")?;
                let question = format!("A small habit, such as ten minutes in the evening. {ENDS}");
                let task = Task::asking("routine add", question);
                input::save(context, &home, &name, task, |name| add(context, &home, name))
            }
            Some(What::Done { routine, day }) => done(context, &home, &routine.join(" "), day.as_deref()),
            Some(What::Remove { routine }) => remove(context, &home, &routine.join(" ")),
        }
    }
}

fn find(home: &Home, named: &str) -> Result<Thing, CommandError> {
    home.thing(Kind::Routine, named).map_err(|error| CommandError::from(error).and("kintsugi routine lists them."))
}

fn list(context: &Context, home: &Home) -> Result<(), CommandError> {
    let (mut rows, mut answer) = (Vec::new(), Vec::new());
    for RoutineDay { routine, mine, both } in home.routines(&context.now)? {
        let note = match (mine, both) {
            (_, true) => " · both of you today",
            (true, _) => " · done today",
            _ => "",
        };
        rows.push(format!("  {STRONG}{}{STRONG:#}{note}{FAINT}{}{FAINT:#}", routine.text, context.id(routine.id)));
        answer.push(
            json!({ "id": routine.id.to_string(), "name": routine.text, "done_today": mine, "both_today": both }),
        );
    }
    let screen = if rows.is_empty() { filled("No routine yet. kintsugi routine add") } else { rows.join("\n") };
    context.output.screen(&screen);
    context.output.json(&json!({ "routines": answer }));
    Ok(())
}

fn add(context: &Context, home: &Home, name: String) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let line = home.save(draft(context, Kind::Routine, today, name.clone(), Audience::Both), &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "name": name }));
    context.output.done(&format!("A routine for both of you: {name}.{}", context.id(line.entry)));
    Ok(())
}

pub(super) fn done(context: &Context, home: &Home, named: &str, day: Option<&str>) -> Result<(), CommandError> {
    let routine = find(home, named)?;
    let day = resolve_day(context, home, day)?;
    let done = written(context, Kind::Done, day, String::new());
    let RoutineDay { routine, both, .. } = home.routine_done(routine, done, &context.now)?;
    context.output.json(&json!({ "id": routine.id.to_string(), "day": day.to_string(), "both": both }));
    let together = if both { " Both of you: an act of both." } else { "" };
    context.output.done(&format!("{}, {}.{together}", routine.text, said(context, home, day)?));
    Ok(())
}

fn remove(context: &Context, home: &Home, named: &str) -> Result<(), CommandError> {
    let routine = find(home, named)?;
    home.take_away(routine.id)?;
    context.output.json(&json!({ "id": routine.id.to_string(), "removed": true }));
    context.output.done("Let go. What was done stays done.");
    Ok(())
}
