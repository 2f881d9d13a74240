//! `sync`

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use kintsugi_sync::Outcome;
use kintsugi_sync::lan::{Guest, LinkError, MeetError, find};
use serde_json::json;
use tokio::time::Instant;

use super::meet::{Network, meet, runtime};
use super::pairing::count;
use crate::context::Context;
use crate::error::{CommandError, not_reached};
use crate::home::{Home, HomeError};

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
}

impl Sync {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let partner = home.partner()?.ok_or(HomeError::NotPaired)?;
        let known = partner.addresses.iter().filter_map(|at| at.parse().ok());
        let addresses: Vec<SocketAddr> = self.addr.iter().copied().chain(known).collect();
        let outcome = runtime()?.block_on(async {
            let network = Network::open(context, &home, None, Guest::Partner(partner.device)).await?;
            context.output.talk(&format!("Looking for {}'s laptop ...", partner.name));
            let deadline = Instant::now() + Duration::from_secs(self.wait.min(86_400));
            let outcome = until(context, &home, &network, &partner.device, &addresses, deadline).await;
            network.endpoint.close().await;
            outcome
        })?;
        show(context, &partner.name, &outcome);
        Ok(())
    }
}

/// Tries again after a cut, as long as there is time.
async fn until(
    context: &Context,
    home: &Home,
    network: &Network,
    partner: &[u8; 32],
    addresses: &[SocketAddr],
    deadline: Instant,
) -> Result<Outcome, CommandError> {
    loop {
        let link = match find(&network.endpoint, partner, addresses, deadline).await {
            Ok(link) => link,
            Err(LinkError::Lost) => return Err(not_reached()),
            Err(error) => return Err(MeetError::Link(error).into()),
        };
        match meet(context, home, link).await {
            Err(MeetError::Link(LinkError::Lost)) if Instant::now() < deadline => {}
            outcome => return Ok(outcome?),
        }
    }
}

fn show(context: &Context, partner: &str, outcome: &Outcome) {
    context.output.json(&json!({
        "partner": partner, "received": outcome.received, "sent": outcome.sent, "up_to_date": outcome.up_to_date,
    }));
    let moved = match (outcome.received, outcome.sent) {
        (0, 0) => format!("You and {partner} had the same already."),
        (received, sent) => format!("{} came from {partner}, {} went there.", count(received), count(sent)),
    };
    let more = if outcome.up_to_date {
        ""
    } else {
        "\nNot everything could be taken in; kintsugi status says what was held back."
    };
    context.output.screen(&format!("{moved}{more}"));
}
