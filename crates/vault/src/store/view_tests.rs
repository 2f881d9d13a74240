//! Views over several rows, against one list in memory.

use std::collections::BTreeMap;

use kintsugi_journal::{DocId, EntryId, Kind, Line, Month, MonthView, PersonId, Visibility};

use super::tests::{Home, home};
use super::*;

const ANA: PersonId = PersonId::from_bytes([1; 16]);

fn month() -> Month {
    Month::of(jiff::civil::date(2026, 6, 1))
}

fn line(n: u64, day: i8, length: usize) -> Line {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    id[8..].copy_from_slice(&n.to_be_bytes());
    Line {
        entry: EntryId::from_bytes(id),
        doc: DocId::Page { person: ANA, month: month() },
        kind: Some(if n.is_multiple_of(3) { Kind::Act } else { Kind::Note }),
        day: jiff::civil::date(2026, 6, day),
        order: u32::try_from(n).expect("small"),
        written_at: None,
        text: Some("x".repeat(length)),
        also: Vec::new(),
        tags: Vec::new(),
        visibility: Visibility::Open,
        edited: false,
        stood: None,
        starred: false,
        later: false,
    }
}

/// The plain bytes of each row of lines.
fn rows(vault: &Vault) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut statement = vault.connection.prepare("SELECT key, value FROM lines").expect("a table");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

fn change(vault: &Vault, with: impl FnOnce(&Writer<'_>, &mut OpenView)) {
    let writer = vault.write().expect("a transaction");
    let mut view = OpenView::open(&writer, ANA, month()).expect("sound rows");
    with(&writer, &mut view);
    view.store(&writer).expect("rows");
    writer.commit().expect("durable");
}

#[test]
fn rows_hold_what_one_list_would_however_it_came() {
    let (_home, vault): (Home, Vault) = home();
    let mut expected = MonthView::default();
    let mut dice = 1_u64;
    let mut roll = |below: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % below
    };
    for _ in 0..40 {
        change(&vault, |writer, view| {
            for _ in 0..20 {
                let one = line(roll(300), 1 + roll(30) as i8, roll(2000) as usize);
                if roll(4) == 0 {
                    let had = view.remove(writer, one.entry).expect("sound rows");
                    assert_eq!(had, expected.remove(one.entry));
                } else {
                    if expected.get(one.entry).is_none() && roll(2) == 0 {
                        view.expect_new(one.entry);
                    }
                    view.put(writer, one.clone()).expect("sound rows");
                    expected.put(one.clone());
                    assert_eq!(view.line(writer, one.entry).expect("sound rows").as_ref(), Some(&one));
                }
            }
        });
        let reader = vault.read().expect("a moment");
        assert_eq!(reader.view(ANA, month()).expect("sound rows"), expected);
        let mut view = OpenView::open(&reader, ANA, month()).expect("a row");
        for day in month().first_day().series(jiff::Span::new().days(1)).take(30) {
            let of_day = expected.lines().iter().filter(|line| line.day == day);
            let highest = of_day.map(|line| line.order).max();
            assert_eq!(view.highest(&reader, day).expect("sound rows"), highest, "{day}");
        }
        let entries = expected.lines().iter().filter(|line| line.is_entry()).count() as u64;
        assert_eq!(reader.count_entries().expect("a row"), entries);
        assert!(reader.span().expect("a row").is_some_and(|span| span.first == month()));
    }
    assert!(rows(&vault).len() > 5, "there is more than one row");
    let ids: Vec<EntryId> = expected.lines().iter().map(|line| line.entry).collect();
    change(&vault, |writer, view| {
        for id in ids {
            assert!(view.remove(writer, id).expect("sound rows"));
        }
    });
    assert!(rows(&vault).is_empty() && vault.read().expect("a moment").months().expect("no rows").is_empty());
}

#[test]
fn no_row_is_longer_than_32_kib_and_a_write_touches_one_or_two() {
    let (_home, vault) = home();
    change(&vault, |_, view| view.fill((0..3000).map(|n| line(n, 1 + (n % 28) as i8, 120)).collect()));
    let before = rows(&vault);
    // The layout, and what sealing adds.
    let overhead = 1 + (1 + 24 + 16);
    assert!(before.len() > 10 && before.values().all(|row| row.len() <= 32 * 1024 + overhead));
    for (n, day) in [(5000, 30), (5001, 14), (5002, 1)] {
        let before = rows(&vault);
        change(&vault, |writer, view| view.put(writer, line(n, day, 300)).expect("sound rows"));
        let after = rows(&vault);
        let touched = after.iter().filter(|(key, value)| before.get(*key) != Some(value)).count();
        assert!((1..=2).contains(&touched), "{touched} rows for a line of day {day}");
    }
    let long = line(6000, 15, 100_000);
    change(&vault, |writer, view| view.put(writer, long.clone()).expect("sound rows"));
    let mut view = OpenView::open(&vault.read().expect("a moment"), ANA, month()).expect("a row");
    assert_eq!(view.line(&vault.read().expect("a moment"), long.entry).expect("sound rows"), Some(long));
}

#[test]
fn a_row_that_is_missing_is_damage_and_not_a_quiet_month() {
    let (_home, vault) = home();
    change(&vault, |writer, view| view.put(writer, line(1, 1, 10)).expect("sound rows"));
    vault.connection.execute("DELETE FROM lines", []).expect("damage");
    assert!(matches!(
        vault.read().expect("a moment").view(ANA, month()),
        Err(VaultError::DerivedDamaged { table: "lines" })
    ));
}

#[test]
fn whoever_takes_in_many_lines_opens_each_row_twice_and_not_once_for_each_line() {
    let (_home, vault) = home();
    change(&vault, |_, view| view.fill((0..3000).map(|n| line(n, 1 + (n % 28) as i8, 120)).collect()));
    let writer = vault.write().expect("a transaction");
    let mut view = OpenView::open(&writer, ANA, month()).expect("a row");
    let missing = |n| line(n, 1, 0).entry;
    for n in [10_001, 10_002] {
        assert_eq!(view.line(&writer, missing(n)).expect("sound rows"), None);
    }
    // From here on no row can be opened, and none is.
    vault.connection.execute("DELETE FROM lines", []).expect("a table");
    for n in 10_003..10_100 {
        assert_eq!(view.line(&writer, missing(n)).expect("no row is opened"), None);
    }
    let here = view.line(&writer, line(7, 8, 0).entry);
    assert!(
        matches!(here, Err(VaultError::DerivedDamaged { table: "lines" })),
        "what is here is found, and its row opened"
    );
}
