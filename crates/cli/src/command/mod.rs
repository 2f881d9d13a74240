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

use crate::args::Command;
use crate::context::Context;
use crate::error::CommandError;

/// Runs a command; without one, shows today.
pub(crate) fn run(context: &Context, command: Option<Command>) -> Result<(), CommandError> {
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
        Command::Completions(args) => args.run(context),
        Command::Man(args) => args.run(context),
    }
}
