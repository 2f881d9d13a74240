//! `pair`

use std::time::Duration;

use clap::Args;
use kintsugi_lan::Guest;
use kintsugi_meet::{Comparing, Inviting, Network};
use serde_json::json;

use super::pairing::{LinesChoice, ShareChoice, agree, check_can_agree, choose_lines, choose_share, tell_of_earlier};
use crate::context::Context;
use crate::error::CommandError;
use crate::network::{interrupted, outside, settle};
use crate::output::{filled, has_screen};
use crate::screen;
use crate::terminal::clear;
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
    #[command(flatten)]
    besides: Besides,
    /// Use this UDP port
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

/// What does the same as the code, where the network keeps the laptops from finding each other.
#[derive(Args, Clone, Copy)]
pub(crate) struct Besides {
    /// Show the ticket, too: it does the same where the code finds nothing
    #[arg(long)]
    ticket: bool,
    /// Show the ticket as a square for a camera, too
    #[arg(long)]
    qr: bool,
}

/// How long one waits before it is said who shows the code and who types it.
const A_MINUTE: Duration = Duration::from_secs(60);

const ONE_SHOWS: &str = "\
Nobody has joined yet. One of you shows the code; the other runs kintsugi join and types it. \
Do both screens show a code? Then end one of them with Ctrl-C.";

impl Pair {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        home.check_purpose(Purpose::Pair)?;
        check_can_agree(context, self.yes)?;
        tell_of_earlier(context, &home, self.yes)?;
        let share = choose_share(context, &home, self.share, self.yes)?;
        choose_lines(context, &home, self.lines, self.yes)?;
        settle(context, &home)?;
        let outside = outside(context)?;
        kintsugi_meet::run(Network::while_open(
            &home,
            &outside,
            (self.port, Guest::Invited),
            interrupted(),
            async |network| {
                invite_guest(context, &home, network, (share, self.yes), (Purpose::Pair, self.besides)).await
            },
        ))
    }
}

/// Opens a window and pairs with whoever proves to hold the code.
pub(crate) async fn invite_guest(
    context: &Context,
    home: &Home,
    network: &Network,
    (share, yes): (Share, bool),
    (purpose, besides): (Purpose, Besides),
) -> Result<(), CommandError> {
    let there = match purpose {
        Purpose::Pair => "On the other laptop",
        Purpose::Replace => "On your partner's new laptop",
    };
    let outside = outside(context)?;
    let inviting = Inviting::open(home, network, &outside);
    let (code, ticket) = (inviting.code(), inviting.ticket());
    context.output.json(&json!({ "code": code, "ticket": ticket }));
    if has_screen() {
        clear();
    }
    context.output.talk("Waiting for the other laptop ...");
    context.output.screen(&shown(there, &code, ticket, besides));
    agree(context, home, found(context, inviting).await?, share, yes).await
}

/// The code last and alone. Without a screen, where nobody can ask for more, the ticket too.
fn shown(there: &str, code: &str, ticket: &str, besides: Besides) -> String {
    let mut more = String::new();
    if besides.ticket || !has_screen() {
        more.push_str(&format!("This long code does the same:\n\n{ticket}\n\n"));
    }
    if besides.qr {
        more.push_str(&format!("{}\n", screen::qr(ticket)));
    }
    if more.is_empty() {
        more.push_str(&format!(
            "{}\n\n",
            filled("Where it finds nothing: kintsugi pair --ticket shows a long code, --qr a square.")
        ));
    }
    let how = filled(&format!("{there}, run kintsugi join and type this code. It works once, for ten minutes."));
    format!("{more}{how}\n\n{}\n", screen::code(code))
}

/// Waits for the other laptop; after a minute it is said who does what.
async fn found<'h>(context: &Context, inviting: Inviting<'h>) -> Result<Comparing<'h>, CommandError> {
    let found = inviting.wait();
    tokio::pin!(found);
    tokio::select! {
        found = &mut found => return Ok(found?),
        () = tokio::time::sleep(A_MINUTE) => context.output.talk(&filled(ONE_SHOWS)),
    }
    Ok(found.await?)
}
