//! Which of this laptop's networks is home: all of them, those that were chosen, or asked once.

use std::io::BufRead;

use kintsugi_lan::{Bind, BindError};
use kintsugi_vault::LocalSettings;

use crate::context::Context;
use crate::error::CommandError;
use kintsugi_home::Home;

/// The word for all networks, as a choice.
pub(crate) const ALL: &str = "all";

/// The addresses to use.
pub(crate) fn choose(context: &Context, home: &Home) -> Result<Vec<Bind>, CommandError> {
    if let Some(ip) = context.bind_address()? {
        return Ok(vec![Bind::exactly(ip)?]);
    }
    let binds = Bind::all_home()?;
    let settings = home.local_settings()?;
    let names = names(&binds);
    if settings.networks.is_empty() && names.len() > 1 && context.can_ask() {
        let chosen = ask(context, &binds, &names)?;
        home.put_local_settings(&LocalSettings { networks: chosen.clone(), ..settings })?;
        return of(binds, &chosen);
    }
    of(binds, &settings.networks)
}

fn of(binds: Vec<Bind>, chosen: &[String]) -> Result<Vec<Bind>, CommandError> {
    if chosen.is_empty() || chosen.iter().any(|name| name == ALL) {
        return Ok(binds);
    }
    let mine: Vec<Bind> = binds.into_iter().filter(|bind| chosen.contains(&bind.name)).collect();
    if mine.is_empty() { Err(BindError::NotChosen(chosen.join(", ")).into()) } else { Ok(mine) }
}

fn names(binds: &[Bind]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for bind in binds {
        if !names.contains(&bind.name) {
            names.push(bind.name.clone());
        }
    }
    names
}

fn ask(context: &Context, binds: &[Bind], names: &[String]) -> Result<Vec<String>, CommandError> {
    let shown = binds.iter().map(|bind| format!("  {:<10} {}", bind.name, bind.ip));
    context.output.insist(&format!(
        "This laptop is on more than one network:\n{}\n  {ALL:<10} each of them",
        shown.collect::<Vec<_>>().join("\n")
    ));
    loop {
        context.output.ask("Which one is your home network? (kintsugi config network changes it later) ");
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer).unwrap_or(0) == 0 {
            return Err(CommandError::usage("there was no answer").hint("Nothing was changed."));
        }
        let answer = answer.trim().to_owned();
        if answer == ALL || names.contains(&answer) {
            return Ok(vec![answer]);
        }
    }
}
