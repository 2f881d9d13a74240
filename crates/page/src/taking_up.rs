//! To which page a draft goes back.

use kintsugi_home::HomeError;

use crate::answer::Answer;
use crate::pages::{
    agreement, drafts, entry, focus, habits, jar, letters, miss, own, progress, questions, today, trouble, words, write,
};
use crate::visit::Visit;

/// Opens the words in the form that they were for; they stay a draft until they are saved.
pub(crate) fn take_up(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(draft) = drafts::named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    let (purpose, text) = (draft.purpose.clone(), draft.text.clone());
    visit.draft = Some(draft);
    match purpose.as_str() {
        "write" => write::with(visit, &text, false),
        "act" => today::with(visit, &text),
        "letter write" => letters::with(visit, &text),
        "miss write" => miss::with(visit, &text),
        "progress better" => progress::with(visit, &text),
        "jar add" => jar::with(visit, &text),
        "routine add" => habits::with(visit, &text),
        "ask add" => questions::with(visit, &text),
        "agreement edit" => agreement::with(visit, &text),
        "focus adapt" => focus::with(visit, &text),
        other => match other.split_once(' ') {
            Some(("practice", _)) => own::with(visit, &text),
            Some(("words", situation)) => words::with(visit, situation.trim_start_matches("add "), &text),
            Some(("edit", line)) => entry::edit::with(visit, line, &text),
            Some(("ask", answer)) => questions::answer_with(visit, answer.trim_start_matches("answer "), &text),
            // Wherever it was meant to go, nobody else reads it before that is said.
            _ => write::with(visit, &text, true),
        },
    }
}
