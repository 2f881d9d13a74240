//! One file per command, in folders as the help groups them. Its doc comment is its help text.

#[cfg(feature = "later")]
pub(crate) mod later;

pub(crate) mod journal;
pub(crate) mod keep;
pub(crate) mod merge;
pub(crate) mod start;
pub(crate) mod together;

use clap::{Args, Subcommand};
use journal::{delete, draft, edit, keep as keeping, quiet, read, search, share, show, star, today, write};
use keep::{backup, export, import, lock, passphrase, recover, repair, restore, unlock, verify};
use merge::{bundle, device, leave, service, sync};
use start::{completions, config, demo, doctor, guide, init, join, man, open, pair, safety, status};
use together::{
    act, agreement, ask, checkin, evening, focus, jar, letter, miss, practice, progress, rest, routine, tracker,
    way_back, week, words,
};

use crate::context::Context;
use crate::error::CommandError;
use crate::output::has_screen;

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    Pair(pair::Pair),
    Join(join::Join),
    Open(open::Open),
    Status(status::Status),
    Doctor(doctor::Doctor),
    Config(config::Config),
    #[command(visible_alias = "add")]
    Write(write::Write),
    #[command(visible_alias = "log")]
    Read(read::Read),
    #[command(visible_alias = "find")]
    Search(search::Search),
    Show(show::Show),
    Edit(edit::Edit),
    #[command(visible_alias = "undo")]
    Delete(delete::Delete),
    Share(share::Share),
    Star(star::Star),
    Keep(keeping::Keep),
    Quiet(quiet::Quiet),
    Today(today::Today),
    Draft(draft::Drafts),
    Act(act::Act),
    Rest(rest::Rest),
    Evening(evening::Evening),
    Week(week::Week),
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
    Guide(guide::Guide),
    Safety(safety::Safety),
    Lock(lock::Lock),
    Unlock(unlock::Unlock),
    Passphrase(passphrase::PassphraseCommand),
    Recover(recover::Recover),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Export(export::Export),
    Import(import::Import),
    Verify(verify::Verify),
    Repair(repair::Repair),
    Demo(demo::Demo),
    Completions(completions::Completions),
    Man(man::Man),
    #[cfg(feature = "later")]
    #[command(hide = true)]
    Later(later::Later),
}

/// The grammar of a command of each day, by its name or the other one that it has: these lines need not wait until that of all
/// commands is made.
pub(crate) fn of_a_day(word: &str) -> Option<clap::Command> {
    type Augment = fn(clap::Command) -> clap::Command;
    let (name, other, augment): (_, Option<&'static str>, Augment) = match word {
        "today" => ("today", None, today::Today::augment_args),
        "write" | "add" => ("write", Some("add"), write::Write::augment_args),
        "read" | "log" => ("read", Some("log"), read::Read::augment_args),
        "search" | "find" => ("search", Some("find"), search::Search::augment_args),
        "show" => ("show", None, show::Show::augment_args),
        "act" => ("act", None, act::Act::augment_args),
        "evening" => ("evening", None, evening::Evening::augment_args),
        "tracker" => ("tracker", None, tracker::Tracker::augment_args),
        "status" => ("status", None, status::Status::augment_args),
        "sync" => ("sync", None, sync::Sync::augment_args),
        _ => return None,
    };
    Some(augment(clap::Command::new(name)).visible_aliases(other))
}

/// Without a command: today, or where nothing is yet and somebody sits there, the talk that begins a journal.
fn bare(context: &Context) -> Command {
    let empty = std::fs::read_dir(context.path()).map_or(true, |mut files| files.next().is_none());
    let begins = context.can_ask() && has_screen() && empty;
    if begins { Command::Init(init::Init::plain()) } else { Command::Today(today::Today {}) }
}

/// Runs a command; without one, shows today. `grammar` is what the manual is made of.
pub(crate) fn run(
    context: &Context,
    command: Option<Command>,
    grammar: fn() -> clap::Command,
) -> Result<(), CommandError> {
    match command.unwrap_or_else(|| bare(context)) {
        Command::Init(args) => args.run(context),
        Command::Pair(args) => args.run(context),
        Command::Join(args) => args.run(context),
        Command::Open(args) => args.run(context),
        Command::Status(args) => args.run(context),
        Command::Doctor(args) => args.run(context),
        Command::Config(args) => args.run(context),
        Command::Write(args) => args.run(context)?.map_or(Ok(()), |home| way_back::offer(context, &home)),
        Command::Read(args) => args.run(context),
        Command::Search(args) => args.run(context),
        Command::Show(args) => args.run(context),
        Command::Edit(args) => args.run(context),
        Command::Delete(args) => args.run(context),
        Command::Share(args) => args.run(context),
        Command::Star(args) => args.run(context),
        Command::Keep(args) => args.run(context),
        Command::Quiet(args) => args.run(context),
        Command::Today(args) => args.run(context),
        Command::Draft(args) => args.run(context),
        Command::Act(args) => args.run(context),
        Command::Rest(args) => args.run(context),
        Command::Evening(args) => args.run(context),
        Command::Week(args) => args.run(context),
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
        Command::Import(args) => args.run(context),
        Command::Sync(args) => args.run(context),
        Command::Bundle(args) => args.run(context),
        Command::Device(args) => args.run(context),
        Command::Leave(args) => args.run(context),
        Command::Service(args) => args.run(context),
        Command::Guide(args) => args.run(context),
        Command::Safety(args) => args.run(context),
        Command::Lock(args) => args.run(context),
        Command::Unlock(args) => args.run(context),
        Command::Passphrase(args) => args.run(context),
        Command::Recover(args) => args.run(context),
        Command::Backup(args) => args.run(context),
        Command::Restore(args) => args.run(context),
        Command::Verify(args) => args.run(context),
        Command::Repair(args) => args.run(context),
        Command::Demo(args) => args.run(context),
        Command::Completions(args) => args.run(context),
        Command::Man(args) => args.run(context, &grammar()),
        #[cfg(feature = "later")]
        Command::Later(args) => args.run(context),
    }
}
