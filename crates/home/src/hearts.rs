//! What is listed: entries, the places of what was taken back, and acts. Of the other's acts only those of days on which both
//! did one, which both know of by the heart; so whose acts are listed hangs on what the other did on the same day.
//!
//! How many acts that are is kept with the views of each month.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kintsugi_journal::{Kind, Line, Month, MonthView, PersonId, heart_days};
use kintsugi_vault::{VaultError, Writer};

/// The days of a heart, as far as they were looked at.
#[derive(Default)]
pub(crate) struct Hearts(BTreeSet<Date>);

impl Hearts {
    /// Those of one month.
    pub(crate) fn of(mine: &MonthView, theirs: &MonthView) -> Self {
        Self(heart_days(mine, theirs))
    }

    /// Whether both did something on the day of this line.
    pub(crate) fn has(&self, line: &Line) -> bool {
        self.0.contains(&line.day)
    }

    /// Whether it is listed to the one who looks.
    pub(crate) fn lists(&self, mine: bool, line: &Line) -> bool {
        line.is_entry() || (line.kind == Some(Kind::Act) && (mine || self.has(line)))
    }

    fn acts(&self, mine: bool, view: &MonthView) -> u32 {
        let acts = view.lines().iter().filter(|line| !line.is_entry() && self.lists(mine, line));
        u32::try_from(acts.count()).unwrap_or(u32::MAX)
    }
}

/// Counts anew how many acts of these months are listed: mine all, another's on the days of a heart.
pub(crate) fn count_acts(
    writer: &Writer<'_>,
    me: PersonId,
    touched: impl Iterator<Item = (PersonId, Month)>,
) -> Result<(), VaultError> {
    let known = [writer.partner()?.map(|partner| partner.person), writer.undone()?.map(|former| former.person)];
    let mut months: BTreeMap<Month, BTreeSet<PersonId>> = BTreeMap::new();
    for (person, month) in touched {
        months.entry(month).or_default().extend(known.into_iter().flatten().chain([person]));
    }
    for (month, people) in months {
        let mine = writer.view(me, month)?;
        writer.put_listed_acts(me, month, Hearts::default().acts(true, &mine))?;
        for person in people.into_iter().filter(|person| *person != me) {
            let theirs = writer.view(person, month)?;
            writer.put_listed_acts(person, month, Hearts::of(&mine, &theirs).acts(false, &theirs))?;
        }
    }
    Ok(())
}
