//! What has opened in a meeting.

use kintsugi_journal::Topic;

/// What has opened, a line for each topic.
pub(crate) fn opened(topics: &[Topic]) -> Vec<&'static str> {
    let mut lines: Vec<&'static str> = topics.iter().map(|topic| line(*topic)).collect();
    lines.dedup();
    lines
}

const fn line(topic: Topic) -> &'static str {
    match topic {
        Topic::Letter => "Your letters are open: kintsugi letter read",
        Topic::Miss => "What each of you misses is open: kintsugi miss",
        Topic::Question(_) => "Answers are open: kintsugi ask",
        Topic::Reading => "The week is open for reading: kintsugi read --together",
        _ => "Something that this version cannot show has opened.",
    }
}
