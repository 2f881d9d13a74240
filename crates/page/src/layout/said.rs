//! The one place where words of somebody become part of a page.
//!
//! The macro that makes pages escapes what would be markup. What is left could still turn the direction of what stands beside
//! it, or pile marks over other lines: what turns direction is left out, a letter has at most four marks, and the style sheet
//! sets each of them apart.

use kintsugi_journal::character::{is_mark, is_unseen, turns_direction};

/// How many marks of a letter are shown.
const MARKS: usize = 4;

/// A text as a page may hold it.
pub(crate) fn said(text: &str) -> String {
    let (mut shown, mut marks) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        let is_direction = turns_direction(c) && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}');
        let is_control = c.is_control() && !matches!(c, '\n' | '\t');
        if is_direction || is_control || (is_mark(c) && marks >= MARKS) {
            continue;
        }
        marks = match c {
            _ if is_mark(c) => marks + 1,
            // What cannot be seen does not begin another letter.
            _ if is_unseen(c) => marks,
            _ => 0,
        };
        shown.push(c);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_turns_or_piles_over_what_stands_beside_it() {
        assert_eq!(said("a plain line,\n\twith żółw, 春 and 👩‍🚀"), "a plain line,\n\twith żółw, 春 and 👩‍🚀");
        assert_eq!(said("user\u{202e}txt.exe\u{2066}a\u{2069}"), "usertxt.exea");
        assert_eq!(said("over\rwritten\u{8}\u{1b}[2J"), "overwritten[2J");
        let tall = format!("Z{}algo", "\u{336}\u{200b}".repeat(40));
        assert_eq!(said(&tall).chars().filter(|c| *c == '\u{336}').count(), 4);
        assert_eq!(said("שָׁלוֹם"), "שָׁלוֹם", "marks that languages have");
    }
}
