//! Reading, day by day: one person's lines of a day, then the other's.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_home::{HomeError, Listed, Query, Sight, Voice};
use kintsugi_journal::{Kind, Visibility};
use maud::{Markup, html};

use super::write::KINDS;
use crate::answer::Answer;
use crate::layout::{Here, Icon, framed, icon, lines_of, said, title};
use crate::visit::Visit;

/// What is chosen: a few days, and of them all lines or some.
struct Chosen {
    from: Date,
    to: Date,
    /// Neither day was named.
    week: bool,
    kind: Option<Kind>,
    voice: &'static str,
    all: bool,
}

const VOICES: [(&str, &str); 4] = [("", "Both"), ("mine", "Mine"), ("theirs", "Theirs"), ("private", "Only for me")];

impl Chosen {
    fn of(visit: &Visit<'_>) -> Self {
        let day = |name: &str| visit.query.get(name).parse::<Date>().ok();
        let (from, to) = (day("from"), day("to"));
        let week = from.is_none() && to.is_none();
        let to =
            to.or_else(|| Some(from?.saturating_add(6.days()))).unwrap_or(visit.today).min(visit.moment.civil_date());
        let chosen = visit.query.get("kind");
        Self {
            from: from.unwrap_or_else(|| to.saturating_sub(6.days())).min(to),
            to,
            week,
            kind: KINDS.iter().map(|(kind, ..)| *kind).find(|kind| kind.name() == chosen),
            voice: VOICES
                .iter()
                .map(|(voice, _)| *voice)
                .find(|voice| *voice == visit.query.get("voice"))
                .unwrap_or(""),
            all: visit.query.has("all"),
        }
    }

    /// Where the same is read of other days, kinds and voices.
    fn path(&self, from: Date, to: Date, kind: Option<Kind>, voice: &str) -> String {
        let mut path = format!("/read?from={from}&to={to}");
        path.extend(kind.map(|kind| format!("&kind={}", kind.name())));
        if !voice.is_empty() {
            path.push_str(&format!("&voice={voice}"));
        }
        if self.all {
            path.push_str("&all");
        }
        path
    }

    fn filters(&self) -> bool {
        self.kind.is_some() || !self.voice.is_empty()
    }

    fn keeps(&self, listed: &Listed, sight: &Sight) -> bool {
        let private = listed.line.visibility == Visibility::Private;
        (self.all || sight.shows(listed)) && private == (self.voice == "private")
    }
}

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let chosen = Chosen::of(visit);
    let voice = match chosen.voice {
        "mine" | "private" => Voice::Mine,
        "theirs" => Voice::Theirs,
        _ => Voice::Both,
    };
    let kinds = chosen.kind.into_iter().collect();
    let query = Query { from: chosen.from, to: chosen.to, kinds, voice, ..Query::default() };
    let sight = visit.home.sight(visit.moment)?;
    let mut lines = visit.home.query(&query)?;
    lines.retain(|listed| chosen.keeps(listed, &sight));
    // Where private lines are not shown, that there is nothing at all would say that there are none of them either.
    let nothing =
        if chosen.filters() { "Nothing to show of that, on these days." } else { "Nothing to show of these days." };
    let body = html! {
        div class="narrow" {
            (title(&span(chosen.from, chosen.to), &html! { p class="row" { (steps(visit, &chosen)) } }))
            div class="stack" {
                (choices(visit, &chosen))
                @if lines.is_empty() { p class="soft" { (nothing) } }
                @for day in lines.chunk_by(|one, other| one.line.day == other.line.day) {
                    section class="day" {
                        h2 { (day[0].line.day.strftime("%A, %-d %B").to_string()) }
                        (lines_of(visit, day, true))
                    }
                }
                @if let Some(until) = sight.quiet_until().filter(|_| !chosen.all) {
                    p class="small soft" {
                        "Quiet until " (until.strftime("%A, %-d %B").to_string()) ". "
                        a href={ (chosen.path(chosen.from, chosen.to, chosen.kind, chosen.voice)) "&all" } { "Show everything" }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Read, &body)))
}

/// Earlier and later days, as many as are shown.
fn steps(visit: &Visit<'_>, chosen: &Chosen) -> Markup {
    let length = chosen.to.since(chosen.from).map_or(7, |span| span.get_days() + 1).days();
    let back = |day: Date| day.saturating_sub(length);
    let earlier = chosen.path(back(chosen.from), back(chosen.to), chosen.kind, chosen.voice);
    let (from, to) = (chosen.from.saturating_add(length), chosen.to.saturating_add(length));
    let later = chosen.path(from, to, chosen.kind, chosen.voice);
    html! {
        a class="button plain" href=(earlier) rel="prev" { (icon(Icon::Left)) "Earlier" }
        @if !chosen.week && chosen.to < visit.today { a class="button plain" href=(later) rel="next" { "Later" (icon(Icon::Right)) } }
    }
}

/// The voices and the kinds; the one that is shown is marked.
fn choices(visit: &Visit<'_>, chosen: &Chosen) -> Markup {
    let named = |voice: &str, name: &str| match voice {
        "mine" => said(&visit.names.mine),
        "theirs" => said(visit.names.partner()),
        _ => name.to_owned(),
    };
    let path = |kind: Option<Kind>, voice: &str| chosen.path(chosen.from, chosen.to, kind, voice);
    html! {
        nav class="chips" aria-label="Whose lines" {
            @for (voice, name) in VOICES.iter().filter(|(voice, _)| *voice != "theirs" || visit.names.partner.is_some()) {
                a class="chip" href=(path(chosen.kind, voice)) aria-current=[(*voice == chosen.voice).then_some("true")] { span { bdi { (named(voice, name)) } } }
            }
            @if let Some(kind) = chosen.kind {
                a class="chip" href=(path(None, chosen.voice)) { span { "All kinds, not " (kind.name()) " alone" } }
            }
        }
        details open[chosen.kind.is_some()] {
            summary { "Kinds, other days, search" }
            div class="stack" {
                nav class="chips" aria-label="Kinds" {
                    @for (kind, name, _) in KINDS {
                        a class="chip" href=(path(Some(kind), chosen.voice)) aria-current=[(chosen.kind == Some(kind)).then_some("true")] { span { (name) } }
                    }
                }
                form class="row" method="get" action="/read" autocomplete="off" {
                    label class="row" { "From " input type="date" name="from" value=(chosen.from) autocomplete="off"; }
                    label class="row" { "to " input type="date" name="to" value=(chosen.to) autocomplete="off"; }
                    button class="button quiet" { "Show" }
                    a class="button plain push" href="/search" { "Search" }
                }
            }
        }
    }
}

/// `18 to 24 November`, `28 May to 3 June`, or one day.
fn span(from: Date, to: Date) -> String {
    let long = |day: Date| day.strftime("%-d %B").to_string();
    if from == to {
        return to.strftime("%A, %-d %B").to_string();
    }
    let same = (from.year(), from.month()) == (to.year(), to.month());
    let first = if same { from.day().to_string() } else { long(from) };
    format!("{first} to {}", long(to))
}
