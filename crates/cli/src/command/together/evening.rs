//! `evening`

use clap::Args;
use kintsugi_home::{EVENING, EVENING_ENDS};

use super::steps::run;
use crate::context::Context;
use crate::error::CommandError;

/// An evening, one screen after the other; Enter goes on, and nothing has to be done
///
/// New lines, the slip of the day, a line of yours, a small act, routines, a meeting, the hearts. Begun again on the same day it
/// offers only what is left. Each of you runs it on your own laptop.
#[derive(Args)]
pub(crate) struct Evening {}

impl Evening {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        run(context, &EVENING, EVENING_ENDS)
    }
}
