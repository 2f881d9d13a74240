//! People who help, and what this rests on. Neither is recorded, and neither needs anything of the journal.

use kintsugi_home::HomeError;
use kintsugi_home::help::{CHECKED, DANGER, GUIDE, HelpLine, Leads, SOURCES, in_region};
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

/// What this cannot do, a sentence each.
const LIMITS: [&str; 4] = [
    "Whoever can use this laptop as you can read everything in it, also what is only for you.",
    "What your partner has read, they can remember, copy or photograph. Taking it back does not change that.",
    "Somebody who sees this laptop can see that the program is there.",
    "A passphrase that they know, or make you tell, protects nothing.",
];

/// How to look for help without leaving a trace of it.
pub(super) const TRACES: [&str; 5] = [
    "Best from a phone or computer that is not shared: a friend’s, or a library’s.",
    "On a shared one: a private window of the browser, and close it afterwards.",
    "A whole history that is empty stands out more than one page that is missing.",
    "A call stands in the list of the phone, and perhaps on the bill.",
    "Nothing of this helps where somebody watches the laptop itself.",
];

pub(crate) fn safety(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let body = html! {
        div class="narrow" {
            (title("People who help", &html! {}))
            div class="stack roomy" {
                p { "This is for two people who can both say no. If you are afraid of your partner, if you write because you must, or if they want to see all that you write, this is not the tool you need. Talk to somebody outside first." }
                p { b { (DANGER) } }
                (countries())
                p class="small soft" { (SOURCES) " It was last edited on " (CHECKED) "." }
                section class="day" { h2 { "To look for help without a trace" } ul class="plain stack" { @for one in TRACES { li { (one) } } } }
                section class="day" { h2 { "What this cannot do" } ul class="plain stack" { @for one in LIMITS { li { (one) } } } }
                p { "Yours at any time: a line only for you, which never leaves this laptop, and " a href="/leave" { "leaving" } ", at once and silently." }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::More, &body)))
}

/// Each country with those who answer there.
pub(super) fn countries() -> Markup {
    let lines = in_region(None);
    html! {
        div {
            @for country in lines.chunk_by(|one, other| one.region == other.region) {
                details {
                    summary { (country[0].region.1) }
                    @for one in country { (line(one)) }
                }
            }
        }
    }
}

fn line(one: &HelpLine) -> Markup {
    html! {
        p { b { (one.number) } " " (one.who) }
        p class="small soft" { (one.page) @if !one.written.is_empty() { ", " (one.written) } }
    }
}

pub(crate) fn guide(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let body = html! {
        div class="narrow" {
            (title("What this rests on", &html! {}))
            div class="stack roomy" {
                @for part in GUIDE {
                    section class="day" {
                        h2 { (part.heading) }
                        p {
                            (part.text)
                            @match part.leads {
                                Some(Leads::Help) => { ": " a href="/safety" { "people who help" } "." },
                                Some(Leads::Sheet) => { ": " a href="/keep/sheet" { "pick what stands on it" } "." },
                                None => {},
                            }
                        }
                    }
                }
                p class="row" { a class="button quiet" href="/evening" { "An evening" } a class="button quiet" href="/week" { "A week" } a class="button quiet" href="/practice" { "Practices" } }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::More, &body)))
}
