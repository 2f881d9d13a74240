//! A line of the journal on a page: who, what kind, the words, and what can be done with it. The other's lines bear no time.

use kintsugi_home::Listed;
use kintsugi_journal::{KeptFrom, Kind, Line, Stood, Visibility};
use maud::{Markup, html};

use super::said::said;
use crate::visit::{Names, Visit};

/// What a kind is called behind a name; a plain line needs no word.
pub(crate) const fn kind_name(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Appreciated => Some("appreciated"),
        Kind::Hard => Some("hard"),
        Kind::Moment => Some("a moment"),
        Kind::Win => Some("a win"),
        Kind::Setback => Some("a step back"),
        Kind::Act => Some("an act of repair"),
        Kind::Rest => Some("a day of rest"),
        _ => None,
    }
}

/// All of these, one after the other. With `tools`, what can be done with each stands below it.
pub(crate) fn lines_of(visit: &Visit<'_>, lines: &[Listed], tools: bool) -> Markup {
    html! { @for listed in lines { (line(visit, listed, tools)) } }
}

/// One of them.
pub(crate) fn line(visit: &Visit<'_>, listed: &Listed, tools: bool) -> Markup {
    let line = &listed.line;
    html! {
        article class="entry" {
            p class="who" {
                b { bdi { (said(visit.names.of_author(listed.mine))) } }
                @for mark in marks(listed, &visit.names) { span { (mark) } }
            }
            @if let Some(stood) = line.stood { p class="small soft" { (elsewhere(stood, line)) } }
            (words(line))
            @if tools { (tools_of(visit, listed)) }
        }
    }
}

fn words(line: &Line) -> Markup {
    let tags: Vec<&String> = line.tags.iter().filter(|tag| !KeptFrom::is_tag(tag)).collect();
    html! {
        @match &line.text {
            None if line.later => p class="said soft" { "A line that a newer Kintsugi wrote. This one cannot show it." },
            None => p class="said soft" { "taken back" },
            Some(text) if text.is_empty() => {},
            Some(text) => p class="said" dir="auto" { (said(text)) },
        }
        @for other in &line.also {
            p class="small soft" { "or, from an edit made apart:" }
            p class="said" dir="auto" { (said(other)) }
        }
        @if !tags.is_empty() {
            p class="small soft" { @for tag in tags { bdi class="tag" { "#" (said(tag)) } " " } }
        }
    }
}

fn marks(listed: &Listed, names: &Names) -> Vec<String> {
    let line = &listed.line;
    let mut marks: Vec<String> = line.kind.and_then(kind_name).map(str::to_owned).into_iter().collect();
    if line.visibility == Visibility::Private {
        marks.push("only for you".into());
    }
    if line.visibility == Visibility::Sealed && listed.mine {
        marks.push("sealed until the reading".into());
    }
    marks.extend(KeptFrom::of(line).map(|from| {
        let whose = if from.mine { "yours".to_owned() } else { said(names.partner()) };
        format!("kept, from {whose}, {}", from.day.strftime("%-d %B %Y"))
    }));
    marks.extend(line.edited.then(|| "edited".to_owned()));
    marks.extend(line.starred.then(|| "starred".to_owned()));
    marks
}

/// Where a line stood before it was changed, or stands by an edit made apart.
fn elsewhere(stood: Stood, line: &Line) -> String {
    let day = (stood.day != line.day).then(|| format!("on {}", stood.day.strftime("%A, %-d %B %Y")));
    let kind = stood.kind().filter(|kind| line.kind != Some(*kind)).map(|kind| format!("as “{}”", kind.name()));
    let place: Vec<String> = day.into_iter().chain(kind).collect();
    match (place.join(", "), line.also.is_empty()) {
        (place, _) if place.is_empty() => "stood as another kind of line before".into(),
        (place, true) => format!("stood {place} before"),
        (place, false) => format!("or {place}, from an edit made apart"),
    }
}

fn tools_of(visit: &Visit<'_>, listed: &Listed) -> Markup {
    let line = &listed.line;
    let id = line.entry.to_string();
    let can_be_changed = listed.mine
        && line.text.as_ref().is_some_and(|text| !text.is_empty())
        && KeptFrom::of(line).is_none()
        && line.visibility != Visibility::Sealed;
    let is_named = |word: &str| format!("{word}: {} {}", visit.names.of_author(listed.mine), line.day);
    html! {
        @if !line.is_deleted() && (line.is_entry() || line.kind == Some(Kind::Act)) {
            p class="later" {
                @if can_be_changed { a href={ "/entry/" (id) "/edit" } aria-label=(is_named("Change")) { "Change" } }
                @if listed.mine { a href={ "/entry/" (id) "/back" } aria-label=(is_named("Take it back")) { "Take it back" } }
                @if line.is_entry() { a href={ "/entry/" (id) } aria-label=(is_named("More")) { "More" } }
            }
        }
    }
}
