//! A line of the journal in one row.

use kintsugi_journal::Kind;
use textwrap::core::display_width;

use super::Names;
use super::entries::{LATER, UNSAID};
use crate::output::{has_screen, width};
use kintsugi_home::Listed;

/// Each line in a row: the day, whose it is, of which kind, and its words, at a terminal as many as there is room for.
pub(crate) fn short(lines: &[Listed], names: &Names) -> String {
    lines.iter().map(|listed| row(listed, names)).collect::<Vec<_>>().join("\n")
}

fn row(listed: &Listed, names: &Names) -> String {
    let line = &listed.line;
    let kind = line.kind.filter(|kind| *kind != Kind::Note).map(|kind| format!(" · {}", kind.name()));
    let head = format!("{}  {}{}", line.day, names.of_author(listed.mine), kind.unwrap_or_default());
    let words = match line.text.as_deref() {
        None if line.later => LATER.to_owned(),
        None => "taken back".to_owned(),
        Some("") => UNSAID.to_owned(),
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let (id, room) = (names.id(line.entry), width().saturating_sub(display_width(&head) + 2));
    let id_room = display_width(&id);
    let words = if has_screen() { cut(&words, room.saturating_sub(id_room)) } else { words };
    format!("{head}{id}  {words}").trim_end().to_owned()
}

/// As much of it as there is room for.
fn cut(words: &str, room: usize) -> String {
    if display_width(words) <= room {
        return words.to_owned();
    }
    let mut shown = String::new();
    for c in words.chars() {
        if display_width(&shown) + display_width(c.encode_utf8(&mut [0; 4])) >= room {
            break;
        }
        shown.push(c);
    }
    format!("{}…", shown.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(cut("tea", 3), "tea");
        assert_eq!(cut("tea in the garden", 8), "tea in…");
        assert_eq!(cut("庭で茶を飲む", 8), "庭で茶…");
    }
}
