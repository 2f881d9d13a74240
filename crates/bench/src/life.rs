//! Years of two people, as they may live them: eleven lines a day, every fifth of them an act of repair, and marks of what they
//! did together.

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use kintsugi_home::{Home, Pace};
use kintsugi_journal::{EntryId, Key, Kind, Value, Week};
use kintsugi_tests::memory::{evening_of, meet, reopen};

use crate::{RARE, draft_on};

/// Lines of a day, of both together.
const LINES: usize = 11;
/// One line of so many is an act of repair; an odd number, so that both have theirs.
const ACT: usize = 5;
/// After so many days the laptops meet.
const APART: i32 = 30;

/// Lets two homes that are paired live through a year, in which some 4,000 lines and 1,500 marks are written, each as a change
/// of its own. The first line of a year holds [`RARE`]. At its end the two are one.
///
/// # Panics
/// When a home cannot be opened or written, or the two do not come together.
pub fn live(ana: &Path, ben: &Path, year: i16) {
    let mut n = usize::try_from(year).expect("a year of our calendar") * LINES * 366;
    let mut day = date(year, 1, 1);
    while day.year() == year {
        let (ana, ben) = (reopen(ana), reopen(ben));
        let until = day.saturating_add(APART.days()).min(date(year + 1, 1, 1));
        for day in day.series(1.day()).take_while(|day| *day < until) {
            for _ in 0..LINES {
                write(if n.is_multiple_of(2) { &ana } else { &ben }, day, n);
                n += 1;
            }
            let home = if day.day() % 2 == 0 { &ana } else { &ben };
            for mark in marks_of(day) {
                home.put_on_table(&[mark]).expect("a mark");
            }
        }
        assert!(meet(&ana, &ben).0.up_to_date);
        day = until;
    }
}

fn write(home: &Home, day: Date, n: usize) {
    let mut draft = draft_on(day, n);
    if n.is_multiple_of(ACT) {
        draft.words.kind = Kind::Act;
    }
    if n.is_multiple_of(LINES * 366) {
        draft.words.text = format!("{} {RARE}", draft.words.text);
    }
    home.write(vec![draft], &evening_of(day), Pace::AtOnce).expect("a line");
}

/// What two who practise every day mark on one: three practices, the slip of the day, and on Sundays the week as read.
pub fn marks_of(day: Date) -> Vec<(Key, Value)> {
    let mut marks: Vec<_> = (0..3).map(|n| (Key::Took(day, id(n)), Value::Bool(true))).collect();
    marks.push((Key::Draw(day), Value::Bytes(id(50).as_bytes().to_vec())));
    if day.weekday() == Weekday::Sunday {
        marks.push((Key::Read(Week::of(day, Weekday::Monday)), Value::Bool(true)));
    }
    marks
}

/// The id of what is marked.
pub fn id(n: u8) -> EntryId {
    EntryId::from_bytes([n; 16])
}
