//! `man`

use std::path::PathBuf;

use clap::Args;

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::manual;

/// Print the manual page of a command; try: kintsugi man write | man -l -
#[derive(Args)]
pub(crate) struct Man {
    /// Which command, such as letter write; without one the page of the program
    command: Vec<String>,
    /// Write the pages of all commands into this folder, which is there
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &Context, grammar: &clap::Command) -> Result<(), CommandError> {
        let failed = |error: std::io::Error| {
            CommandError::new(Exit::Failed, "output", format!("the manual could not be written: {error}"))
        };
        if let Some(folder) = &self.all {
            let pages = manual::write_all(grammar, folder).map_err(failed)?;
            context.output.json(&serde_json::json!({ "pages": pages }));
            context.output.done(&format!("{pages} pages are in {}.", folder.display()));
            return Ok(());
        }
        let page = manual::page(grammar, &self.command).ok_or_else(|| {
            CommandError::usage(format!("there is no command “{}”", self.command.join(" ")))
                .hint("kintsugi --help lists the commands.")
        })?;
        context.output.document(&String::from_utf8_lossy(&page.map_err(failed)?));
        Ok(())
    }
}
