//! `man`

use clap::Args;

use crate::context::Context;
use crate::error::{CommandError, Exit};

/// Print the manual page; try: kintsugi man | man -l -
#[derive(Args)]
pub(crate) struct Man {}

impl Man {
    pub(crate) fn run(self, context: &Context, grammar: clap::Command) -> Result<(), CommandError> {
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(grammar).render(&mut page);
        rendered
            .map_err(|error| CommandError::new(Exit::Failed, "output", format!("it could not be made: {error}")))?;
        context.output.document(&String::from_utf8_lossy(&page));
        Ok(())
    }
}
