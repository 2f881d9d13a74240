//! What every command is given: flags, output, clock, and the way to the home.

use std::cell::RefCell;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

use crate::error::{CommandError, Exit};
use crate::once;
use crate::output::{Log, Output, has_terminal};
use crate::rescue;
use crate::unlock::{self, Access};
use crate::{clock, computer};
use kintsugi_home::{Home, Keeper, Moment};
use kintsugi_journal::{EntryId, Vocabulary};

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
    /// Show the ids of lines
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub(crate) ids: bool,
    /// Read the passphrase from the first line of this file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Options of every command")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Say on stderr what the network layer does
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub(crate) verbose: bool,
}

const LOOKED: &str = "\
Something that is kept in this journal can no longer be read from the disk. There is no hurry: kintsugi repair says what it \
can bring back, and asks first.";
const READ_ONLY: &str = "This journal is where nothing can be written. It can be read; nothing can be saved here.";

pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) output: Output,
    pub(crate) now: Moment,
    /// What this program knows of what may stand in a journal.
    pub(crate) vocabulary: Vocabulary,
    path: PathBuf,
    /// Makes the copy of the day, once everything was said.
    keeper: RefCell<Option<Keeper>>,
}

impl Context {
    pub(crate) fn new(global: Global, output: Output, vocabulary: Vocabulary) -> Result<Self, CommandError> {
        if global.verbose {
            let everything =
                tracing_subscriber::fmt().with_ansi(false).with_writer(|| Log).with_env_filter("trace").try_init();
            // A second one in the same process changes nothing.
            let _ = everything;
        }
        Ok(Self { global, output, now: clock::now()?, vocabulary, path: home_path()?, keeper: RefCell::new(None) })
    }

    /// The id of a line in brackets, where somebody wishes to see it.
    pub(crate) fn id(&self, entry: EntryId) -> String {
        if self.global.ids { format!(" ({})", entry.short()) } else { String::new() }
    }

    /// The folder of the home, whether it is there or not.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The home, unlocked.
    pub(crate) fn home(&self) -> Result<Home, CommandError> {
        let home = unlock::open(&self.access())?;
        if home.is_read_only() {
            self.output.talk(READ_ONLY);
            return Ok(home);
        }
        rescue::sweep(self.output, &home, &self.now);
        computer::tell(self.output, &home);
        once::older(self.output, &home);
        self.keeper.replace(Some(home.keeper()));
        Ok(home)
    }

    /// What is done once everything was said: nobody waits for the copy of the day, nor for the look at a part of what is kept.
    /// `damaged`: the command has said already that something cannot be read.
    pub(crate) fn end(&self, damaged: bool) {
        let (Some(keeper), Ok(now)) = (self.keeper.take(), clock::now()) else { return };
        keeper.keep(&now);
        if !damaged && keeper.look(&now) {
            self.output.talk(&textwrap::fill(LOOKED, crate::output::width()));
        }
    }

    /// What unlocking needs.
    pub(crate) fn access(&self) -> Access<'_> {
        Access {
            path: &self.path,
            passphrase_file: self.global.passphrase_file.as_deref(),
            can_ask: self.can_ask(),
            output: self.output,
            vocabulary: self.vocabulary,
        }
    }

    /// Whether the person can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        !self.global.no_input && !self.output.is_json() && has_terminal()
    }

    /// The one address to use, where `KINTSUGI_BIND` names it.
    pub(crate) fn bind_address(&self) -> Result<Option<IpAddr>, CommandError> {
        let Some(text) = std::env::var("KINTSUGI_BIND").ok().filter(|text| !text.is_empty()) else { return Ok(None) };
        let parsed = text.parse().map(Some);
        parsed.map_err(|_| CommandError::usage(format!("KINTSUGI_BIND is not an address: {text}")))
    }
}

/// `KINTSUGI_HOME`, or the place that the system has for such things.
pub(crate) fn home_path() -> Result<PathBuf, CommandError> {
    if let Some(path) = std::env::var_os("KINTSUGI_HOME").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    let app =
        AppStrategyArgs { top_level_domain: "org".into(), author: "kintsugi".into(), app_name: "kintsugi".into() };
    let strategy = choose_app_strategy(app);
    let strategy = strategy.map_err(|_| {
        CommandError::new(Exit::Failed, "no-home-folder", "this user has no folder of their own")
            .hint("Set KINTSUGI_HOME to the folder that is to hold the journal.")
    })?;
    Ok(strategy.data_dir())
}
