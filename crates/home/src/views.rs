//! The views that one transaction touches: read once, written once.

use std::collections::HashMap;

use kintsugi_journal::{EntryId, Line, Month, MonthView, PersonId};
use kintsugi_vault::{VaultError, Writer};

#[derive(Default)]
pub(crate) struct Views(HashMap<(PersonId, Month), MonthView>);

impl Views {
    /// The line that an entry has in this month.
    pub(crate) fn line(
        &mut self,
        writer: &Writer<'_>,
        person: PersonId,
        month: Month,
        entry: EntryId,
    ) -> Result<Option<Line>, VaultError> {
        Ok(self.view(writer, person, month)?.get(entry).cloned())
    }

    /// Puts a line in its place.
    pub(crate) fn put(&mut self, writer: &Writer<'_>, person: PersonId, line: Line) -> Result<(), VaultError> {
        self.view(writer, person, line.month())?.put(line);
        Ok(())
    }

    /// Takes an entry out of this month.
    pub(crate) fn remove(
        &mut self,
        writer: &Writer<'_>,
        person: PersonId,
        month: Month,
        entry: EntryId,
    ) -> Result<bool, VaultError> {
        Ok(self.view(writer, person, month)?.remove(entry))
    }

    /// Writes them all.
    pub(crate) fn store(self, writer: &Writer<'_>) -> Result<(), VaultError> {
        self.0.into_iter().try_for_each(|((person, month), view)| writer.put_view(person, month, &view))
    }

    fn view(&mut self, writer: &Writer<'_>, person: PersonId, month: Month) -> Result<&mut MonthView, VaultError> {
        use std::collections::hash_map::Entry;
        match self.0.entry((person, month)) {
            Entry::Occupied(held) => Ok(held.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(writer.view(person, month)?)),
        }
    }
}
