//! Reading: views only, no document is opened.

use jiff::civil::Date;
use kintsugi_journal::{DocId, Line, Month, Setting, SettingName, TrackerDay, tracker_days};
use kintsugi_vault::Reader;

use crate::hearts::Hearts;
use crate::import::Known;
use crate::sifted::{Keep, Pages, Wish, sift};
use crate::turns::Turns;
use crate::{Home, HomeError, Listed};

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
        self.kept_lines(reader, from, to, &|_, _| true)
    }

    /// The same, as far as `keep` lets them through.
    pub(crate) fn kept_lines(
        &self,
        reader: &Reader<'_>,
        from: Date,
        to: Date,
        keep: &Keep<'_>,
    ) -> Result<Vec<Listed>, HomeError> {
        self.wished_lines(reader, from, to, Wish { keep, may: None })
    }

    /// The same, as far as they are wanted.
    pub(crate) fn wished_lines(
        &self,
        reader: &Reader<'_>,
        from: Date,
        to: Date,
        Wish { keep, may }: Wish<'_>,
    ) -> Result<Vec<Listed>, HomeError> {
        let within = |listed: &Listed, hearts: &Hearts| (from..=to).contains(&listed.line.day) && keep(listed, hearts);
        let mut lines = match reader.span()? {
            None => Vec::new(),
            Some(span) => {
                let (first, last) = (Month::of(from).max(span.first), Month::of(to).min(span.last));
                let months = std::iter::successors(Some(first), |month| Some(month.next()));
                let months = months.take_while(|month| *month <= last);
                sift(months, self.pages(reader)?, Wish { keep: &within, may })?
            }
        };
        sort(&mut lines, self.turns(reader)?);
        Ok(lines)
    }

    /// The last lines that `keep` lets through, `count` of them, in order.
    pub(crate) fn last_lines(
        &self,
        count: usize,
        keep: impl Fn(&Listed, &Hearts) -> bool + Sync,
    ) -> Result<Vec<Listed>, HomeError> {
        let reader = self.vault().read()?;
        let mut lines = Vec::new();
        if let Some(span) = reader.span()? {
            let pages = self.pages(&reader)?;
            let mut month = span.last;
            while lines.len() < count && month >= span.first {
                lines.extend(pages.of(month)?.kept(Wish { keep: &keep, may: None })?);
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
        let mut known = Known::default();
        known.follow(&reader, &reader.imports()?)?;
        let own = times.into_iter().rev().find(|(_, entry)| known.mark(*entry).is_none());
        Ok(own.map(|(at, _)| at))
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

    /// What both have, month by month.
    fn pages<'r, 'v>(&self, reader: &'r Reader<'v>) -> Result<Pages<'r, 'v>, HomeError> {
        Ok(Pages { reader, me: self.identity().person(), partner: reader.partner()?.map(|partner| partner.person) })
    }
}

fn sort(lines: &mut [Listed], turns: Turns) {
    // Only one person's lines of a day have an order among themselves.
    lines.sort_by_key(|Listed { mine, line }| {
        (line.day, *mine != turns.are_mine_first(line.day), line.order, line.entry)
    });
}
