//! Keeping: that everything can be read, and how a backup is made.

use kintsugi_home::HomeError;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)))
}

/// Reads everything, and says what was found.
pub(crate) fn verify(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let report = visit.home.verify()?;
    let lines = if report.entries == 1 { "One line".to_owned() } else { format!("{} lines", report.entries) };
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

fn page(visit: &Visit<'_>, found: Option<&str>) -> Markup {
    let body = html! {
        div class="narrow" {
            (title("To keep", &html! {}))
            div class="stack roomy" {
                @if let Some(found) = found { div class="notice" role="status" { p { (found) } } }
                form class="stack" method="post" action="/keep/verify" {
                    p { "Everything is kept on this laptop, encrypted. A copy is made inside the journal on each day on which you use it." }
                    p { button class="button" { "Check that all can be read" } }
                }
                section class="day" {
                    h2 { "A backup" }
                    p { "One file for a stick, locked with your 12 words. It is made in a terminal, so far:" }
                    p { code { "kintsugi backup FILE" } }
                }
                section class="day" {
                    h2 { "To take your words out, or to bring words in" }
                    p { "What leaves becomes a plain file that everybody can read who has it. In a terminal, so far:" }
                    p { code { "kintsugi export --format md -o FOLDER" } }
                    p { code { "kintsugi import --format markdown FOLDER" } }
                }
            }
        }
    };
    framed(visit, Here::More, &body)
}
