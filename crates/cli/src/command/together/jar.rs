//! `jar`

use clap::{Args, Subcommand};
use jiff::civil::Date;
use kintsugi_journal::Kind;
use serde_json::json;

use crate::choose;
use crate::context::Context;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, STRONG, indented};
use crate::save::written;
use kintsugi_home::{Drawn, Home, Thing};

/// A jar of slips that both of you fill; one a day, the same on both laptops
#[derive(Args)]
pub(crate) struct Jar {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Put a slip into the jar
    Add {
        /// What it says: a small thing to do for, or with, the other; - for stdin, without it, it asks
        text: Vec<String>,
    },
    /// Look at all slips
    List,
    /// Draw the slip of today
    Draw,
    /// You have done the slip of today: it is noted as an act of repair of yours, and the slip comes back another day
    Done,
    /// The slip of today is not for you: here the next one is offered, and nobody is told
    #[command(visible_alias = "skip")]
    Back,
    /// Take a slip of yours out for good; one of your partner's is hidden, on this laptop only
    Remove {
        /// Which, by the beginning of its id or by its words; without either they are offered
        slip: Option<String>,
    },
}

impl Jar {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let today = context.now.today(&home.journal_settings()?);
        match self.what {
            None => show(context, &home),
            Some(What::Add { text }) => {
                awkward(context.output, &home, "jar")?;
                let task = Task::asking("jar add", format!("A small thing to do for, or with, the other. {ENDS}"));
                input::save(context, &home, &text, task, |text| add(context, &home, today, text))
            }
            Some(What::List) => list(context, &home),
            Some(What::Draw) => draw(context, &home),
            Some(What::Done) => done(context, &home, today),
            Some(What::Back) => back(context, &home),
            Some(What::Remove { slip }) => remove(context, &home, slip.as_deref()),
        }
    }
}

pub(super) const NONE_LEFT: &str = "No other slip is left for today.";
const EMPTY: &str = "The jar is empty. kintsugi jar add";

fn show(context: &Context, home: &Home) -> Result<(), CommandError> {
    let (count, drawn) = (home.jar()?.len(), home.drawn(&context.now)?);
    let slips = match count {
        0 => EMPTY.to_owned(),
        1 => "One slip is in the jar.".to_owned(),
        many => format!("{many} slips are in the jar."),
    };
    let screen = match &drawn {
        Some(drawn) => of_today(drawn),
        None => format!("{slips}\n{FAINT}kintsugi jar draw   kintsugi jar add{FAINT:#}"),
    };
    context.output.screen(&screen);
    context.output.json(&json!({ "slips": count, "drawn": drawn.as_ref().map(of_drawn) }));
    Ok(())
}

fn of_drawn(drawn: &Drawn) -> serde_json::Value {
    let Thing { id, mine, text, .. } = &drawn.slip;
    json!({ "id": id.to_string(), "mine": mine, "text": text, "done": drawn.done })
}

fn object(slip: &Thing) -> serde_json::Value {
    json!({ "id": slip.id.to_string(), "mine": slip.mine, "text": slip.text })
}

fn of_today(drawn: &Drawn) -> String {
    let text = indented(&drawn.slip.text, "  ");
    let apart = if drawn.apart {
        "\nYou drew two different slips while you were apart; this one counts, the other stays in the jar."
    } else {
        ""
    };
    let next = if drawn.done { "You have done it." } else { "kintsugi jar done   kintsugi jar skip" };
    format!("The slip of today:\n\n{STRONG}{text}{STRONG:#}\n\n{FAINT}{next}{FAINT:#}{apart}")
}

fn add(context: &Context, home: &Home, today: Date, text: String) -> Result<(), CommandError> {
    let line = home.add_slip(written(context, Kind::Slip, today, text), &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string() }));
    context.output.done(&format!("It is in the jar.{}", context.id(line.entry)));
    Ok(())
}

fn list(context: &Context, home: &Home) -> Result<(), CommandError> {
    let jar = home.jar()?;
    let (begin, shown) =
        if jar.is_empty() { (format!("{EMPTY}\n"), home.slips_to_begin_with()?) } else { (String::new(), jar.clone()) };
    let row = |slip: &Thing| format!("{}{FAINT}{}{FAINT:#}", indented(&slip.text, "  "), context.id(slip.id));
    let rows: Vec<String> = shown.iter().map(row).collect();
    context.output.screen(&format!("{begin}{}", rows.join("\n")));
    context.output.json(&json!({ "slips": jar.iter().map(object).collect::<Vec<_>>() }));
    Ok(())
}

fn draw(context: &Context, home: &Home) -> Result<(), CommandError> {
    let drawn = home.draw(&context.now)?;
    let screen = match &drawn {
        Some(drawn) => of_today(drawn),
        None => NONE_LEFT.to_owned(),
    };
    context.output.screen(&screen);
    context.output.json(&json!({ "drawn": drawn.as_ref().map(of_drawn) }));
    Ok(())
}

pub(super) fn done(context: &Context, home: &Home, today: Date) -> Result<(), CommandError> {
    let act = written(context, Kind::Act, today, "A slip from the jar.".to_owned());
    let (slip, line) = home.finish_slip(act, &context.now)?;
    let id = line.entry.to_string();
    context.output.json(&json!({ "slip": slip.id.to_string(), "id": id, "day": today.to_string() }));
    context
        .output
        .screen("Done: an act of repair of yours today. On a day on which you both have one there is a heart.");
    Ok(())
}

fn back(context: &Context, home: &Home) -> Result<(), CommandError> {
    let slip = home.pass_slip(&context.now)?;
    context.output.json(&json!({ "slip": slip.id.to_string(), "back": true }));
    context.output.screen(&match home.drawn(&context.now)? {
        Some(next) => format!("Not that one, then.\n\n{}", of_today(&next)),
        None => "Not that one, then. No other slip is left for today.".to_owned(),
    });
    Ok(())
}

fn remove(context: &Context, home: &Home, named: Option<&str>) -> Result<(), CommandError> {
    let Some(slip) = which(context, home, named)? else { return Ok(()) };
    home.take_away(slip.id)?;
    context.output.json(&json!({ "id": slip.id.to_string(), "removed": true }));
    context.output.done(if slip.mine {
        "Out of the jar."
    } else {
        "Hidden on this laptop. Only whoever wrote a slip takes it out of the jar."
    });
    Ok(())
}

/// The slip that is named, or chosen by number.
fn which(context: &Context, home: &Home, named: Option<&str>) -> Result<Option<Thing>, CommandError> {
    if let Some(named) = named {
        return Ok(Some(home.slip_named(named)?));
    }
    let rows = home.jar()?.into_iter().map(|slip| (slip.text.clone(), slip)).collect();
    choose::one_of(context, rows, "kintsugi jar list --ids shows the ids.")
}
