//! Writing a line: the words on the left, what they are on the right.

use jiff::civil::Date;
use kintsugi_home::{HomeError, Wait};
use kintsugi_journal::{Audience, Draft, Kind, LinesOpen, Visibility};
use maud::{Markup, html};

use super::{drafts, steps, today, trouble};
use crate::answer::{Answer, Notice};
use crate::form::Form;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

/// A line of no kind in particular.
pub(super) const PLAIN: Kind = Kind::Note;

/// The kinds, as they are offered, each in a sentence.
pub(super) const KINDS: [(Kind, &str, &str); 6] = [
    (Kind::Note, "A line", "Whatever there is."),
    (Kind::Appreciated, "Appreciated", "Something the other did."),
    (Kind::Moment, "A moment", "When you were close."),
    (Kind::Win, "A win", "It went a little better."),
    (Kind::Hard, "Hard", "What was difficult."),
    (Kind::Setback, "A step back", "It happens. It is part of the way."),
];

/// What was typed and chosen.
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) private: bool,
    day: String,
    tags: String,
}

impl Typed {
    /// Nothing.
    pub(super) const fn nothing() -> Self {
        Self { text: String::new(), kind: PLAIN, private: false, day: String::new(), tags: String::new() }
    }

    /// What a form says.
    pub(super) fn of(visit: &Visit<'_>) -> Self {
        let (form, chosen) = (&visit.form, visit.form.get("kind"));
        Self {
            text: form.get("text").to_owned(),
            kind: KINDS.iter().map(|(kind, ..)| *kind).find(|kind| kind.name() == chosen).unwrap_or(PLAIN),
            private: is_private(form),
            day: form.trimmed("day").to_owned(),
            tags: form.trimmed("tags").to_owned(),
        }
    }

    /// The day it is about; today where none is named.
    fn day(&self, today: Date) -> Result<Date, String> {
        if self.day.is_empty() {
            return Ok(today);
        }
        self.day.parse().map_err(|_| "That day cannot be read. Write it as 2026-06-03.".to_owned())
    }

    fn tags(&self) -> Vec<String> {
        let tags = self.tags.split([',', '\n']).map(|tag| tag.trim().trim_start_matches(['#', '@']).to_owned());
        tags.filter(|tag| !tag.is_empty()).collect()
    }
}

/// Whether a form says that it is for nobody else.
pub(crate) fn is_private(form: &Form) -> bool {
    form.has("private") || form.get("who") == "me"
}

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, &Typed::of(visit), None)?))
}

/// The form with the words of a draft in it.
pub(crate) fn with(visit: &Visit<'_>, text: &str, private: bool) -> Result<Answer, HomeError> {
    let typed = Typed { text: text.to_owned(), private, ..Typed::of(visit) };
    Ok(Answer::page(page(visit, &typed, None)?))
}

pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let typed = Typed::of(visit);
    match typed.day(visit.today) {
        Err(why) => again(visit, &typed, &why),
        Ok(day) => match save_words(visit, &typed, day) {
            Ok(notice) => Ok(Answer::Go("/".into(), Some(notice))),
            Err(error) => again(visit, &typed, &trouble::in_words(&error)),
        },
    }
}

fn save_words(visit: &Visit<'_>, typed: &Typed, day: Date) -> Result<Notice, HomeError> {
    visit.home.check_day(day, visit.moment)?;
    let mut words = visit.words(typed.kind, day, typed.text.trim());
    words.tags = typed.tags();
    let line = if typed.private {
        visit.home.save(Draft { words, audience: Audience::Me }, visit.moment)?
    } else {
        visit.home.save_line(words, Wait::AsChosen, visit.moment)?
    };
    let aside = match line.visibility {
        Visibility::Private if typed.private => ", for your eyes only",
        Visibility::Private => ". The readings of this week and the next are over, so it stays with you",
        Visibility::Sealed => ", sealed until the reading",
        Visibility::Open => "",
    };
    let said = format!("Saved for {}{aside}.", day.strftime("%A, %-d %B"));
    Ok(Notice { said, ways: typed.kind == Kind::Setback })
}

/// The form with its words in it, where it came from: a step, today, or here.
fn again(visit: &Visit<'_>, typed: &Typed, why: &str) -> Result<Answer, HomeError> {
    steps::again(visit, why, || match visit.form.get("from") {
        "today" => today::page(visit, typed, "", Some(why)),
        _ => page(visit, typed, Some(why)),
    })
}

fn page(visit: &Visit<'_>, typed: &Typed, why: Option<&str>) -> Result<Markup, HomeError> {
    let weekly = visit.home.journal_settings()?.lines_open == LinesOpen::Weekly;
    let body = html! {
        div class="column" {
            (trouble::above(why))
            (title("Write", &html! { p class="soft" { (visit.today.strftime("%A, %-d %B").to_string()) } }))
            form class="letter" method="post" action="/write" autocomplete="off" data-draft="write" {
                (drafts::field(visit, "write"))
                div class="sheet words" {
                    label class="unseen" for="text" { "Your words" }
                    textarea class="bare tall" id="text" name="text" rows="9" autocomplete="off" placeholder="A line or two is enough." { (typed.text) }
                    p class="small foot" { a class="tap" href="/words" { "Words to borrow" } }
                }
                div class="options stack" {
                    (kinds(typed.kind))
                    (readers(visit, typed.private, weekly))
                    details open[!typed.tags.is_empty() || !typed.day.is_empty()] {
                        summary { "Another day, or a tag" }
                        div class="stack" {
                            p class="field" {
                                label for="day" { "Which day is it about?" }
                                input type="date" id="day" name="day" value=(typed.day) max=(visit.moment.civil_date()) autocomplete="off";
                            }
                            p class="field" {
                                label for="tags" { "Tags" }
                                input type="text" id="tags" name="tags" autocomplete="off" spellcheck="false" placeholder="kitchen, evenings" value=(typed.tags);
                            }
                        }
                    }
                }
                p class="row save" { button class="button large" { "Save" } span class="soft small wide" { kbd { "Ctrl" } " " kbd { "Enter" } } }
            }
        }
    };
    Ok(framed(visit, Here::Write, &body))
}

fn kinds(chosen: Kind) -> Markup {
    html! {
        fieldset {
            legend { "What is it about?" }
            div class="list" {
                @for (kind, name, sentence) in KINDS {
                    label class="choice" {
                        input type="radio" name="kind" value=(kind.name()) checked[kind == chosen];
                        span { b { (name) } " " span { (sentence) } }
                    }
                }
            }
        }
    }
}

fn readers(visit: &Visit<'_>, private: bool, weekly: bool) -> Markup {
    let when = if weekly {
        "It stays sealed until your weekly reading."
    } else {
        "From the next meeting of your two laptops on."
    };
    let mine = said(&visit.names.mine);
    html! {
        fieldset {
            legend { "Who may read it?" }
            div class="list" {
                label class="choice" {
                    input type="radio" name="who" value="both" checked[!private];
                    @if let Some(partner) = &visit.names.partner {
                        span { b { bdi { (mine) } " and " bdi { (said(partner)) } } " " span { (when) } }
                    } @else {
                        span { b { "Both of you" } " " span { "Once your partner has joined this journal." } }
                    }
                }
                label class="choice" {
                    input type="radio" name="who" value="me" checked[private];
                    span { b { "Only " bdi { (mine) } } " " span { "It never leaves this laptop." } }
                }
            }
        }
    }
}
