//! `completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::Cli;
use crate::context::Context;
use crate::error::CommandError;

/// Print completions for your shell
#[derive(Args)]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, _context: &Context) -> Result<(), CommandError> {
        clap_complete::generate(self.shell, &mut Cli::command(), "kintsugi", &mut anstream::stdout());
        Ok(())
    }
}
