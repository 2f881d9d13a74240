//! `status`

use clap::Args;
use kintsugi_home::Home;
use kintsugi_vault::{PartnerState, Understanding};

use crate::clock;
use crate::context::Context;
use crate::error::CommandError;
use crate::screen;
use crate::standing::{Standing, UPDATE_HERE, UPDATE_THERE, Waits};

/// Show how things stand
#[derive(Args)]
pub(crate) struct Status {}

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
