//! The views that one transaction touches: each row read once, written once.

use std::collections::HashMap;

use jiff::civil::Date;
use kintsugi_journal::{EntryId, Line, Month, PersonId};
use kintsugi_vault::{OpenView, Reader, VaultError, Writer};

use crate::hearts::count_acts;

#[derive(Default)]
pub(crate) struct Views(HashMap<(PersonId, Month), OpenView>);

impl Views {
    /// An entry has just been made, so it need not be looked for in this month.
    pub(crate) fn expect_new(
        &mut self,
        writer: &Writer<'_>,
        person: PersonId,
        month: Month,
        entry: EntryId,
    ) -> Result<(), VaultError> {
        self.view(writer, person, month)?.expect_new(entry);
        Ok(())
    }

    /// The line that an entry has in this month.
    pub(crate) fn line(
        &mut self,
        reader: &Reader<'_>,
        person: PersonId,
        month: Month,
        entry: EntryId,
    ) -> Result<Option<Line>, VaultError> {
        self.view(reader, person, month)?.line(reader, entry)
    }

    /// The highest order that a person's lines have on a day in this month's view; `None` where that day has none.
    pub(crate) fn highest(
        &mut self,
        writer: &Writer<'_>,
        person: PersonId,
        month: Month,
        day: Date,
    ) -> Result<Option<u32>, VaultError> {
        self.view(writer, person, month)?.highest(writer, day)
    }

    /// Puts a line in its place.
    pub(crate) fn put(&mut self, writer: &Writer<'_>, person: PersonId, line: Line) -> Result<(), VaultError> {
        self.view(writer, person, line.month())?.put(writer, line)
    }

    /// Takes an entry out of this month.
    pub(crate) fn remove(
        &mut self,
        writer: &Writer<'_>,
        person: PersonId,
        month: Month,
        entry: EntryId,
    ) -> Result<bool, VaultError> {
        self.view(writer, person, month)?.remove(writer, entry)
    }

    /// Writes what has changed of them, as `me` has them.
    pub(crate) fn store(self, writer: &Writer<'_>, me: PersonId) -> Result<(), VaultError> {
        let touched: Vec<(PersonId, Month)> =
            self.0.iter().filter(|(_, view)| view.touches_hearts()).map(|(month, _)| *month).collect();
        self.0.into_values().try_for_each(|view| view.store(writer))?;
        if touched.is_empty() { Ok(()) } else { count_acts(writer, me, touched.into_iter()) }
    }

    fn view(&mut self, reader: &Reader<'_>, person: PersonId, month: Month) -> Result<&mut OpenView, VaultError> {
        use std::collections::hash_map::Entry;
        match self.0.entry((person, month)) {
            Entry::Occupied(held) => Ok(held.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(OpenView::open(reader, person, month)?)),
        }
    }
}
