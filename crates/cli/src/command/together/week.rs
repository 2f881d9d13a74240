//! `week`

use clap::Args;
use kintsugi_home::{WEEK, WEEK_ENDS};

use super::steps::run;
use crate::context::Context;
use crate::error::CommandError;

/// Once a week, one screen after the other; Enter goes on, and nothing has to be done
///
/// A meeting, the reading, the check-in, what has opened, a day for something missed, what has felt better, the next focus.
#[derive(Args)]
pub(crate) struct Week {}

impl Week {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        run(context, &WEEK, WEEK_ENDS)
    }
}
