//! Today: a line, an act, what was written, and what stands around the day. What is not there is not mentioned.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_home::{Around, Folded, HomeError, Tracker};
use maud::{Markup, html};

use super::write::Typed;
use super::{drafts, focus, told, trouble, write};
use crate::answer::Answer;
use crate::layout::{Here, framed, heart, lines_of, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.sat.way_is_over();
    Ok(Answer::page(page(visit, &Typed::nothing(), "", None)?))
}

/// The same with the words of an act in its field.
pub(crate) fn with(visit: &Visit<'_>, act: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, &Typed::nothing(), act, None)?))
}

/// With what was typed still in its fields, and what was in the way.
pub(super) fn page(visit: &Visit<'_>, typed: &Typed, act: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let mut today = visit.home.day(visit.moment)?;
    let sight = visit.home.sight(visit.moment)?;
    today.lines.retain(|listed| sight.shows(listed));
    let folded = Folded::of(&today.lines);
    let yesterday = visit.today.saturating_sub(1.day());
    let earlier = html! { a class="small tap" href={ "/read?from=" (yesterday) "&to=" (yesterday) } { "Yesterday" } };
    let around = around(visit, &today.around, &today.tracker)?;
    let body = html! {
        div class="column" {
            (trouble::above(why))
            (title(&visit.today.strftime("%A, %-d %B").to_string(), &earlier))
            div class="two" {
                div class="stack" {
                    (line_form(visit, typed, &html! {}))
                    (act_form(visit, act, &html! {}))
                    @if !folded.lines.is_empty() || today.rest {
                        section aria-labelledby="written" {
                            h2 id="written" class="soft" { "Written today" }
                            @if today.rest { p class="soft" { "A day of rest." } }
                            (lines_of(visit, &folded.lines, true))
                            @if folded.more { p class="small" { a class="tap" href={ "/read?from=" (visit.today) "&to=" (visit.today) } { "More of today" } } }
                        }
                    }
                }
                @if let Some(around) = around { aside class="aside stack" aria-label="Around today" { (around) } }
            }
        }
    };
    Ok(framed(visit, Here::Today, &body))
}

/// The form of a line, with the fields of the step that it is of, if any.
pub(super) fn line_form(visit: &Visit<'_>, typed: &Typed, fields: &Markup) -> Markup {
    html! {
        form class="sheet" method="post" action="/write" autocomplete="off" data-draft="write" {
            (drafts::field(visit, "write"))
            (fields)
            input type="hidden" name="from" value="today";
            label class="ask" for="text" { "A line or two about today?" }
            textarea class="bare" id="text" name="text" rows="2" autocomplete="off" placeholder="You could begin with: I noticed that…" { (typed.text) }
            hr class="line";
            fieldset {
                legend class="unseen" { "What is it about?" }
                div class="chips" {
                    @for (kind, name, _) in write::KINDS {
                        label class="chip" { input type="radio" name="kind" value=(kind.name()) checked[kind == typed.kind]; span { (name) } }
                    }
                }
            }
            div class="row save" {
                label class="check" { input type="checkbox" name="private" value="1" checked[typed.private]; " Only for me" }
                button class="button push" { "Save" }
            }
        }
    }
}

/// The form of an act, likewise.
pub(super) fn act_form(visit: &Visit<'_>, text: &str, fields: &Markup) -> Markup {
    html! {
        form class="sheet" method="post" action="/act" autocomplete="off" data-draft="act" {
            (drafts::field(visit, "act"))
            (fields)
            p class="head" { label class="ask" for="act" { "One small act of repair?" } span class="small soft" { "Words are optional." } }
            div class="row save" {
                div class="grow" { input type="text" id="act" name="text" autocomplete="off" placeholder="Made the call I had put off." value=(text); }
                button class="button quiet" { "Done today" }
            }
        }
    }
}

/// What stands around it; nothing where nothing does.
fn around(visit: &Visit<'_>, around: &Around, tracker: &Tracker) -> Result<Option<Markup>, HomeError> {
    let today = visit.today;
    let once = told::cards(visit)?;
    let cards: Vec<Markup> = [
        around.sitting.as_ref().map(|sitting| {
            let place = sitting.place.as_ref().map_or_else(String::new, |place| format!(", {}", said(place)));
            let minute = sitting.schedule.minute;
            card("Check-in", &html! { p class="big" { (day(sitting.next, today)) " at " (format!("{:02}:{:02}", minute / 60, minute % 60)) (place) } p class="row" { a class="button quiet" href="/checkin" { "Sit down" } } })
        }),
        around.reading.then(|| card("The weekly reading", &html! {
            p { "Today, whenever you both have time." }
            p { a class="tap" href="/week" { "Through the week" } }
        })),
        around.slip.as_ref().map(|slip| card("The slip of today", &html! {
            p class="big" dir="auto" { "“" (said(&slip.text)) "”" }
            form class="row" method="post" action="/jar/done" {
                button class="button quiet" { "I did it" }
                button class="button plain" formaction="/jar/pass" { "Not for me" }
            }
        })),
        around.focus.as_ref().and_then(|focus| {
            let practice = focus.practice.as_ref()?;
            Some(card("These days", &html! { p class="big" { (said(&practice.title)) } p class="small soft" { "Day " (focus.day) " of " (focus.days) } p class="row" { a class="tap" href=(focus::path_of(practice)) { "Do it now" } a class="tap" href="/focus" { @if focus.day >= focus.days { "How was it?" } @else { "More" } } } }))
        }),
        (!around.planned.is_empty()).then(|| card("Planned", &html! {
            @for (when, one) in &around.planned { p class="big" dir="auto" { (day(*when, today)) ": " (said(&one.text)) } }
        })),
        (!around.habits.is_empty()).then(|| card("Small habits", &html! {
            @for habit in &around.habits { p class="big" dir="auto" { (said(habit)) } } p { a class="tap" href="/habits" { "Done today?" } }
        })),
        around.waits.then(|| card("Sealed", &html! {
            p { "Something of yours is sealed and ready. It opens at a meeting, once both of you are ready." }
        })),
        (around.unsaved > 0).then(|| {
            card(
                "Not saved yet",
                &html! {
                    p { @if around.unsaved == 1 { "Words of yours are kept as a draft." } @else { "Words of yours are kept as " (around.unsaved) " drafts." } }
                    p { a class="tap" href="/drafts" { "Look at them" } }
                },
            )
        }),
        (tracker.hearts > 0).then(|| card(&today.strftime("%B").to_string(), &html! {
            p class="hearts" aria-hidden="true" { @for _ in 0..tracker.hearts { (heart()) } }
            p { a class="tap" href="/hearts" { @if tracker.hearts == 1 { "One heart" } @else { (tracker.hearts) " hearts" } } }
        })),
        visit.names.partner.is_none().then(|| card("Just you, so far", &html! {
            p { "Your partner joins once the two laptops are paired." }
            p { a class="tap" href="/pair" { "Pair with your partner" } }
        })),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok((!once.is_empty() || !cards.is_empty()).then(|| html! { @for card in once.iter().chain(&cards) { (card) } }))
}

pub(crate) fn card(name: &str, inside: &Markup) -> Markup {
    html! { section class="sheet" { h2 { (name) } (inside) } }
}

/// `Today`, `Tomorrow`, or `Sunday, 29 November`.
fn day(day: Date, today: Date) -> String {
    if day == today {
        "Today".into()
    } else if day == today.saturating_add(1.day()) {
        "Tomorrow".into()
    } else {
        day.strftime("%A, %-d %B").to_string()
    }
}
