//! `man`

use clap::Args;

use crate::error::{CommandError, Exit};

/// Print the manual page; try: kintsugi man | man -l -
#[derive(Args)]
pub(crate) struct Man {}

impl Man {
    pub(crate) fn run(self, grammar: clap::Command) -> Result<(), CommandError> {
        let page = clap_mangen::Man::new(grammar);
        page.render(&mut anstream::stdout())
            .map_err(|error| CommandError::new(Exit::Failed, "output", format!("it could not be written: {error}")))
    }
}
