//! `unlock`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::unlock;

/// Type the passphrase once; it is remembered for a while
#[derive(Args)]
pub(crate) struct Unlock {}

impl Unlock {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let minutes = unlock::unlock(&context.access())?;
        context.output.json(&serde_json::json!({ "unlocked": true, "minutes": minutes }));
        context.output.done(&match minutes {
            Some(0) => "This journal has no passphrase.".to_owned(),
            Some(minutes) => format!("Open for {minutes} minutes. kintsugi lock ends it at once."),
            None => {
                "The passphrase is right. This machine cannot remember it, so it is asked for each time.".to_owned()
            }
        });
        Ok(())
    }
}
