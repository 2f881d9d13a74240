//! Keeping: that everything can be read, backups, and words that leave or come in.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod copies;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod sheet;

use kintsugi_home::HomeError;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

/// What has a page of its own: its name, in a sentence, and where it is.
const PAGES: [(&str, &str, &str); 6] = [
    ("A backup", "One file for a stick, locked with your 12 words.", "/keep/backup"),
    ("Check a backup", "Whether one that you have still opens, and what it would give back.", "/keep/check"),
    ("Take your words out", "As a plain file that other programs read, or as a page to print.", "/keep/export"),
    ("To bring along", "A page for a counsellor, with what you pick.", "/keep/sheet"),
    ("Bring words in", "What you wrote elsewhere; first you see what would come.", "/keep/import"),
    ("An earlier day", "The copies inside the journal, and going back to one.", "/keep/copies"),
];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)))
}

/// Reads everything, and says what was found.
pub(crate) fn verify(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let report = visit.home.verify()?;
    let lines = counted(report.entries as u64);
    let said = if report.problems.is_empty() {
        format!("All is well: {lines} can be read.")
    } else {
        let problems: Vec<&str> = report.problems.iter().map(|problem| problem.what.as_str()).collect();
        format!(
            "{lines} can be read. What was found: {}. Nothing was changed. In a terminal, kintsugi repair says what it can do, and asks first.",
            problems.join("; ")
        )
    };
    Ok(Answer::page(page(visit, Some(&said))))
}

/// `One line`, `12 lines`
fn counted(lines: u64) -> String {
    if lines == 1 { "One line".to_owned() } else { format!("{lines} lines") }
}

fn page(visit: &Visit<'_>, found: Option<&str>) -> Markup {
    let body = html! {
        div class="narrow" {
            (title("To keep", &html! {}))
            div class="stack roomy" {
                @if let Some(found) = found { div class="notice" role="status" { p { (found) } } }
                form class="stack" method="post" action="/keep/verify" {
                    p { "Everything is kept on this laptop, encrypted. A copy is made inside the journal on each day on which you use it." }
                    p { button class="button large" { "Check that all can be read" } }
                }
                ul class="ways-on" {
                    @for (name, sentence, path) in PAGES { li { a href=(path) { b { (name) } span class="soft" { (sentence) } } } }
                }
            }
        }
    };
    framed(visit, Here::More, &body)
}
