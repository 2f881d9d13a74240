//! `show`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::{json, screen};
use kintsugi_home::Listed;

/// Show one entry
#[derive(Args)]
pub(crate) struct Show {
    /// Its id, or the beginning of it
    #[arg(add = ArgValueCandidates::new(complete::all_ids))]
    id: String,
}

impl Show {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let found = home.find(&self.id)?;
        let listed = Listed { mine: found.person == home.identity().person(), line: found.line };
        let names = screen::Names::of(&home)?.with_ids(context.global.ids);
        context.output.screen(&screen::entry(&listed, &names));
        context.output.json(&json::Entry::of(listed, &names));
        Ok(())
    }
}
