//! Going back to an earlier day: the copies that there are, what would come and go, and then all of it at once.

use jiff::civil::Date;
use kintsugi_home::{Difference, HomeError, Listed, Returning};
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::pages::trouble;
use crate::visit::Visit;

const PATH: &str = "/keep/copies";
/// The most lines of each sort that are shown.
const SHOWN: usize = 10;
/// How much of a line is shown, in characters.
const BEGINNING: usize = 120;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let days = visit.home.folder().copies();
    let body = html! {
        div class="narrow" {
            (title("An earlier day", &html! { a class="small tap" href="/keep" { "To keep" } }))
            div class="stack roomy" {
                p { "A copy is made inside the journal on each day on which something is written, and the newest seven are kept. What you took back is taken out of them, too." }
                @if days.is_empty() { p class="soft" { "There is no copy yet." } }
                ul class="ways-on" {
                    @for day in days.iter().rev() {
                        li { a href={ (PATH) "/" (day) } { b { (long(*day)) } span class="soft" { "What would come, and what would go." } } }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::More, &body)))
}

/// What would be otherwise.
pub(crate) fn preview(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(day) = named(visit) else { return Ok(trouble::nothing_here()) };
    let copy = visit.home.copy_of(day)?;
    let body = difference(day, &copy, &copy.difference(visit.home)?)?;
    Ok(Answer::page(framed(visit, Here::More, &body)))
}

/// Goes back. Whoever else has it open here ends first: they remember what is not there any more.
pub(crate) fn back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(day) = named(visit) else { return Ok(trouble::nothing_here()) };
    let copy = visit.home.copy_of(day)?;
    visit.company.end();
    kintsugi_meet::end(visit.home.folder());
    copy.put_in_place(Some(visit.home), visit.moment)?;
    visit.renamed.set(true);
    Ok(Answer::told(
        "/read",
        format!(
            "The journal is as it was on {}. To undo this, go back to the copy of today: it is your journal as it was before.",
            long(day)
        ),
    ))
}

/// A day of which there is a copy.
fn named(visit: &Visit<'_>) -> Option<Date> {
    let day = visit.part.parse().ok()?;
    visit.home.folder().copies().contains(&day).then_some(day)
}

fn difference(day: Date, copy: &Returning, change: &Difference) -> Result<Markup, HomeError> {
    let same = change.come.is_empty() && change.gone.is_empty();
    Ok(html! {
        div class="narrow" {
            (title(&long(day), &html! { a class="small tap" href=(PATH) { "All copies" } }))
            div class="stack roomy" {
                p { "This copy holds " (super::counted(copy.count_entries()? as u64).to_lowercase()) "." @if !copy.is_whole() { " It is not whole: some of it cannot be read." } }
                @if same { p { "It has the lines that are here now." } }
                (some("Would come", &change.come))
                (some("Would go", &change.gone))
                form class="stack" method="post" action={ (PATH) "/" (day) } {
                    @if !same { p class="small soft" { "What goes is in the copy of today then. What the other laptop has comes back when the two meet." } }
                    p class="row save" {
                        button class="button large" { "Go back to this day" }
                        a class="button plain" href=(PATH) { "Stay" }
                    }
                }
            }
        }
    })
}

fn some(name: &str, lines: &[Listed]) -> Markup {
    html! {
        @if !lines.is_empty() {
            section class="day" {
                h2 { (name) }
                @for one in lines.iter().take(SHOWN) {
                    p class="long" { span class="small soft" { (one.line.day.strftime("%-d %B").to_string()) } " " bdi { (said(&beginning(one))) } }
                }
                @if lines.len() > SHOWN { p class="small soft" { "and " (lines.len() - SHOWN) " more" } }
            }
        }
    }
}

/// The beginning of a line.
fn beginning(listed: &Listed) -> String {
    let text = listed.line.text.as_deref().unwrap_or("a line this version cannot show");
    let shown: String = text.chars().take(BEGINNING).collect();
    if shown.len() < text.len() { format!("{}…", shown.trim_end()) } else { shown }
}

fn long(day: Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}
