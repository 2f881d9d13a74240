//! A page to keep and to print: HTML that needs nothing else, escaped by the macro that makes it.

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{Book, Piece};

const STYLE: &str = "@page{margin:18mm 16mm}\
:root{color-scheme:light}\
body{font:11.5pt/1.55 Georgia,'Times New Roman',serif;color:#222;background:#fffdf8;max-width:40em;margin:2em auto;padding:0 1.2em;overflow-wrap:anywhere}\
header{text-align:center;margin:20vh 0}\
h1{font-size:24pt;font-weight:normal;margin:0 0 .4em}\
h2{font-size:16pt;font-weight:normal;border-bottom:1px solid #b08d3f;margin:2.5em 0 1em;padding-bottom:.2em}\
h3{font-size:11.5pt;margin:1.6em 0 .4em}\
h4{font-size:1em;font-style:italic;font-weight:normal;margin:.6em 0 .1em}\
article{margin:0 0 1em}\
article p{margin:.1em 0;white-space:pre-wrap}\
small,header p{color:#5a5a5a}\
.heart{color:#9c2f2f}\
@media print{body{margin:0;max-width:none;background:none}section{break-before:page}h2,h3,h4{break-after:avoid}article{orphans:3;widows:3}}";

/// The page. `hearts` are the days with one.
pub fn page(book: &Book<'_>, hearts: &[Date]) -> String {
    let months = book.pieces.chunk_by(|a, b| a.day.first_of_month() == b.day.first_of_month());
    let who = book.partner.map_or_else(|| book.owner.to_owned(), |partner| format!("{} and {partner}", book.owner));
    let page: Markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "The journal of " (who) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (who) }
                    @if let (Some(first), Some(last)) = (book.pieces.first(), book.pieces.last()) {
                        p { (long(first.day)) " to " (long(last.day)) }
                    }
                }
                main { @for pieces in months { (month(pieces, hearts)) } }
            }
        }
    };
    page.into_string()
}

fn month(pieces: &[Piece], hearts: &[Date]) -> Markup {
    let Some(first) = pieces.first().map(|piece| piece.day.first_of_month()) else { return html! {} };
    let count = hearts.iter().filter(|day| day.first_of_month() == first).count();
    html! {
        section {
            h2 { (first.strftime("%B %Y").to_string()) }
            @if count > 0 {
                p { span.heart { "♥" } " " (count) @if count == 1 { " day with a heart" } @else { " days with a heart" } }
            }
            @for day in pieces.chunk_by(|a, b| a.day == b.day) {
                h3 { (long(day[0].day)) @if hearts.contains(&day[0].day) { " " span.heart { "♥" } } }
                @for piece in day { (article(piece)) }
            }
        }
    }
}

fn article(piece: &Piece) -> Markup {
    html! {
        article {
            small { (super::markdown::head(piece)) }
            @if piece.kind == "letter" { (letter(&piece.text)) } @else { p dir="auto" { (piece.text) } }
        }
    }
}

/// A letter has parts, each below a line that begins with `# `.
fn letter(text: &str) -> Markup {
    let mut parts: Vec<(&str, Vec<&str>)> = vec![("", Vec::new())];
    for line in text.lines() {
        match (line.strip_prefix("# "), parts.last_mut()) {
            (None, Some((_, words))) => words.push(line),
            (title, _) => parts.push((title.unwrap_or_default(), Vec::new())),
        }
    }
    html! {
        @for (title, words) in parts {
            @if !title.is_empty() { h4 dir="auto" { (title) } }
            @let words = words.join("\n");
            @if !words.trim().is_empty() { p dir="auto" { (words.trim()) } }
        }
    }
}

fn long(day: Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}
