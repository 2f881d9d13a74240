//! The sheet for a counsellor: what one picks, on a screen and as one page of HTML that needs nothing else, escaped by the macro
//! that makes it.

use jiff::civil::Date;
use kintsugi_journal::Visibility;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::dates;
use crate::output::{STRONG, indented};
use crate::screen::{self, Names};
use kintsugi_home::{Agreement, Listed, Piece};

const STYLE: &str = "body{font:12pt/1.5 Georgia,serif;color:#222;max-width:42em;margin:2em auto;padding:0 1em}\
h1{font-size:16pt;font-weight:normal}h2{font-size:12pt;margin:1.5em 0 .3em}p{margin:.2em 0 .8em;white-space:pre-wrap}\
small{color:#666}.ask{border:1px solid #999;min-height:12em;margin-top:2em;padding:.5em 1em}@media print{body{margin:0}h2{break-after:avoid}}";

/// What was picked.
pub(crate) struct Sheet {
    pub(crate) lines: Vec<Listed>,
    pub(crate) letters: Vec<Piece>,
    /// Each question with its answers.
    pub(crate) answers: Vec<(String, Vec<Piece>)>,
    pub(crate) agreement: Option<Agreement>,
    /// The days of a heart.
    pub(crate) hearts: Vec<Date>,
    /// There is no partner: what stands here is mine.
    pub(crate) alone: bool,
}

impl Sheet {
    pub(crate) fn is_empty(&self) -> bool {
        let nothing_else = self.letters.is_empty() && self.answers.is_empty() && self.hearts.is_empty();
        self.lines.is_empty() && nothing_else && self.agreed().is_none()
    }

    /// Whether words of the partner are on it; what both agreed to is of both.
    pub(crate) fn has_theirs(&self) -> bool {
        let pieces = self.letters.iter().chain(self.answers.iter().flat_map(|(_, answers)| answers));
        (self.agreed().is_some() && !self.alone)
            || self.lines.iter().any(has_words_of_partner)
            || pieces.into_iter().any(|piece| !piece.mine)
    }

    /// The text that both said yes to, and on which day; without one the text as it is.
    fn agreed(&self) -> Option<(&str, Option<Date>)> {
        let agreement = self.agreement.as_ref()?;
        let (text, day) = match &agreement.agreed {
            Some(agreed) => (&agreed.text, Some(agreed.day)),
            None => (&agreement.text, None),
        };
        Some((text.trim_end(), day)).filter(|(text, _)| !text.is_empty())
    }

    fn agreed_on(&self, day: Option<Date>) -> String {
        match day {
            Some(day) => format!("Our agreement, of {}", dates::long(day)),
            None if self.alone => "An agreement that I began".into(),
            None => "Our agreement; not both of us have said yes to it yet".into(),
        }
    }
}

/// Written by the partner, or kept from them.
pub(crate) fn has_words_of_partner(listed: &Listed) -> bool {
    !listed.mine || kintsugi_journal::KeptFrom::of(&listed.line).is_some_and(|kept| !kept.mine)
}

/// What stands on the page when words of the partner are on it.
pub(crate) fn with_theirs(partner: &str) -> String {
    format!("Some of these words are {partner}'s.")
}

/// The sheet on a screen, before it is written.
pub(crate) fn screen(sheet: &Sheet, names: &Names) -> String {
    let told = |piece: &Piece| format!("{}\n{}", by(piece, names), indented(text(piece), "  "));
    let headed = |head: &str, parts: Vec<String>| format!("{STRONG}{head}{STRONG:#}\n{}", parts.join("\n\n"));
    let mut parts = Vec::new();
    parts.extend((!sheet.lines.is_empty()).then(|| screen::entries(&sheet.lines, names)));
    parts.extend((!sheet.letters.is_empty()).then(|| headed(LETTERS, sheet.letters.iter().map(told).collect())));
    parts.extend(sheet.answers.iter().map(|(question, answers)| headed(question, answers.iter().map(told).collect())));
    parts.extend(sheet.agreed().map(|(text, day)| headed(&sheet.agreed_on(day), vec![indented(text, "  ")])));
    parts.extend((!sheet.hearts.is_empty()).then(|| headed(HEARTS, vec![indented(&days(&sheet.hearts), "  ")])));
    parts.join("\n\n")
}

const LETTERS: &str = "Letters";
const HEARTS: &str = "Days on which both of us did one small act of repair";

fn days(days: &[Date]) -> String {
    days.iter().map(|day| dates::day_of_month(*day)).collect::<Vec<_>>().join(" · ")
}

fn by(piece: &Piece, names: &Names) -> String {
    let day = piece.body.as_ref().map(|body| format!(" · {}", dates::long(body.day)));
    format!("{}{}", names.of_author(piece.mine), day.unwrap_or_default())
}

fn text(piece: &Piece) -> &str {
    piece.body.as_ref().map_or("", |body| &body.text)
}

/// The page.
pub(crate) fn page(sheet: &Sheet, names: &Names, today: Date) -> String {
    let by_day = sheet.lines.chunk_by(|a, b| a.line.day == b.line.day);
    let theirs = sheet.has_theirs().then(|| with_theirs(names.of_author(false)));
    let page: Markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="referrer" content="no-referrer";
                title { "To bring along" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "To bring along, " (dates::long(today)) }
                @if let Some(theirs) = theirs { p { em { (theirs) } } }
                @for day in by_day {
                    h2 { (dates::long(day[0].line.day)) }
                    @for listed in day { (entry(listed, names)) }
                }
                @if !sheet.letters.is_empty() {
                    h2 { (LETTERS) }
                    @for letter in &sheet.letters { (piece(letter, names)) }
                }
                @for (question, answers) in &sheet.answers {
                    h2 { (question) }
                    @for answer in answers { (piece(answer, names)) }
                }
                @if let Some((text, day)) = sheet.agreed() { h2 { (sheet.agreed_on(day)) } p { (text) } }
                @if !sheet.hearts.is_empty() { h2 { (HEARTS) } p { (days(&sheet.hearts)) } }
                div class="ask" { small { "What I want to ask" } }
            }
        }
    };
    page.into_string()
}

fn piece(piece: &Piece, names: &Names) -> Markup {
    html! { small { (by(piece, names)) } p { (text(piece)) } }
}

fn entry(listed: &Listed, names: &Names) -> Markup {
    let kind = listed.line.kind.map(kintsugi_journal::Kind::name).unwrap_or_default();
    let private = if listed.line.visibility == Visibility::Private { " · private" } else { "" };
    html! {
        small { (names.of_author(listed.mine)) " · " (kind) (private) }
        p { (listed.line.text.as_deref().unwrap_or_default()) }
    }
}
