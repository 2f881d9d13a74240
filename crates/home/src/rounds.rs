//! Rounds of this home: what both write before either reads.
//!
//! Committing seals an entry for a round; ready says that exactly these words may be opened; withdrawing destroys them. A
//! round opens in a meeting: see `opening`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kintsugi_journal::{
    Audience, Body, DocId, Document, Draft, EntryId, Key, Line, Month, PersonId, RoundId, RoundMark, RoundSide, Seal,
    Topic, Value, Week, Words,
};
use kintsugi_vault::{Reader, Writer};

use crate::moment::Moment;
use crate::pace::Pace;
use crate::views::Views;
use crate::{Home, HomeError};

/// A round, as this home knows it.
pub struct Round {
    /// Which.
    pub id: RoundId,
    /// My side.
    pub mine: RoundSide,
    /// The partner's.
    pub theirs: RoundSide,
    /// Sealed words of mine are on no laptop any more: they were only on one that is gone.
    pub lost: bool,
}

impl Round {
    /// Whether it has opened: nothing can join it any more. The partner's words may still be on their way here.
    pub fn is_opened(&self) -> bool {
        self.mine.has_opened() || self.theirs.has_opened()
    }

    /// How it stands for who looks.
    pub fn standing(&self) -> Standing {
        match self {
            _ if self.is_opened() => Standing::Open,
            _ if self.lost => Standing::Lost,
            _ if self.mine.is_ready() && self.has_mine() => Standing::Ready,
            _ if self.has_mine() => Standing::Sealed,
            _ if self.theirs.is_empty() => Standing::Nothing,
            _ => Standing::Begun,
        }
    }

    /// Whether words of mine wait in it.
    pub fn has_mine(&self) -> bool {
        self.mine.sealed().next().is_some() && !self.lost
    }
}

/// How a round stands for who looks. Nothing here says whose words are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is begun.
    Nothing,
    /// It is begun, and nothing of mine waits in it.
    Begun,
    /// Words of mine were sealed in it and are on no laptop any more. Writing anew, or withdrawing, clears their place.
    Lost,
    /// My words wait and are not ready.
    Sealed,
    /// My words are ready.
    Ready,
    /// Open.
    Open,
}

impl Standing {
    /// Its name, for scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Begun => "begun",
            Self::Lost => "lost",
            Self::Sealed => "sealed",
            Self::Ready => "ready",
            Self::Open => "open",
        }
    }
}

/// One piece of a round, with its words where they are here.
pub struct Piece {
    /// Written by me.
    pub mine: bool,
    /// Which entry.
    pub entry: EntryId,
    /// The words; none where they are not here, or where this version cannot show them.
    pub body: Option<Body>,
}

impl Home {
    /// All rounds, by topic and number.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn rounds(&self) -> Result<Vec<Round>, HomeError> {
        self.rounds_in(&self.vault().read()?)
    }

    /// The rounds of one topic.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn rounds_of(&self, topic: Topic) -> Result<Vec<Round>, HomeError> {
        self.rounds_of_in(&self.vault().read()?, topic)
    }

    fn rounds_in(&self, reader: &Reader<'_>) -> Result<Vec<Round>, HomeError> {
        let partner = reader.partner()?.map(|partner| partner.person);
        rounds_in(reader, self.identity().person(), partner)
    }

    fn rounds_of_in(&self, reader: &Reader<'_>, topic: Topic) -> Result<Vec<Round>, HomeError> {
        Ok(self.rounds_in(reader)?.into_iter().filter(|round| round.id.topic == topic).collect())
    }

    /// How the last round of this topic stands.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn standing(&self, topic: Topic) -> Result<Standing, HomeError> {
        Ok(self.rounds_of(topic)?.last().map_or(Standing::Nothing, Round::standing))
    }

    /// The round of this topic in which words of mine wait. Words that came too late for their round wait as well, and so does
    /// the place of words that are lost.
    ///
    /// # Errors
    /// [`HomeError::NothingSealed`].
    pub fn sealed_round(&self, topic: Topic) -> Result<RoundId, HomeError> {
        let mut rounds = self.rounds_of(topic)?.into_iter().rev();
        let waiting = rounds.find(|round| round.mine.sealed().next().is_some());
        Ok(waiting.ok_or(HomeError::NothingSealed)?.id)
    }

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
            pieces.push(Piece { mine, entry: seal.entry, body });
        }
        Ok(pieces)
    }

    /// Seals words for the round of this topic that has not opened yet, or for the next one. An answer, and what somebody
    /// misses, is ready to be opened from then on; a letter waits for [`make_ready`](Self::make_ready).
    ///
    /// # Errors
    /// [`HomeError::AlreadySealed`], [`HomeError::RoundFull`] or [`HomeError::Words`].
    pub fn seal(&self, topic: Topic, words: Words, moment: &Moment) -> Result<(RoundId, Line), HomeError> {
        self.change(|writer, views| {
            let rounds = self.rounds_of_in(writer, topic)?;
            let number = match rounds.last() {
                None => 1,
                Some(last) if last.is_opened() => last.id.number.saturating_add(1),
                Some(last) if last.has_mine() => return Err(HomeError::AlreadySealed),
                Some(last) => last.id.number,
            };
            let round = RoundId { topic, number };
            let line = self.seal_for(writer, views, round, words, moment.today_in(writer)?)?;
            if is_ready_at_once(topic) {
                self.put_ready(writer, views, &[round])?;
            }
            Ok((round, line))
        })
    }

    /// Seals a line for the weekly reading of the week that is to be read next from `week` on.
    ///
    /// # Errors
    /// As [`seal`](Self::seal).
    pub fn seal_for_reading(&self, week: Week, words: Words, moment: &Moment) -> Result<Line, HomeError> {
        self.change(|writer, views| {
            let rounds = self.rounds_of_in(writer, Topic::Reading)?;
            let over: BTreeSet<u32> =
                rounds.iter().filter(|round| round.is_opened()).map(|round| round.id.number).collect();
            let mut week = week;
            while over.contains(&week.number()) {
                week = week.next();
            }
            self.seal_for(writer, views, RoundId::reading(week), words, moment.today_in(writer)?)
        })
    }

    pub(crate) fn seal_for(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        round: RoundId,
        words: Words,
        today: Date,
    ) -> Result<Line, HomeError> {
        let draft = Draft { words, audience: Audience::Round(round) };
        let written = self.prepare(writer, views, vec![draft], |_| Month::of(today))?;
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

    fn put_ready(&self, writer: &Writer<'_>, views: &mut Views, rounds: &[RoundId]) -> Result<(), HomeError> {
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
        self.put_round_marks(writer, views, &puts)
    }

    /// Takes my sealed words of a round back, before it opens: they are destroyed, and I am not ready.
    ///
    /// # Errors
    /// [`HomeError::NothingSealed`].
    pub fn withdraw(&self, round: RoundId) -> Result<(), HomeError> {
        self.change(|writer, views| {
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

    /// Sealed words of mine that a restored backup does not hold can never be opened: their place goes.
    fn clear_lost(&self, writer: &Writer<'_>, views: &mut Views, round: RoundId) -> Result<(), HomeError> {
        let side = writer.round_side(round, self.identity().person())?;
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
                crate::settle::Settling { me, writer, views, vocabulary: self.vocabulary() }
                    .mark(&drawer, me, *round)?;
            }
        }
        Ok(())
    }
}

/// Whether sealing words of this topic says already that they may be opened.
pub(crate) const fn is_ready_at_once(topic: Topic) -> bool {
    matches!(topic, Topic::Question(_) | Topic::Miss)
}

pub(crate) fn rounds_in(reader: &Reader<'_>, me: PersonId, partner: Option<PersonId>) -> Result<Vec<Round>, HomeError> {
    let mut rounds: BTreeMap<RoundId, Round> = BTreeMap::new();
    for side in reader.round_sides()? {
        let id = side.round;
        let empty = |person| RoundSide::new(id, person);
        let round = rounds.entry(id).or_insert_with(|| Round {
            id,
            mine: empty(me),
            theirs: empty(partner.unwrap_or(PersonId::from_bytes([0; 16]))),
            lost: false,
        });
        if side.person == me {
            for seal in side.sealed() {
                round.lost |= reader.body(&seal.commitment)?.is_none();
            }
            round.mine = side;
        } else if Some(side.person) == partner {
            round.theirs = side;
        }
    }
    Ok(rounds.into_values().collect())
}

/// What these documents say of each round, person by person.
pub(crate) fn sides_of<'d>(
    documents: impl Iterator<Item = (DocId, &'d Document)>,
) -> BTreeMap<(RoundId, PersonId), RoundSide> {
    let mut sides: BTreeMap<(RoundId, PersonId), RoundSide> = BTreeMap::new();
    for (doc, document) in documents.filter(|(doc, _)| doc.is_shared()) {
        let Some(person) = doc.person() else { continue };
        for entry in document.entries() {
            let state = document.record(entry);
            for round in state.rounds() {
                let side = sides.entry((round, person)).or_insert_with(|| RoundSide::new(round, person));
                side.put(entry, Seal::of(doc, entry, &state, round));
            }
        }
        for round in document.marked_rounds() {
            let side = sides.entry((round, person)).or_insert_with(|| RoundSide::new(round, person));
            side.mark = document.round_mark(round);
        }
    }
    sides.retain(|_, side| !side.is_empty());
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, body, evening, lose_words, open_mine};
    use kintsugi_journal::Kind;

    fn letter(home: &Home) -> RoundId {
        home.seal(Topic::Letter, body(Kind::Letter, "words"), &evening()).expect("sealed").0
    }

    fn stands(home: &Home) -> Standing {
        home.standing(Topic::Letter).expect("a sound store")
    }

    #[test]
    fn a_letter_goes_from_nothing_to_open() {
        let (_root, home) = alone();
        assert_eq!(stands(&home), Standing::Nothing);
        let round = letter(&home);
        assert_eq!((stands(&home), home.sealed_round(Topic::Letter).expect("it waits")), (Standing::Sealed, round));
        home.make_ready(&[round]).expect("ready");
        assert_eq!(stands(&home), Standing::Ready);
        open_mine(&home, round);
        assert_eq!(stands(&home), Standing::Open);
        assert!(matches!(home.sealed_round(Topic::Letter), Err(HomeError::NothingSealed)));
    }

    /// It was shown as sealed and ready, and no command could leave it but writing another one.
    #[test]
    fn a_letter_that_is_lost_is_neither_sealed_nor_ready_and_can_be_left() {
        let (_root, home) = alone();
        for ready in [false, true] {
            let round = letter(&home);
            if ready {
                home.make_ready(&[round]).expect("ready");
            }
            lose_words(&home, round);
            assert_eq!(stands(&home), Standing::Lost, "ready: {ready}");
            home.withdraw(home.sealed_round(Topic::Letter).expect("its place waits")).expect("cleared");
            assert_eq!(stands(&home), Standing::Nothing, "ready: {ready}");
        }
        let round = letter(&home);
        lose_words(&home, round);
        letter(&home);
        home.make_ready(&[round]).expect("written anew");
        assert_eq!(stands(&home), Standing::Ready);
    }

    #[test]
    fn there_is_nothing_to_call_ready_or_to_withdraw_where_nothing_is_sealed() {
        let (_root, home) = alone();
        let round = RoundId { topic: Topic::Letter, number: 1 };
        assert!(matches!(home.make_ready(&[round]), Err(HomeError::NothingSealed)));
        assert!(matches!(home.withdraw(round), Err(HomeError::NothingSealed)));
        letter(&home);
        let again = home.seal(Topic::Letter, body(Kind::Letter, "another"), &evening());
        assert!(matches!(again, Err(HomeError::AlreadySealed)));
    }
}
