//! What is almost full: who writes is told before a limit is reached, what it is and how much still fits.
//!
//! The limits are those that the partner's gate keeps as well, see `docs/formats.md`: whoever writes up to them can still send
//! all of it.

use kintsugi_journal::{DocId, RoundId};
use kintsugi_vault::Reader;

use crate::{Home, HomeError};

/// Something of which seven eighths are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlmostFull {
    /// A document that I write: so many changes still fit.
    Document {
        /// Which.
        doc: DocId,
        /// How many steps one after the other are left.
        left: u64,
    },
    /// A round in which words of mine wait: so many more can be sealed for it.
    Round {
        /// Which.
        round: RoundId,
        /// How many entries are left.
        left: u64,
    },
}

impl Home {
    /// What is almost full where something was just written into this document: the document, or what was sealed.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn almost_full_with(&self, doc: DocId) -> Result<Vec<AlmostFull>, HomeError> {
        let reader = self.vault().read()?;
        let row = reader.document(doc)?;
        self.full_of(&reader, row.and_then(|row| Some((row.doc, row.top?))).into_iter())
    }

    /// What of what I write is almost full, in no order.
    pub(crate) fn almost_full_in(&self, reader: &Reader<'_>) -> Result<Vec<AlmostFull>, HomeError> {
        let me = self.identity().person();
        let written = |doc: DocId| doc.person().is_none_or(|person| person == me);
        self.full_of(reader, reader.tops()?.into_iter().filter(|(doc, _)| written(*doc)))
    }

    /// Which of these documents are almost full, and which rounds.
    fn full_of(
        &self,
        reader: &Reader<'_>,
        documents: impl Iterator<Item = (DocId, u64)>,
    ) -> Result<Vec<AlmostFull>, HomeError> {
        let me = self.identity().person();
        let limits = self.vocabulary().limits();
        let documents = documents.filter_map(|(doc, top)| Some((doc, left(top, limits.counter)?)));
        let rounds = reader.round_sides()?.into_iter().filter(|side| side.person == me);
        let rounds =
            rounds.filter_map(|side| Some((side.round, left(side.sealed().count() as u64, limits.seals as u64)?)));
        let documents = documents.map(|(doc, left)| AlmostFull::Document { doc, left });
        Ok(documents.chain(rounds.map(|(round, left)| AlmostFull::Round { round, left })).collect())
    }
}

/// How much is left, where seven eighths are used.
fn left(used: u64, most: u64) -> Option<u64> {
    (used >= most / 8 * 7).then(|| most.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pace;
    use crate::testing::{TODAY, alone, body, evening};
    use jiff::civil::Weekday;
    use kintsugi_journal::{Audience, Draft, Kind, Month, Week};
    use kintsugi_vault::DocRow;

    fn all(home: &Home) -> Vec<AlmostFull> {
        home.status(&evening()).expect("a sound store").almost_full
    }

    #[test]
    fn a_page_says_that_it_is_almost_full_before_it_refuses_a_line() {
        let (_root, home) = alone();
        let line = || vec![Draft { words: body(Kind::Note, "tea"), audience: Audience::Both }];
        home.write(line(), &evening(), Pace::AtOnce).expect("written");
        assert_eq!(all(&home), []);
        let doc = DocId::Page { person: home.identity().person(), month: Month::of(TODAY) };
        let used = |top: u64| {
            let row = home.vault().read().expect("a moment").document(doc).expect("sound").expect("a page");
            home.change(|writer, _| Ok(writer.put_document(&DocRow { top: Some(top), ..row })?)).expect("as if");
        };
        let most = home.vocabulary().limits().counter;
        used(most - 10);
        assert_eq!(all(&home), [AlmostFull::Document { doc, left: 10 }]);
        home.write(line(), &evening(), Pace::AtOnce).expect("it still fits");
        assert_eq!(all(&home), [AlmostFull::Document { doc, left: 9 }]);
        assert_eq!(home.almost_full_with(doc).expect("a sound store"), all(&home), "whoever wrote into it is told");
        let other = DocId::Page { person: home.identity().person(), month: Month::of(TODAY).previous() };
        assert_eq!(home.almost_full_with(other).expect("a sound store"), [], "of what was not touched nothing is said");
    }

    #[test]
    fn a_reading_says_that_it_is_almost_full_before_it_refuses_a_line() {
        let (_root, home) = alone();
        let week = Week::of(TODAY, Weekday::Monday);
        let most = home.vocabulary().limits().seals as u64;
        let seal = || home.seal_for_reading(week, body(Kind::Hard, "a line"), &evening());
        for _ in 0..most / 8 * 7 {
            assert_eq!(all(&home), []);
            seal().expect("sealed");
        }
        let round = RoundId::reading(week);
        let left = most - most / 8 * 7;
        assert_eq!(all(&home), [AlmostFull::Round { round, left }]);
        for _ in 0..left {
            seal().expect("sealed");
        }
        assert!(matches!(seal(), Err(HomeError::RoundFull)));
    }
}
