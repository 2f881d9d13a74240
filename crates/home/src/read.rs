//! Reading: views only, no document is opened.

use jiff::civil::Date;
use kintsugi_journal::{DocId, Line, Month, MonthView, Setting, SettingName, TrackerDay, Visibility, tracker_days};
use kintsugi_vault::Reader;

use crate::hearts::Hearts;
use crate::turns::Turns;
use crate::{Home, HomeError};

/// A line, and whether it is mine.
#[derive(Clone)]
pub struct Listed {
    /// Written by me.
    pub mine: bool,
    /// The line.
    pub line: Line,
}

impl Listed {
    /// Whether both may read it now: not private, not taken back, and of mine nothing that is still sealed.
    pub fn is_open(&self) -> bool {
        let may = match self.line.visibility {
            Visibility::Private => false,
            // What is here of the partner's has been opened.
            Visibility::Sealed => !self.mine,
            Visibility::Open => true,
        };
        may && !self.line.is_deleted()
    }
}

/// The days of some months, and their hearts.
pub struct Tracker {
    /// Each day.
    pub days: Vec<TrackerDay>,
    /// How many of them have a heart.
    pub hearts: usize,
}

impl Home {
    /// All lines whose day is within both ends, in order: entries, acts and rest days of both.
    ///
    /// # Errors
    /// As every reading function here, [`HomeError::Vault`].
    pub fn lines(&self, from: Date, to: Date) -> Result<Vec<Listed>, HomeError> {
        self.lines_in(&self.vault().read()?, from, to)
    }

    pub(crate) fn lines_in(&self, reader: &Reader<'_>, from: Date, to: Date) -> Result<Vec<Listed>, HomeError> {
        Ok(self.lines_and_hearts(reader, from, to)?.0)
    }

    /// The same, and the days of a heart among those months.
    pub(crate) fn lines_and_hearts(
        &self,
        reader: &Reader<'_>,
        from: Date,
        to: Date,
    ) -> Result<(Vec<Listed>, Hearts), HomeError> {
        let (mut lines, mut hearts) = (Vec::new(), Hearts::default());
        if let Some(span) = reader.span()? {
            let mut month = Month::of(from).max(span.first);
            while month <= Month::of(to).min(span.last) {
                hearts.add(self.add_month(reader, month, &mut lines)?);
                month = month.next();
            }
        }
        lines.retain(|listed| (from..=to).contains(&listed.line.day));
        sort(&mut lines, self.turns(reader)?);
        Ok((lines, hearts))
    }

    /// The last lines that `keep` lets through, `count` of them, in order.
    pub(crate) fn last_lines(
        &self,
        count: usize,
        keep: impl Fn(&Listed, &Hearts) -> bool,
    ) -> Result<Vec<Listed>, HomeError> {
        let reader = self.vault().read()?;
        let mut lines = Vec::new();
        if let Some(span) = reader.span()? {
            let mut month = span.last;
            while lines.len() < count && month >= span.first {
                let mut more = Vec::new();
                let hearts = self.add_month(&reader, month, &mut more)?;
                lines.extend(more.into_iter().filter(|listed| keep(listed, &hearts)));
                if month == span.first {
                    break;
                }
                month = month.previous();
            }
        }
        sort(&mut lines, self.turns(&reader)?);
        Ok(lines.split_off(lines.len().saturating_sub(count)))
    }

    /// All lines that `keep` lets through, over all days, in order.
    pub fn all_lines(&self, keep: impl Fn(&Line) -> bool) -> Result<Vec<Listed>, HomeError> {
        let me = self.identity().person();
        let (mut lines, reader) = (Vec::new(), self.vault().read()?);
        reader.each_view(|person, _, view| {
            let kept = view.into_lines().into_iter().filter(&keep);
            lines.extend(kept.map(|line| Listed { mine: person == me, line }));
            Ok(())
        })?;
        sort(&mut lines, self.turns(&reader)?);
        Ok(lines)
    }

    /// Whose lines of a day come first.
    pub(crate) fn turns(&self, reader: &Reader<'_>) -> Result<Turns, HomeError> {
        Ok(Turns::of(self.identity().person(), reader.partner()?.map(|partner| partner.person)))
    }

    /// When I wrote last, by the clock that this laptop had then. What was brought along bears the time of other clocks.
    pub fn newest_written(&self) -> Result<Option<jiff::Timestamp>, HomeError> {
        let reader = self.vault().read()?;
        let mut times = Vec::new();
        reader.each_view(|_, _, view| {
            times.extend(view.lines().iter().filter_map(|line| Some((line.written_at?.at, line.entry))));
            Ok(())
        })?;
        times.sort_unstable();
        for (at, entry) in times.into_iter().rev() {
            if reader.import_mark(entry)?.is_none() {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// The settings of the journal, with what the two chose apart.
    pub fn settings(&self) -> Result<Vec<(SettingName, Setting)>, HomeError> {
        let (_, table) = self.document(&self.vault().read()?, DocId::Table)?;
        Ok(SettingName::ALL.map(|name| (name, table.setting(name))).to_vec())
    }

    /// The tracker of these months.
    pub fn tracker(&self, first: Month, last: Month) -> Result<Tracker, HomeError> {
        let reader = self.vault().read()?;
        let partner = reader.partner()?.map(|partner| partner.person);
        let mut days = Vec::new();
        let mut month = first;
        while month <= last {
            let mine = reader.view(self.identity().person(), month)?;
            let theirs = partner.map(|person| reader.view(person, month)).transpose()?.unwrap_or_default();
            days.extend(tracker_days(month, &mine, &theirs));
            month = month.next();
        }
        let hearts = days.iter().filter(|day| day.heart).count();
        Ok(Tracker { days, hearts })
    }

    /// Adds what both have in a month, and says which of its days have a heart.
    fn add_month(&self, reader: &Reader<'_>, month: Month, to: &mut Vec<Listed>) -> Result<Hearts, HomeError> {
        let mine: MonthView = reader.view(self.identity().person(), month)?;
        let partner = reader.partner()?.map(|partner| reader.view(partner.person, month));
        let theirs = partner.transpose()?.unwrap_or_default();
        let hearts = Hearts::of(&mine, &theirs);
        for (view, mine) in [(mine, true), (theirs, false)] {
            to.extend(view.into_lines().into_iter().map(|line| Listed { mine, line }));
        }
        Ok(hearts)
    }
}

fn sort(lines: &mut [Listed], turns: Turns) {
    // Only one person's lines of a day have an order among themselves.
    lines.sort_by_key(|Listed { mine, line }| {
        (line.day, *mine != turns.are_mine_first(line.day), line.order, line.entry)
    });
}
