//! When what is written may be sent: at once, or held back for a while so that it can still be taken back.
//!
//! What is held back is in the page already, and on this laptop it is read like everything else. A session that holds back
//! shows the page without it, so the other laptop does not learn that there is anything.

use std::collections::HashSet;

use jiff::Timestamp;
use kintsugi_journal::{Actor, ChangeHash, DocId, Document, Key, Standing, Value};
use kintsugi_vault::{DocRow, HeldLine, Reader, Writer, random};

use crate::{FOLD_AT, Home, HomeError};

/// When something may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At the next meeting.
    AtOnce,
    /// By a meeting that comes about by itself, not before this moment; by one that somebody asks for, at once.
    After(Timestamp),
}

impl Home {
    /// Writes values into a document and keeps it.
    pub(crate) fn put(
        &self,
        writer: &Writer<'_>,
        row: &mut DocRow,
        document: &mut Document,
        puts: &[(Key, Value)],
        pace: Pace,
    ) -> Result<(), HomeError> {
        let mut lines = writer.held_lines()?;
        let held = of(&lines, row.doc);
        let beside = if pace == Pace::AtOnce && !held.is_empty() && !document.wrote_any(&held) {
            let beside = document.as_of(&document.heads_without(&held))?;
            // What changes a line that is held back itself has to follow it.
            Some(beside).filter(|beside| beside.agrees(document, puts.iter().map(|(key, _)| *key)))
        } else {
            None
        };
        let follows_held = beside.is_none() && !held.is_empty();
        let changes = match beside {
            Some(mut beside) => {
                let changes = beside.put(puts)?;
                document.adopt(&changes)?;
                changes
            }
            None => document.put(puts)?,
        };
        let until = match pace {
            Pace::After(until) => Some(until.as_second()),
            Pace::AtOnce if follows_held => {
                lines.iter().filter(|line| line.doc == row.doc).map(|line| line.until).max()
            }
            Pace::AtOnce => None,
        };
        if let Some(until) = until.filter(|_| row.doc.is_shared()) {
            lines.extend(changes.iter().map(|change| HeldLine { doc: row.doc, change: change.hash, until }));
            writer.put_held_lines(&lines)?;
        }
        writer.append_up_to(row, &changes, document.heads(), Some(document.top()))?;
        Self::fold(writer, row, document)
    }

    /// Writes values under keys that the document has not, without opening it. Whether it could: `false` when it must be
    /// opened, and nothing was written.
    pub(crate) fn put_new(
        &self,
        writer: &Writer<'_>,
        row: &mut DocRow,
        puts: &[(Key, Value)],
        pace: Pace,
    ) -> Result<bool, HomeError> {
        let mut lines = writer.held_lines()?;
        let top = if row.heads.is_empty() { Some(0) } else { row.top };
        let Some(top) = top.filter(|_| lines.iter().all(|line| line.doc != row.doc)) else { return Ok(false) };
        // It must have written nothing there, so it is not that of this process.
        let actor = Actor::new(random(), self.identity().person());
        let standing = Standing { doc: row.doc, heads: &row.heads, top };
        let Some((change, top)) = standing.put(actor, puts, self.vocabulary().limits()) else { return Ok(false) };
        if let (Pace::After(until), true) = (pace, row.doc.is_shared()) {
            lines.push(HeldLine { doc: row.doc, change: change.hash, until: until.as_second() });
            writer.put_held_lines(&lines)?;
        }
        let heads = vec![change.hash];
        writer.append_up_to(row, &[change], heads, Some(top))?;
        if row.pending > FOLD_AT {
            let document = self.open_document(writer, row)?;
            Self::fold(writer, row, &document)?;
        }
        Ok(true)
    }

    /// When the next line that is held back may go; `None` where none is.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn next_release(&self, now: Timestamp) -> Result<Option<Timestamp>, HomeError> {
        Ok(self.waiting(now)?.map(|(_, until)| until))
    }

    /// How many changes are held back, and when the next of them may go; `None` where none is.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn waiting(&self, now: Timestamp) -> Result<Option<(usize, Timestamp)>, HomeError> {
        let lines = self.vault().read()?.held_lines()?;
        let waiting = lines.iter().filter(|line| waits(line, now)).map(|line| line.until);
        let next = waiting.clone().min().and_then(|until| Timestamp::from_second(until).ok());
        Ok(next.map(|next| (waiting.count(), next)))
    }

    /// Forgets that lines were held back which a meeting has shown.
    pub(crate) fn forget_sent(&self, writer: &Writer<'_>, holding: Option<Timestamp>) -> Result<(), HomeError> {
        let lines = writer.held_lines()?;
        let left: Vec<HeldLine> =
            lines.iter().filter(|line| holding.is_some_and(|now| waits(line, now))).copied().collect();
        if left != lines {
            writer.put_held_lines(&left)?;
        }
        Ok(())
    }

    /// Holds nothing back any more that was written until now.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn release(&self) -> Result<(), HomeError> {
        if self.vault().read()?.held_lines()?.is_empty() {
            return Ok(());
        }
        self.change(|writer, _| Ok(writer.put_held_lines(&[])?))
    }
}

/// The heads of a document as a session at this moment shows it; all of them where nothing is held back.
pub(crate) fn shown_heads(
    home: &Home,
    reader: &Reader<'_>,
    row: &DocRow,
    holding: Option<Timestamp>,
) -> Result<Vec<ChangeHash>, HomeError> {
    let held = held_at(reader, row.doc, holding)?;
    if held.is_empty() {
        return Ok(row.heads.clone());
    }
    Ok(home.open_document(reader, row)?.heads_without(&held))
}

/// The changes of a document that are held back at this moment.
pub(crate) fn held_at(
    reader: &Reader<'_>,
    doc: DocId,
    holding: Option<Timestamp>,
) -> Result<HashSet<ChangeHash>, HomeError> {
    let Some(now) = holding else { return Ok(HashSet::new()) };
    let lines: Vec<HeldLine> = reader.held_lines()?.into_iter().filter(|line| waits(line, now)).collect();
    Ok(of(&lines, doc))
}

fn of(lines: &[HeldLine], doc: DocId) -> HashSet<ChangeHash> {
    lines.iter().filter(|line| line.doc == doc).map(|line| line.change).collect()
}

/// A line waits until its moment has come. One that would wait for more than a day was written under a wrong clock.
fn waits(line: &HeldLine, now: Timestamp) -> bool {
    const LONGEST: i64 = 24 * 60 * 60;
    line.until > now.as_second() && line.until - now.as_second() <= LONGEST
}
