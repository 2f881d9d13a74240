//! `sync`

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use kintsugi_lan::{Guest, LinkError, MeetError, find};
use kintsugi_sync::Outcome;
use kintsugi_vault::Partner;
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use crate::context::Context;
use crate::error::{CommandError, not_reached};
use crate::network::{self, Network, meet, rendezvous};
use crate::screen::{self, Opened};
use crate::watch::{self, Answer, Request};
use kintsugi_home::Home;

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
            return watch::run(context, &home);
        }
        let opened = Opened::now(&home)?;
        let wait = Duration::from_secs(self.wait.min(86_400));
        // An address that somebody names is tried by this process itself; a watch leaves it the endpoint.
        if self.addr.is_empty()
            && let Some(outcome) = network::run(through_watch(context, &home, &partner, wait))?
        {
            show(context, &partner.name, outcome);
            return show_opened(context, &home, &opened);
        }
        let guest = Guest::Partner(partner.device);
        let outcome = network::run(Network::while_open(context, &home, None, guest, async |network| {
            context.output.talk(&format!("Looking for {}'s laptop ...", partner.name));
            let deadline = Instant::now() + wait;
            until(context, &home, network, &partner, &self.addr, deadline).await
        }))?;
        let Outcome { received, sent, up_to_date, .. } = outcome;
        show(context, &partner.name, Met { received, sent, up_to_date });
        show_opened(context, &home, &opened)
    }
}

/// What a meeting has brought.
struct Met {
    received: u32,
    sent: u32,
    up_to_date: bool,
}

/// Asks the watch of this home for a meeting, where one is running.
async fn through_watch(
    context: &Context,
    home: &Home,
    partner: &Partner,
    wait: Duration,
) -> Result<Option<Met>, CommandError> {
    if !watch::is_running(home.folder()).await {
        return Ok(None);
    }
    context.output.talk(&format!("Asking the kintsugi that stays in touch with {} ...", partner.name));
    match watch::ask(home.folder(), &Request::Meet, wait).await {
        Some(Answer::Met { received, sent, up_to_date }) => Ok(Some(Met { received, sent, up_to_date })),
        // It has ended meanwhile: this process meets by itself.
        _ if !watch::is_running(home.folder()).await => Ok(None),
        _ => Err(not_reached()),
    }
}

/// Tries again after a cut, as long as there is time.
async fn until(
    context: &Context,
    home: &Home,
    network: &Network,
    partner: &Partner,
    besides: &[SocketAddr],
    deadline: Instant,
) -> Result<Outcome, CommandError> {
    loop {
        let found = timeout_at(deadline, find(&network.endpoint, &rendezvous(partner, besides))).await;
        let link = match found {
            Ok(Ok(link)) => link,
            Ok(Err(LinkError::Refused)) => return Err(MeetError::Link(LinkError::Refused).into()),
            Ok(Err(_)) => continue,
            Err(_) => return Err(not_reached()),
        };
        match meet(context, home, link).await {
            Err(MeetError::Link(LinkError::Lost | LinkError::Ended)) if Instant::now() < deadline => {}
            outcome => return Ok(outcome?),
        }
    }
}

fn show_opened(context: &Context, home: &Home, before: &Opened) -> Result<(), CommandError> {
    before.since(home)?.iter().for_each(|line| context.output.screen(line));
    Ok(())
}

fn show(context: &Context, partner: &str, met: Met) {
    let Met { received, sent, up_to_date } = met;
    context.output.json(&json!({ "partner": partner, "received": received, "sent": sent, "up_to_date": up_to_date }));
    let more =
        if up_to_date { "" } else { "\nNot everything could be taken in; kintsugi status says what was held back." };
    context.output.screen(&format!("{}{more}", screen::moved(partner, received, sent)));
}
