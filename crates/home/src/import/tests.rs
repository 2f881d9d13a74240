use jiff::ToSpan;
use kintsugi_journal::{Kind, Visibility};

use super::*;
use crate::Query;
use crate::testing::{TODAY, alone, body, evening};

fn arrival(number: u8, text: &str) -> Arrival {
    let words = Words { day: TODAY.saturating_sub(i64::from(number).days()), ..body(Kind::Note, text) };
    Arrival { key: [number; 32], id: None, words, private: true, starred: number == 2 }
}

fn three() -> Vec<Arrival> {
    vec![arrival(1, "tea"), arrival(2, "rain"), Arrival { private: false, ..arrival(3, "a walk") }]
}

fn bring(home: &Home, arrivals: Vec<Arrival>) -> (Option<u32>, Vec<Arrived>) {
    home.import(&mut Known::default(), None, "jrnl", arrivals, &evening()).expect("taken in")
}

fn texts(home: &Home) -> Vec<String> {
    let lines = home.query(&Query { deleted: false, ..Query::default() }).expect("a sound store");
    lines.into_iter().filter_map(|listed| listed.line.text).collect()
}

#[test]
fn what_comes_twice_is_there_once_and_a_change_is_told() {
    use Arrived::{Added, Already, Changed};
    let (_root, home) = alone();
    assert_eq!(home.look_at_import(&mut Known::default(), &three()).expect("a look"), [Added; 3]);
    assert_eq!(bring(&home, three()), (Some(1), vec![Added; 3]));
    assert_eq!(texts(&home), ["a walk", "rain", "tea"]);
    let lines = home.query(&Query::default()).expect("a sound store");
    let seen: Vec<_> = lines.iter().map(|one| (one.line.visibility, one.line.starred)).collect();
    assert_eq!(seen, [(Visibility::Open, false), (Visibility::Private, true), (Visibility::Private, false)]);
    let later = vec![arrival(1, "tea"), arrival(2, "rain, and then sun"), arrival(4, "new")];
    assert_eq!(home.look_at_import(&mut Known::default(), &later).expect("a look"), [Already, Changed, Added]);
    assert_eq!(bring(&home, later), (Some(2), vec![Already, Changed, Added]));
    assert_eq!(texts(&home), ["new", "a walk", "rain", "tea"], "what is here stays as it is");
    assert_eq!(bring(&home, three()), (None, vec![Already; 3]));
    assert!(home.verify().expect("a report").problems.is_empty());
}

#[test]
fn what_was_taken_back_one_by_one_stays_away_and_what_was_undone_comes_again() {
    let (_root, home) = alone();
    bring(&home, three());
    let tea = home.query(&Query::default()).expect("lines").pop().expect("the last");
    home.delete(&home.find(&tea.line.entry.to_string()).expect("there")).expect("taken back");
    assert_eq!(bring(&home, three()).1, [Arrived::Already; 3], "it was taken back by hand");
    assert_eq!(home.undo_import(1).expect("undone"), 2);
    assert!(texts(&home).is_empty());
    assert!(home.imports().expect("sound")[0].undone);
    assert_eq!(home.undo_import(1).expect("nothing is left"), 0);
    assert!(matches!(home.undo_import(7), Err(HomeError::NoSuchImport)));
    assert_eq!(bring(&home, three()), (Some(2), vec![Arrived::Added; 3]));
    assert_eq!(texts(&home).len(), 3);
    assert!(home.verify().expect("a report").problems.is_empty());
}

#[test]
fn ids_tell_nobody_what_they_were_made_of() {
    let ((_one, ana), (_other, ben)) = (alone(), alone());
    assert_ne!(ana.import_id(&[1; 32], 0), ben.import_id(&[1; 32], 0));
    assert_eq!(ana.import_id(&[1; 32], 0), ana.import_id(&[1; 32], 0));
    assert_ne!(ana.import_id(&[1; 32], 0), ana.import_id(&[1; 32], 1));
}
