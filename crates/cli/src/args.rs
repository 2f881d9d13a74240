//! The command line. Each command's own options stand in its file.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser};

use crate::command::{self, Command};
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
    if let Some(cli) = of_a_day(args) {
        return Ok(cli);
    }
    understood(Cli::command(), args).or_else(|error| match error.kind() {
        ErrorKind::DisplayVersion => Err(error),
        _ => understood(grammar(), args),
    })
}

/// A line of a command of each day, or of none: with the grammar of this command alone. Nothing where that does not understand it:
/// it is then read with all of them.
fn of_a_day(args: &[OsString]) -> Option<Cli> {
    let word = args.iter().skip(1).find(|arg| !arg.as_encoded_bytes().starts_with(b"-"));
    let root = Global::augment_args(clap::Command::new("kintsugi"));
    let root = match word {
        Some(word) => root.subcommand(command::of_a_day(word.to_str()?)?),
        None => root,
    };
    understood(root, args).ok()
}

fn understood(mut grammar: clap::Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    let matches = grammar.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut grammar))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What clap itself shows of a grammar: each option with its names, what it takes, and what it stands against.
    fn shown(command: &clap::Command) -> Vec<String> {
        let arguments = command.get_arguments().map(|argument| format!("{argument:?}"));
        let names = [command.get_name()].into_iter().chain(command.get_visible_aliases()).map(str::to_owned);
        names.chain(arguments).collect()
    }

    #[test]
    fn the_commands_of_each_day_are_read_alone_as_they_are_among_all() {
        let all = Cli::command();
        let mut alone = 0;
        for command in all.get_subcommands() {
            for word in [command.get_name()].into_iter().chain(command.get_all_aliases()) {
                let Some(one) = command::of_a_day(word) else { continue };
                assert_eq!(shown(&one), shown(command), "{word}");
                alone += 1;
            }
        }
        assert_eq!(alone, 13);
    }

    #[test]
    fn whatever_stands_around_a_command_of_a_day_it_is_read_as_with_all_commands() {
        let lines: [&[&str]; 14] = [
            &[],
            &["--json"],
            &["today"],
            &["--quiet", "log", "--last", "3", "--ids"],
            &["add", "--private", "--json", "words", "--passphrase-file", "a"],
            &["--passphrase-file", "today", "write", "a"],
            &["--passphrase-file", "today"],
            &["--passphrase-file=a", "status"],
            &["find", "--not", "today", "tea"],
            &["search", "--", "--json"],
            &["today", "too much"],
            &["read", "--help"],
            &["write", "--tag"],
            &["--version"],
        ];
        for line in lines {
            let args: Vec<OsString> = ["kintsugi"].iter().chain(line).map(Into::into).collect();
            let told = |cli: Cli| {
                format!("{:?}", (cli.global.json, cli.global.quiet, cli.global.ids, cli.global.passphrase_file))
            };
            let whole = understood(Cli::command(), &args);
            let name = |cli: &Cli| cli.command.as_ref().map(std::mem::discriminant);
            match of_a_day(&args) {
                Some(cli) => {
                    let whole = whole.unwrap_or_else(|error| panic!("{line:?}: {error}"));
                    assert_eq!(name(&cli), name(&whole), "{line:?}");
                    assert_eq!(told(cli), told(whole), "{line:?}");
                }
                None => assert!(whole.is_err() || line[0] == "--passphrase-file", "{line:?}"),
            }
        }
    }

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
