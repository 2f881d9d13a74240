//! `restore`

use std::path::PathBuf;

use clap::Args;

use super::{from_copy, from_file};
use crate::backup_key::Opening;
use crate::context::Context;
use crate::error::CommandError;

/// Bring your journal back from a backup, or go back to a copy of an earlier day
///
/// With FILE, on a laptop that has no journal: it makes this laptop a new one of yours. Your 12 words are asked for, and then you
/// and your partner join again.
///
/// With --day, where the journal is: a copy is made inside it once on each day on which you use it, and the newest seven are kept.
/// You see first what would come and what would go. What goes is in the copy of today then, and what the other laptop has
/// comes back when the two meet.
#[derive(Args)]
pub(crate) struct Restore {
    /// The backup
    #[arg(required_unless_present_any = ["list", "day"])]
    file: Option<PathBuf>,
    /// Show the copies that are here
    #[arg(long, conflicts_with_all = ["day", "file"])]
    list: bool,
    /// Go back to the copy of this day
    #[arg(long, conflicts_with = "file")]
    day: Option<String>,
    /// Do not ask
    #[arg(long, requires = "day")]
    yes: bool,
    #[command(flatten)]
    opening: Opening,
    /// Do not protect the journal with a passphrase: whoever can use this laptop as you can read it
    #[arg(long)]
    no_passphrase: bool,
}

impl Restore {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match (&self.file, &self.day) {
            (Some(file), _) => from_file::restore(context, file, &self.opening, self.no_passphrase),
            (None, Some(day)) => from_copy::back(context, day, self.yes),
            (None, None) => from_copy::list(context),
        }
    }
}
