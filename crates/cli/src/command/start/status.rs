//! `status`

use clap::Args;
use kintsugi_home::Home;

use crate::context::Context;
use crate::error::CommandError;
use crate::screen;
use crate::standing::Standing;

/// Show how things stand
#[derive(Args)]
pub(crate) struct Status {}

impl Status {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let mut status = home.status(&context.now)?;
        // Without a watch nothing goes by itself, so nothing waits for its time.
        if status.waiting.is_some() && !is_watched(&home)? {
            status.waiting = None;
        }
        let limits = screen::limits(&status);
        let standing = Standing::of(status, limits, &context.now);
        context.output.screen(&screen::standing(&standing));
        context.output.json(&standing);
        Ok(())
    }
}

fn is_watched(home: &Home) -> Result<bool, CommandError> {
    kintsugi_meet::run(async { Ok(kintsugi_meet::is_running(home.folder()).await) })
}
