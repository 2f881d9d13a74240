//! What this program hands to the network side: the address that the environment names, the clock, the signals that end it,
//! and the one question that somebody has to answer.

use jiff::ZonedDateTime;
use kintsugi_home::Home;
use kintsugi_lan::Bind;
use kintsugi_meet::{ALL, Chosen, Outside, choose, names, networks};

use crate::confirm::ask_line;
use crate::context::Context;
use crate::error::CommandError;

/// What comes from outside of the network side.
pub(crate) fn outside(context: &Context) -> Result<Outside<'static>, CommandError> {
    Ok(Outside { only: context.bind_address()?, clock: &ZonedDateTime::now })
}

/// Asks once which network is home, where there is more than one and somebody sits at the keyboard.
pub(crate) fn settle(context: &Context, home: &Home) -> Result<(), CommandError> {
    if !context.can_ask() {
        return Ok(());
    }
    // Where there is no network, whoever needs one says so.
    let Ok(Chosen::Ask(binds)) = networks(home, &outside(context)?) else { return Ok(()) };
    Ok(choose(home, vec![ask(context, &binds)?])?)
}

fn ask(context: &Context, binds: &[Bind]) -> Result<String, CommandError> {
    let names = names(binds);
    let shown = binds.iter().map(|bind| format!("  {:<10} {}", bind.name, bind.ip));
    context.output.insist(&format!(
        "This laptop is on more than one network:\n{}\n  {ALL:<10} each of them",
        shown.collect::<Vec<_>>().join("\n")
    ));
    loop {
        let question = "Which one is yours? (kintsugi config network changes it later) ";
        let Some(answer) = ask_line(context, question)? else {
            return Err(CommandError::usage("there was no answer").hint("Nothing was changed."));
        };
        let answer = answer.trim().to_owned();
        if answer == ALL || names.contains(&answer) {
            return Ok(answer);
        }
    }
}

/// Ctrl-C, or the terminal was closed, or the system asks this process to end.
pub(crate) async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let wait = async |kind| match signal(kind) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        // Without a handler the signal does what it always does.
        Err(_) => std::future::pending().await,
    };
    tokio::select! {
        () = wait(SignalKind::interrupt()) => {}
        () = wait(SignalKind::terminate()) => {}
        () = wait(SignalKind::hangup()) => {}
    }
}
