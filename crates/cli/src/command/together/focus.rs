//! `focus`

use clap::{Args, Subcommand};
use kintsugi_journal::Kind;
use serde_json::json;

use super::practice::find;
use crate::choose;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, STRONG, indented};
use crate::save::written;
use kintsugi_home::Home;
use kintsugi_home::repertoire::{Practice, practices};

/// One practice for seven days, then the next; never two at once
#[derive(Args)]
pub(crate) struct Focus {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Pick a practice for the seven days that begin today
    Pick {
        /// Its name
        practice: String,
    },
    /// Seven days more of the same, from today on
    Repeat,
    /// Fit it to the two of you: what you do differently
    Adapt {
        /// How, or - for stdin; without it, it asks
        text: Vec<String>,
    },
    /// Lay it aside, without a reason
    Skip,
    /// Go on to the next practice of the list, or to the one that is named
    Next {
        /// Its name
        practice: Option<String>,
    },
}

impl Focus {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let today = context.now.today(&home.journal_settings()?);
        match self.what {
            None => {}
            Some(What::Pick { practice }) => {
                home.pick_focus(find(&home, &practice)?.id, &context.now)?;
                awkward(context.output, &home, "focus")?;
            }
            Some(What::Repeat) => home.repeat_focus(&context.now)?,
            Some(What::Adapt { text }) => {
                let task = Task::asking("focus adapt", format!("What do the two of you do differently? {ENDS}"));
                input::save(context, &home, &text, task, |text| {
                    home.adapt_focus(written(context, Kind::Adapted, today, text), &context.now)?;
                    Ok(())
                })?;
            }
            Some(What::Skip) => home.skip_focus(&context.now)?,
            Some(What::Next { practice }) => {
                let named = practice.map(|name| find(&home, &name)).transpose()?;
                home.next_focus(named.map(|practice| practice.id), &context.now)?;
            }
        }
        show(context, &home)
    }
}

fn show(context: &Context, home: &Home) -> Result<(), CommandError> {
    let focus = home.focus(&context.now)?;
    let also: Vec<&str> = focus.also.iter().map(|practice| practice.title.as_str()).collect();
    let Some(now) = focus.now else {
        let hint =
            if focus.before { "kintsugi focus next   kintsugi focus repeat" } else { "kintsugi focus pick NAME" };
        context.output.screen(&format!("No practice is in focus. {FAINT}{hint}{FAINT:#}"));
        context.output.json(&json!({ "practice": null, "day": null, "days": null, "note": null, "also": also }));
        return Ok(());
    };
    let (name, title) = now.practice.map_or_else(
        || (String::new(), "a practice of a newer version".to_owned()),
        |practice| (practice.name, practice.title),
    );
    let (day, days, note) = (now.day, now.days, now.note);
    let mut screen = format!("{STRONG}{title}{STRONG:#}, day {day} of {days}, since {}.", dates::short(now.from));
    if let Some(note) = &note {
        screen.push_str(&format!("\n{}", indented(note, "  ")));
    }
    if !also.is_empty() {
        screen.push_str(&format!("\nPicked apart: {} too. kintsugi focus pick NAME settles it.", also.join(", ")));
    }
    context.output.screen(&screen);
    context.output.json(&json!({ "practice": name, "day": day, "days": days, "note": note, "also": also }));
    Ok(())
}

/// Offers what may be in focus for the next seven days.
pub(super) fn ask(context: &Context, home: &Home) -> Result<(), CommandError> {
    let open = practices(home)?.into_iter().filter(Practice::may_be_planned);
    let rows = open.map(|practice| (practice.title.clone(), practice.id)).collect();
    if let Some(id) = choose::one_of(context, rows, "")? {
        let now = home.focus(&context.now)?.now.is_some();
        if now {
            home.next_focus(Some(id), &context.now)?
        } else {
            home.pick_focus(id, &context.now)?
        }
        show(context, home)?;
    }
    Ok(())
}
