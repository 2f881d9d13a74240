//! The lines of a backup that a person reads: each line of the journal, from its first month on, and the agreement.

use kintsugi_backup::{Entry, Item};
use kintsugi_journal::{DocId, Line, Month, PersonId};
use kintsugi_vault::Reader;

use crate::{Home, HomeError};

impl Home {
    /// Hands each of them on, in an order that is the same for the same journal.
    pub(super) fn each_readable(
        &self,
        reader: &Reader<'_>,
        mut with: impl FnMut(Item) -> Result<(), HomeError>,
    ) -> Result<(), HomeError> {
        let me = self.identity().person();
        let partner = reader.partner()?.map(|partner| partner.name).unwrap_or_default();
        let mut months: Vec<(Month, PersonId)> =
            reader.months()?.into_iter().map(|(person, month)| (month, person)).collect();
        months.sort_unstable_by_key(|(month, person)| (*month, *person != me, *person));
        for (month, person) in months {
            let mine = person == me;
            let author = if mine { self.identity().name() } else { &partner };
            for line in reader.view(person, month)?.into_lines().into_iter().filter(|line| !line.is_deleted()) {
                with(Item::Entry(Box::new(entry(line, mine, author))))?;
            }
        }
        let text = self.document(reader, DocId::Agreement)?.1.text();
        if text.is_empty() { Ok(()) } else { with(Item::Agreement { text }) }
    }
}

fn entry(line: Line, mine: bool, author: &str) -> Entry {
    Entry {
        id: line.entry,
        author: author.to_owned(),
        mine,
        kind: line.kind.map(|kind| kind.name().to_owned()),
        day: line.day,
        written_at: line.written_at.map(|time| time.rfc3339()),
        text: line.text,
        also: line.also,
        tags: line.tags,
        visibility: line.visibility,
        edited: line.edited,
        starred: line.starred,
    }
}
