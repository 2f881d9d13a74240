//! `join`

use clap::Args;
use kintsugi_lan::Guest;
use kintsugi_meet::{Network, invitation, join};

use super::pairing::{ShareChoice, agree, check_can_agree, choose_share, tell_of_earlier};
use crate::confirm::ask_line;
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
        tell_of_earlier(context, &home, self.yes)?;
        let outside = outside(context)?;
        let invitation = invitation(&self.text(context)?, &outside)?;
        let share = choose_share(context, &home, self.share, self.yes)?;
        settle(context, &home)?;
        kintsugi_meet::run(Network::while_open(
            &home,
            &outside,
            (None, Guest::Nobody),
            interrupted(),
            async |network| {
                context.output.talk("Looking for the other laptop ...");
                agree(context, &home, join(&home, network, &invitation).await?, share, self.yes).await
            },
        ))
    }

    fn text(&self, context: &Context) -> Result<String, CommandError> {
        if let Some(code) = self.code.as_ref().filter(|code| *code != "-") {
            return Ok(code.clone());
        }
        let question = if context.can_ask() { "The code: " } else { "" };
        ask_line(context, question)?
            .ok_or_else(|| CommandError::usage("a code is needed").hint("kintsugi pair shows one on the other laptop."))
    }
}
