//! Words that come in from other programs: the files first, then what would come in, then the lines, and a way back.

use std::sync::Arc;

use kintsugi_home::sentences::{ALL_TAKEN_BACK, brought_taken_back};
use kintsugi_home::{Bringing, Given, HomeError, InForm, NotBrought, Source};
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, choice, framed, said, title};
use crate::pages::files::{taken_in, without_script};
use crate::pages::trouble;
use crate::trays::{self, Found};
use crate::visit::Visit;
use crate::work::{Outcome, Work};

const PATH: &str = "/keep/import";
const FOUND: &str = "/keep/import/found";

/// Each form: its name in a form, as it is remembered, what it is called, and a sentence.
const FORMS: [(InForm, &str, &str, &str); 4] = [
    (
        InForm::Markdown,
        "markdown",
        "Notes in Markdown",
        "One file or many: of Obsidian, Logseq, Dendron, or from here.",
    ),
    (InForm::DayOne, "dayone", "Day One", "Its zip or its JSON; of its first version, its folder as a zip."),
    (InForm::Jrnl, "jrnl", "jrnl", "Its file, or what it exports."),
    (InForm::Json, "json", "From here, as JSON", ""),
];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)?))
}

/// Looks what would come in of the files that came. Nothing of it is kept before somebody says so.
pub(crate) fn look(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let words = match visit.trays.words() {
        Some(Ok(words)) => Arc::new(words),
        came => {
            let why = taken_in(came.and_then(Result::err), "files of 64 MB in all");
            return Ok(Answer::again(page(visit, Some(&why))?));
        }
    };
    let wanted = visit.form.get("form");
    let Some((form, name, ..)) = FORMS.into_iter().find(|(_, name, ..)| *name == wanted) else {
        return Ok(Answer::again(page(visit, Some("Please choose from where the files are."))?));
    };
    visit.trays.looking = Some(Arc::clone(&words));
    let open = visit.form.has("open");
    bring(visit, words, (form, name, open), true)
}

/// Brings them in.
pub(crate) fn take(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let wish = visit.trays.with_found(|found| {
        let found = found.filter(|found| found.looked)?;
        Some((found.form, found.name, found.open))
    });
    let (Some(wish), Some(words)) = (wish, visit.trays.looking.take()) else {
        return Ok(Answer::told(PATH, "Please choose the files once more."));
    };
    bring(visit, words, wish, false)
}

/// The source is read twice: first to the end, so that nothing is added of one that is broken.
fn bring(
    visit: &Visit<'_>,
    words: Arc<Vec<Given>>,
    (form, name, open): (InForm, &'static str, bool),
    looked: bool,
) -> Result<Answer, HomeError> {
    let (home, moment, place) = (visit.home.again()?, visit.moment.clone(), Arc::clone(&visit.trays.found));
    Ok(Answer::Work(Work::new(move || {
        let how = Bringing { form, name, open, look: looked, moment: &moment };
        let source = Source::Given(&words);
        let brought = how.count(source).map_err(NotBrought::from).and_then(|_| home.bring(source, how, &mut |_| {}));
        match brought {
            Ok(brought) => {
                trays::put(&place, Some(Found { form, name, open, looked, brought }));
                Ok(Outcome::Go(FOUND, None))
            }
            Err(NotBrought::Home(error)) => Err(error),
            Err(NotBrought::Source(error)) => {
                Ok(Outcome::told(PATH, format!("Nothing was added: {}.", said(&error.to_string()))))
            }
        }
    })))
}

/// What would come in, or came.
pub(crate) fn found(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let shown = visit.trays.with_found(|found| found.map(report));
    Ok(match shown {
        None => Answer::go(PATH),
        Some(body) => Answer::page(framed(visit, Here::More, &body)),
    })
}

fn report(found: &Found) -> Markup {
    let day = |day: jiff::civil::Date| day.strftime("%-d %B %Y").to_string();
    let lines = found.brought.lines(found.looked, day, "");
    html! {
        div class="narrow" {
            (title(if found.looked { "What would come in" } else { "What came in" }, &html! {}))
            div class="stack roomy" {
                div class="stack" {
                    @for line in &lines {
                        @match line.strip_prefix("  ") {
                            Some(inner) => p class="small soft long" { (said(inner)) },
                            None => p { (said(line)) },
                        }
                    }
                }
                @match found.brought.import {
                    _ if found.looked && found.brought.added > 0 => form class="row save" method="post" action={ (PATH) "/take" } {
                        button class="button large" { "Bring them in" }
                        a class="button plain" href=(PATH) { "Let it be" }
                    },
                    Some(number) => form class="stack" method="post" action={ (PATH) "/" (number) "/undo" } {
                        p class="small soft" { (ALL_TAKEN_BACK) }
                        p class="row" { a class="button" href="/read" { "Read" } button class="button quiet" { "Take all of it back" } }
                    },
                    None => p { a class="button" href=(PATH) { "Other files" } },
                }
            }
        }
    }
}

/// Takes back what came along under a number.
pub(crate) fn undo(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Ok(number) = visit.part.parse::<u32>() else { return Ok(trouble::nothing_here()) };
    let (home, place) = (visit.home.again()?, Arc::clone(&visit.trays.found));
    Ok(Answer::Work(Work::new(move || {
        let taken = home.undo_import(number)?;
        trays::put(&place, None);
        Ok(Outcome::told(PATH, brought_taken_back(taken)))
    })))
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Result<Markup, HomeError> {
    let wanted = Some(visit.form.get("form")).filter(|form| !form.is_empty()).unwrap_or("markdown");
    let imports = visit.home.imports()?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Bring words in", &html! { a class="small tap" href="/keep" { "To keep" } }))
            div class="stack roomy" {
                p { "What you wrote elsewhere comes in as lines, each on the day that it bears. The files stay as they are. You see first what would come in, and all of it can be taken back." }
                form class="stack roomy" method="post" action=(PATH) autocomplete="off" data-file="/taken/words" hidden {
                    fieldset {
                        legend { "From where?" }
                        div class="list" {
                            @for (_, name, called, sentence) in FORMS { (choice("form", name, wanted == name, called, sentence)) }
                        }
                    }
                    p class="field" { label for="file" { "The files" } input type="file" id="file" multiple required; }
                    label class="check" { input type="checkbox" name="open" value="1" checked[visit.form.has("open")]; " Both of us may read it, but for what the files call private" }
                    p class="row save" { button class="button large" { "See what would come in" } }
                }
                (without_script("kintsugi import --format markdown FOLDER"))
                @if !imports.is_empty() {
                    section class="day" {
                        h2 { "Brought along before" }
                        @for row in imports.iter().rev() {
                            form class="row" method="post" action={ (PATH) "/" (row.number) "/undo" } {
                                span { (row.day.strftime("%-d %B %Y").to_string()) ": " (row.form) ", " (super::counted(row.added).to_lowercase()) }
                                @if row.undone { span class="soft" { "taken back" } }
                                @else { button class="button plain push" aria-label={ "Take back number " (row.number) } { "Take it back" } }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(framed(visit, Here::More, &body))
}
