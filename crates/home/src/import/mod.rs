//! What is brought along from other programs: taken in by lists, known again, and taken back as one.
//!
//! A piece gets an id that only its owner's 12 words make of what names it in its source. So it is the same entry however often
//! it is brought along, also after the journal was restored, and from the id nobody else learns what it was made of.

mod account;
mod bringing;
mod known;
mod undo;

pub use account::Brought;
pub use bringing::{Bringing, NotBrought};
pub(crate) use known::Known;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kintsugi_journal::{Audience, DocId, Draft, EntryId, Key, Line, Month, Value, Words};
use kintsugi_vault::{ImportList, ImportRow, Imported, Writer};

use crate::moment::Moment;
use crate::pace::Pace;
use crate::views::Views;
use crate::write::fresh;
use crate::{Home, HomeError};

/// A piece on its way in.
#[derive(Clone)]
pub(crate) struct Arrival {
    /// What names it in its source, the same each time.
    pub(crate) key: [u8; 32],
    /// Its id here, where it once came from this journal.
    pub(crate) id: Option<EntryId>,
    /// The words and what belongs to them.
    pub(crate) words: Words,
    /// For me alone.
    pub(crate) private: bool,
    /// With my star.
    pub(crate) starred: bool,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrived {
    /// It is an entry now.
    Added,
    /// It is here already, or was and I took it back.
    Already,
    /// It is here already with other words, which stay as they are.
    Changed,
}

impl Home {
    /// What would become of these pieces, with nothing changed.
    ///
    /// # Errors
    /// As every reading function here.
    pub(crate) fn look_at_import(&self, known: &mut Known, arrivals: &[Arrival]) -> Result<Vec<Arrived>, HomeError> {
        let reader = self.vault().read()?;
        let imports = reader.imports()?;
        known.follow(&reader, &imports)?;
        let before = Before { known, undone: undone(&imports) };
        let mut views = Views::default();
        let look = |arrival: &Arrival| self.place(&reader, &mut views, &before, arrival).map(|place| place.arrived());
        arrivals.iter().map(look).collect()
    }

    /// Whether a line with this id, mine or the partner's, stands on a day of this month.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn stands_in_month_of(&self, entry: EntryId, day: Date) -> Result<bool, HomeError> {
        let reader = self.vault().read()?;
        let partner = reader.partner()?.map(|partner| partner.person);
        let mut views = Views::default();
        for person in [Some(self.identity().person()), partner].into_iter().flatten() {
            if views.line(&reader, person, Month::of(day), entry)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes pieces in, all or none of them, each on the page of the month of its day. With `import` they belong to that import,
    /// without it to a new one, which begins with the first piece that is added; its number is given back.
    ///
    /// # Errors
    /// [`HomeError::Words`] when words cannot be kept as they are, or as every writing function here.
    pub(crate) fn import(
        &self,
        known: &mut Known,
        import: Option<u32>,
        form: &str,
        arrivals: Vec<Arrival>,
        moment: &Moment,
    ) -> Result<(Option<u32>, Vec<Arrived>), HomeError> {
        self.change(|writer, views| {
            let mut imports = writer.imports()?;
            known.follow(writer, &imports)?;
            let before = Before { known, undone: undone(&imports) };
            let (mut outcome, mut new) = (Vec::with_capacity(arrivals.len()), Vec::new());
            for arrival in arrivals {
                let place = self.place(writer, views, &before, &arrival)?;
                outcome.push(place.arrived());
                if let Place::Free(entry) = place {
                    new.push((entry, arrival));
                }
            }
            if new.is_empty() {
                return Ok((import, outcome));
            }
            let row = row(&mut imports, import, form, moment.today_in(writer)?);
            self.put_imported(writer, views, row, new)?;
            let number = row.number;
            writer.put_imports(&imports)?;
            Ok((Some(number), outcome))
        })
    }

    fn put_imported(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        row: &mut ImportRow,
        new: Vec<(EntryId, Arrival)>,
    ) -> Result<(), HomeError> {
        let (mut drafts, mut starred) = (Vec::new(), Vec::new());
        let mut list: BTreeMap<DocId, Vec<Imported>> = BTreeMap::new();
        for (entry, arrival) in new {
            let (person, month) = (self.identity().person(), Month::of(arrival.words.day));
            let private = DocId::Private { person, month };
            let doc = if arrival.private { private } else { DocId::Page { person, month } };
            list.entry(doc).or_default().push(Imported { entry, words: self.words_number(&arrival.words) });
            starred.extend(arrival.starred.then_some((month, entry)));
            let audience = if arrival.private { Audience::Me } else { Audience::Both };
            drafts.push((Draft { words: arrival.words, audience }, fresh(entry)));
        }
        let prepared = self.prepare(writer, views, drafts, |words| Month::of(words.day))?;
        self.put_written(writer, views, prepared, Pace::AtOnce)?;
        self.put_stars(writer, views, &starred)?;
        row.added += list.values().map(|entries| entries.len() as u64).sum::<u64>();
        writer.put_import_list(row.number, row.lists, &ImportList(list.into_iter().collect()))?;
        row.lists += 1;
        Ok(())
    }

    fn put_stars(&self, writer: &Writer<'_>, views: &mut Views, starred: &[(Month, EntryId)]) -> Result<(), HomeError> {
        let person = self.identity().person();
        let mut starred = starred.to_vec();
        starred.sort_unstable();
        for of_month in starred.chunk_by(|a, b| a.0 == b.0) {
            let month = of_month[0].0;
            let (mut row, mut document) = self.document(writer, DocId::Private { person, month })?;
            let stars: Vec<_> = of_month.iter().map(|(_, entry)| (Key::Star(*entry), Value::Bool(true))).collect();
            self.put(writer, &mut row, &mut document, &stars, Pace::AtOnce)?;
            for (_, entry) in of_month {
                if let Some(line) = views.line(writer, person, month, *entry)? {
                    views.put(writer, person, Line { starred: true, ..line })?;
                }
            }
        }
        Ok(())
    }

    /// Where a piece belongs.
    fn place(
        &self,
        reader: &kintsugi_vault::Reader<'_>,
        views: &mut Views,
        before: &Before<'_>,
        arrival: &Arrival,
    ) -> Result<Place, HomeError> {
        let (me, month) = (self.identity().person(), Month::of(arrival.words.day));
        let mut shown = |entry: EntryId| -> Result<Option<Place>, HomeError> {
            let line = views.line(reader, me, month, entry)?;
            Ok(line.map(|line| Place::taken(line.text.as_ref().is_none_or(|text| *text == arrival.words.text))))
        };
        if let Some(place) = arrival.id.map(&mut shown).transpose()?.flatten() {
            return Ok(place);
        }
        for again in 0_u32.. {
            let entry = self.import_id(&arrival.key, again);
            match before.known.mark(entry) {
                Some(mark) if before.undone.contains(&mark.import) => {}
                Some(mark) => return Ok(Place::taken(mark.words == self.words_number(&arrival.words))),
                // In a restored journal the entry is there, and the mark is not.
                None => return Ok(shown(entry)?.unwrap_or(Place::Free(entry))),
            }
        }
        Ok(Place::taken(true))
    }

    fn import_id(&self, key: &[u8; 32], again: u32) -> EntryId {
        let name = self.identity().import_name(&[b"id".as_slice(), key, &again.to_be_bytes()].concat());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&name[..16]);
        EntryId::from_bytes(bytes)
    }

    fn words_number(&self, words: &Words) -> [u8; 8] {
        let name = self.identity().import_name(&[b"words".as_slice(), words.text.as_bytes()].concat());
        name.first_chunk().copied().unwrap_or_default()
    }
}

/// What was brought along before this, and the numbers of what was taken back of it.
struct Before<'b> {
    known: &'b Known,
    undone: Vec<u32>,
}

/// Where a piece belongs.
enum Place {
    Free(EntryId),
    Taken(Arrived),
}

impl Place {
    const fn taken(is_same: bool) -> Self {
        Self::Taken(if is_same { Arrived::Already } else { Arrived::Changed })
    }

    const fn arrived(&self) -> Arrived {
        match self {
            Self::Free(_) => Arrived::Added,
            Self::Taken(arrived) => *arrived,
        }
    }
}

fn undone(imports: &[ImportRow]) -> Vec<u32> {
    imports.iter().filter(|row| row.undone).map(|row| row.number).collect()
}

/// The row of this import, or of a new one.
fn row<'r>(imports: &'r mut Vec<ImportRow>, import: Option<u32>, form: &str, day: Date) -> &'r mut ImportRow {
    let at = import.and_then(|number| imports.iter().position(|row| row.number == number));
    let at = at.unwrap_or_else(|| {
        let number = imports.iter().map(|row| row.number).max().unwrap_or_default() + 1;
        imports.push(ImportRow { number, day, form: form.to_owned(), lists: 0, added: 0, undone: false });
        imports.len() - 1
    });
    &mut imports[at]
}

#[cfg(test)]
mod tests;
