//! `pair`

use clap::Args;
use kintsugi_lan::Guest;
use kintsugi_meet::{Inviting, Network};
use serde_json::json;

use super::pairing::{LinesChoice, ShareChoice, agree, check_can_agree, choose_lines, choose_share, tell_of_earlier};
use crate::context::Context;
use crate::error::CommandError;
use crate::network::{interrupted, outside, settle};
use crate::output::STRONG;
use crate::screen;
use kintsugi_home::{Home, Purpose, Share};

/// Show a code, and pair with the laptop that takes it
///
/// The code works once, for ten minutes. On the other laptop: kintsugi join
///
/// Two who are paired already renew it so, when one laptop was restored from an older copy and does not know the other one.
#[derive(Args)]
pub(crate) struct Pair {
    /// Say yes to the four words without asking, for scripts
    #[arg(long)]
    yes: bool,
    /// Which of the lines written so far your partner may read
    #[arg(long)]
    share: Option<ShareChoice>,
    /// When each of you may read the other's new lines
    #[arg(long)]
    lines: Option<LinesChoice>,
    /// Use this UDP port
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

impl Pair {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        home.check_purpose(Purpose::Pair)?;
        check_can_agree(context, self.yes)?;
        tell_of_earlier(context, &home)?;
        let share = choose_share(context, &home, self.share, self.yes)?;
        choose_lines(context, &home, self.lines, self.yes)?;
        settle(context, &home)?;
        let outside = outside(context)?;
        kintsugi_meet::run(Network::while_open(
            &home,
            &outside,
            (self.port, Guest::Invited),
            interrupted(),
            async |network| invite_guest(context, &home, network, share, self.yes, Purpose::Pair).await,
        ))
    }
}

/// Opens a window and pairs with whoever proves to hold the code.
pub(crate) async fn invite_guest(
    context: &Context,
    home: &Home,
    network: &Network,
    share: Share,
    yes: bool,
    purpose: Purpose,
) -> Result<(), CommandError> {
    let there = match purpose {
        Purpose::Pair => "On the other laptop",
        Purpose::Replace => "On your partner's new laptop",
    };
    let outside = outside(context)?;
    let inviting = Inviting::open(home, network, &outside);
    let (code, ticket) = (inviting.code(), inviting.ticket());
    context.output.json(&json!({ "code": code, "ticket": ticket }));
    context.output.screen(&format!(
            "{there}, run {STRONG}kintsugi join{STRONG:#} and type this code:\n\n  {STRONG}{code}{STRONG:#}\n\nIt works once, for ten minutes.\nWhere the code finds nothing, this ticket does the same:\n\n{ticket}\n\n{}",
            screen::qr(ticket)
        ));
    context.output.talk("Waiting for the other laptop ...");
    agree(context, inviting.wait().await?, share, yes).await
}
