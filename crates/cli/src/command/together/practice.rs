//! `practice`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::Kind;
use serde_json::json;

use crate::complete;
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::CommandError;
use crate::here::both_were_here;
use crate::input::{self, ENDS, Task};
use crate::output::{FAINT, STRONG, indented};
use crate::save::written;
use crate::screen::Names;
use crate::terminal::{given_back, run_timer};
use crate::timer::{Ending, Timer, Turn};
use crate::unlock::typed;
use kintsugi_home::repertoire::{Practice, Source, practice, practices, shipped};
use kintsugi_home::sentences::AWKWARD;
use kintsugi_home::{Home, HomeError, Thing, Wait};

/// Practices for two, with a quiet timer; own ones can be added
#[derive(Args)]
pub(crate) struct Practices {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// List them
    List,
    /// Show one, step by step
    Show {
        /// Its name
        #[arg(add = ArgValueCandidates::new(complete::practice_names))]
        name: String,
        /// As a definition, to begin one of your own with
        #[arg(long)]
        toml: bool,
    },
    /// Do one now, with the timer
    Start {
        /// Its name
        #[arg(add = ArgValueCandidates::new(complete::practice_names))]
        name: String,
    },
    /// Add one of your own, for both: a TOML file, - for stdin; without it the editor opens
    Add {
        /// The file
        file: Option<PathBuf>,
    },
    /// Change one of your own
    Edit {
        /// Its name
        #[arg(add = ArgValueCandidates::new(complete::practice_names))]
        name: String,
        /// The file, - for stdin; without it the editor opens on what it is now
        file: Option<PathBuf>,
    },
    /// Take away one that one of you added
    Remove {
        /// Its name
        #[arg(add = ArgValueCandidates::new(complete::practice_names))]
        name: String,
    },
}

/// Does one now, with the timer.
pub(super) fn begin(context: &Context, home: &Home, name: &str) -> Result<(), CommandError> {
    start(context, home, &find(home, name)?)
}

impl Practices {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None | Some(What::List) => list(context, &home),
            Some(What::Show { name, toml }) => show(context, &find(&home, &name)?, toml),
            Some(What::Start { name }) => begin(context, &home, &name),
            Some(What::Add { file }) => add(context, &home, file.as_deref()),
            Some(What::Edit { name, file }) => edit(context, &home, &find(&home, &name)?, file.as_deref()),
            Some(What::Remove { name }) => remove(context, &home, &find(&home, &name)?),
        }
    }
}

/// The practice with this name.
pub(crate) fn find(home: &Home, name: &str) -> Result<Practice, CommandError> {
    practice(home, name).map_err(|error| CommandError::from(error).and("kintsugi practice lists them."))
}

fn list(context: &Context, home: &Home) -> Result<(), CommandError> {
    let (all, names) = (practices(home)?, Names::of(home)?);
    let rows = all.iter().map(|practice| {
        let (name, title, time) = (&practice.name, &practice.title, practice.minutes());
        let own = by(practice, &names).map(|by| format!(" · {by}")).unwrap_or_default();
        format!(
            "  {STRONG}{name}{STRONG:#} {FAINT}· {title} · {time}{own}{FAINT:#}\n{}",
            indented(&practice.about, "    ")
        )
    });
    let rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
    context.output.screen(&format!("{}\n\n{FAINT}kintsugi practice start NAME{FAINT:#}", rows.join("\n")));
    context.output.json(&json!({ "practices": all.iter().map(object).collect::<Vec<_>>() }));
    Ok(())
}

/// Whose text it is, where one of the two wrote it.
fn by(practice: &Practice, names: &Names) -> Option<String> {
    match practice.source {
        Source::Along => None,
        Source::Mine(_) => Some("in your words".into()),
        Source::Theirs(_) => Some(format!("in the words of {}", partner(names))),
    }
}

fn partner(names: &Names) -> &str {
    match names.of_author(false) {
        "" => "your partner",
        name => name,
    }
}

fn object(practice: &Practice) -> serde_json::Value {
    let seconds: u64 = practice.steps.iter().map(|step| step.time().as_secs()).sum();
    json!({
        "name": practice.name, "title": practice.title, "own": practice.is_own(),
        "mine": matches!(practice.source, Source::Mine(_)), "seconds": seconds,
        "steps": practice.steps.iter().map(|step| json!({
            "title": step.title, "who": step.who.name(), "seconds": step.time().as_secs(), "guide": step.guide,
        })).collect::<Vec<_>>(),
    })
}

fn show(context: &Context, practice: &Practice, toml: bool) -> Result<(), CommandError> {
    let screen = if toml { practice.to_toml() } else { steps(practice) };
    context.output.screen(screen.trim_end());
    context.output.json(&object(practice));
    Ok(())
}

fn steps(practice: &Practice) -> String {
    let mut screen = format!("{STRONG}{}{STRONG:#}\n{}\n", practice.title, indented(&practice.about, "  "));
    for (n, step) in practice.steps.iter().enumerate() {
        let time = step.time().as_secs();
        let time = format!("{}:{:02}", time / 60, time % 60);
        screen.push_str(&format!(
            "\n  {STRONG}{}. {}{STRONG:#} {FAINT}· {} · {time}{FAINT:#}\n{}\n",
            n + 1,
            step.title,
            step.who.name(),
            indented(&step.guide, "     ")
        ));
    }
    if let Some(word) = &practice.stop_word {
        screen.push_str(&format!("\n  Say “{word}” at any time, and it is over.\n"));
    }
    screen
}

fn start(context: &Context, home: &Home, practice: &Practice) -> Result<(), CommandError> {
    if !is_known(context, home, practice)? || practice.consent && !both_want(context, home, practice)? {
        context.output.screen("Not now.");
        return Ok(());
    }
    let turns = practice.steps.iter().map(|step| Turn {
        title: step.title.clone(),
        whose: step.who.name().to_owned(),
        guide: step.guide.clone(),
        time: step.time(),
    });
    let timer = Timer::new(practice.title.clone(), practice.stop_word.clone(), turns.collect());
    let ending = run(context, home, &practice.name, practice.trace, timer)?;
    if ending == Ending::Done && practice.trace {
        if !both_were_here(context, home)? {
            return Ok(());
        }
        home.took_place(practice.id, &context.now)?;
    }
    context.output.screen(match ending {
        Ending::Done => "Done. Thank you, both of you.",
        Ending::Stopped => "Stopped. That is fine.",
    });
    Ok(())
}

/// A practice that is new from the partner, or that they changed, is shown and asked about before its first start here.
fn is_known(context: &Context, home: &Home, practice: &Practice) -> Result<bool, CommandError> {
    if !home.is_new_from_partner(practice)? {
        return Ok(true);
    }
    needs_terminal(context)?;
    let names = Names::of(home)?;
    context.output.screen(steps(practice).trim_end());
    let question = format!("\n{} wrote this, and it is new here. Begin it? [y/N] ", partner(&names));
    let yes = ask_yes(context, &question)?;
    if yes {
        home.is_looked_at(practice)?;
    }
    Ok(yes)
}

/// A practice that needs a yes needs it from each, each time. Nobody sees the other's answer, and nothing of it is kept.
fn both_want(context: &Context, home: &Home, practice: &Practice) -> Result<bool, CommandError> {
    needs_terminal(context)?;
    let names = Names::of(home)?;
    context.output.screen(steps(practice).trim_end());
    context.output.talk("\nEach of you answers unseen. y is yes, any other letter is not now; then Enter.");
    let me = names.of_author(true);
    let (mine, theirs) = (wants(me)?, wants(partner(&names))?);
    Ok(mine && theirs)
}

/// One answer, which nobody sees.
fn wants(name: &str) -> Result<bool, CommandError> {
    let answer = typed(&format!("{name}, would you like this now? "))?.unwrap_or_default();
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

pub(crate) fn needs_terminal(context: &Context) -> Result<(), CommandError> {
    if context.can_ask() {
        return Ok(());
    }
    Err(CommandError::usage("a timer needs a terminal and somebody at it")
        .hint("kintsugi practice show NAME prints the steps."))
}

/// Runs a timer, after the word for its first time. What leaves no trace is said each time.
pub(crate) fn run(
    context: &Context,
    home: &Home,
    name: &str,
    trace: bool,
    mut timer: Timer,
) -> Result<Ending, CommandError> {
    needs_terminal(context)?;
    if !trace || home.is_first_time(name)? {
        timer.note = Some(AWKWARD);
    }
    run_timer(&mut timer).map_err(given_back)
}

/// A definition: from a file, from stdin, or from the editor.
fn definition(
    context: &Context,
    home: &Home,
    file: Option<&std::path::Path>,
    task: Task,
) -> Result<Option<input::Words>, CommandError> {
    match file {
        None => input::words(context, home, &[], task),
        Some(path) if path.as_os_str() == "-" => input::words(context, home, &["-".to_owned()], task),
        Some(path) => input::file(path).map(Some),
    }
}

fn add(context: &Context, home: &Home, file: Option<&std::path::Path>) -> Result<(), CommandError> {
    let example = shipped().into_iter().next().map(|practice| practice.to_toml()).unwrap_or_default();
    let words = definition(context, home, file, Task::from_template("practice add", &example))?;
    let Some(words) = words else { return Ok(()) };
    let added = || -> Result<(), CommandError> {
        let today = context.now.today(&home.journal_settings()?);
        let practice = home.add_practice(written(context, Kind::Practice, today, words.text.clone()), &context.now)?;
        context.output.json(&json!({ "id": practice.id.to_string(), "name": practice.name }));
        context.output.screen(&match home.own_practice(&practice)?.private {
            false => format!("Added, for both of you: {}.", practice.title),
            true => format!("Added: how “{}” reads for you. It stays on this laptop.", practice.name),
        });
        Ok(())
    };
    let added = added();
    words.settle(context, home, added)
}

fn own(home: &Home, practice: &Practice) -> Result<Thing, CommandError> {
    home.own_practice(practice).map_err(|error| match error {
        HomeError::ComesAlong => CommandError::usage(format!("“{}” comes along and stays as it is", practice.name))
            .hint("kintsugi practice show NAME --toml prints it, to begin one of your own with."),
        other => other.into(),
    })
}

fn edit(
    context: &Context,
    home: &Home,
    practice: &Practice,
    file: Option<&std::path::Path>,
) -> Result<(), CommandError> {
    let thing = own(home, practice)?;
    if !thing.mine {
        return Err(HomeError::NotYours.into());
    }
    let task = Task::change(format!("practice edit {}", practice.name), &thing.text);
    let Some(words) = definition(context, home, file, task)? else { return Ok(()) };
    let changed = || -> Result<(), CommandError> {
        let read = home.change_practice(practice, words.text.clone())?;
        context.output.json(&json!({ "id": thing.id.to_string(), "name": read.name }));
        context.output.done(&format!("Changed: {}.", read.title));
        Ok(())
    };
    let changed = changed();
    words.settle(context, home, changed)
}

fn remove(context: &Context, home: &Home, practice: &Practice) -> Result<(), CommandError> {
    let thing = own(home, practice)?;
    home.take_away(thing.id)?;
    context.output.json(&json!({ "id": thing.id.to_string(), "removed": true }));
    context.output.done("Taken away.");
    Ok(())
}

/// A line after a check-in or a practice, if somebody wishes to write one.
pub(crate) fn a_line_afterwards(context: &Context, home: &Home) -> Result<(), CommandError> {
    let question = format!("A line each, if you wish; Enter alone writes nothing. Yours? {ENDS}");
    let task = Task::asking("write", question).or_nothing();
    input::save(context, home, &[], task, |text| {
        if text.trim().is_empty() {
            return Ok(());
        }
        let today = context.now.today(&home.journal_settings()?);
        home.save_line(written(context, Kind::Moment, today, text), Wait::AsChosen, &context.now)?;
        context.output.done(&format!("Saved for {}.", crate::dates::short(today)));
        Ok(())
    })
}
