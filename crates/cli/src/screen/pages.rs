//! Screens for reading aloud.

use crate::output::{FAINT, STRONG, apart};
use crate::page::Page;

/// Rows that are not words: head, air, keys.
const FRAME: usize = 6;

/// The pages as whole screens; a long text goes on over several.
pub(crate) fn pages(pages: &[Page], width: usize, rows: usize) -> Vec<String> {
    let height = rows.saturating_sub(FRAME).max(2);
    let room = width.saturating_sub(4);
    let mut parts: Vec<(&str, String)> = Vec::new();
    for page in pages {
        let wrapped: Vec<String> = page.text.lines().flat_map(|line| wrap(line, room)).collect();
        let lines = if wrapped.is_empty() { vec![String::new()] } else { wrapped };
        parts.extend(lines.chunks(height).map(|part| (page.head.as_str(), part.join("\n"))));
    }
    let count = parts.len();
    let frame = |(n, (head, text)): (usize, (&str, String))| {
        let gap = "\n".repeat(height.saturating_sub(text.lines().count()) + 1);
        let at = n + 1;
        format!(
            "\n  {STRONG}{head}{STRONG:#}\n\n{text}{gap}\n  {FAINT}Enter goes on   b back   q stops   {at} of {count}{FAINT:#}"
        )
    };
    parts.into_iter().enumerate().map(frame).collect()
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
        let all = shown.concat();
        assert!((0..300).all(|n| all.contains(&format!("word{n}"))) && all.contains("short"));
        for frame in &shown {
            assert!(frame.lines().count() <= 24, "{frame}");
        }
    }
    #[test]
    fn whole_screens() {
        let head = "Ana · Wednesday 3 June 2026 · appreciated".to_owned();
        let page = Page { head, text: "You made tea before I asked, and you sat with me until it was cold.".into() };
        let shown = |width| anstream::adapter::strip_str(&pages(std::slice::from_ref(&page), width, 12)[0]).to_string();
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
