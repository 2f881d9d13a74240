//! `man`

use clap::{Args, CommandFactory};

use crate::args::Cli;
use crate::context::Context;
use crate::error::{CommandError, Exit};

/// Print the manual page; try: kintsugi man | man -l -
#[derive(Args)]
pub(crate) struct Man {}

impl Man {
    pub(crate) fn run(self, _context: &Context) -> Result<(), CommandError> {
        let page = clap_mangen::Man::new(Cli::command());
        page.render(&mut anstream::stdout())
            .map_err(|error| CommandError::new(Exit::Failed, "output", format!("it could not be written: {error}")))
    }
}
