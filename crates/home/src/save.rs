//! Saving what somebody writes: sealed, open, or waiting for a while.

use jiff::SignedDuration;
use jiff::civil::Weekday;
use kintsugi_journal::{Audience, Draft, Kind, Line, LinesOpen, Week, Words, tags_with};
use kintsugi_vault::{JournalSettings, random};

use crate::moment::Moment;
use crate::pace::Pace;
use crate::{Home, HomeError};

/// Whether somebody wants to wait with a line as the two, and they themselves, have chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// As was chosen: for the weekly reading, or for a few minutes in which it can still be taken back.
    AsChosen,
    /// Neither.
    Not,
}

impl Home {
    /// Saves something that is for its writer alone, or that stands: a slip, a routine, a question. It waits for nothing.
    ///
    /// # Errors
    /// [`HomeError::Words`] when words cannot be kept as they are.
    pub fn save(&self, draft: Draft, moment: &Moment) -> Result<Line, HomeError> {
        self.save_at(draft, Pace::AtOnce, moment)
    }

    /// Saves something that both may read from the next meeting on: an act, a rest day, a note.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    pub fn save_for_both(&self, words: Words, wait: Wait, moment: &Moment) -> Result<Line, HomeError> {
        self.save_at(Draft { words, audience: Audience::Both }, self.pace(wait, moment)?, moment)
    }

    /// Saves a line of the journal that both may read: at the weekly reading where the two chose so, else from the next meeting
    /// on.
    ///
    /// # Errors
    /// As [`save`](Self::save), and [`HomeError::RoundFull`].
    pub fn save_line(&self, words: Words, wait: Wait, moment: &Moment) -> Result<Line, HomeError> {
        let settings = self.journal_settings()?;
        if opens_weekly(&settings) && wait == Wait::AsChosen {
            let week = Week::of(words.day, week_start(&settings));
            return self.seal_for_reading(week, tagged(words), moment);
        }
        self.save_for_both(words, wait, moment)
    }

    /// When what is written at this moment may be sent by itself.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn pace(&self, wait: Wait, moment: &Moment) -> Result<Pace, HomeError> {
        let minutes = self.local_settings()?.hold_minutes;
        if wait == Wait::Not || minutes == 0 {
            return Ok(Pace::AtOnce);
        }
        let until = moment.timestamp().checked_add(held(minutes, u32::from_le_bytes(random())));
        Ok(until.map_or(Pace::AtOnce, Pace::After))
    }

    fn save_at(&self, draft: Draft, pace: Pace, moment: &Moment) -> Result<Line, HomeError> {
        let draft = Draft { words: tagged(draft.words), ..draft };
        let mut lines = self.write(vec![draft], moment, pace)?;
        lines.pop().ok_or(HomeError::TakenBack)
    }
}

/// Lines of the journal and acts have the tags that stand in their words, too.
fn tagged(words: Words) -> Words {
    if !has_tags(words.kind) {
        return words;
    }
    Words { tags: tags_with(words.tags, &words.text), ..words }
}

/// Whether the words of this kind may have tags in them.
pub(crate) fn has_tags(kind: Kind) -> bool {
    kind.is_entry() || matches!(kind, Kind::Act)
}

/// For how long a line is held back that is to wait for `minutes` at least: up to three times as long again, at most half an hour,
/// drawn anew for each, so that when it comes tells only about when it was written. `random` may be any number.
fn held(minutes: u32, random: u32) -> SignedDuration {
    const HALF_AN_HOUR: u32 = 30;
    const DAY: u32 = 24 * 60;
    let more = minutes.saturating_mul(3).min(HALF_AN_HOUR).min(DAY.saturating_sub(minutes)) * 60;
    SignedDuration::from_secs(i64::from(minutes) * 60 + i64::from(random % (more + 1)))
}

/// Whether new lines wait for the weekly reading.
pub(crate) const fn opens_weekly(settings: &JournalSettings) -> bool {
    matches!(settings.lines_open, LinesOpen::Weekly)
}

/// The day on which a week begins here.
pub fn week_start(settings: &JournalSettings) -> Weekday {
    Weekday::from_monday_one_offset(settings.week_start).unwrap_or(Weekday::Monday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, body, evening};
    use kintsugi_journal::{Kind, Topic, Visibility};

    #[test]
    fn a_line_is_open_and_waits_ten_minutes_or_more() {
        let (_root, home) = alone();
        let moment = evening();
        let line = home.save_line(body(Kind::Hard, "a long day"), Wait::AsChosen, &moment).expect("saved");
        assert_eq!(line.visibility, Visibility::Open);
        let release = home.next_release(moment.timestamp()).expect("a sound store").expect("it waits");
        assert!((10..=40).contains(&release.duration_since(moment.timestamp()).as_mins()));
        assert!(home.rounds().expect("a sound store").is_empty());
    }

    /// All lines of a sitting went ten minutes after it, to the minute.
    #[test]
    fn how_long_a_line_is_held_back_is_chance_within_its_bounds() {
        let minutes = |minutes, random| held(minutes, random).as_secs_f64() / 60.0;
        assert_eq!((minutes(10, 0), minutes(10, 1800), minutes(10, 1801)), (10.0, 40.0, 10.0));
        assert_eq!((minutes(1, 180), minutes(60, 1800)), (4.0, 90.0));
        assert_eq!(
            minutes(24 * 60, u32::MAX),
            1440.0,
            "what waits for more than a day was written under a wrong clock"
        );
    }

    #[test]
    fn whoever_does_not_want_to_wait_does_not() {
        let (_root, home) = alone();
        let moment = evening();
        home.save_line(body(Kind::Hard, "now"), Wait::Not, &moment).expect("saved");
        assert_eq!(home.next_release(moment.timestamp()).expect("a sound store"), None);
    }

    #[test]
    fn where_lines_open_weekly_a_line_is_sealed_for_the_week_of_its_day() {
        let (_root, home) = alone();
        home.put_lines_open(LinesOpen::Weekly).expect("chosen");
        let moment = evening();
        let sealed = home.save_line(body(Kind::Hard, "sealed"), Wait::AsChosen, &moment).expect("saved");
        assert_eq!(sealed.visibility, Visibility::Sealed);
        let rounds = home.rounds().expect("a sound store");
        assert_eq!((rounds.len(), rounds[0].id.topic), (1, Topic::Reading));
        assert_eq!(rounds[0].id.number, Week::of(sealed.day, Weekday::Monday).number());

        let now = home.save_line(body(Kind::Hard, "at once"), Wait::Not, &moment).expect("saved");
        let act = home.save_for_both(body(Kind::Act, "tea"), Wait::AsChosen, &moment).expect("saved");
        assert_eq!((now.visibility, act.visibility), (Visibility::Open, Visibility::Open));
    }

    #[test]
    fn tags_that_stand_in_the_words_are_tags_of_the_line() {
        let (_root, home) = alone();
        let moment = evening();
        let line = home.save_line(body(Kind::Note, "with @ana, not a@b.org"), Wait::AsChosen, &moment).expect("saved");
        assert_eq!((line.text.as_deref(), &line.tags[..]), (Some("with @ana, not a@b.org"), &["ana".to_owned()][..]));
        let found = home.find(&line.entry.to_string()).expect("found");
        let edited = home.edit(&found, "with @ben".into(), Pace::AtOnce).expect("changed");
        assert_eq!(edited.tags, ["ben"]);
        let slip =
            home.save(Draft { words: body(Kind::Slip, "@home"), audience: Audience::Both }, &moment).expect("saved");
        assert!(slip.tags.is_empty());
    }

    #[test]
    fn empty_words_are_refused_and_nothing_is_kept() {
        let (_root, home) = alone();
        let refused = home.save_line(body(Kind::Hard, ""), Wait::AsChosen, &evening());
        assert!(matches!(refused, Err(HomeError::Words(_))));
        assert!(home.all_lines(|_| true).expect("a sound store").is_empty());
    }
}
