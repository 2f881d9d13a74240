//! A pairing that was never finished leaves nothing in the way of the next one.

use kintsugi_home::{Home, Share};
use kintsugi_journal::SettingName;
use kintsugi_tests::memory::{assert_sound, home, lines, meet, pair, partner, write};
use kintsugi_vault::PartnerState;

#[test]
fn another_partner_takes_over_nothing_of_an_unfinished_one() {
    let root = kintsugi_tests::folder(true);
    let (ana, eve, ben) = (home(root.path(), "Ana"), home(root.path(), "Eve"), home(root.path(), "Ben"));
    write(&ana, "of Ana");
    write(&eve, "of Eve");
    eve.put_setting(SettingName::DayStart, 7).expect("a setting");
    // Both said yes and met, but the end of the meeting never reached Ana's disk.
    ana.begin_partnership(&partner(&eve, PartnerState::Pending), Share::All).expect("pending");
    eve.begin_partnership(&partner(&ana, PartnerState::Pending), Share::All).expect("pending");
    let from_eve = eve.identity().person();
    for person in [DocOf::Page, DocOf::Table] {
        let news = kintsugi_sync::Replica::changes(&eve.side_for(ana.identity().person()), person.of(&eve), &[])
            .expect("sound");
        let intake = kintsugi_sync::Intake { changes: news, bodies: Vec::new(), openings: Vec::new() };
        assert!(ana.take_in(from_eve, intake).expect("sound").refused.is_empty());
    }
    assert_eq!(ana.journal_settings().expect("sound").day_start, 7);

    pair(&ana, &ben);
    write(&ben, "of Ben");
    let (one, other) = meet(&ana, &ben);
    assert!(one.up_to_date && other.up_to_date);
    assert!(ana.held_back().expect("sound").is_empty() && ben.held_back().expect("sound").is_empty());
    assert_eq!(lines(&ana), lines(&ben));
    assert_eq!(lines(&ana).len(), 2, "nothing of Eve");
    assert_eq!(ben.journal_settings().expect("sound").day_start, 7, "what held goes on holding");
    assert_sound(&ana);
    assert_sound(&ben);
}

enum DocOf {
    Page,
    Table,
}

impl DocOf {
    fn of(&self, home: &Home) -> kintsugi_journal::DocId {
        let month = kintsugi_journal::Month::of("2026-06-01".parse().expect("a day"));
        match self {
            Self::Page => kintsugi_journal::DocId::Page { person: home.identity().person(), month },
            Self::Table => kintsugi_journal::DocId::Table,
        }
    }
}
