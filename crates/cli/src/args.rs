//! The command line. Each command's own options stand in its file.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use crate::command::Command;
use crate::context::Global;
use crate::help::helped;

/// A private journal for two people who rebuild trust, on two laptops, with no server.
///
/// Each writes a line or two a day. The two copies become one when the laptops meet on the home network.
/// Without a command it shows today.
#[derive(Parser)]
#[command(name = "kintsugi", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// The command line as the program understands it, with its help.
pub(crate) fn grammar() -> clap::Command {
    helped(Cli::command())
}

/// Reads one command line, the program's name first. The help of all pages is made only for a line that is not understood, or
/// asks for it: every other one would wait for it in vain.
///
/// # Errors
/// Also where the help was asked for.
pub(crate) fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    understood(Cli::command(), args).or_else(|error| match error.kind() {
        ErrorKind::DisplayVersion => Err(error),
        _ => understood(grammar(), args),
    })
}

fn understood(mut grammar: clap::Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    let matches = grammar.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut grammar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_documented() {
        grammar().debug_assert();
        let document = include_str!("../../../docs/cli.md");
        let shown = |command: &&clap::Command| command.get_name() != "help" && !command.is_hide_set();
        for command in Cli::command().get_subcommands().filter(shown) {
            let name = command.get_name();
            let named = [format!("`{name} "), format!("`{name}`"), format!(", `{name}")];
            assert!(named.iter().any(|named| document.contains(named)), "docs/cli.md lacks {name}");
        }
    }
}
