//! Words that are looked for: a word by its beginning, several in a row as a phrase, whatever their case and accents.

use std::ops::Range;

use memchr::memchr2_iter;

use super::character::runs_on;
use super::folded::Folded;

/// A word or a phrase to look for.
#[derive(Clone, Debug)]
pub struct Sought {
    folded: String,
    /// Whether it may stand within a word: it begins with no letter, or in a script that has no spaces.
    anywhere: bool,
}

impl Sought {
    /// What is looked for; a `*` at its end changes nothing, since beginnings of words are found. `None` where nothing is left.
    pub fn new(words: &str) -> Option<Self> {
        let folded = Folded::of(words.trim().trim_end_matches('*').trim_end()).text;
        let first = folded.chars().next()?;
        Some(Self { anywhere: !first.is_alphanumeric() || runs_on(first), folded })
    }

    /// What somebody typed, as it is looked for: what stands between quotes is a phrase, and else each word is by itself. An
    /// argument with spaces had quotes around it that the shell took away, so it is a phrase, too.
    pub fn all(arguments: &[String]) -> Vec<Self> {
        arguments.iter().flat_map(|argument| phrases(argument)).filter_map(Self::new).collect()
    }

    /// Whether it stands in this text.
    pub fn is_in(&self, text: &str) -> bool {
        if self.folded.contains(' ') {
            return self.in_folded(&Folded::of(text).text).next().is_some();
        }
        // What has no space stands between two of them, so only words with letters beyond ASCII are folded for it.
        let is_in_word = |word: &str| self.in_folded(&Folded::of(word).text).next().is_some();
        self.is_in_plain(text)
            || (!text.is_ascii() && text.split_ascii_whitespace().filter(|word| !word.is_ascii()).any(is_in_word))
    }

    /// Whether a tag is like this, with or without its sign.
    pub fn is_tag(&self, tag: &str) -> bool {
        let signed = self.folded.strip_prefix(['#', '@']);
        self.is_in(tag) || signed.is_some_and(|begun| Folded::of(tag).text.starts_with(begun))
    }

    /// Where it stands in a text, in bytes, in order. No two overlap.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::of(text);
        self.in_folded(&folded.text).map(|at| folded.place(at..at + self.folded.len())).collect()
    }

    /// Whether it stands in it in ASCII, behind nothing or a letter of ASCII that is none of a word; without a copy of the text.
    fn is_in_plain(&self, text: &str) -> bool {
        if !self.folded.is_ascii() {
            return false;
        }
        let (text, needle) = (text.as_bytes(), self.folded.as_bytes());
        let Some((first, rest)) = needle.split_first() else { return false };
        let parts = |before: u8| before.is_ascii() && !before.is_ascii_alphanumeric();
        let begins = |at: usize| self.anywhere || at == 0 || parts(text[at - 1]);
        let goes_on = |at: usize| {
            let behind = text.get(at + 1..at + needle.len());
            behind.is_some_and(|behind| behind.eq_ignore_ascii_case(rest))
        };
        memchr2_iter(*first, first.to_ascii_uppercase(), text).any(|at| begins(at) && goes_on(at))
    }

    fn in_folded<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let first = self.folded.chars().next().map_or(1, char::len_utf8);
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let at = from + text.get(from..)?.find(self.folded.as_str())?;
                let begins = self.begins_at(text, at);
                from = at + if begins { self.folded.len() } else { first };
                if begins {
                    return Some(at);
                }
            }
        })
    }

    fn begins_at(&self, text: &str, at: usize) -> bool {
        let before = text[..at].chars().next_back();
        self.anywhere || before.is_none_or(|before| !before.is_alphanumeric() || runs_on(before))
    }
}

/// What stands between quotes, and the words around.
fn phrases(argument: &str) -> Vec<&str> {
    if !argument.contains(['"', '“', '”']) {
        return vec![argument];
    }
    let parts = argument.split(['"', '“', '”']).enumerate();
    parts.flat_map(|(n, part)| if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(words: &str, text: &str) -> bool {
        Sought::new(words).expect("words").is_in(text)
    }

    #[test]
    fn a_word_is_found_by_its_beginning_whatever_its_case_and_accents() {
        for (words, text) in [
            ("Tea", "you made TEA before I asked"),
            ("gard", "in the garden"),
            ("gard*", "in the garden"),
            ("ÜBER", "wir sprachen über das Boot"),
            ("uber", "u\u{308}ber das Boot"),
            ("strasse", "die STRAßE hinab"),
            ("cafe", "im Café."),
            ("café", "im cafe"),
            ("don't", "I don’t know"),
            ("οδος", "ΟΔΌΣ"),
            ("ёлка", "елка"),
            ("fine", "ﬁne"),
            ("שלום", "שָׁלוֹם לך"),
            ("庭", "今日は庭で茶を"),
            ("茶", "tea茶"),
            ("C++", "learned c++ today"),
            ("♥", "a ♥ for you"),
            ("tea", "über\ttea, ja"),
            ("tea", "ü\u{a0}TEA"),
            ("uber", "dar\u{b4}u\u{308}ber"),
        ] {
            assert!(finds(words, text), "{words} in {text}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_not_found() {
        for (words, text) in [
            ("tea", "steam"),
            ("tea", "über steam"),
            ("tea", "ü steam"),
            ("teal", "tea"),
            ("tea", ""),
            ("die", "идти"),
            ("की", "का"),
            ("茶", "tea"),
        ] {
            assert!(!finds(words, text), "{words} in {text}");
        }
        assert!(Sought::new(" * ").is_none());
    }

    proptest::proptest! {
        /// What is found without folding the whole text is what stands in it when it is folded.
        #[test]
        fn a_word_is_found_just_where_the_folded_text_has_it(
            words in "[ -~é\u{301}ﬁ’茶ß]{1,4}",
            text in "[ -~\n\u{a0}é\u{301}ﬁ’茶ßK´]{0,24}",
        ) {
            if let Some(sought) = Sought::new(&words) {
                proptest::prop_assert_eq!(sought.is_in(&text), !sought.places(&text).is_empty(), "{} in {}", words, text);
                let around = format!("{text} {words}{text}");
                proptest::prop_assert_eq!(sought.is_in(&around), !sought.places(&around).is_empty(), "{} in {}", words, around);
            }
        }
    }

    #[test]
    fn a_phrase_is_words_in_a_row_over_any_white_space() {
        assert!(finds("long day", "it was a Long\n  daylight hike"));
        assert!(!finds("long day", "a long, hard day"));
        assert!(finds("a a", "ba a a"), "within what was no beginning");
        let all = |argument: &str| Sought::all(&[argument.to_owned()]).len();
        assert_eq!((all("long day"), all("\"long day\" tea rain"), all("“long day”"), all(" ")), (1, 3, 1, 0));
    }

    #[test]
    fn places_are_those_of_the_text_that_was_written() {
        let text = "Über uns: ein u\u{308}berlanger Tag, Maßarbeit";
        let at = |words: &str| -> Vec<&str> {
            Sought::new(words).expect("words").places(text).into_iter().map(|place| &text[place]).collect()
        };
        assert_eq!(at("uber"), ["Über", "u\u{308}ber"]);
        assert_eq!(at("mass"), ["Maß"]);
        assert_eq!(at("tag"), ["Tag"]);
    }

    #[test]
    fn a_tag_is_found_with_and_without_its_sign() {
        for words in ["home", "#home", "@ho"] {
            assert!(Sought::new(words).expect("words").is_tag("Home"));
        }
        for words in ["ome", "#ome", "#homes"] {
            assert!(!Sought::new(words).expect("words").is_tag("Home"));
        }
        assert!(Sought::new("#über").expect("words").is_tag("Überall"));
    }
}
