//! What `pair` and `join` share: the questions, the four words, and the first meeting.

use std::io::BufRead;

use clap::ValueEnum;
use kintsugi_journal::LinesOpen;
use kintsugi_meet::{Comparing, said};
use serde_json::json;

use crate::confirm::{ask_line, ask_yes};
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::network::outside;
use crate::output::{STRONG, filled};
use crate::progress::Progress;
use crate::screen;
use kintsugi_home::{Home, Share};
use kintsugi_vault::PartnerState;

/// Which of the lines written so far the partner may read.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShareChoice {
    /// All that are not private
    All,
    /// Those from today on
    Today,
    /// None: what was written so far becomes private
    None,
}

/// When each may read the other's lines.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinesChoice {
    /// From the next meeting on
    AtOnce,
    /// At the weekly reading, once both are ready for it
    Weekly,
}

/// Pairing needs somebody to compare the words, or a script that says yes.
pub(crate) fn check_can_agree(context: &Context, yes: bool) -> Result<(), CommandError> {
    if yes || context.can_ask() {
        return Ok(());
    }
    Err(CommandError::usage("both people must compare four words")
        .hint("Run it in a terminal, or add --yes in a script."))
}

/// Says what pairing comes to where there is a partner already.
pub(crate) fn tell_of_earlier(context: &Context, home: &Home, yes: bool) -> Result<(), CommandError> {
    let Some(partner) = home.partner()? else { return Ok(()) };
    let name = &partner.name;
    match partner.state {
        PartnerState::Pending => context.output.talk(&format!(
            "You and {name} both said yes already: kintsugi sync on both laptops finishes that. Go on here where it does not.\n"
        )),
        PartnerState::Paired => context.output.talk(&format!(
            "{}\nFor a new laptop of {name}: kintsugi device replace.\n",
            said::renews(name)
        )),
        PartnerState::Left => return again_with(context, home, name, yes),
        PartnerState::Apart => {}
    }
    Ok(())
}

/// Who has left is asked before any code is shown or taken: only the same partner can come.
fn again_with(context: &Context, home: &Home, name: &str, yes: bool) -> Result<(), CommandError> {
    let question = format!("{} Pair with {name} again? [y/N] ", said::only_with(name));
    if yes || ask_yes(context, &question)? { Ok(()) } else { home.companion().map(|_| ()).map_err(CommandError::from) }
}

/// What to share of the lines written so far: as given, asked where somebody can be, else all.
pub(crate) fn choose_share(
    context: &Context,
    home: &Home,
    given: Option<ShareChoice>,
    yes: bool,
) -> Result<Share, CommandError> {
    let choice = match given {
        Some(choice) => choice,
        None if yes || !home.asks_share()? => ShareChoice::All,
        None => ask_share(context)?,
    };
    let today = context.now.today(&home.journal_settings()?);
    Ok(match choice {
        ShareChoice::All => Share::All,
        ShareChoice::Today => Share::From(today),
        ShareChoice::None => Share::Nothing(today),
    })
}

fn ask_share(context: &Context) -> Result<ShareChoice, CommandError> {
    context.output.insist(
        "You have written before. Private lines stay yours in any case.\nOf the others, what may your partner read?\n\
         \x20 all    everything written so far\n\x20 today  only what is from today on\n\x20 none   nothing so far; it becomes private",
    );
    loop {
        let Some(answer) = ask_line(context, "all, today or none? ")? else {
            return Err(CommandError::usage("there was no answer").hint("Nothing was changed."));
        };
        if let Ok(choice) = ShareChoice::from_str(answer.trim(), true) {
            return Ok(choice);
        }
    }
}

/// Settles when I wish lines to open: as given, asked where somebody can be and nobody has chosen yet, else as it is.
pub(crate) fn choose_lines(
    context: &Context,
    home: &Home,
    given: Option<LinesChoice>,
    yes: bool,
) -> Result<(), CommandError> {
    let choice = match given {
        Some(choice) => choice,
        None if yes || !home.asks_lines()? => return Ok(()),
        None => ask_lines(context)?,
    };
    let wish = if choice == LinesChoice::Weekly { LinesOpen::Weekly } else { LinesOpen::AtOnce };
    Ok(home.put_lines_open(wish)?)
}

fn ask_lines(context: &Context) -> Result<LinesChoice, CommandError> {
    context.output.insist(
        "When may each of you read the other's new lines? Each has a wish; the more careful one counts.\nYou can change yours at any time: kintsugi config lines-open\n\
         \x20 at-once  from the next meeting of the laptops on\n\x20 weekly   at the weekly reading, when both of you are ready for it",
    );
    loop {
        let Some(answer) = ask_line(context, "at-once or weekly? [at-once] ")? else {
            return Err(CommandError::usage("there was no answer").hint("Nothing was changed."));
        };
        let answer = if answer.trim().is_empty() { "at-once" } else { answer.trim() };
        if let Ok(choice) = LinesChoice::from_str(answer, true) {
            return Ok(choice);
        }
    }
}

/// From the four words to the end of the first meeting.
pub(crate) async fn agree(
    context: &Context,
    home: &Home,
    comparing: Comparing<'_>,
    share: Share,
    yes: bool,
) -> Result<(), CommandError> {
    let words = comparing.words();
    let name = comparing.name().to_owned();
    context.output.json(&json!({ "words": words }));
    context.output.screen(&format!(
        "\n{name} is there. Both screens must show the same four words:\n\n  {STRONG}{}{STRONG:#}\n",
        words.join("  ")
    ));
    if !yes && !confirmed(context, &name).await? {
        comparing.no();
        return Err(CommandError::new(Exit::Refused, "declined", "the pairing was not finished")
            .hint("Nothing was stored. If the words were different, start again on both laptops."));
    }
    context.output.talk(&format!("Waiting for {name} to say yes ..."));
    let first = comparing.yes(share).await?;
    let bar = Progress::of_documents(context, "Meeting");
    let paired = first.hold(&outside(context)?, &|progress| bar.documents(progress)).await;
    bar.end();
    let met = paired.map_err(|error| unfinished(error.into()))?.met;
    context.output.json(&json!({ "paired": true, "partner": name, "received": met.received, "sent": met.sent }));
    let moved = match (met.received, met.sent) {
        (0, 0) => String::new(),
        (received, sent) => format!(" {}", screen::moved(&name, received, sent)),
    };
    context.output.done(&format!("You are paired with {name}.{moved}"));
    home.lines_open_anew()?;
    context.output.talk(&filled(&screen::lines_open_from_now_on(home.journal_settings()?.lines_open)));
    context.output.talk("Next, whenever you both like: kintsugi evening.");
    Ok(())
}

/// Cut after both said yes.
fn unfinished(error: CommandError) -> CommandError {
    error.and("Both laptops know each other already; kintsugi sync on both finishes the first meeting.")
}

/// The question stands in a thread of its own, so that the connection stays alive while somebody thinks.
async fn confirmed(context: &Context, name: &str) -> Result<bool, CommandError> {
    let question = format!("Does {name}'s screen show the same words? [y/N] ");
    context.output.ask(&question);
    let answer = tokio::task::spawn_blocking(|| {
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).map(|_| answer)
    });
    let answer = answer.await.ok().and_then(Result::ok).unwrap_or_default();
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
