//! When what is written may be sent: at once, or after a wait in which it can still be taken back.
//!
//! What waits is in the page already, and on this laptop it is read like everything else. A session that leaves it out
//! shows the page without it, so the other laptop does not learn that there is anything.

use std::collections::HashSet;

use jiff::Timestamp;
use kintsugi_journal::{Actor, ChangeHash, DocId, Document, Key, Standing, Value};
use kintsugi_vault::{DocRow, Reader, WaitingLine, Writer, random};

use crate::fold::is_due;
use crate::{Home, HomeError};

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
        let mut lines = writer.waiting_lines()?;
        let waiting = of(&lines, row.doc);
        let beside = if pace == Pace::AtOnce && !waiting.is_empty() && !document.wrote_any(&waiting) {
            let beside = document.as_of(&document.heads_without(&waiting))?;
            // What changes a line that waits itself has to follow it.
            Some(beside).filter(|beside| beside.agrees(document, puts.iter().map(|(key, _)| *key)))
        } else {
            None
        };
        let follows_waiting = beside.is_none() && !waiting.is_empty();
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
            Pace::AtOnce if follows_waiting => {
                lines.iter().filter(|line| line.doc == row.doc).map(|line| line.until).max()
            }
            Pace::AtOnce => None,
        };
        if let Some(until) = until.filter(|_| row.doc.is_shared()) {
            lines.extend(changes.iter().map(|change| WaitingLine { doc: row.doc, change: change.hash, until }));
            writer.put_waiting_lines(&lines)?;
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
        let mut lines = writer.waiting_lines()?;
        let top = if row.heads.is_empty() { Some(0) } else { row.top };
        let Some(top) = top.filter(|_| lines.iter().all(|line| line.doc != row.doc)) else { return Ok(false) };
        // It must have written nothing there, so it is not that of this process.
        let actor = Actor::new(random(), self.identity().person());
        let standing = Standing { doc: row.doc, heads: &row.heads, top };
        let Some((change, top)) = standing.put(actor, puts, self.vocabulary().limits()) else { return Ok(false) };
        if let (Pace::After(until), true) = (pace, row.doc.is_shared()) {
            lines.push(WaitingLine { doc: row.doc, change: change.hash, until: until.as_second() });
            writer.put_waiting_lines(&lines)?;
        }
        let heads = vec![change.hash];
        writer.append_up_to(row, &[change], heads, Some(top))?;
        if is_due(row.pending, row.top) {
            let document = self.open_document(writer, row)?;
            Self::fold(writer, row, &document)?;
        }
        Ok(true)
    }

    /// When the next line that waits may go; `None` where none is.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn next_release(&self, now: Timestamp) -> Result<Option<Timestamp>, HomeError> {
        Ok(waiting_in(&self.vault().read()?, now)?.map(|(_, until)| until))
    }

    /// Forgets that lines waited which a meeting has shown.
    pub(crate) fn forget_sent(&self, writer: &Writer<'_>, waiting_at: Option<Timestamp>) -> Result<(), HomeError> {
        let lines = writer.waiting_lines()?;
        let left: Vec<WaitingLine> =
            lines.iter().filter(|line| waiting_at.is_some_and(|now| waits(line, now))).copied().collect();
        if left != lines {
            writer.put_waiting_lines(&left)?;
        }
        Ok(())
    }

    /// Holds nothing back any more that was written until now.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn release(&self) -> Result<(), HomeError> {
        if self.vault().read()?.waiting_lines()?.is_empty() {
            return Ok(());
        }
        self.change(|writer, _| Ok(writer.put_waiting_lines(&[])?))
    }
}

/// How many changes wait at this moment, and when the next of them may go; `None` where none is.
pub(crate) fn waiting_in(reader: &Reader<'_>, now: Timestamp) -> Result<Option<(usize, Timestamp)>, HomeError> {
    let lines = reader.waiting_lines()?;
    let waiting = lines.iter().filter(|line| waits(line, now)).map(|line| line.until);
    let next = waiting.clone().min().and_then(|until| Timestamp::from_second(until).ok());
    Ok(next.map(|next| (waiting.count(), next)))
}

/// The heads of a document as a session at this moment shows it; all of them where nothing waits.
pub(crate) fn shown_heads(
    home: &Home,
    reader: &Reader<'_>,
    row: &DocRow,
    waiting_at: Option<Timestamp>,
) -> Result<Vec<ChangeHash>, HomeError> {
    let waiting = waiting_as_of(reader, row.doc, waiting_at)?;
    if waiting.is_empty() {
        return Ok(row.heads.clone());
    }
    Ok(home.open_document(reader, row)?.heads_without(&waiting))
}

/// The heads of a document that were shown, once a session shows it at this moment. What was shown stays so.
pub(crate) fn shown_with(
    home: &Home,
    reader: &Reader<'_>,
    row: &DocRow,
    waiting_at: Option<Timestamp>,
) -> Result<Vec<ChangeHash>, HomeError> {
    let waiting = waiting_as_of(reader, row.doc, waiting_at)?;
    if waiting.is_empty() {
        return Ok(row.heads.clone());
    }
    let document = home.open_document(reader, row)?;
    Ok(document.heads_of(&[document.heads_without(&waiting), row.shown.clone()].concat()))
}

/// The changes of a document that wait at this moment.
pub(crate) fn waiting_as_of(
    reader: &Reader<'_>,
    doc: DocId,
    waiting_at: Option<Timestamp>,
) -> Result<HashSet<ChangeHash>, HomeError> {
    let Some(now) = waiting_at else { return Ok(HashSet::new()) };
    let lines: Vec<WaitingLine> = reader.waiting_lines()?.into_iter().filter(|line| waits(line, now)).collect();
    Ok(of(&lines, doc))
}

fn of(lines: &[WaitingLine], doc: DocId) -> HashSet<ChangeHash> {
    lines.iter().filter(|line| line.doc == doc).map(|line| line.change).collect()
}

/// A line waits until its moment has come. One that would wait for more than a day was written under a wrong clock.
fn waits(line: &WaitingLine, now: Timestamp) -> bool {
    const LONGEST: i64 = 24 * 60 * 60;
    line.until > now.as_second() && line.until - now.as_second() <= LONGEST
}
