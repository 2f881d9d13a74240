//! `completions`

use clap::Args;
use clap_complete::Shell;

use crate::complete;
use crate::context::Context;
use crate::error::{CommandError, Exit};

/// Print completions for your shell
///
/// They ask kintsugi itself, so they know your practices, and of an open journal tags and ids. Never a word of a line, and nothing
/// of a private one; a locked journal stays locked.
#[derive(Args)]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let script = complete::script(&self.shell.to_string()).map_err(|error| {
            CommandError::new(Exit::Failed, "output", format!("completions could not be made: {error}"))
        })?;
        context.output.document(&script);
        Ok(())
    }
}
