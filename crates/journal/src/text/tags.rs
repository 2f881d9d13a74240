//! Tags that stand in words. An e-mail address, a heading and code are none.

use super::unfit::check_seen;
use crate::limits::{MAX_TAG_BYTES, MAX_TAGS};

/// The sign that makes a word a tag in what somebody writes here.
pub const SIGN: char = '@';

/// The tags of a line that is written here: those that are given, and of those with `@` in its text as many as it may have.
/// What of the text is too long or too much for a tag stays a word.
pub fn tags_with(given: Vec<String>, text: &str) -> Vec<String> {
    let mut tags = given;
    for tag in tags_in(text, SIGN) {
        let is_known = tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
        if !is_known && tags.len() < MAX_TAGS && tag.len() <= MAX_TAG_BYTES && check_seen(&tag).is_ok() {
            tags.push(tag);
        }
    }
    tags
}

/// The tags of a line whose text becomes another one: those that only stood in the old text go, those of the new one come.
pub fn tags_after(tags: Vec<String>, before: &str, after: &str) -> Vec<String> {
    let old: Vec<String> = tags_in(before, SIGN).iter().map(|tag| tag.to_lowercase()).collect();
    let given = tags.into_iter().filter(|tag| !old.contains(&tag.to_lowercase())).collect();
    tags_with(given, after)
}

/// The tags that stand in a text with this sign, in order, each once: the sign after white space, then letters, numbers and `-_/+*`, not in code, and not of numbers
/// alone.
pub fn tags_in(text: &str, sign: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in outside_code(text) {
        for word in line.split_whitespace().filter_map(|word| word.strip_prefix(sign)) {
            let tag: String = word.chars().take_while(|c| c.is_alphanumeric() || "-_/+*".contains(*c)).collect();
            let tag = tag.trim_end_matches(['*', '/', '-']);
            if tag.chars().any(char::is_alphabetic) && !found.iter().any(|known| known == tag) {
                found.push(tag.to_owned());
            }
        }
    }
    found
}

/// The lines outside of fenced code, each without what stands between backticks.
fn outside_code(text: &str) -> Vec<String> {
    let mut fence: Option<&str> = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => lines.push(line.split('`').step_by(2).collect::<Vec<_>>().join(" ")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_headings_and_code_are_no_tags() {
        let text = "# Heading\n#tea with a@b.org #a/b `#code` #42 #C++ (#no) #über.\n```\n#fenced\n```\n#last";
        assert_eq!(tags_in(text, '#'), ["tea", "a/b", "C++", "über", "last"]);
        assert_eq!(tags_in("@ana wrote to ben@example.org @Ben, @", '@'), ["ana", "Ben"]);
    }

    #[test]
    fn a_line_has_the_tags_that_are_given_and_those_of_its_text() {
        let given = || vec!["Home".to_owned()];
        assert_eq!(tags_with(given(), "tea @home with @ana, mail a@b.org"), ["Home", "ana"]);
        let many: String = (0..20).map(|n| format!("@t{n} ")).collect();
        assert_eq!(tags_with(given(), &many).len(), MAX_TAGS);
        assert!(tags_with(Vec::new(), &format!("@{}", "x".repeat(65))).is_empty());
        assert_eq!(tags_after(vec!["Home".into(), "ana".into()], "with @ana", "with @ben"), ["Home", "ben"]);
    }
}
