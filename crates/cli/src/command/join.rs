//! `join`

use std::io::BufRead;

use clap::Args;
use kintsugi_sync::lan::{Guest, join};
use kintsugi_sync::pairing::Ticket;

use super::meet::{Network, runtime};
use super::pairing::{ShareChoice, agree, check_can_agree, choose_share, offer};
use crate::context::Context;
use crate::error::CommandError;

/// Take the ticket of the other laptop, and pair
#[derive(Args)]
pub(crate) struct Join {
    /// The ticket; without it, it is asked for, or read from stdin
    ticket: Option<String>,
    /// Say yes to the four words without asking, for scripts
    #[arg(long)]
    yes: bool,
    /// Which of the lines written so far your partner may read
    #[arg(long)]
    share: Option<ShareChoice>,
}

impl Join {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        home.check_unpaired()?;
        check_can_agree(context, self.yes)?;
        let ticket = Ticket::decode(&self.ticket(context)?, context.now.timestamp().as_second())?;
        let share = choose_share(context, &home, self.share, self.yes)?;
        runtime()?.block_on(async {
            let network = Network::open(context, &home, None, Guest::Nobody).await?;
            // This side dials; only the laptop that the ticket names is let in.
            network.endpoint.admit(Guest::Partner(ticket.endpoint));
            context.output.talk("Looking for the other laptop ...");
            let outcome = match join(&network.endpoint, &ticket, &offer(&home)).await {
                Ok(proven) => agree(context, &home, &network, proven, share, self.yes).await,
                Err(error) => Err(error.into()),
            };
            network.endpoint.close().await;
            outcome
        })
    }

    fn ticket(&self, context: &Context) -> Result<String, CommandError> {
        if let Some(ticket) = self.ticket.as_ref().filter(|ticket| *ticket != "-") {
            return Ok(ticket.clone());
        }
        if context.can_ask() {
            context.output.ask("The ticket: ");
        }
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).unwrap_or(0);
        if read == 0 {
            return Err(CommandError::usage("a ticket is needed").hint("kintsugi pair shows one on the other laptop."));
        }
        Ok(line)
    }
}
