//! `lock`

use clap::Args;
use kintsugi_vault::UnlockCache;

use crate::context::Context;
use crate::error::CommandError;
use crate::unlock;

/// Forget the passphrase at once
#[derive(Args)]
pub(crate) struct Lock {}

impl Lock {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let (_, keyfile) = unlock::read_keyfile(context)?;
        UnlockCache::of(&keyfile).forget();
        let locked = keyfile.is_protected();
        context.output.json(&serde_json::json!({ "locked": locked }));
        context.output.screen(if locked {
            "Locked."
        } else {
            "This journal has no passphrase, so it cannot be locked. kintsugi recover sets one."
        });
        Ok(())
    }
}
