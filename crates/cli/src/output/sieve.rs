//! The one place where a text becomes what a terminal is told.
//!
//! Anything may have come from somebody else: words, names, file names, the rest of an error. So of what could steer a terminal
//! only our own looks pass; every other control character is shown by its number. What turns the direction of text is left
//! out, text from right to left is set apart within its line (UAX #9), so that it turns nothing that stands beside it, and a
//! letter has at most four marks. A text without any of these stays as it is in every byte.

use std::borrow::Cow;

use kintsugi_journal::character::{is_mark, is_right_to_left, is_unseen, turns_direction};

/// Sets what follows apart, in the direction of its first letter.
const APART: char = '\u{2068}';
/// Ends what was set apart.
const AGAIN: char = '\u{2069}';
/// How many marks of a letter are shown.
const MARKS: usize = 4;

/// What our looks, and those of the usage errors, tell a terminal. The paper of a code is one: black letters alone would hide a
/// text on a black screen.
const LOOKS: [&str; 8] =
    ["\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[4m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[30m\x1b[107m"];

/// What stands between things on our screens: what is set apart ends before it.
const BETWEEN: [&str; 6] = ["\x1b", " · ", "  ", "“", "”", ": "];

/// Whether a text has looks of ours in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// A screen of ours.
    Ours,
    /// A text that has none, such as an error.
    None,
}

/// A text as a terminal may be told it.
pub(crate) fn sieve(text: &str, looks: Looks) -> Cow<'_, str> {
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive('\n').map(|line| isolated(&harmless(line, looks))).collect())
}

/// A letter, or what stands between words, that says nothing but itself.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\t' | b' '..=b'~')
}

/// One line of somebody's text, set apart as a whole where it runs from right to left.
pub(crate) fn apart(line: &str) -> Cow<'_, str> {
    if !line.chars().any(is_right_to_left) {
        return Cow::Borrowed(line);
    }
    let inner: String = line.chars().filter(|c| !is_embedding(*c)).collect();
    Cow::Owned(format!("{APART}{inner}{AGAIN}"))
}

/// A text for JSON, which escapes only some of the control characters by itself; the value stays the same.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_harmful) {
        return Cow::Borrowed(json);
    }
    let escape = |c: char| if is_harmful(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(json.chars().map(escape).collect())
}

fn is_harmful(c: char) -> bool {
    c.is_control() || turns_direction(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Of what turns the direction of text, what goes on until it is ended; the two marks of a direction are letters without width.
fn is_embedding(c: char) -> bool {
    turns_direction(c) && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// A line without what steers a terminal, and without the marks that are too many.
fn harmless(line: &str, looks: Looks) -> String {
    let mut shown = String::with_capacity(line.len());
    let (mut rest, mut marks, mut depth) = (line, 0, 0_usize);
    while let Some(c) = rest.chars().next() {
        // Most of a line, which needs no look at what each letter does.
        let plain = rest.bytes().take_while(|byte| is_plain(*byte)).count();
        if plain > 0 {
            shown.push_str(&rest[..plain]);
            (rest, marks) = (&rest[plain..], 0);
            continue;
        }
        let look = (looks == Looks::Ours).then(|| LOOKS.iter().find(|look| rest.starts_with(**look))).flatten();
        let length = look.map_or(c.len_utf8(), |look| look.len());
        match c {
            _ if look.is_some() => shown.push_str(&rest[..length]),
            APART => {
                depth += 1;
                shown.push(c);
            }
            AGAIN if depth > 0 => {
                depth -= 1;
                shown.push(c);
            }
            _ if is_embedding(c) => {}
            _ if is_harmful(c) && !turns_direction(c) => shown.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            _ if is_mark(c) && marks >= MARKS => {}
            _ => shown.push(c),
        }
        marks = match c {
            _ if is_mark(c) => marks + 1,
            // What cannot be seen does not begin another letter.
            _ if is_unseen(c) => marks,
            _ => 0,
        };
        rest = &rest[length..];
    }
    end_of_line(shown, depth)
}

/// Whatever was set apart and not ended ends with its line.
fn end_of_line(mut line: String, depth: usize) -> String {
    let at = line.trim_end_matches('\n').len();
    line.insert_str(at, &AGAIN.to_string().repeat(depth));
    line
}

/// A line in which each stretch from right to left that is not set apart already is.
fn isolated(line: &str) -> String {
    if line.is_ascii() {
        return line.to_owned();
    }
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find(is_right_to_left) {
        if let Some(set) = rest.find(APART).filter(|set| *set < start) {
            let end = whole(&rest[set..]) + set;
            shown.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let between = BETWEEN.iter().filter_map(|mark| rest[start..].find(mark)).chain(rest[start..].find(APART)).min();
        let stretch = &rest[start..start + between.unwrap_or(rest.len() - start)];
        let last = stretch.char_indices().rev().find(|(_, c)| is_right_to_left(*c));
        let letter = last.map_or(stretch.len(), |(at, c)| at + c.len_utf8());
        let marks: usize = stretch[letter..].chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum();
        let (set, after) = stretch.split_at(letter + marks);
        shown.extend([&rest[..start], "\u{2068}", set, "\u{2069}", after]);
        rest = &rest[start + stretch.len()..];
    }
    shown + rest
}

/// How long what is set apart is, with both of its signs.
fn whole(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            APART => depth += 1,
            AGAIN => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{FAINT, HEART, PAPER, STRONG};

    fn ours(text: &str) -> String {
        sieve(text, Looks::Ours).into_owned()
    }

    #[test]
    fn a_plain_text_and_our_own_looks_stay_as_they_are() {
        let screens = [
            "Saved for Wed 3 June. (k3f9)\n".to_owned(),
            format!("{STRONG}Ana{STRONG:#} · {FAINT}k3f9{FAINT:#} {HEART}♥{HEART:#}\n\tÄpfel, żółw, 春, 👩‍🚀"),
            format!("{PAPER}▀▄{PAPER:#}"),
            "A “quoted” line …".to_owned(),
        ];
        for screen in screens {
            assert_eq!(ours(&screen), screen);
        }
    }

    #[test]
    fn nothing_else_steers_the_terminal() {
        for (hostile, shown) in [
            ("\x1b]52;c;cm0gLXJm\x07", "\\u{1b}]52;c;cm0gLXJm\\u{7}"),
            ("\x1b[2Jgone", "\\u{1b}[2Jgone"),
            ("\u{9b}2Jgone", "\\u{9b}2Jgone"),
            ("\u{9d}52;c;x\u{9c}", "\\u{9d}52;c;x\\u{9c}"),
            ("over\rwritten\u{8}", "over\\u{d}written\\u{8}"),
            ("\x1b[30mhidden", "\\u{1b}[30mhidden"),
            ("\x1b[8mhidden", "\\u{1b}[8mhidden"),
            ("one\u{2028}two\u{2029}", "one\\u{2028}two\\u{2029}"),
            ("del\u{7f}", "del\\u{7f}"),
        ] {
            assert_eq!(ours(hostile), shown);
            assert_eq!(sieve(hostile, Looks::None), shown);
        }
        assert_eq!(sieve("\x1b[1mbold\x1b[0m", Looks::None), "\\u{1b}[1mbold\\u{1b}[0m", "an error has no looks");
    }

    #[test]
    fn what_runs_from_right_to_left_turns_nothing_beside_it() {
        assert_eq!(ours("דנה · 3 June"), "\u{2068}דנה\u{2069} · 3 June");
        assert_eq!(ours("  שלום עולם 3 (k3f9)"), "  \u{2068}שלום עולם\u{2069} 3 (k3f9)");
        assert_eq!(ours("Ana: שלום Ben\nנו\n"), "Ana: \u{2068}שלום\u{2069} Ben\n\u{2068}נו\u{2069}\n");
        let set = apart("גר ב-London.");
        assert_eq!(set, "\u{2068}גר ב-London.\u{2069}");
        assert_eq!(ours(&set), set, "set apart once");
        assert_eq!(apart("London"), "London");
    }

    #[test]
    fn what_turns_the_direction_is_left_out_and_what_is_not_ended_ends_with_its_line() {
        assert_eq!(ours("user\u{202e}txt.exe"), "usertxt.exe");
        assert_eq!(ours("a\u{2067}b\u{202a}c\u{202c}"), "abc");
        assert_eq!(ours("a\u{2069}b"), "ab", "nothing was set apart");
        assert_eq!(ours("a\u{2068}b\nc"), "a\u{2068}b\u{2069}\nc");
        let escape = apart("ש\u{2069}\u{202e}גן").into_owned();
        assert_eq!(escape, "\u{2068}שגן\u{2069}", "nobody leaves what is set apart");
    }

    #[test]
    fn a_letter_has_four_marks() {
        let tall = format!("Z{}algo", "\u{336}\u{489}".repeat(40));
        assert_eq!(ours(&tall), "Z\u{336}\u{489}\u{336}\u{489}algo");
        let hidden = format!("Z{}algo", "\u{336}\u{200b}".repeat(40));
        assert_eq!(
            ours(&hidden).chars().filter(|c| *c == '\u{336}').count(),
            4,
            "nothing unseen begins another letter"
        );
        assert_eq!(ours("ế, שָׁלוֹם").replace(['\u{2068}', '\u{2069}'], ""), "ế, שָׁלוֹם", "those that languages have");
    }

    #[test]
    fn json_keeps_its_values() {
        let value = serde_json::json!({ "text": "a\u{9b}2J\u{7f}\u{202e}\u{1b}ä" });
        let shown = escaped(&value.to_string()).into_owned();
        assert!(shown.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
    }
}
