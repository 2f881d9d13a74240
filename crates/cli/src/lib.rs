//! The program `kintsugi`: arguments, words, screens, editor, and the open home.
//!
//! Only this crate knows the terminal, the environment and the clock. Each file of `command` is one command; `screen` is what
//! people see; `kintsugi_home` holds the journal and its rules, `kintsugi_meet` meets the other laptop.

mod anew;
mod args;
mod backup_key;
mod begun;
mod browser;
mod choose;
mod clock;
mod command;
mod complete;
mod computer;
mod confirm;
mod context;
mod dates;
mod editor;
mod error;
mod harden;
mod help;
mod here;
mod input;
mod json;
mod keys;
mod manual;
mod network;
mod once;
mod output;
mod page;
mod panic;
mod progress;
mod recovery;
mod rescue;
mod safety;
mod said;
mod save;
mod screen;
mod secret_file;
mod sheet;
mod signals;
mod standing;
mod template;
mod terminal;
mod timer;
#[cfg(feature = "later")]
mod trial;
mod unfinished;
mod unlock;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use kintsugi_journal::Vocabulary;

use crate::args::{grammar, parse};
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::output::Output;

/// Runs one command line, the program's name first, as a program that knows this vocabulary, and says how it ended.
pub fn run(args: Vec<OsString>, vocabulary: Vocabulary) -> ExitCode {
    panic::install_hook();
    harden::close();
    harden::outlive_limits();
    output::settle_looks();
    if complete::answered(&args) {
        return ExitCode::SUCCESS;
    }
    // A parse that fails has no flags yet, and the error must still have the form that was asked for.
    let json = args.iter().any(|arg| arg == "--json");
    let args = safety_first(args);
    let cli = match parse(&args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, json),
    };
    let output = Output::new(cli.global.json, cli.global.quiet);
    let context = Context::new(cli.global, output, vocabulary);
    let context = match context {
        Ok(context) => context,
        Err(error) => return failed(output, &error),
    };
    let outcome = command::run(&context, cli.command, grammar).or_else(|error| {
        anew::begins(&context, error)?;
        let again = parse(&args).expect("what was parsed once");
        command::run(&context, again.command, grammar)
    });
    let outcome = outcome.and_then(|()| output::check_shown());
    let damaged = outcome.as_ref().is_err_and(|error| error.exit == Exit::Damaged);
    let code = outcome.map_or_else(|error| failed(output, &error), |()| ExitCode::SUCCESS);
    context.end(damaged);
    code
}

fn failed(output: Output, error: &CommandError) -> ExitCode {
    output.error(error);
    error.exit.into()
}

/// `--help safety` is the safety note and not the help of everything.
fn safety_first(args: Vec<OsString>) -> Vec<OsString> {
    match &args[..] {
        [program, help, safety] if help == "--help" && safety == "safety" => vec![program.clone(), safety.clone()],
        _ => args,
    }
}

/// Help and the version go to stdout; what is wrong is said in our words, but for a command that was typed alone: its help says what it has.
fn usage(error: &clap::Error, json: bool) -> ExitCode {
    let (output, text) = (Output::new(json, false), error.render().ansi().to_string());
    if !error.use_stderr() {
        output.help(&text);
        return output::check_shown().map_or_else(|error| failed(output, &error), |()| ExitCode::SUCCESS);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !json {
        output.insist(text.trim_end());
    } else {
        output.error(&usage::worded(error));
    }
    Exit::Usage.into()
}
