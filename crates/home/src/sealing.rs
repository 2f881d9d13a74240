//! Sealing words for a round, saying that they may be opened, and taking them back.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kintsugi_journal::{Audience, DocId, Draft, Key, Line, Month, RoundId, RoundMark, Seal, Topic, Value, Week, Words};
use kintsugi_vault::Writer;

use crate::intake::Taking;
use crate::moment::Moment;
use crate::pace::Pace;
use crate::rounds::next_number;
use crate::save::week_start;
use crate::settle::Settling;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Seals words for the round of this topic that has not opened yet, or for the next one. An answer, and what somebody
    /// misses, is ready to be opened from then on; a letter waits for [`make_ready`](Self::make_ready).
    ///
    /// # Errors
    /// [`HomeError::AlreadySealed`], [`HomeError::RoundFull`] or [`HomeError::Words`].
    pub fn seal(&self, topic: Topic, words: Words, moment: &Moment) -> Result<(RoundId, Line), HomeError> {
        self.change(|writer, views| {
            let rounds = self.rounds_of_in(writer, topic)?;
            let number = next_number(&rounds);
            if rounds.iter().any(|round| round.id.number == number && round.has_mine()) {
                return Err(HomeError::AlreadySealed);
            }
            let round = RoundId { topic, number };
            let line = self.seal_for(writer, views, round, words, moment.today_in(writer)?)?;
            if is_ready_at_once(topic) {
                self.put_ready(writer, views, &[round])?;
            }
            Ok((round, line))
        })
    }

    /// Seals a line for the weekly reading: for the week of its day, or where that one is over for the first after it that is
    /// not, up to the week after this one. Where all of these are over it stays with its writer, as a line of their own.
    ///
    /// # Errors
    /// As [`seal`](Self::seal).
    pub fn seal_for_reading(&self, week: Week, words: Words, moment: &Moment) -> Result<Line, HomeError> {
        self.change(|writer, views| {
            let today = moment.today_in(writer)?;
            let after_this = Week::of(today, week_start(&writer.journal_settings()?)).next();
            match self.next_reading(writer, week, after_this.max(week))? {
                Some(week) => self.seal_for(writer, views, RoundId::reading(week), words, today),
                None => {
                    let draft = Draft { words, audience: Audience::Me };
                    let mut lines = self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce)?;
                    lines.pop().ok_or(HomeError::NothingSealed)
                }
            }
        })
    }

    /// The first week of these whose reading is not over.
    pub(crate) fn next_reading(&self, writer: &Writer<'_>, first: Week, last: Week) -> Result<Option<Week>, HomeError> {
        let rounds = self.rounds_of_in(writer, Topic::Reading)?;
        let over: BTreeSet<u32> =
            rounds.iter().filter(|round| round.is_opened()).map(|round| round.id.number).collect();
        let number = (first.number()..=last.number()).find(|number| !over.contains(number));
        Ok(number.and_then(Week::from_number))
    }

    pub(crate) fn seal_for(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        round: RoundId,
        words: Words,
        today: Date,
    ) -> Result<Line, HomeError> {
        self.clear_lost(writer, views, round)?;
        self.seal_beside(writer, views, round, words, today)
    }

    /// Seals words and leaves what is sealed for the round already as it is, here or not.
    pub(crate) fn seal_beside(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        round: RoundId,
        words: Words,
        today: Date,
    ) -> Result<Line, HomeError> {
        let draft = Draft { words, audience: Audience::Round(round) };
        let written = self.prepare(writer, views, vec![(draft, crate::write::new_entry())], |_| Month::of(today))?;
        let side = writer.round_side(round, self.identity().person())?;
        let mut bytes: usize = written.iter().map(|one| one.shelf.sealed.bytes.len() + 128).sum();
        for seal in side.sealed() {
            bytes += writer.body(&seal.commitment)?.map_or(0, |shelf| shelf.sealed.bytes.len() + 128);
        }
        let limits = self.vocabulary().limits();
        if side.sealed().count() >= limits.seals || bytes > limits.round_bytes {
            return Err(HomeError::RoundFull);
        }
        let mut lines = self.put_written(writer, views, written, Pace::AtOnce)?;
        lines.pop().ok_or(HomeError::NothingSealed)
    }

    /// Says that my words of these rounds, as they are now, may be opened. A reading may open without words.
    ///
    /// # Errors
    /// [`HomeError::NothingSealed`].
    pub fn make_ready(&self, rounds: &[RoundId]) -> Result<(), HomeError> {
        self.change(|writer, views| self.put_ready(writer, views, rounds))
    }

    pub(crate) fn put_ready(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        rounds: &[RoundId],
    ) -> Result<(), HomeError> {
        let me = self.identity().person();
        let mut puts = Vec::new();
        for round in rounds {
            self.clear_lost(writer, views, *round)?;
            let side = writer.round_side(*round, me)?;
            if side.is_opened() {
                continue;
            }
            if round.topic != Topic::Reading && side.sealed().next().is_none() {
                return Err(HomeError::NothingSealed);
            }
            puts.push((Key::Round(*round), RoundMark::Ready(side.digest()).to_value_for(round.topic)));
        }
        self.put_round_marks(writer, views, &puts)?;
        self.complete(writer, views)
    }

    /// Opens mine where the partner has opened theirs while I was not ready, and all of it is here.
    pub(crate) fn complete(&self, writer: &Writer<'_>, views: &mut Views) -> Result<(), HomeError> {
        let Some(partner) = writer.partner()? else { return Ok(()) };
        let mut taking = Taking::new(self, writer, views, partner.person)?;
        taking.touched_round = true;
        taking.complete_rounds()
    }

    /// Takes my sealed words of a round back, before it opens: they are destroyed, and I am not ready.
    ///
    /// # Errors
    /// [`HomeError::NothingSealed`].
    pub fn withdraw(&self, round: RoundId) -> Result<(), HomeError> {
        self.change_that_destroys(|writer, views| {
            let side = writer.round_side(round, self.identity().person())?;
            let sealed: Vec<Seal> = side.sealed().copied().collect();
            if sealed.is_empty() {
                return Err(HomeError::NothingSealed);
            }
            for seal in sealed {
                self.put_deleted(writer, views, seal.doc, seal.entry)?;
            }
            self.take_out_mark(writer, views, round)?;
            let side = writer.round_side(round, self.identity().person())?;
            if side.mark != RoundMark::Waiting && !side.is_opened() {
                self.put_round_marks(
                    writer,
                    views,
                    &[(Key::Round(round), RoundMark::Waiting.to_value_for(round.topic))],
                )?;
            }
            Ok(())
        })
    }

    /// Sealed words of mine that a restored copy does not hold can never be opened: their place goes. Where the round is over
    /// the other laptop has them, and they come back.
    pub(crate) fn clear_lost(&self, writer: &Writer<'_>, views: &mut Views, round: RoundId) -> Result<(), HomeError> {
        let side = writer.round_side(round, self.identity().person())?;
        let partner = writer.partner()?.map(|partner| writer.round_side(round, partner.person)).transpose()?;
        if side.has_opened() || partner.is_some_and(|theirs| theirs.has_shown()) {
            return Ok(());
        }
        for seal in side.sealed() {
            if writer.body(&seal.commitment)?.is_none() {
                self.put_deleted(writer, views, seal.doc, seal.entry)?;
            }
        }
        Ok(())
    }

    pub(crate) fn put_round_marks(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        puts: &[(Key, Value)],
    ) -> Result<(), HomeError> {
        let me = self.identity().person();
        let (mut row, mut drawer) = self.document(writer, DocId::drawer(me))?;
        self.put(writer, &mut row, &mut drawer, puts, Pace::AtOnce)?;
        for (key, _) in puts {
            if let Key::Round(round) = key {
                Settling { me, writer, views, vocabulary: self.vocabulary() }.mark(&drawer, me, *round)?;
            }
        }
        Ok(())
    }
}

/// Whether sealing words of this topic says already that they may be opened.
pub(crate) const fn is_ready_at_once(topic: Topic) -> bool {
    matches!(topic, Topic::Question(_) | Topic::Miss)
}
