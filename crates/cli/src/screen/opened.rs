//! What has opened in a meeting.

use kintsugi_home::repertoire::Question;
use kintsugi_journal::Topic;

/// What has opened, a line for each topic; a question by its words, where it is among these.
pub(crate) fn opened(topics: &[Topic], questions: &[Question]) -> Vec<String> {
    let mut lines: Vec<String> = topics.iter().map(|topic| line(*topic, questions)).collect();
    lines.dedup();
    lines
}

fn line(topic: Topic, questions: &[Question]) -> String {
    let line = match topic {
        Topic::Letter => "Your letters are open: kintsugi letter read",
        Topic::Miss => "What each of you misses is open: kintsugi miss",
        Topic::Question(id) => match questions.iter().position(|question| question.id == id) {
            Some(at) => return format!("{}\nAnswers to it are open: kintsugi ask read {}", questions[at].text, at + 1),
            None => "Answers are open: kintsugi ask",
        },
        Topic::Reading => "The week is open for reading: kintsugi read --together",
        _ => "Something that this version cannot show has opened.",
    };
    line.to_owned()
}
