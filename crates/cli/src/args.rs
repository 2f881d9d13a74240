//! The command line. Each command's own options stand in its file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::command;

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

/// Options of every command.
#[derive(Args)]
pub(crate) struct Global {
    /// Answer with JSON, for scripts
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub(crate) json: bool,
    /// Say only what was asked for
    #[arg(long, short, global = true, help_heading = "Options of every command")]
    pub(crate) quiet: bool,
    /// Never ask anything
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub(crate) no_input: bool,
    /// Read the passphrase from the first line of this file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Options of every command")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Say on stderr what the network layer does
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub(crate) verbose: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(command::init::Init),
    Pair(command::pair::Pair),
    Join(command::join::Join),
    Status(command::status::Status),
    Doctor(command::doctor::Doctor),
    Config(command::config::Config),
    Write(command::write::Write),
    Read(command::read::Read),
    Search(command::search::Search),
    Show(command::show::Show),
    Edit(command::edit::Edit),
    Delete(command::delete::Delete),
    Share(command::share::Share),
    Star(command::star::Star),
    Today(command::today::Today),
    Act(command::act::Act),
    Rest(command::rest::Rest),
    Tracker(command::tracker::Tracker),
    Letter(command::letter::Letter),
    Ask(command::ask::Ask),
    Miss(command::miss::Miss),
    Jar(command::jar::Jar),
    Checkin(command::checkin::CheckIn),
    Practice(command::practice::Practices),
    Focus(command::focus::Focus),
    Routine(command::routine::Routine),
    Agreement(command::agreement::Agreement),
    Words(command::words::BorrowedWords),
    Progress(command::progress::Progress),
    Sync(command::sync::Sync),
    Bundle(command::bundle::Bundle),
    Device(command::device::Devices),
    Leave(command::leave::Leave),
    Service(command::service::Service),
    Safety(command::safety::Safety),
    Lock(command::lock::Lock),
    Unlock(command::unlock::Unlock),
    Recover(command::recover::Recover),
    Export(command::export::Export),
    Verify(command::verify::Verify),
    Demo(command::demo::Demo),
    Completions(command::completions::Completions),
    Man(command::man::Man),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_command_is_documented() {
        Cli::command().debug_assert();
        let document = include_str!("../../../docs/cli.md");
        for command in Cli::command().get_subcommands().filter(|command| command.get_name() != "help") {
            let name = command.get_name();
            let named = [format!("`{name} "), format!("`{name}`"), format!(", `{name}")];
            assert!(named.iter().any(|named| document.contains(named)), "docs/cli.md lacks {name}");
        }
    }
}
