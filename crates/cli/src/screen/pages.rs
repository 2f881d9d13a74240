//! Screens for reading aloud.

use textwrap::core::display_width;

use crate::output::{FAINT, STRONG, apart};
use crate::page::Page;

/// Rows that are not words: head, air, keys.
const FRAME: usize = 6;

/// One screen of a page.
pub(crate) struct Frame {
    /// Which page it is of, from 0.
    pub(crate) page: usize,
    /// The whole screen.
    pub(crate) shown: String,
}

/// The pages as whole screens of this size; a long text goes on over several. Head and keys are on each of them.
pub(crate) fn pages(pages: &[Page], width: usize, rows: usize) -> Vec<Frame> {
    let height = rows.saturating_sub(FRAME).max(2);
    let room = width.saturating_sub(4);
    let mut parts: Vec<(usize, String)> = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        let wrapped: Vec<String> = page.text.lines().flat_map(|line| wrap(line, room)).collect();
        let lines = if wrapped.is_empty() { vec![String::new()] } else { wrapped };
        parts.extend(lines.chunks(height).map(|part| (n, part.join("\n"))));
    }
    let count = parts.len();
    let frame = |(n, (page, text)): (usize, (usize, String))| {
        let gap = "\n".repeat(height.saturating_sub(text.split('\n').count()) + 1);
        let (head, keys) = (cut(&pages[page].head, room), keys(n + 1, count, room));
        Frame { page, shown: format!("\n  {STRONG}{head}{STRONG:#}\n\n{text}{gap}\n  {FAINT}{keys}{FAINT:#}") }
    };
    parts.into_iter().enumerate().map(frame).collect()
}

/// As many letters as there is room for.
fn cut(head: &str, room: usize) -> String {
    if display_width(head) <= room {
        return head.to_owned();
    }
    let mut cut = String::new();
    for letter in head.chars() {
        if display_width(&cut) + 2 > room {
            break;
        }
        cut.push(letter);
    }
    format!("{cut}…")
}

/// The keys, in fewer words where there is little room.
fn keys(at: usize, count: usize, room: usize) -> String {
    let long = format!("Enter goes on   b back   q stops   {at} of {count}");
    if long.len() <= room { long } else { cut(&format!("Enter b q  {at}/{count}"), room) }
}

fn wrap(line: &str, room: usize) -> Vec<String> {
    let set_in = |part: &str| if part.is_empty() { String::new() } else { format!("  {}", apart(part)) };
    textwrap::wrap(line, room).iter().map(|part| set_in(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_fits_its_screen_and_no_word_is_lost() {
        let long = (0..300).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
        let shown = pages(
            &[Page { head: "Ana".into(), text: long }, Page { head: "Ben".into(), text: "short".into() }],
            50,
            24,
        );
        assert!(shown.len() > 2);
        let all: String = shown.iter().map(|frame| frame.shown.as_str()).collect();
        assert!((0..300).all(|n| all.contains(&format!("word{n}"))) && all.contains("short"));
        for frame in &shown {
            assert!(frame.shown.lines().count() <= 24, "{}", frame.shown);
        }
    }

    #[test]
    fn head_and_keys_stand_on_a_screen_of_any_size() {
        let page = Page { head: "A very long name that somebody has · reads".into(), text: "word ".repeat(200) };
        for (width, rows) in [(20, 8), (21, 9), (30, 10), (50, 20), (80, 24)] {
            for frame in pages(std::slice::from_ref(&page), width, rows) {
                let shown = anstream::adapter::strip_str(&frame.shown).to_string();
                assert!(
                    shown.lines().count() <= rows && shown.lines().all(|line| display_width(line) <= width),
                    "{shown}"
                );
                assert!(shown.contains("A very long") && shown.contains("Enter"), "{shown}");
            }
        }
    }

    #[test]
    fn whole_screens() {
        let head = "Ana · Wednesday 3 June 2026 · appreciated".to_owned();
        let page = Page { head, text: "You made tea before I asked, and you sat with me until it was cold.".into() };
        let shown =
            |width| anstream::adapter::strip_str(&pages(std::slice::from_ref(&page), width, 12)[0].shown).to_string();
        insta::assert_snapshot!(format!("{}\n=====\n{}", shown(80), shown(50)), @"

          Ana · Wednesday 3 June 2026 · appreciated

          You made tea before I asked, and you sat with me until it was cold.






          Enter goes on   b back   q stops   1 of 1
        =====

          Ana · Wednesday 3 June 2026 · appreciated

          You made tea before I asked, and you sat with
          me until it was cold.





          Enter goes on   b back   q stops   1 of 1
        ");
    }
}
