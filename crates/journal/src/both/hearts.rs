//! Hearts: days on which both did one small act of repair. Derived, never stored; nothing is counted per person.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::entries::kind::Kind;
use crate::entries::view::MonthView;
use crate::time::month::Month;

/// One day of the tracker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackerDay {
    /// The day.
    pub day: Date,
    /// How many acts of mine it has. Only mine: the partner's are theirs to see.
    pub my_acts: u32,
    /// A rest day of mine.
    pub rest: bool,
    /// Both have an act.
    pub heart: bool,
}

/// The days of a month, from my view of it and from the partner's. A routine that both did on a day is an act of both.
pub fn tracker_days(month: Month, mine: &MonthView, theirs: &MonthView) -> Vec<TrackerDay> {
    let my_acts = days_with(mine, Kind::Act);
    let their_acts = days_with(theirs, Kind::Act);
    let rests = days_with(mine, Kind::Rest);
    let together: BTreeSet<(Date, &str)> = together(mine, theirs);
    let mut days = Vec::with_capacity(31);
    for day in month.first_day().series(jiff::Span::new().days(1)).take_while(|day| *day <= month.last_day()) {
        let count = |acts: &[Date]| acts.iter().filter(|other| **other == day).count();
        let shared = together.iter().filter(|(other, _)| *other == day).count();
        let acts = count(&my_acts) + shared;
        days.push(TrackerDay {
            day,
            my_acts: u32::try_from(acts).unwrap_or(u32::MAX),
            rest: rests.contains(&day),
            heart: acts > 0 && count(&their_acts) + shared > 0,
        });
    }
    days
}

/// The days of these two views that have a heart.
pub fn heart_days(mine: &MonthView, theirs: &MonthView) -> BTreeSet<Date> {
    let days = |view| days_with(view, Kind::Act).into_iter().collect::<BTreeSet<Date>>();
    let (mine_alone, theirs_alone, both) = (days(mine), days(theirs), together(mine, theirs));
    let both: BTreeSet<Date> = both.into_iter().map(|(day, _)| day).collect();
    mine_alone.intersection(&theirs_alone).copied().chain(both).collect()
}

/// Which routine both did on which day.
fn together<'v>(mine: &'v MonthView, theirs: &'v MonthView) -> BTreeSet<(Date, &'v str)> {
    routines(mine).intersection(&routines(theirs)).copied().collect()
}

fn days_with(view: &MonthView, kind: Kind) -> Vec<Date> {
    view.lines().iter().filter(|line| line.kind == Some(kind)).map(|line| line.day).collect()
}

/// Which routine was done on which day.
fn routines(view: &MonthView) -> BTreeSet<(Date, &str)> {
    let done = view.lines().iter().filter(|line| line.kind == Some(Kind::Done));
    done.filter_map(|line| line.text.as_deref().map(|routine| (line.day, routine))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::record::Visibility;
    use crate::entries::view::Line;
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};
    use jiff::civil::date;

    fn view(acts: &[(u8, i8, Kind)]) -> MonthView {
        let mut view = MonthView::default();
        for (id, day, kind) in acts {
            view.put(Line {
                entry: EntryId::from_bytes([*id; 16]),
                doc: DocId::Page { person: PersonId::from_bytes([1; 16]), month: Month::from_index(0) },
                kind: Some(*kind),
                day: date(2026, 6, *day),
                order: u32::from(*id),
                written_at: None,
                text: Some(if *kind == Kind::Done { "a routine".into() } else { String::new() }),
                also: Vec::new(),
                tags: Vec::new(),
                visibility: Visibility::Open,
                edited: false,
                stood: None,
                starred: false,
                later: false,
            });
        }
        view
    }

    #[test]
    fn a_heart_needs_both_on_one_day() {
        let mine = view(&[(1, 3, Kind::Act), (2, 3, Kind::Act), (3, 4, Kind::Act), (4, 9, Kind::Rest)]);
        let theirs = view(&[(5, 3, Kind::Act), (6, 5, Kind::Act), (7, 9, Kind::Act)]);
        let days = tracker_days(Month::of(date(2026, 6, 1)), &mine, &theirs);
        assert_eq!(days.len(), 30);
        assert_eq!(days.iter().filter(|day| day.heart).map(|day| day.day.day()).collect::<Vec<_>>(), [3]);
        assert_eq!(days[2].my_acts, 2);
        assert!(days[8].rest && !days[8].heart);
    }
    #[test]
    fn a_routine_counts_only_where_both_did_it() {
        let mine = view(&[(1, 3, Kind::Done), (2, 4, Kind::Done), (3, 5, Kind::Done)]);
        let theirs = view(&[(4, 3, Kind::Done), (5, 5, Kind::Act)]);
        let days = tracker_days(Month::of(date(2026, 6, 1)), &mine, &theirs);
        assert_eq!((days[2].my_acts, days[2].heart), (1, true));
        assert_eq!((days[3].my_acts, days[3].heart), (0, false), "done alone it is no act");
        assert_eq!((days[4].my_acts, days[4].heart), (0, false));
        assert_eq!(heart_days(&mine, &theirs).into_iter().collect::<Vec<_>>(), [date(2026, 6, 3)]);
    }
    proptest::proptest! {
        /// A heart stands on exactly the days on which both have an act: on one civil date, whatever else is written.
        #[test]
        fn a_heart_needs_both_on_the_same_date(
            mine in proptest::collection::btree_set(1_i8..=30, 0..20),
            theirs in proptest::collection::btree_set(1_i8..=30, 0..20),
            rests in proptest::collection::btree_set(1_i8..=30, 0..10),
        ) {
            let acts = |days: &BTreeSet<i8>, from: u8| -> Vec<(u8, i8, Kind)> {
                days.iter().zip(from..).map(|(day, id)| (id, *day, Kind::Act)).collect()
            };
            let mut my_lines = acts(&mine, 1);
            my_lines.extend(rests.iter().zip(100..).map(|(day, id)| (id, *day, Kind::Rest)));
            let days = tracker_days(Month::of(date(2026, 6, 1)), &view(&my_lines), &view(&acts(&theirs, 50)));
            let hearts: BTreeSet<i8> = days.iter().filter(|day| day.heart).map(|day| day.day.day()).collect();
            let apart = heart_days(&view(&my_lines), &view(&acts(&theirs, 50)));
            proptest::prop_assert_eq!(&hearts, &apart.iter().map(|day| day.day()).collect::<BTreeSet<i8>>());
            proptest::prop_assert_eq!(hearts, mine.intersection(&theirs).copied().collect::<BTreeSet<i8>>());
        }
    }
}
