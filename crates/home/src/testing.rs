//! What the tests of this crate share: a home of somebody alone, and words of one evening.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kintsugi_journal::{DocId, Document, Kind, PersonId, Words, WrittenAt};
use kintsugi_vault::{PairSecret, Partner, PartnerState, Protection, Seed};
use tempfile::TempDir;

use crate::{Home, Share, create};

pub(crate) const TODAY: Date = date(2026, 6, 3);

/// A new home; the folder lives as long as what is given back.
pub(crate) fn alone() -> (TempDir, Home) {
    let root = tempfile::tempdir().expect("a folder");
    let home =
        create(&root.path().join("home"), "Ana", &Protection::Nothing, Seed::generate()).expect("a new home").home;
    (root, home)
}

/// The same, of somebody who is paired with Ben and has not met him yet.
pub(crate) fn paired() -> (TempDir, Home) {
    let (root, home) = alone();
    home.begin_partnership(&ben(), Share::All).expect("a partner");
    (root, home)
}

/// Ben, as pairing keeps him.
pub(crate) fn ben() -> Partner {
    Partner {
        state: PartnerState::Paired,
        person: PersonId::from_bytes([9; 16]),
        name: "Ben".into(),
        key: [9; 32],
        device: [9; 32],
        journal: [7; 16],
        secret: PairSecret([9; 32]),
        addresses: Vec::new(),
        last_meeting: None,
    }
}

/// Words of this kind, of one fixed evening.
pub(crate) fn body(kind: Kind, text: &str) -> Words {
    Words {
        kind,
        day: TODAY,
        text: text.into(),
        tags: Vec::new(),
        written_at: Some(WrittenAt { at: Timestamp::from_second(1_780_000_000).expect("in range"), offset_minutes: 0 }),
    }
}

/// My drawer, which holds the marks of rounds.
pub(crate) fn drawer_of(home: &Home) -> Document {
    let reader = home.vault.read().expect("a sound store");
    home.document(&reader, DocId::drawer(home.identity().person())).expect("a sound store").1
}

/// A moment, as RFC 9557 writes it.
pub(crate) fn at(text: &str) -> crate::Moment {
    let zoned: jiff::ZonedDateTime = text.parse().expect("a moment");
    crate::Moment::new(zoned.timestamp(), zoned.time_zone().clone())
}

/// Half past eight in the evening of this day.
pub(crate) fn evening_of(day: Date) -> crate::Moment {
    at(&format!("{day}T20:30:00+02:00[Europe/Berlin]"))
}

/// The evening of the day of most tests.
pub(crate) fn evening() -> crate::Moment {
    evening_of(TODAY)
}

/// Opens my side of a round, as a meeting does.
pub(crate) fn open_mine(home: &Home, round: kintsugi_journal::RoundId) {
    let opened = home.change(|writer, views| {
        let mine = writer.round_side(round, home.identity().person())?;
        let partner = kintsugi_journal::PersonId::from_bytes([9; 16]);
        crate::intake::Taking::new(home, writer, views, partner)?.open_mine(&mine)
    });
    opened.expect("it opens");
}

/// Takes the sealed words of a round away and leaves all else, as on a laptop that was made anew from the partner's copy.
pub(crate) fn lose_words(home: &Home, round: kintsugi_journal::RoundId) {
    let lost = home.change(|writer, _| {
        let mine = writer.round_side(round, home.identity().person())?;
        Ok(mine.sealed().try_for_each(|seal| writer.destroy_body(&seal.commitment))?)
    });
    lost.expect("they are gone");
}
