//! Words made fit for a journal, with none of them lost.

use kintsugi_journal::MAX_TEXT_BYTES;

/// Bytes as text: UTF-8, or UTF-16 where a mark says so. How many places could not be read; they show as U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> (String, u64) {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let before = String::from_utf8(bytes.to_vec()).map_or(0, |text| text.matches('\u{fffd}').count());
    let unread = text.matches('\u{fffd}').count().saturating_sub(before);
    (text, unread as u64)
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

/// One kind of line end, no control characters, no blank lines around. How many characters that were.
pub(super) fn clean(text: &str) -> (String, u64) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_control = |c: char| c.is_control() && c != '\n' && c != '\t';
    let controls = text.chars().filter(|c| is_control(*c)).count() as u64;
    let text: String = text.chars().filter(|c| !is_control(*c)).collect();
    let blank_lines = text.lines().take_while(|line| line.trim().is_empty()).map(|line| line.len() + 1).sum::<usize>();
    let text = text.get(blank_lines..).unwrap_or_default().trim_end().to_owned();
    (text, controls)
}

/// Tags that a journal does not take stay as words.
pub(super) fn with_beside(text: String, beside: &[String]) -> String {
    if beside.is_empty() { text } else { format!("{text}\n{}", beside.join(" ")) }
}

/// A text in parts that a journal takes, cut at line ends where there are any, else between words.
pub(super) struct Parts<'t> {
    rest: &'t str,
}

impl<'t> Parts<'t> {
    pub(super) fn of(text: &'t str) -> Vec<String> {
        if text.is_empty() { vec![String::new()] } else { Self { rest: text }.collect() }
    }
}

impl Iterator for Parts<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if self.rest.trim().is_empty() {
            return None;
        }
        let most = self.rest.floor_char_boundary(MAX_TEXT_BYTES);
        let cut = if most == self.rest.len() {
            most
        } else {
            let head = &self.rest[..most];
            head.rfind('\n').or_else(|| head.rfind(' ')).filter(|at| *at > 0).unwrap_or(most)
        };
        let (part, rest) = self.rest.split_at(cut);
        self.rest = rest.strip_prefix(['\n', ' ']).unwrap_or(rest);
        if part.trim().is_empty() { self.next() } else { Some(part.to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_long_text_is_lost() {
        let words: Vec<String> = (0..30_000).map(|number| format!("wörd{number}")).collect();
        for between in [" ", "\n"] {
            let parts = Parts::of(&words.join(between));
            assert!(parts.len() > 3 && parts.iter().all(|part| part.len() <= MAX_TEXT_BYTES));
            let back: Vec<&str> = parts.iter().flat_map(|part| part.split_whitespace()).collect();
            assert!(back == words, "{between:?}");
        }
        let solid = "ö".repeat(MAX_TEXT_BYTES);
        assert_eq!(Parts::of(&solid).concat(), solid);
    }

    #[test]
    fn bytes_of_any_kind_become_words() {
        assert_eq!(decode("\u{feff}tea".as_bytes()), ("tea".into(), 0));
        assert_eq!(decode(b"\xff\xfet\0e\0a\0"), ("tea".into(), 0));
        assert_eq!(decode(b"\xfe\xff\0t\0e\0a"), ("tea".into(), 0));
        assert_eq!(decode(b"caf\xe9 now"), ("caf\u{fffd} now".into(), 1));
        assert_eq!(clean("\r\n\r\n  a\r\nb\u{7}\x1b[2J\r\n\n"), ("  a\nb[2J".into(), 2));
    }
}
