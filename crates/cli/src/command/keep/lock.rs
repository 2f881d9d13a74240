//! `lock`

use clap::Args;
use kintsugi_vault::UnlockCache;

use crate::context::Context;
use crate::error::CommandError;
use crate::unlock;

/// Forget the passphrase at once, lock the page in the browser, and end a sync --watch of this journal
#[derive(Args)]
pub(crate) struct Lock {}

impl Lock {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let (folder, keyfile) = unlock::read_keyfile(context.path())?;
        let forgotten = UnlockCache::of(&keyfile).forget();
        // Whether or not: a watch must not go on.
        let ended = kintsugi_meet::run(async { Ok::<_, CommandError>(kintsugi_meet::stop(&folder).await) })?;
        if ended {
            context.output.talk("The kintsugi that stayed in touch has ended, because it had the journal open.");
        }
        let page = kintsugi_page::ask(&folder, kintsugi_page::Asked::Lock).is_some();
        forgotten?;
        let locked = keyfile.is_protected();
        if page && locked {
            context.output.talk("The page in the browser is locked, too.");
        }
        context.output.json(&serde_json::json!({ "locked": locked }));
        context.output.done(if locked {
            "Locked."
        } else {
            "This journal has no passphrase, so it cannot be locked. kintsugi passphrase set sets one."
        });
        Ok(())
    }
}
