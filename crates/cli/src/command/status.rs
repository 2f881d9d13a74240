//! `status`

use clap::Args;
use kintsugi_home::Home;
use kintsugi_vault::{PartnerState, Understanding};
use serde::Serialize;

use crate::clock;
use crate::context::Context;
use crate::error::CommandError;
use crate::screen;

/// Show how things stand
#[derive(Args)]
pub(crate) struct Status {}

/// Something of mine that waits.
#[derive(Serialize)]
pub(crate) struct Waits {
    /// What it waits for: `time`, the minutes in which a new line can still be taken back; `update-there` and `update-here`,
    /// a newer program on one of the laptops.
    pub(crate) r#for: &'static str,
    /// How many changes wait for it, where that is known.
    pub(crate) count: Option<usize>,
    /// Until when the next of them does.
    pub(crate) until: Option<String>,
    /// The same as a time of day.
    #[serde(skip)]
    pub(crate) time: Option<String>,
}

/// A newer program on the partner's laptop.
pub(crate) const UPDATE_THERE: &str = "update-there";
/// A newer program on this one.
pub(crate) const UPDATE_HERE: &str = "update-here";

/// The answer, for people and scripts.
#[derive(Serialize)]
pub(crate) struct Standing {
    pub(crate) name: String,
    pub(crate) partner: Option<String>,
    pub(crate) paired: bool,
    pub(crate) entries: usize,
    pub(crate) last_meeting: Option<String>,
    pub(crate) up_to_date: Option<bool>,
    pub(crate) held_back: usize,
    /// What of mine waits, and for what.
    pub(crate) waits: Vec<Waits>,
    #[serde(skip)]
    pub(crate) left: bool,
    #[serde(skip)]
    pub(crate) reasons: Vec<String>,
    #[serde(skip)]
    pub(crate) pending: bool,
    #[serde(skip)]
    pub(crate) nowhere: usize,
}

impl Status {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let partner = home.partner()?;
        let state = partner.as_ref().map(|partner| partner.state);
        let up_to_date = partner.as_ref().map(|_| home.is_up_to_date()).transpose()?;
        let reasons = home.held_back()?;
        let standing = Standing {
            name: home.identity().name().to_owned(),
            paired: state == Some(PartnerState::Paired),
            pending: state == Some(PartnerState::Pending),
            nowhere: home.count_nowhere()?,
            entries: home.count_entries()?,
            last_meeting: partner.as_ref().and_then(|partner| partner.last_meeting).map(|day| day.to_string()),
            partner: partner.map(|partner| partner.name.clone()),
            up_to_date,
            waits: waits(context, &home)?,
            left: state == Some(PartnerState::Left),
            held_back: reasons.len(),
            reasons,
        };
        context.output.screen(&screen::standing(&standing));
        context.output.json(&standing);
        Ok(())
    }
}

/// The new lines that a watch of this home holds back for a while. Without one, nothing goes by itself, and nothing waits.
fn for_their_time(context: &Context, home: &Home) -> Result<Option<Waits>, CommandError> {
    let watched = kintsugi_meet::run(async { Ok::<_, CommandError>(kintsugi_meet::is_running(home.folder()).await) })?;
    let waiting = if watched { home.waiting(context.now.timestamp())? } else { None };
    Ok(waiting.map(|(count, until)| Waits {
        r#for: "time",
        count: Some(count),
        until: Some(until.to_string()),
        time: Some(clock::time_of(&context.now, until)),
    }))
}

/// Everything that waits, and for what.
fn waits(context: &Context, home: &Home) -> Result<Vec<Waits>, CommandError> {
    let Understanding { waits_there, waits_here, .. } = home.understanding()?;
    let update = |r#for| Waits { r#for, count: None, until: None, time: None };
    let there = waits_there.then(|| update(UPDATE_THERE));
    let here = waits_here.then(|| update(UPDATE_HERE));
    Ok(for_their_time(context, home)?.into_iter().chain(there).chain(here).collect())
}
