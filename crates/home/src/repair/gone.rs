//! What screens could show before is held against what there is now, and what is gone is named.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{DocId, EntryId, Line, PersonId, Visibility};
use kintsugi_vault::{MendedRows, PartnerState, Reader, VaultError, Writer};

use super::{Gone, Lost, Repaired};
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Holds what screens could show before against what there is now.
    pub(super) fn name_what_is_gone(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        rows: &MendedRows,
        cut: &BTreeSet<DocId>,
        repaired: &mut Repaired,
    ) -> Result<(), HomeError> {
        let here = lines_of(writer)?;
        let mut named = BTreeSet::new();
        for (shown, of_before) in [(&rows.shown, false), (&rows.shown_before, true)] {
            let lines = shown.iter().flat_map(|(person, view)| view.lines().iter().map(move |line| (*person, line)));
            for (person, line) in lines.filter(|(_, line)| !line.is_deleted() && !line.later) {
                let settled = here.contains(&line.entry) || (of_before && !self.is_named(writer, line)?);
                if !settled && named.insert(line.entry) {
                    self.missing(writer, views, person, line, cut, repaired)?;
                }
            }
        }
        self.never_shown(writer, views, &here, &named, repaired)
    }

    /// Whether a document still has this entry.
    fn is_named(&self, writer: &Writer<'_>, line: &Line) -> Result<bool, HomeError> {
        Ok(!self.document(writer, line.doc)?.1.record(line.entry).current.is_empty())
    }

    /// A line that was shown, and has no words any more.
    fn missing(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        person: PersonId,
        line: &Line,
        cut: &BTreeSet<DocId>,
        repaired: &mut Repaired,
    ) -> Result<(), HomeError> {
        let (row, document) = self.document(writer, line.doc)?;
        let state = document.record(line.entry);
        if state.deleted {
            return Ok(());
        }
        let mine = person == self.identity().person();
        let paired = writer.partner()?.is_some_and(|partner| partner.state != PartnerState::Left);
        // Whoever was shown it has it still; of a document that is not whole here, nobody knows.
        let there = paired
            && line.doc.is_shared()
            && (cut.contains(&line.doc) || !mine || document.had(line.entry, &row.shown));
        if there {
            repaired.asked += 1;
        } else if mine && line.visibility != Visibility::Sealed && self.write_again(writer, views, line, &state)? {
            repaired.restored += 1;
        } else {
            let what = match (mine, line.visibility) {
                (false, _) => Lost::Theirs,
                (true, Visibility::Sealed) => Lost::Sealed,
                (true, _) => Lost::Line,
            };
            repaired.gone.push(Gone { day: Some(line.day), what, count: 1 });
            if line.visibility == Visibility::Private && !state.current.is_empty() {
                // Nobody else knows of it, and nothing would ever bring its words.
                self.put_deleted(writer, views, line.doc, line.entry)?;
            }
        }
        Ok(())
    }

    /// Entries of mine that no screen could show any more, and whose words are not here: sealed, or in a damaged row.
    fn never_shown(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        here: &BTreeSet<EntryId>,
        named: &BTreeSet<EntryId>,
        repaired: &mut Repaired,
    ) -> Result<(), HomeError> {
        let mut gone: BTreeMap<bool, u64> = BTreeMap::new();
        let me = self.identity().person();
        for row in writer.documents()?.into_iter().filter(|row| row.doc.person() == Some(me)) {
            let document = self.open_document(writer, &row)?;
            for entry in document.entries().into_iter().filter(|entry| !here.contains(entry) && !named.contains(entry))
            {
                let state = document.record(entry);
                for record in state.current.iter().filter(|_| !state.deleted) {
                    let sealed = record.visibility == Visibility::Sealed;
                    let wanted = writer.wanted_body(&record.commitment)?.is_some();
                    if !wanted && writer.body(&record.commitment)?.is_none() {
                        *gone.entry(sealed).or_default() += 1;
                        if !row.doc.is_shared() {
                            self.put_deleted(writer, views, row.doc, entry)?;
                        }
                    }
                    repaired.asked += u64::from(wanted);
                }
            }
        }
        let what = |sealed| if sealed { Lost::Sealed } else { Lost::Line };
        repaired.gone.extend(gone.into_iter().map(|(sealed, count)| Gone { day: None, what: what(sealed), count }));
        Ok(())
    }
}

/// The entries that have words now, or a place where they were.
fn lines_of(reader: &Reader<'_>) -> Result<BTreeSet<EntryId>, VaultError> {
    let mut entries = BTreeSet::new();
    reader.each_view(|_, _, view| {
        entries.extend(view.lines().iter().map(|line| line.entry));
        Ok(())
    })?;
    Ok(entries)
}
