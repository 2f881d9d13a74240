//! `status`

use clap::Args;
use kintsugi_vault::PartnerState;
use serde::Serialize;

use crate::context::Context;
use crate::error::CommandError;
use crate::screen;

/// Show how things stand
#[derive(Args)]
pub(crate) struct Status {}

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
    /// Whether the two are in touch now; null where no `sync --watch` is running.
    pub(crate) in_touch: Option<bool>,
    /// Until when the next new line is held back by it.
    pub(crate) waits_until: Option<String>,
    #[serde(skip)]
    pub(crate) left: bool,
    #[serde(skip)]
    pub(crate) waits_until_time: Option<String>,
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
        let in_touch =
            kintsugi_meet::run(async { Ok::<_, CommandError>(kintsugi_meet::together(home.folder()).await) })?;
        let waits = in_touch.and_then(|_| home.next_release(context.now.timestamp()).transpose()).transpose()?;
        let standing = Standing {
            name: home.identity().name().to_owned(),
            paired: state == Some(PartnerState::Paired),
            pending: state == Some(PartnerState::Pending),
            nowhere: home.count_nowhere()?,
            entries: home.count_entries()?,
            last_meeting: partner.as_ref().and_then(|partner| partner.last_meeting).map(|day| day.to_string()),
            partner: partner.map(|partner| partner.name.clone()),
            up_to_date,
            in_touch,
            waits_until: waits.map(|until| until.to_string()),
            waits_until_time: waits.map(|until| context.now.time_of(until)),
            left: state == Some(PartnerState::Left),
            held_back: reasons.len(),
            reasons,
        };
        context.output.screen(&screen::standing(&standing));
        context.output.json(&standing);
        Ok(())
    }
}
