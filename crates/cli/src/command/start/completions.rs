//! `completions`

use clap::Args;
use clap_complete::Shell;

use crate::context::Context;
use crate::error::CommandError;

/// Print completions for your shell
#[derive(Args)]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &Context, mut grammar: clap::Command) -> Result<(), CommandError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut grammar, "kintsugi", &mut script);
        context.output.document(&String::from_utf8_lossy(&script));
        Ok(())
    }
}
