//! A meeting over a stick: a file with what the other laptop lacks goes out, one of the other laptop comes in. Only the two can open it.

use std::io::BufWriter;

use kintsugi_home::{BundleError, HomeError, Unread, Unwritten, from_beginning};
use kintsugi_meet::said as sentences;
use maud::{Markup, html};

use super::files::{taken_in, without_script};
use super::trouble;
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;
use crate::work::{Held, Outcome, Work};

const PATH: &str = "/stick";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    if visit.home.companion().is_err() {
        return Ok(Answer::go("/meet"));
    }
    Ok(Answer::page(page(visit, None)))
}

/// Hands out what the other laptop lacks, or all there is.
pub(crate) fn write(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.companion()?;
    let (home, all) = (visit.home.again()?, visit.form.has("all"));
    Ok(Answer::Work(Work::new(move || {
        let full =
            || Ok(Outcome::told(PATH, "The file could not be written beside the journal. Nothing of it was kept."));
        let Ok(file) = tempfile::tempfile_in(home.folder().path()) else { return full() };
        let mut out = BufWriter::new(&file);
        match home.write_bundle(all, &mut out) {
            Ok(_) if out.into_inner().is_ok() => Ok(Outcome::file("kintsugi-meeting", Held::Sealed(file))),
            Ok(_) | Err(Unwritten::File(_)) => full(),
            Err(Unwritten::Store(error)) => Err(error),
            Err(other) => Ok(Outcome::told(PATH, trouble::sentence(&other.to_string()))),
        }
    })))
}

/// Takes in what the other laptop wrote.
pub(crate) fn take_in(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.companion()?;
    let file = match visit.trays.bundle() {
        Some(Ok(file)) => file,
        came => {
            let why = taken_in(came.and_then(Result::err), "a file of 2 GB");
            return Ok(Answer::again(page(visit, Some(&why))));
        }
    };
    let (home, partner) = (visit.home.again()?, said(visit.names.partner()));
    Ok(Answer::Work(Work::new(move || {
        let taken = match home.take_in_bundle(|| Ok(from_beginning(&file)), |_| {}) {
            Ok(taken) => taken,
            Err(Unread::Store(error)) => return Err(error),
            Err(error) => return Ok(Outcome::told(PATH, refused(&error))),
        };
        let mut words = match taken.received {
            0 => format!("There was nothing new in it from {partner}."),
            1 => format!("One line came from {partner}."),
            many => format!("{many} lines came from {partner}."),
        };
        words.push_str(if taken.incomplete.is_empty() {
            " To send yours, write a file here and carry it back."
        } else {
            " Something before it has not come here yet. Carry a file from here to the other laptop, and the next one back brings it."
        });
        for line in sentences::waits(&partner, false, taken.waits_here) {
            words = format!("{words} {line}");
        }
        if taken.left {
            words = format!("{words} {}", sentences::left(&partner));
        }
        Ok(Outcome::told(PATH, words))
    })))
}

/// Why nothing was taken in, and what can be done.
fn refused(error: &Unread<HomeError>) -> String {
    let what_to_do = match error {
        Unread::Bundle(error) => match error {
            BundleError::NotABundle => "Nothing was taken in. The page “A stick” writes one on the other laptop.",
            BundleError::Version => "Nothing was taken in. Update the older Kintsugi of the two, then write a new one.",
            BundleError::Journal => {
                "Nothing was taken in. It was made for other people, or before a laptop was replaced. Ask for a new one."
            }
            BundleError::OwnDirection => "Nothing was taken in. Take it in on the other laptop.",
            BundleError::Replaced => "Nothing was taken in. Write one on the laptop that took its place.",
            BundleError::Stranger => "Nothing was taken in. It is of a laptop that this journal does not know.",
            _ => "Nothing was taken in. Copy it once more, or write a new one.",
        },
        _ => "What was sound in it is kept. If one Kintsugi is older, update it.",
    };
    format!("{} {what_to_do}", trouble::sentence(&error.to_string()))
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Markup {
    let partner = said(visit.names.partner());
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("A stick", &html! { a class="small tap" href="/meet" { "The other laptop" } }))
            div class="stack roomy" {
                p { "Where the two laptops never meet on a network, a file does the same: write one here, carry it over, take it in there, and the same back." }
                form class="stack" method="post" action="/stick/out" {
                    p { "It goes to the downloads of this browser as kintsugi-meeting. Only " (partner) "'s laptop can open it. New lines do not wait. Words that are taken back later stay in the file, so delete it once it was taken in." }
                    label class="check" { input type="checkbox" name="all" value="1"; " Everything, not only what is missing there" }
                    p class="row" { button class="button large" { "Write a file" } }
                }
                section class="day" {
                    h2 { "A file from " (partner) "'s laptop" }
                    form class="stack" method="post" action=(PATH) autocomplete="off" data-file="/taken/bundle" hidden {
                        p class="field" { label for="file" { "The file" } input type="file" id="file" required; }
                        p class="row" { button class="button quiet" { "Take it in" } }
                    }
                    (without_script("kintsugi bundle import FILE"))
                }
            }
        }
    };
    framed(visit, Here::Together, &body)
}
