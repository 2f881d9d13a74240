//! The sheet for a counsellor: one page of HTML that needs nothing else, escaped by the macro that makes it.

use jiff::civil::Date;
use kintsugi_journal::Visibility;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::dates;
use crate::screen::Names;
use kintsugi_home::Listed;

const STYLE: &str = "body{font:12pt/1.5 Georgia,serif;color:#222;max-width:42em;margin:2em auto;padding:0 1em}\
h1{font-size:16pt;font-weight:normal}h2{font-size:12pt;margin:1.5em 0 .3em}p{margin:.2em 0 .8em;white-space:pre-wrap}\
small{color:#666}.ask{border:1px solid #999;min-height:12em;margin-top:2em;padding:.5em 1em}@media print{body{margin:0}h2{break-after:avoid}}";

/// What stands on the page when words of the partner are on it.
pub(crate) fn with_theirs(partner: &str) -> String {
    format!("Some of these words are {partner}'s.")
}

/// The page.
pub(crate) fn page(lines: &[Listed], names: &Names, today: Date, sentence: Option<&str>) -> String {
    let days = lines.chunk_by(|a, b| a.line.day == b.line.day);
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
                @if let Some(sentence) = sentence { p { em { (sentence) } } }
                @for day in days {
                    h2 { (dates::long(day[0].line.day)) }
                    @for listed in day { (entry(listed, names)) }
                }
                div class="ask" { small { "What I want to ask" } }
            }
        }
    };
    page.into_string()
}

fn entry(listed: &Listed, names: &Names) -> Markup {
    let kind = listed.line.kind.map(kintsugi_journal::Kind::name).unwrap_or_default();
    let private = if listed.line.visibility == Visibility::Private { " · private" } else { "" };
    html! {
        small { (names.of_author(listed.mine)) " · " (kind) (private) }
        p { (listed.line.text.as_deref().unwrap_or_default()) }
    }
}
