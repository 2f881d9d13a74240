//! `restore`

use std::path::PathBuf;

use clap::Args;

use super::from_file;
use crate::backup_key::Opening;
use crate::context::Context;
use crate::error::CommandError;

/// Bring your journal back from a backup, on a laptop that has none
///
/// It makes this laptop a new one of yours: your 12 words are asked for, and then you and your partner join again.
#[derive(Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    opening: Opening,
    /// Do not protect the journal with a passphrase: whoever can use this laptop as you can read it
    #[arg(long)]
    no_passphrase: bool,
}

impl Restore {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        from_file::restore(context, &self.file, &self.opening, self.no_passphrase)
    }
}
