//! One file per command. Its doc comment is its help text.

pub(crate) mod act;
pub(crate) mod agreement;
pub(crate) mod ask;
pub(crate) mod bundle;
pub(crate) mod checkin;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod delete;
pub(crate) mod demo;
pub(crate) mod device;
pub(crate) mod doctor;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod focus;
pub(crate) mod init;
pub(crate) mod jar;
pub(crate) mod join;
#[cfg(feature = "later")]
pub(crate) mod later;
pub(crate) mod leave;
pub(crate) mod letter;
pub(crate) mod lock;
pub(crate) mod man;
pub(crate) mod miss;
pub(crate) mod pair;
pub(crate) mod practice;
pub(crate) mod progress;
pub(crate) mod read;
pub(crate) mod recover;
pub(crate) mod rest;
pub(crate) mod routine;
pub(crate) mod safety;
pub(crate) mod search;
pub(crate) mod service;
pub(crate) mod share;
pub(crate) mod show;
pub(crate) mod star;
pub(crate) mod status;
pub(crate) mod sync;
pub(crate) mod today;
pub(crate) mod tracker;
pub(crate) mod unlock;
pub(crate) mod verify;
pub(crate) mod words;
pub(crate) mod write;

mod around;
mod once;
mod pairing;
mod reading;
mod save;
mod withdraw;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CommandError;

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    Pair(pair::Pair),
    Join(join::Join),
    Status(status::Status),
    Doctor(doctor::Doctor),
    Config(config::Config),
    Write(write::Write),
    Read(read::Read),
    Search(search::Search),
    Show(show::Show),
    Edit(edit::Edit),
    Delete(delete::Delete),
    Share(share::Share),
    Star(star::Star),
    Today(today::Today),
    Act(act::Act),
    Rest(rest::Rest),
    Tracker(tracker::Tracker),
    Letter(letter::Letter),
    Ask(ask::Ask),
    Miss(miss::Miss),
    Jar(jar::Jar),
    Checkin(checkin::CheckIn),
    Practice(practice::Practices),
    Focus(focus::Focus),
    Routine(routine::Routine),
    Agreement(agreement::Agreement),
    Words(words::BorrowedWords),
    Progress(progress::Progress),
    Sync(sync::Sync),
    Bundle(bundle::Bundle),
    Device(device::Devices),
    Leave(leave::Leave),
    Service(service::Service),
    Safety(safety::Safety),
    Lock(lock::Lock),
    Unlock(unlock::Unlock),
    Recover(recover::Recover),
    Export(export::Export),
    Verify(verify::Verify),
    Demo(demo::Demo),
    Completions(completions::Completions),
    Man(man::Man),
    #[cfg(feature = "later")]
    #[command(hide = true)]
    Later(later::Later),
}

/// Runs a command; without one, shows today. `grammar` is what completions and the manual page are made of.
pub(crate) fn run(
    context: &Context,
    command: Option<Command>,
    grammar: fn() -> clap::Command,
) -> Result<(), CommandError> {
    match command.unwrap_or(Command::Today(today::Today {})) {
        Command::Init(args) => args.run(context),
        Command::Pair(args) => args.run(context),
        Command::Join(args) => args.run(context),
        Command::Status(args) => args.run(context),
        Command::Doctor(args) => args.run(context),
        Command::Config(args) => args.run(context),
        Command::Write(args) => args.run(context),
        Command::Read(args) => args.run(context),
        Command::Search(args) => args.run(context),
        Command::Show(args) => args.run(context),
        Command::Edit(args) => args.run(context),
        Command::Delete(args) => args.run(context),
        Command::Share(args) => args.run(context),
        Command::Star(args) => args.run(context),
        Command::Today(args) => args.run(context),
        Command::Act(args) => args.run(context),
        Command::Rest(args) => args.run(context),
        Command::Tracker(args) => args.run(context),
        Command::Letter(args) => args.run(context),
        Command::Ask(args) => args.run(context),
        Command::Miss(args) => args.run(context),
        Command::Jar(args) => args.run(context),
        Command::Checkin(args) => args.run(context),
        Command::Practice(args) => args.run(context),
        Command::Routine(args) => args.run(context),
        Command::Focus(args) => args.run(context),
        Command::Agreement(args) => args.run(context),
        Command::Words(args) => args.run(context),
        Command::Progress(args) => args.run(context),
        Command::Export(args) => args.run(context),
        Command::Sync(args) => args.run(context),
        Command::Bundle(args) => args.run(context),
        Command::Device(args) => args.run(context),
        Command::Leave(args) => args.run(context),
        Command::Service(args) => args.run(context),
        Command::Safety(args) => args.run(context),
        Command::Lock(args) => args.run(context),
        Command::Unlock(args) => args.run(context),
        Command::Recover(args) => args.run(context),
        Command::Verify(args) => args.run(context),
        Command::Demo(args) => args.run(context),
        Command::Completions(args) => args.run(grammar()),
        Command::Man(args) => args.run(grammar()),
        #[cfg(feature = "later")]
        Command::Later(args) => args.run(context),
    }
}
