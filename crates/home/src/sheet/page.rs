//! The sheet as one page of HTML that needs nothing else, escaped by the macro that makes it.

use kintsugi_journal::{Kind, Visibility};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{HEARTS, LETTERS, Sheet, long};
use crate::{Listed, Piece};

const STYLE: &str = "body{font:12pt/1.5 Georgia,serif;color:#222;max-width:42em;margin:2em auto;padding:0 1em}\
h1{font-size:16pt;font-weight:normal}h2{font-size:12pt;margin:1.5em 0 .3em}p{margin:.2em 0 .8em;white-space:pre-wrap;overflow-wrap:anywhere}\
small{color:#666}.ask{border:1px solid #999;min-height:12em;margin-top:2em;padding:.5em 1em}@media print{body{margin:0}h2{break-after:avoid}}";

impl Sheet {
    /// The page.
    pub fn page(&self) -> String {
        let by_day = self.lines.chunk_by(|a, b| a.line.day == b.line.day);
        let page: Markup = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { "To bring along" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        h1 { "To bring along, " (long(self.today)) }
                        @if let Some(whose) = self.whose() { p { em { (whose) } } }
                        @for day in by_day {
                            h2 { (long(day[0].line.day)) }
                            @for listed in day { (self.entry(listed)) }
                        }
                        @if !self.letters.is_empty() {
                            h2 { (LETTERS) }
                            @for letter in &self.letters { (self.piece(letter)) }
                        }
                        @for (question, answers) in &self.answers {
                            h2 { (question) }
                            @for answer in answers { (self.piece(answer)) }
                        }
                        @if let Some((above, text)) = self.agreed() { h2 { (above) } p dir="auto" { (text) } }
                        @if !self.hearts.is_empty() { h2 { (HEARTS) } p { (self.days_of_hearts()) } }
                        div class="ask" { small { "What I want to ask" } }
                    }
                }
            }
        };
        page.into_string()
    }

    fn piece(&self, piece: &Piece) -> Markup {
        let text = piece.body.as_ref().map_or("", |body| &body.text);
        html! { small { (self.by(piece)) } p dir="auto" { (text) } }
    }

    fn entry(&self, listed: &Listed) -> Markup {
        let kind = listed.line.kind.map(Kind::name).unwrap_or_default();
        let private = if listed.line.visibility == Visibility::Private { " · private" } else { "" };
        html! {
            small { (self.author(listed.mine)) " · " (kind) (private) }
            p dir="auto" { (listed.line.text.as_deref().unwrap_or_default()) }
        }
    }
}
