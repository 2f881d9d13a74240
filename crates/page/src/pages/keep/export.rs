//! Words that leave: a plain file in the downloads, of which that is said first. It stands on no disk before it is there.

use jiff::civil::Date;
use kintsugi_home::{HomeError, OutForm, Query};
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, choice, framed, title};
use crate::pages::trouble;
use crate::visit::Visit;
use crate::work::{Held, Outcome, Work};

/// Each form: what it is, its name in a form, the file, and what it is called, with a sentence.
const FORMS: [(OutForm, &str, &str, &str, &str); 7] = [
    (
        OutForm::Html,
        "html",
        "kintsugi.html",
        "A page to keep and to print",
        "With your hearts, and the letters that are open.",
    ),
    (OutForm::Text, "txt", "kintsugi.txt", "Plain text", ""),
    (OutForm::Markdown, "md", "kintsugi.md", "Markdown", "It brings everything back here."),
    (OutForm::Json, "json", "kintsugi.json", "JSON", "Everything, for programs; it brings everything back here."),
    (OutForm::Jrnl, "jrnl", "kintsugi-jrnl.txt", "jrnl", ""),
    (OutForm::JrnlJson, "jrnl-json", "kintsugi-jrnl.json", "jrnl, as JSON", ""),
    (OutForm::DayOne, "dayone", "kintsugi-dayone.zip", "Day One", ""),
];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)))
}

/// Hands them out.
pub(crate) fn take_out(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let wanted = visit.form.get("form");
    let Some((form, _, file, ..)) = FORMS.into_iter().find(|(_, name, ..)| *name == wanted) else {
        return Ok(Answer::again(page(visit, Some("Please choose what it is to be."))));
    };
    let (Some(from), Some(to)) = (day(visit, "from", Date::MIN), day(visit, "to", Date::MAX)) else {
        return Ok(Answer::again(page(visit, Some("A day is written like 2026-06-03."))));
    };
    let query = Query { from, to, ..form.query(visit.form.has("private"), visit.form.has("mine")) };
    let (home, moment) = (visit.home.again()?, visit.moment.clone());
    Ok(Answer::Work(Work::new(move || {
        let outgoing = home.outgoing(form, &query, &moment)?;
        Ok(match outgoing.in_one(form) {
            _ if outgoing.count() == 0 => Outcome::told("/keep/export", "There are no words of these days."),
            Ok(bytes) => Outcome::file(file, Held::Open(bytes)),
            Err(_) => Outcome::told("/keep/export", "That is more than a zip can hold. Choose fewer days."),
        })
    })))
}

/// A day that somebody chose; `None` where it is none.
fn day(visit: &Visit<'_>, name: &str, unchosen: Date) -> Option<Date> {
    match visit.form.trimmed(name) {
        "" => Some(unchosen),
        text => text.parse().ok(),
    }
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Markup {
    let form = &visit.form;
    let chosen = Some(form.get("form")).filter(|form| !form.is_empty()).unwrap_or("html");
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Take your words out", &html! { a class="small tap" href="/keep" { "To keep" } }))
            form class="stack roomy" method="post" action="/keep/export" autocomplete="off" {
                p { "It becomes a plain file in the downloads of this browser. It is not encrypted: whoever has the file can read it. Delete it when you no longer need it." }
                fieldset {
                    legend { "As what?" }
                    div class="list" {
                        @for (_, name, _, called, sentence) in FORMS { (choice("form", name, chosen == name, called, sentence)) }
                    }
                }
                div class="pair" { (when(visit, "from", "From this day on")) (when(visit, "to", "Up to this day")) }
                div class="stack" {
                    label class="check" { input type="checkbox" name="mine" value="1" checked[form.has("mine")]; " Only my own words" }
                    label class="check" { input type="checkbox" name="private" value="1" checked[form.has("private")]; " My private lines, too, on the page to print; all others have them" }
                }
                p class="row save" { button class="button large" { "Take them out" } }
            }
        }
    };
    framed(visit, Here::More, &body)
}

fn when(visit: &Visit<'_>, name: &str, title: &str) -> Markup {
    html! {
        p class="field" {
            label for=(name) { (title) }
            input type="date" id=(name) name=(name) value=(visit.form.trimmed(name)) autocomplete="off";
            span class="small soft" { "May stay empty." }
        }
    }
}
