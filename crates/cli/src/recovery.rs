//! The 12 words that stand on paper.

use std::path::Path;

use kintsugi_vault::VaultError;
use zeroize::Zeroizing;

use crate::context::Context;
use crate::error::CommandError;
use crate::secret_file;

/// The 12 words: from a file, or asked for.
pub(crate) fn words(context: &Context, file: Option<&Path>) -> Result<Zeroizing<String>, CommandError> {
    if let Some(path) = file {
        return secret_file::read("file of the 12 words", path);
    }
    if !context.can_ask() {
        return Err(CommandError::usage("the 12 words are needed").hint("Give --recovery-file FILE."));
    }
    let typed = rpassword::prompt_password("Your 12 words: ");
    Ok(Zeroizing::new(typed.map_err(|_| CommandError::from(VaultError::RecoveryCode))?))
}
