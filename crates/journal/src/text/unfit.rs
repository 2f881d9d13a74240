//! What a name or a tag may hold: what can be seen, in the order in which it is written.
//!
//! Two that look alike would be two, and one that turns the text beside it would say something else than it is. Joiners and
//! selectors are taken where they mean something: within a picture such as a heart, and between letters that join.

use super::character::{is_picture, is_skin, is_unseen, joins, turns_direction};

/// Why a name or a tag cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// A control character, or a line end.
    #[error("it holds a control character (U+{0:04X})")]
    Control(u32),
    /// A character that turns the direction of text.
    #[error("it holds a character that turns the direction of text (U+{0:04X})")]
    Turning(u32),
    /// A character of which nothing can be seen.
    #[error("it holds a character that cannot be seen (U+{0:04X})")]
    Unseen(u32),
}

/// Checks a name or a tag: what is written here and what comes from the partner alike. How long it may be is not asked.
///
/// # Errors
/// [`Unfit`] with the first character that cannot be taken.
pub fn check_seen(text: &str) -> Result<(), Unfit> {
    let letters: Vec<char> = text.chars().collect();
    for (at, c) in letters.iter().copied().enumerate() {
        let (before, after) = (letters[..at].last().copied(), letters.get(at + 1).copied());
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            return Err(Unfit::Control(c.into()));
        }
        if turns_direction(c) {
            return Err(Unfit::Turning(c.into()));
        }
        if is_unseen(c) && !means_something(before, c, after) {
            return Err(Unfit::Unseen(c.into()));
        }
    }
    Ok(())
}

/// Whether a character that cannot be seen by itself changes what can be seen around it.
fn means_something(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match c {
        // How the picture before it is drawn.
        '\u{fe0e}' | '\u{fe0f}' => is_picture(before),
        '\u{200c}' | '\u{200d}' => after.is_some_and(|after| {
            let pictures = (is_picture(before) || is_skin(before) || before == '\u{fe0f}') && is_picture(after);
            (pictures && c == '\u{200d}') || (joins(before) && after.is_alphabetic())
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_taken() {
        for name in ["Ana", "José", "Zoë O’Neill", "דנה", "علی", "می‌خواهم", "नीलम", "क्‍ष", "春", "Ana ❤️", "👩🏽‍🚀", "🏳️‍🌈"]
        {
            assert_eq!(check_seen(name), Ok(()), "{name:?}");
        }
    }

    #[test]
    fn what_steers_turns_or_hides_is_refused_by_its_number() {
        for (name, unfit) in [
            ("Ana\u{1b}]52;c;x\u{7}", Unfit::Control(0x1b)),
            ("Ana\u{9b}2J", Unfit::Control(0x9b)),
            ("Ana\nBen", Unfit::Control(0xa)),
            ("Ana\u{2028}", Unfit::Control(0x2028)),
            ("\u{202e}anA", Unfit::Turning(0x202e)),
            ("Ana\u{2067}", Unfit::Turning(0x2067)),
            ("Ana\u{200f}", Unfit::Turning(0x200f)),
            ("A\u{200b}na", Unfit::Unseen(0x200b)),
            ("A\u{200d}na", Unfit::Unseen(0x200d)),
            ("Ana\u{fe0f}", Unfit::Unseen(0xfe0f)),
            ("\u{fe0f}", Unfit::Unseen(0xfe0f)),
            ("❤\u{200d}", Unfit::Unseen(0x200d)),
            ("\u{3164}", Unfit::Unseen(0x3164)),
            ("Ana\u{e0041}", Unfit::Unseen(0xe0041)),
            ("so\u{ad}ft", Unfit::Unseen(0xad)),
        ] {
            assert_eq!(check_seen(name), Err(unfit), "{name:?}");
        }
        assert_eq!(Unfit::Unseen(0x200b).to_string(), "it holds a character that cannot be seen (U+200B)");
    }
}
