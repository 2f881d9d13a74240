//! A time of quiet: what the other sends is taken in, and not shown by itself until it is over. Nobody else learns of it.
//!
//! Hearts and what is mine stay. Whoever asks for everything sees everything.

use jiff::civil::Date;
use kintsugi_journal::{EntryId, Key, Kind, Line, TableView};
use kintsugi_vault::{Quiet, Reader, Writer};

use crate::moment::Moment;
use crate::{Home, HomeError, Listed};

/// What of the partner's is shown by itself.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    quiet: Option<Quiet>,
}

impl Sight {
    /// The first day on which the quiet is over; `None` where there is none.
    pub fn quiet_until(&self) -> Option<Date> {
        self.quiet.as_ref().map(|quiet| quiet.until)
    }

    /// Whether a line is shown: mine always, the partner's where it was here before the quiet began.
    pub fn shows(&self, listed: &Listed) -> bool {
        listed.mine || self.shows_theirs(listed.line.entry)
    }

    /// The same of an entry of the partner's.
    pub(crate) fn shows_theirs(&self, entry: EntryId) -> bool {
        self.quiet.as_ref().is_none_or(|quiet| quiet.known.binary_search(&entry).is_ok())
    }

    /// The table with the plans as they were.
    pub(crate) fn plans(&self, mut table: TableView) -> TableView {
        if let Some(Quiet { schedule, focus, plans, .. }) = self.quiet.clone() {
            (table.schedule, table.focus, table.plans) = (schedule, focus, plans);
        }
        table
    }
}

impl Home {
    /// What is shown by itself at this moment.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn sight(&self, moment: &Moment) -> Result<Sight, HomeError> {
        self.sight_in(&self.vault().read()?, moment)
    }

    pub(crate) fn sight_in(&self, reader: &Reader<'_>, moment: &Moment) -> Result<Sight, HomeError> {
        let today = moment.today_in(reader)?;
        Ok(Sight { quiet: reader.quiet()?.filter(|quiet| today < quiet.until) })
    }

    /// Begins a time of quiet that is over with the beginning of this day. One that goes on already keeps what it hides.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn begin_quiet(&self, until: Date, moment: &Moment) -> Result<(), HomeError> {
        self.change(|writer, _| {
            // One that is over hides nothing any more, whether or not anybody ended it.
            let quiet = match self.sight_in(writer, moment)?.quiet {
                Some(before) => Quiet { until, ..before },
                None => {
                    let TableView { schedule, focus, plans, .. } = writer.table_view()?;
                    Quiet { until, known: self.of_partner(writer, |_| true)?, schedule, focus, plans }
                }
            };
            Ok(writer.put_quiet(Some(&quiet))?)
        })
    }

    /// Ends it. Whether something came that both may read; `None` where there was no quiet.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn end_quiet(&self) -> Result<Option<bool>, HomeError> {
        if self.vault().read()?.quiet()?.is_none() {
            return Ok(None);
        }
        self.change(|writer, _| {
            let Some(quiet) = writer.quiet()? else { return Ok(None) };
            let now = self.of_partner(writer, is_told)?;
            writer.put_quiet(None)?;
            Ok(Some(now.iter().any(|entry| quiet.known.binary_search(entry).is_err())))
        })
    }

    /// Whether a time of quiet is over, and something came in it that both may read. That it is asked does not end it.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn came_while_quiet(&self, moment: &Moment) -> Result<bool, HomeError> {
        if self.sight(moment)?.quiet.is_some() {
            return Ok(false);
        }
        let reader = self.vault().read()?;
        let Some(quiet) = reader.quiet()? else { return Ok(false) };
        Ok(self.of_partner(&reader, is_told)?.iter().any(|entry| quiet.known.binary_search(entry).is_err()))
    }

    /// Ends it where its time is over, as [`end_quiet`](Self::end_quiet) does.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn end_quiet_that_is_over(&self, moment: &Moment) -> Result<Option<bool>, HomeError> {
        let goes_on = self.sight(moment)?.quiet.is_some();
        if goes_on { Ok(None) } else { self.end_quiet() }
    }

    /// A plan of mine shows at once.
    pub(crate) fn note_plans(&self, writer: &Writer<'_>, keys: impl Iterator<Item = Key>) -> Result<(), HomeError> {
        let Some(mut quiet) = writer.quiet()? else { return Ok(()) };
        let (table, before) = (writer.table_view()?, quiet.clone());
        for key in keys {
            match key {
                Key::Schedule => quiet.schedule = table.schedule.clone(),
                Key::Focus => quiet.focus = table.focus.clone(),
                Key::Plan(entry) => {
                    drop(quiet.plans.insert(entry, table.plans.get(&entry).cloned().unwrap_or_default()))
                }
                _ => {}
            }
        }
        if quiet == before { Ok(()) } else { Ok(writer.put_quiet(Some(&quiet))?) }
    }

    /// The entries of the partner's that are here, ascending.
    fn of_partner(&self, reader: &Reader<'_>, keep: impl Fn(&Line) -> bool) -> Result<Vec<EntryId>, HomeError> {
        let mut entries = Vec::new();
        reader.each_view(|person, _, view| {
            if person != self.identity().person() {
                entries.extend(view.lines().iter().filter(|line| keep(line)).map(|line| line.entry));
            }
            Ok(())
        })?;
        entries.sort_unstable();
        Ok(entries)
    }
}

/// Whether it may be told of: what both may read, and no act, which is its writer's to tell.
fn is_told(line: &Line) -> bool {
    let told = |kind: Kind| kind.is_entry() || kind.stands();
    !line.is_deleted() && line.kind.is_some_and(told)
}
