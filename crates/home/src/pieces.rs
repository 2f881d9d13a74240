//! Pieces of a round, as they are read.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{Body, EntryId, Topic};

use crate::repertoire::questions;
use crate::rounds::Round;
use crate::{Home, HomeError, Moment, in_hand};

/// One piece of a round, with its words where they are here.
pub struct Piece {
    /// Written by me.
    pub mine: bool,
    /// Which entry.
    pub entry: EntryId,
    /// The words; none where they are not here, or where this version cannot show them.
    pub body: Option<Body>,
    /// The words were changed since they were first written, or others stand beside them.
    pub edited: bool,
}

impl Home {
    /// What a round holds, mine first; the partner's only once it is open here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn pieces(&self, round: &Round) -> Result<Vec<Piece>, HomeError> {
        let reader = self.vault().read()?;
        let theirs = round.theirs.seals.iter().filter(|_| round.is_opened()).map(|seal| (false, seal));
        let seals = round.mine.seals.iter().map(|seal| (true, seal)).chain(theirs);
        let mut pieces = Vec::new();
        for (mine, seal) in seals {
            let shelf = reader.body(&seal.commitment)?;
            let body = shelf.and_then(|shelf| Body::read(&shelf.sealed.bytes, self.vocabulary()).into_known());
            pieces.push(Piece { mine, entry: seal.entry, body, edited: seal.edited });
        }
        Ok(pieces)
    }

    /// The letters that are open, in the order in which they opened.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn open_letters(&self) -> Result<Vec<Piece>, HomeError> {
        self.open_pieces(Topic::Letter)
    }

    /// The questions that have open answers, as they stand in the list of questions, each with its answers.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn open_answers(&self) -> Result<Vec<(String, Vec<Piece>)>, HomeError> {
        let mut answers = Vec::new();
        for question in questions(self)? {
            let pieces = self.open_pieces(Topic::Question(question.id))?;
            answers.extend((!pieces.is_empty()).then_some((question.text, pieces)));
        }
        Ok(answers)
    }

    fn open_pieces(&self, topic: Topic) -> Result<Vec<Piece>, HomeError> {
        let mut pieces = Vec::new();
        for round in self.rounds_of(topic)?.iter().filter(|round| round.is_opened()) {
            pieces.extend(self.pieces(round)?);
        }
        Ok(pieces)
    }

    /// From which day on a question can be answered again: a week after the later answer of those that are open. `None` where
    /// that is over, or nothing is open.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn again_from(&self, question: EntryId, moment: &Moment) -> Result<Option<Date>, HomeError> {
        let rounds = self.rounds_of(Topic::Question(question))?;
        let Some(round) = in_hand(&rounds).filter(|round| round.is_opened()) else { return Ok(None) };
        let pieces = self.pieces(round)?;
        let last = pieces.iter().filter_map(|piece| piece.body.as_ref().map(|body| body.day)).max();
        let today = self.today(moment)?;
        Ok(last.map(|day| day.saturating_add(7.days())).filter(|day| *day > today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening, evening_of, open_mine};
    use kintsugi_journal::Kind;

    #[test]
    fn a_question_is_answered_again_at_most_once_a_week() {
        let (_root, home) = alone();
        let question = questions(&home).expect("some")[0].id;
        let again = |days: i64| {
            home.again_from(question, &evening_of(TODAY.saturating_add(days.days()))).expect("a sound store")
        };
        assert_eq!(again(0), None, "nobody has answered it");
        let (round, _) = home.seal(Topic::Question(question), body(Kind::Answer, "quiet"), &evening()).expect("sealed");
        assert_eq!(again(0), None, "what is sealed is not open");
        open_mine(&home, round);
        let day = TODAY.saturating_add(7.days());
        assert_eq!([again(0), again(6), again(7)], [Some(day), Some(day), None]);
    }

    #[test]
    fn what_is_open_is_listed_and_what_is_sealed_is_not() {
        let (_root, home) = alone();
        let question = questions(&home).expect("some").swap_remove(0);
        let texts = |pieces: Vec<Piece>| -> Vec<String> {
            pieces.into_iter().filter_map(|piece| piece.body).map(|body| body.text).collect()
        };
        for (topic, kind, text) in [
            (Topic::Letter, Kind::Letter, "I came late."),
            (Topic::Question(question.id), Kind::Answer, "A quiet room."),
        ] {
            let (round, _) = home.seal(topic, body(kind, text), &evening()).expect("sealed");
            assert!(home.open_letters().expect("sound").is_empty() || topic != Topic::Letter);
            assert!(home.open_answers().expect("sound").is_empty());
            open_mine(&home, round);
        }
        assert_eq!(texts(home.open_letters().expect("sound")), ["I came late."]);
        let answers = home.open_answers().expect("sound").into_iter().map(|(asked, pieces)| (asked, texts(pieces)));
        assert_eq!(answers.collect::<Vec<_>>(), [(question.text, vec!["A quiet room.".to_owned()])]);
    }
}
