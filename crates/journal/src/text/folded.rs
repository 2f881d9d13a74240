//! A text as it is compared: without case (Unicode's full folding), without accents (UAX #15, NFKD), with one kind of apostrophe,
//! and with one space for white space of any length. Each byte knows which letter of the text it comes from.

use std::ops::Range;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::character::is_accent;

pub(super) struct Folded {
    pub(super) text: String,
    /// For each byte of the folded text, where its letter stands in the text.
    from: Vec<Range<usize>>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            let letter = at..at + c.len_utf8();
            match c {
                _ if c.is_whitespace() => folded.space(letter),
                '’' | '‘' | 'ʼ' => folded.push('\'', &letter),
                _ if c.is_ascii() => folded.push(c.to_ascii_lowercase(), &letter),
                _ => {
                    let plain = std::iter::once(c).nfkd().filter(|c| !is_accent(*c));
                    plain.default_case_fold().for_each(|c| folded.push(c, &letter));
                }
            }
        }
        folded
    }

    fn space(&mut self, letter: Range<usize>) {
        if !self.text.ends_with(' ') {
            self.push(' ', &letter);
        }
    }

    fn push(&mut self, c: char, letter: &Range<usize>) {
        self.text.push(c);
        self.from.resize(self.text.len(), letter.clone());
    }

    /// Where in the text the letters stand that these bytes come from; with the accents behind them.
    pub(super) fn place(&self, bytes: Range<usize>) -> Range<usize> {
        let start = self.from.get(bytes.start).map_or(0, |letter| letter.start);
        let end = bytes.end.checked_sub(1).and_then(|last| self.from.get(last)).map_or(start, |letter| letter.end);
        start..end
    }
}
