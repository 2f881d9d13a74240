//! The end of a sitting: whether it was one of both.

use kintsugi_home::Home;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::CommandError;

/// Whether both were here, asked once at the end. What one did alone is no sitting of the two: nothing of it is kept, and nobody
/// learns of it. A journal of one's own asks nothing.
pub(crate) fn both_were_here(context: &Context, home: &Home) -> Result<bool, CommandError> {
    if home.partner()?.is_none() || ask_yes(context, "Were both of you here? [y/N] ")? {
        return Ok(true);
    }
    context.output.screen("That is fine. Nothing of it was kept.");
    Ok(false)
}
