//! Where a line stood before other words took its place.
//!
//! Words may move to another day and become another kind. Who read them where they stood looks for them there, so the line
//! says where that was.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entries::body::BodyForm;
use crate::entries::kind::Kind;
use crate::vocabulary::Vocabulary;

/// A place in the journal: a day and a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// The day that the words were about.
    pub day: Date,
    /// The number of their kind.
    kind: u16,
}

impl Stood {
    /// Where words stand; `None` where not even their day can be read.
    pub fn of(form: &BodyForm) -> Option<Self> {
        match form {
            BodyForm::Known(body) => Some(Self { day: body.day, kind: body.kind.number() }),
            BodyForm::Later(place) => Some(Self { day: place.day, kind: place.kind }),
            BodyForm::Unplaced => None,
        }
    }

    /// The first of these places that is another one than that of `now`.
    pub fn elsewhere(before: impl IntoIterator<Item = Self>, now: &BodyForm) -> Option<Self> {
        let now = Self::of(now)?;
        before.into_iter().find(|before| *before != now)
    }

    /// What it was; `None` for a kind that this version does not know.
    pub fn kind(self) -> Option<Kind> {
        Kind::from_number(self.kind, Vocabulary::CURRENT)
    }

    /// Whether it was a line of the journal, not an act or a rest day; what this version does not know counts as one.
    pub fn was_entry(self) -> bool {
        self.kind().is_none_or(Kind::is_entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::body::{Body, Place};
    use jiff::civil::date;

    fn form(kind: Kind, day: Date) -> BodyForm {
        BodyForm::Known(Body { kind, day, order: 7, text: "words".into(), tags: Vec::new(), rest: Vec::new() })
    }

    #[test]
    fn a_place_is_another_one_by_its_day_or_its_kind() {
        let now = form(Kind::Hard, date(2026, 6, 3));
        let before = |kind, day| Stood::of(&form(kind, day)).expect("a place");
        let (day, kind) = (before(Kind::Hard, date(1900, 1, 1)), before(Kind::Act, date(2026, 6, 3)));
        assert_eq!(Stood::elsewhere([before(Kind::Hard, date(2026, 6, 3))], &now), None);
        assert_eq!(Stood::elsewhere([day, kind], &now), Some(day));
        assert_eq!(Stood::elsewhere([kind], &now), Some(kind));
        assert!(day.was_entry() && !kind.was_entry());
        assert_eq!(Stood::elsewhere([day], &BodyForm::Unplaced), None);
    }

    #[test]
    fn a_kind_of_a_later_version_keeps_its_number() {
        let place = Place { kind: 500, day: date(2026, 6, 3), order: 7 };
        let stood = Stood::of(&BodyForm::Later(place)).expect("its day can be read");
        assert!(stood.kind().is_none() && stood.was_entry());
    }
}
