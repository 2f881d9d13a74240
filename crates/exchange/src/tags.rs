//! Tags that come along beside words: what a journal takes of them.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_journal_does_not_take_as_a_tag_stays_as_a_word() {
        let many: Vec<String> = (0..18).map(|n| format!("t{n}")).collect();
        let (kept, beside) = fit(many);
        assert_eq!((kept.len(), beside), (16, vec!["#t16".to_owned(), "#t17".to_owned()]));
        let (kept, beside) = fit(vec!["two words".into(), "@Tea".into(), "tea".into(), "x".repeat(65), "日記".into()]);
        assert_eq!((kept, beside.len()), (vec!["two-words".to_owned(), "Tea".into(), "日記".into()], 1));
    }
}
