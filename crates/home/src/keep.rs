//! Keeping: the words of a line that I can read now, copied onto my private page.
//!
//! What was sent is not touched and nobody is told. The copy outlives whatever becomes of the line; I alone can delete it.

use kintsugi_journal::{Audience, Draft, KeptFrom, Kind, Line, Visibility, Words, WrittenAt};

use crate::entries::Found;
use crate::moment::Moment;
use crate::pace::Pace;
use crate::{Home, HomeError};

impl Home {
    /// Copies the words of a line of mine or of the partner onto my private page, as a note of today that says where they come
    /// from. A copy of a copy says the same as the first.
    ///
    /// # Errors
    /// [`HomeError::TakenBack`] and [`HomeError::Later`] where there are no words to read, [`HomeError::NotOpen`] for what is
    /// sealed, and [`HomeError::Words`] for a line that has no words, such as a rest day.
    pub fn keep(&self, found: &Found, moment: &Moment) -> Result<Line, HomeError> {
        let mine = found.person == self.identity().person();
        self.change(|writer, views| {
            // Read again in this transaction: it may have been taken back since it was found.
            let line = views.line(writer, found.person, found.line.month(), found.line.entry)?;
            let line = line.ok_or(HomeError::TakenBack)?;
            let kept = KeptFrom::of(&line).unwrap_or(KeptFrom { mine, day: line.day });
            let today = moment.today_in(writer)?;
            let written_at = Some(WrittenAt { at: moment.timestamp(), offset_minutes: moment.offset_minutes() });
            let text = readable(line, mine)?;
            let words = Words { kind: Kind::Note, day: today, text, tags: vec![kept.to_tag()], written_at };
            let draft = Draft { words, audience: Audience::Me };
            let mut lines = self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce)?;
            lines.pop().ok_or(HomeError::TakenBack)
        })
    }
}

/// The words of a line that can be read now; edits made apart one after the other.
fn readable(line: Line, mine: bool) -> Result<String, HomeError> {
    if line.later {
        return Err(HomeError::Later);
    }
    // What is here of the partner's has been opened.
    if line.visibility == Visibility::Sealed && mine {
        return Err(HomeError::NotOpen);
    }
    let text = line.text.ok_or(HomeError::TakenBack)?;
    Ok(std::iter::once(text).chain(line.also).collect::<Vec<_>>().join("\n\n"))
}

/// Refuses to change or share words that were kept: they would no longer be what they say.
pub(crate) fn check_not_kept(line: &Line) -> Result<(), HomeError> {
    if KeptFrom::of(line).is_some() { Err(HomeError::Kept) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wait;
    use crate::testing::{TODAY, alone, body, evening, evening_of, open_mine};
    use kintsugi_journal::{DocId, Topic};

    fn find(home: &Home, line: &Line) -> Found {
        home.find(&line.entry.to_string()).expect("a line")
    }

    #[test]
    fn kept_words_outlive_an_edit_and_a_taking_back_and_stand_on_a_private_page() {
        let (_root, home) = alone();
        let line = home.save_line(body(Kind::Moment, "as it was"), Wait::Not, &evening()).expect("saved");
        let later = evening_of(TODAY.tomorrow().expect("a day"));
        let kept = home.keep(&find(&home, &line), &later).expect("kept");
        home.edit(&find(&home, &line), "as it is".into(), Pace::AtOnce).expect("edited");
        home.delete(&find(&home, &line)).expect("taken back");
        let kept = find(&home, &kept).line;
        assert_eq!((kept.text.as_deref(), kept.kind), (Some("as it was"), Some(Kind::Note)));
        assert_eq!((kept.visibility, kept.day), (Visibility::Private, TODAY.tomorrow().expect("a day")));
        assert!(matches!(kept.doc, DocId::Private { .. }));
        assert_eq!(KeptFrom::of(&kept), Some(KeptFrom { mine: true, day: TODAY }));
        assert!(home.verify().expect("a report").problems.is_empty());
    }

    #[test]
    fn what_is_sealed_or_taken_back_or_has_no_words_is_not_kept() {
        let (_root, home) = alone();
        let (round, letter) = home.seal(Topic::Letter, body(Kind::Letter, "sealed"), &evening()).expect("sealed");
        assert!(matches!(home.keep(&find(&home, &letter), &evening()), Err(HomeError::NotOpen)));
        open_mine(&home, round);
        home.keep(&find(&home, &letter), &evening()).expect("it is open now");
        let line = home.save_line(body(Kind::Moment, "gone"), Wait::Not, &evening()).expect("saved");
        let found = find(&home, &line);
        home.delete(&found).expect("taken back");
        assert!(matches!(home.keep(&found, &evening()), Err(HomeError::TakenBack)), "found before it was taken back");
        let rest = home.save_line(body(Kind::Rest, ""), Wait::Not, &evening()).expect("saved");
        assert!(matches!(home.keep(&find(&home, &rest), &evening()), Err(HomeError::Words(_))));
    }

    #[test]
    fn kept_words_are_neither_changed_nor_shared_and_a_copy_of_a_copy_says_the_same() {
        let (_root, home) = alone();
        let line = home.save_line(body(Kind::Moment, "as it was"), Wait::Not, &evening()).expect("saved");
        let kept = home.keep(&find(&home, &line), &evening()).expect("kept");
        let found = find(&home, &kept);
        assert!(matches!(home.edit(&found, "otherwise".into(), Pace::AtOnce), Err(HomeError::Kept)));
        assert!(matches!(home.share(&found, Pace::AtOnce), Err(HomeError::Kept)));
        let again = home.keep(&found, &evening_of(TODAY.tomorrow().expect("a day"))).expect("kept once more");
        assert_eq!(KeptFrom::of(&again), KeptFrom::of(&kept));
        home.delete(&found).expect("mine to delete");
    }
}
