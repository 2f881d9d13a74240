//! Tags: what a journal takes of them, and where they stand in words.

use kintsugi_journal::{MAX_TAG_BYTES, MAX_TAGS, check_seen};

/// Tags that a journal takes, and those that it does not, as words with a sign.
pub(crate) fn fit(tags: Vec<String>) -> (Vec<String>, Vec<String>) {
    let (mut kept, mut beside): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for tag in tags {
        let tag = tag.trim().trim_start_matches(['@', '#']).split_whitespace().collect::<Vec<_>>().join("-");
        let is_known = |other: &String| other.to_lowercase() == tag.to_lowercase();
        if tag.is_empty() || kept.iter().any(is_known) {
            continue;
        }
        let fits = tag.len() <= MAX_TAG_BYTES && check_seen(&tag).is_ok() && kept.len() < MAX_TAGS;
        if fits { kept.push(tag) } else { beside.push(format!("#{tag}")) }
    }
    (kept, beside)
}

/// The tags that stand in words: a sign after white space, then letters, numbers and `-_/+*`, not in code, and not of numbers
/// alone.
pub(crate) fn in_words(text: &str, sign: char) -> Vec<String> {
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
        assert_eq!(in_words(text, '#'), ["tea", "a/b", "C++", "über", "last"]);
        assert_eq!(in_words("@ana wrote to ben@example.org @Ben, @", '@'), ["ana", "Ben"]);
    }

    #[test]
    fn what_a_journal_does_not_take_as_a_tag_stays_as_a_word() {
        let many: Vec<String> = (0..18).map(|n| format!("t{n}")).collect();
        let (kept, beside) = fit(many);
        assert_eq!((kept.len(), beside), (16, vec!["#t16".to_owned(), "#t17".to_owned()]));
        let (kept, beside) = fit(vec!["two words".into(), "@Tea".into(), "tea".into(), "x".repeat(65), "日記".into()]);
        assert_eq!((kept, beside.len()), (vec!["two-words".to_owned(), "Tea".into(), "日記".into()], 1));
    }
}
