//! The last lines with which something can be done, for who has no id at hand; and who else has a line that is to be taken back.

use kintsugi_journal::{KeptFrom, Kind, Visibility};

use crate::{Found, Home, HomeError, Listed};

/// How many of the last lines are looked at.
const LAST: usize = 60;

/// What is to be done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Its words are to be changed.
    Edit,
    /// It is to be taken back.
    TakeBack,
    /// Both are to read it.
    Share,
    /// It is to have a star.
    Star,
    /// Its words are to stay, whatever becomes of it.
    Keep,
}

impl Choice {
    /// Whether it can be done with this line.
    fn fits(self, listed: &Listed) -> bool {
        let (line, mine) = (&listed.line, listed.mine);
        let kept = KeptFrom::of(line).is_some();
        let words = line.text.as_ref().is_some_and(|text| !text.is_empty());
        let act = line.kind == Some(Kind::Act);
        !line.is_deleted()
            && match self {
                Self::Edit => {
                    mine && words && !kept && line.visibility != Visibility::Sealed && (line.is_entry() || act)
                }
                Self::TakeBack => mine && (line.is_entry() || act),
                Self::Share => mine && !kept && line.is_entry() && line.visibility == Visibility::Private,
                Self::Star => line.is_entry() && words,
                Self::Keep => line.is_entry() && words && !kept && listed.is_open(),
            }
    }
}

/// Who else has a line of mine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nobody: taken back, it was never there.
    Here,
    /// A meeting began with it, or a bundle was written: the partner's laptop may have it.
    Perhaps,
    /// The partner's laptop.
    There,
}

impl Home {
    /// The last lines with which this can be done, at most `count` of them, the newest first: as they were written, where that
    /// is known of all of them, else by their days.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn latest(&self, choice: Choice, count: usize) -> Result<Vec<Listed>, HomeError> {
        let mut lines = self.last_lines(LAST, |listed, _| choice.fits(listed))?;
        if lines.iter().all(|listed| listed.line.written_at.is_some()) {
            lines.sort_by_key(|listed| listed.line.written_at.map(|time| time.at));
        }
        lines.reverse();
        lines.truncate(count);
        Ok(lines)
    }

    /// Who else has this line of mine, as far as this laptop knows. Sealed words are nowhere else.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn reach(&self, found: &Found) -> Result<Reach, HomeError> {
        let doc = found.line.doc;
        if !doc.is_shared() || found.line.visibility != Visibility::Open {
            return Ok(Reach::Here);
        }
        let (row, document) = self.document(&self.vault().read()?, doc)?;
        let holds = |heads: &[kintsugi_journal::ChangeHash]| -> Result<bool, HomeError> {
            let heads = document.heads_of(heads);
            Ok(!heads.is_empty() && !document.as_of(&heads)?.record(found.line.entry).current.is_empty())
        };
        Ok(match (holds(&row.met)?, holds(&row.shown)?) {
            (true, _) => Reach::There,
            (_, true) => Reach::Perhaps,
            _ => Reach::Here,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, body, evening};
    use crate::{Pace, Wait};
    use kintsugi_journal::{Audience, Draft};

    fn texts(home: &Home, choice: Choice) -> Vec<String> {
        let lines = home.latest(choice, 9).expect("a sound store");
        lines.into_iter().filter_map(|listed| listed.line.text).collect()
    }

    #[test]
    fn what_can_be_done_with_a_line_is_offered_and_nothing_else() {
        let (_root, home) = alone();
        home.save_line(body(Kind::Hard, "a long day"), Wait::Not, &evening()).expect("saved");
        let private = Draft { words: body(Kind::Note, "mine alone"), audience: Audience::Me };
        home.write(vec![private], &evening(), Pace::AtOnce).expect("written");
        home.save_for_both(body(Kind::Act, "the call"), Wait::Not, &evening()).expect("saved");
        assert_eq!(texts(&home, Choice::Share), ["mine alone"]);
        assert_eq!(texts(&home, Choice::Keep), ["a long day"]);
        assert_eq!(texts(&home, Choice::TakeBack).len(), 3);
        assert_eq!(texts(&home, Choice::Star).len(), 2, "an act is no line");
        let line = home.latest(Choice::Keep, 1).expect("a sound store").remove(0).line;
        home.delete(&home.find(&line.entry.to_string()).expect("it is there")).expect("taken back");
        assert!(texts(&home, Choice::Keep).is_empty());
    }

    #[test]
    fn what_was_never_shown_is_nowhere_else() {
        let (_root, home) = alone();
        let line = home.save_line(body(Kind::Hard, "a long day"), Wait::Not, &evening()).expect("saved");
        let found = home.find(&line.entry.to_string()).expect("it is there");
        assert_eq!(home.reach(&found).expect("a sound store"), Reach::Here);
    }
}
