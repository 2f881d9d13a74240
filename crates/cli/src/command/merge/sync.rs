//! `sync`

use std::cell::OnceCell;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use kintsugi_home::repertoire::questions;
use kintsugi_home::{Home, Opened, Wait};
use kintsugi_meet::{Asking, Met, Step, meet, stay};
use kintsugi_vault::Partner;
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::network::{interrupted, outside, settle};
use crate::progress::Progress;
use crate::said::Said;
use crate::screen;

/// Meet the other laptop, and make both copies one
///
/// Run it on both, on the same network; either may be first.
#[derive(Args)]
pub(crate) struct Sync {
    /// How long to look for the other laptop
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    wait: u64,
    /// Where it may be, besides the last place; may be given several times
    #[arg(long, value_name = "IP:PORT")]
    addr: Vec<SocketAddr>,
    /// Stay in touch until Ctrl-C: send what is written by itself
    #[arg(long, conflicts_with_all = ["wait", "addr"])]
    watch: bool,
}

impl Sync {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let partner = home.companion()?;
        if self.watch {
            return watch(context, &home, &partner);
        }
        settle(context, &home)?;
        let opened = Opened::now(&home)?;
        let wait = Duration::from_secs(self.wait.min(86_400));
        let bar = OnceCell::new();
        let told = |step| say(context, &partner.name, step, &bar);
        let outside = outside(context)?;
        let asking = Asking { within: wait, besides: &self.addr, lines: Wait::Not };
        let met = meet(&home, &outside, asking, interrupted(), &told);
        let met = kintsugi_meet::run(met).map_err(CommandError::from);
        bar.into_inner().iter().for_each(Progress::end);
        show(context, &partner.name, met?);
        screen::room(&partner.name, &home.room()?).iter().for_each(|line| context.output.screen(line));
        let topics = opened.since(&home)?;
        screen::opened(&topics, &questions(&home)?).iter().for_each(|line| context.output.screen(line));
        Ok(())
    }
}

/// Stays in touch, and says what happens.
fn watch(context: &Context, home: &Home, partner: &Partner) -> Result<(), CommandError> {
    let said = Said::new(context.output);
    let told = |event| screen::say(&said, &partner.name, &event);
    Ok(kintsugi_meet::run(stay(home, outside(context)?, interrupted(), &told))?)
}

fn say(context: &Context, partner: &str, step: Step, bar: &OnceCell<Progress>) {
    match step {
        Step::Asking => context.output.talk(&format!("Asking the kintsugi that stays in touch with {partner} ...")),
        Step::Looking => context.output.talk(&format!("Looking for {partner}'s laptop ...")),
        Step::Meeting(progress) => {
            bar.get_or_init(|| Progress::of_documents(context, "Meeting")).documents(progress);
        }
    }
}

fn show(context: &Context, partner: &str, met: Met) {
    let Met { received, sent, up_to_date, waits_there, waits_here, left } = met;
    context.output.json(&json!({ "partner": partner, "received": received, "sent": sent, "up_to_date": up_to_date }));
    context.output.done(&screen::moved(partner, received, sent));
    if left {
        context.output.screen(&screen::left(partner));
    } else if !up_to_date {
        context.output.screen("Not everything could be taken in; kintsugi status says what was held back.");
    }
    screen::waits(partner, waits_there, waits_here).iter().for_each(|line| context.output.screen(line));
}
