//! The name that a person goes by, as it crosses when two laptops pair and as it stands on both screens from then on.

use kintsugi_journal::{Unfit, check_seen};

use super::message::MAX_NAME_BYTES;

/// Why a name cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing but white space, or more than [`MAX_NAME_BYTES`].
    #[error("a name has 1 to {MAX_NAME_BYTES} bytes of text")]
    Length,
    /// It holds a character that a name may not have.
    #[error("the name cannot be used: {0}")]
    Unfit(#[from] Unfit),
}

/// Checks a name: of whoever begins a journal, and of whoever comes to be paired, before any of it is shown.
///
/// # Errors
/// [`NameError`] with the first thing that is wrong.
pub fn check_name(name: &str) -> Result<(), NameError> {
    if name.trim().is_empty() || name.len() > MAX_NAME_BYTES {
        return Err(NameError::Length);
    }
    Ok(check_seen(name)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_can_be_seen() {
        assert_eq!(check_name("Zoë O’Neill"), Ok(()));
        assert_eq!(check_name(&"ä".repeat(32)), Ok(()));
        for (name, refused) in [
            (String::new(), NameError::Length),
            (" \u{a0}".into(), NameError::Length),
            ("ä".repeat(33), NameError::Length),
            ("A\u{202e}na".into(), NameError::Unfit(Unfit::Turning(0x202e))),
            ("\u{3164}".into(), NameError::Unfit(Unfit::Unseen(0x3164))),
            ("A\u{1b}[2Jna".into(), NameError::Unfit(Unfit::Control(0x1b))),
        ] {
            assert_eq!(check_name(&name), Err(refused), "{name:?}");
        }
    }
}
