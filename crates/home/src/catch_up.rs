//! What a restored copy leaves half done in a round is set right once both laptops have the same again.
//!
//! Whoever goes on from an older copy seals words for a round as that copy knows it. Then the two meet, and it turns out that
//! other words of the same person wait in it, which are nowhere any more, or that it is over. Nobody could say anything about
//! these words: an answer is ready by its nature, and a round that is over opens nothing.

use jiff::civil::Date;
use kintsugi_journal::{Audience, Body, Draft, RoundId, Seal, Topic, Week, Words};
use kintsugi_vault::Writer;

use crate::pace::Pace;
use crate::rounds::{Round, next_number, rounds_in};
use crate::save::week_start;
use crate::sealing::is_ready_at_once;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Sets it right in a home that has just met and is up to date: only then is it known which words were opened.
    pub(crate) fn catch_up(&self, writer: &Writer<'_>, views: &mut Views, today: Date) -> Result<(), HomeError> {
        let partner = writer.partner()?.map(|partner| partner.person);
        let rounds = rounds_in(writer, self.identity().person(), partner)?;
        for round in rounds.iter().filter(|round| round.here) {
            if round.mine.has_opened() {
                self.carry_over(writer, views, round, today)?;
            } else if round.lost && is_ready_at_once(round.id.topic) && !round.is_opened() {
                self.put_ready(writer, views, &[round.id])?;
            }
        }
        Ok(())
    }

    /// Words that were sealed for a round which is over go into the next one, as if they had been sealed for that. They were on
    /// no other laptop, so none of this is shown.
    fn carry_over(&self, writer: &Writer<'_>, views: &mut Views, round: &Round, today: Date) -> Result<(), HomeError> {
        for seal in round.mine.sealed() {
            let Some(words) = self.words_behind(writer, seal)? else { continue };
            match self.seal_for_next(writer, views, (round.id, words), today) {
                // They stay where they are: read by nobody, and not lost.
                Err(HomeError::RoundFull) => {}
                sealed => {
                    sealed?;
                    self.put_deleted(writer, views, seal.doc, seal.entry)?;
                }
            }
        }
        Ok(())
    }

    /// The words of a seal, where they are here and this version knows all of them.
    fn words_behind(&self, writer: &Writer<'_>, seal: &Seal) -> Result<Option<Words>, HomeError> {
        let Some(shelf) = writer.body(&seal.commitment)? else { return Ok(None) };
        let written_at = shelf.written_at;
        let body = Body::read(&shelf.sealed.bytes, self.vocabulary()).into_known();
        let known = body.filter(|body| body.rest.is_empty());
        Ok(known.map(|Body { kind, day, text, tags, .. }| Words { kind, day, text, tags, written_at }))
    }

    fn seal_for_next(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        (over, words): (RoundId, Words),
        today: Date,
    ) -> Result<(), HomeError> {
        let Some(next) = self.next_after(writer, over, today)? else {
            let draft = Draft { words, audience: Audience::Me };
            return self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce).map(drop);
        };
        self.seal_for(writer, views, next, words, today)?;
        if is_ready_at_once(next.topic) { self.put_ready(writer, views, &[next]) } else { Ok(()) }
    }

    /// The round after one that is over; of readings the first up to the week after this one, or none.
    fn next_after(&self, writer: &Writer<'_>, over: RoundId, today: Date) -> Result<Option<RoundId>, HomeError> {
        let topic = over.topic;
        if topic != Topic::Reading {
            return Ok(Some(RoundId { topic, number: next_number(&self.rounds_of_in(writer, topic)?) }));
        }
        let after_this = Week::of(today, week_start(&writer.journal_settings()?)).next();
        let Some(week) = Week::from_number(over.number) else { return Ok(None) };
        Ok(self.next_reading(writer, week, after_this.max(week))?.map(RoundId::reading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening, lose_words, open_mine};
    use kintsugi_journal::{EntryId, Kind};

    fn caught_up(home: &Home) {
        home.change(|writer, views| home.catch_up(writer, views, TODAY)).expect("set right");
    }

    fn assert_sound(home: &Home) {
        assert!(home.verify().expect("a report").problems.is_empty());
    }

    fn beside(home: &Home, round: RoundId, kind: Kind, text: &str) {
        home.change(|writer, views| home.seal_beside(writer, views, round, body(kind, text), TODAY)).expect("sealed");
    }

    fn texts(home: &Home, round: RoundId) -> Vec<String> {
        let rounds = home.rounds_of(round.topic).expect("a sound store");
        let round = rounds.iter().find(|other| other.id == round).expect("a round");
        let pieces = home.pieces(round).expect("a sound store").into_iter();
        pieces.filter_map(|piece| piece.body).map(|body| body.text).collect()
    }

    #[test]
    fn an_answer_that_is_here_is_ready_whatever_was_lost_beside_it() {
        let (_root, home) = alone();
        let topic = Topic::Question(EntryId::from_bytes([7; 16]));
        let (round, _) = home.seal(topic, body(Kind::Answer, "before"), &evening()).expect("sealed");
        lose_words(&home, round);
        beside(&home, round, Kind::Answer, "anew");
        caught_up(&home);
        let answered = home.rounds_of(topic).expect("a sound store").pop().expect("a round");
        assert!(answered.mine.is_ready() && !answered.lost);
        assert_eq!(texts(&home, round), ["anew"]);
    }

    #[test]
    fn a_letter_is_never_called_ready_by_itself_and_its_lost_place_stays_until_somebody_acts() {
        let (_root, home) = alone();
        let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "before"), &evening()).expect("sealed");
        lose_words(&home, round);
        beside(&home, round, Kind::Letter, "anew");
        caught_up(&home);
        let letter = home.rounds_of(Topic::Letter).expect("a sound store").pop().expect("a round");
        assert!(letter.lost && !letter.mine.is_ready());
    }

    #[test]
    fn what_came_too_late_for_its_round_waits_in_the_next_one() {
        let (_root, home) = alone();
        for (topic, kind, ready) in [(Topic::Letter, Kind::Letter, false), (Topic::Miss, Kind::Miss, true)] {
            let (first, _) = home.seal(topic, body(kind, "first"), &evening()).expect("sealed");
            open_mine(&home, first);
            beside(&home, first, kind, "too late");
            caught_up(&home);
            let second = RoundId { number: 2, ..first };
            assert_eq!((texts(&home, first), texts(&home, second)), (vec!["first".into()], vec!["too late".into()]));
            let stands = home.rounds_of(topic).expect("a sound store").pop().expect("a second round");
            assert_eq!(stands.mine.is_ready(), ready, "{topic:?}");
        }
        assert_sound(&home);
    }

    #[test]
    fn a_line_that_came_too_late_for_its_reading_goes_into_the_next_week_and_keeps_its_time() {
        let (_root, home) = alone();
        let week = Week::of(TODAY, jiff::civil::Weekday::Monday);
        home.seal_for_reading(week, body(Kind::Hard, "read"), &evening()).expect("sealed");
        open_mine(&home, RoundId::reading(week));
        beside(&home, RoundId::reading(week), Kind::Hard, "too late");
        caught_up(&home);
        assert_eq!(texts(&home, RoundId::reading(week.next())), ["too late"]);
        let lines = home.all_lines(|line| line.text.as_deref() == Some("too late")).expect("a sound store");
        assert!(lines.len() == 1 && lines[0].line.written_at.is_some() && !lines[0].line.edited);
        assert_sound(&home);
    }
}
