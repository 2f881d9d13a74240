//! A day in front of words: `yesterday: …`.

use jiff::civil::{Date, Weekday};

use super::grammar::{days, is_no_day};
use crate::error::CommandError;

/// Days are named in fewer letters than this.
const LONGEST: usize = 24;
/// `Sat:` may be a word, and `Saturday:` is a day.
const SHORTEST: usize = 4;

/// The day that a text begins with, and its words: what stands before the first colon, where it is one day by the grammar of all
/// commands, and words follow on the same row. What names several days, or none, is words.
///
/// # Errors
/// A date with two readings, or one that does not exist.
pub(crate) fn heading(text: &str, today: Date, week_start: Weekday) -> Result<Option<(Date, &str)>, CommandError> {
    let Some((head, words)) = text.split_once(':') else { return Ok(None) };
    let fits = (SHORTEST..LONGEST).contains(&head.trim().chars().count()) && !head.contains('\n');
    if !fits || !words.starts_with([' ', '\t']) || words.trim().is_empty() {
        return Ok(None);
    }
    match days(head, today, week_start) {
        Ok(days) => Ok(days.single().map(|day| (day, words.trim_start()))),
        Err(error) if is_no_day(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A Wednesday.
    const TODAY: Date = date(2026, 6, 3);

    #[test]
    fn one_day_in_front_of_words_is_their_day_and_all_else_is_words() {
        let read = |text| heading(text, TODAY, Weekday::Monday).map_err(|error| error.message);
        assert_eq!(read("yesterday: tea: black"), Ok(Some((date(2026, 6, 2), "tea: black"))));
        assert_eq!(read("Last Monday: rain\nall day"), Ok(Some((date(2026, 6, 1), "rain\nall day"))));
        assert_eq!(read("2025-12-24: snow"), Ok(Some((date(2025, 12, 24), "snow"))));
        assert_eq!(read("3 days ago: we met"), Ok(Some((date(2026, 5, 31), "we met"))));
        for words in [
            "Ben: you made tea",
            "sun: at last",
            "may: a month of rain",
            "2025: the year",
            "last week: too much",
            "10-4: understood",
            "yesterday:",
            "yesterday:tea",
            "yesterday\nevening: tea",
            "https://example.org: a page",
            "no colon here",
        ] {
            assert_eq!(read(words), Ok(None), "{words}");
        }
        assert!(read("06/07/2026: which one").is_err_and(|message| message.contains("can be read as")));
        assert!(read("2026-02-30: none").is_err());
    }
}
