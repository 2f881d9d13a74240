//! `join`

use std::io::BufRead;

use clap::Args;
use kintsugi_lan::{Guest, Invitation, join};
use kintsugi_meet::Network;
use kintsugi_sync::pairing::{CodeError, PairingSecret, Ticket, TicketError};

use super::pairing::{ShareChoice, agree, check_can_agree, choose_share, offer};
use crate::context::Context;
use crate::error::CommandError;
use crate::network::{interrupted, outside, settle};
use kintsugi_home::Purpose;

/// Take the code or the ticket of the other laptop, and pair
#[derive(Args)]
pub(crate) struct Join {
    /// The code or the ticket; without it, it is asked for, or read from stdin
    #[arg(value_name = "CODE|TICKET")]
    code: Option<String>,
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
        home.check_purpose(Purpose::Pair)?;
        check_can_agree(context, self.yes)?;
        let invitation = read(&self.text(context)?, context.now.timestamp().as_second())?;
        let share = choose_share(context, &home, self.share, self.yes)?;
        settle(context, &home)?;
        let outside = outside(context)?;
        kintsugi_meet::run(Network::while_open(
            &home,
            &outside,
            (None, Guest::Nobody),
            interrupted(),
            async |network| {
                context.output.talk("Looking for the other laptop ...");
                let proven = join(&network.endpoint, &invitation, &offer(&home)).await?;
                agree(context, &home, network, proven, share, self.yes).await
            },
        ))
    }

    fn text(&self, context: &Context) -> Result<String, CommandError> {
        if let Some(code) = self.code.as_ref().filter(|code| *code != "-") {
            return Ok(code.clone());
        }
        if context.can_ask() {
            context.output.ask("The code: ");
        }
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).unwrap_or(0);
        if read == 0 {
            return Err(CommandError::usage("a code is needed").hint("kintsugi pair shows one on the other laptop."));
        }
        Ok(line)
    }
}

/// What was typed is a ticket when it begins like one, else a code.
fn read(text: &str, now: i64) -> Result<Invitation, CommandError> {
    match Ticket::decode(text, now) {
        Err(TicketError::NotATicket) => {}
        ticket => return Ok(Invitation::Ticket(ticket?)),
    }
    match PairingSecret::from_code(text) {
        // Longer than any code, so it was meant to be a ticket.
        Err(CodeError::NotACode) if text.trim().len() > 40 => Err(TicketError::NotATicket.into()),
        code => Ok(Invitation::Code(code?)),
    }
}
