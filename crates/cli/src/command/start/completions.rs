//! `completions`

use clap::Args;
use clap_complete::Shell;

use crate::error::CommandError;

/// Print completions for your shell
#[derive(Args)]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, mut grammar: clap::Command) -> Result<(), CommandError> {
        clap_complete::generate(self.shell, &mut grammar, "kintsugi", &mut anstream::stdout());
        Ok(())
    }
}
