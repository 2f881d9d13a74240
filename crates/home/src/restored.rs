//! What any restore ends in, whether it was made from a copy inside the home or from a backup file.
//!
//! Nobody knows what the other laptop was shown since the copy was made. So all that is here counts as sent: from here on
//! nothing is taken out of a document as if nobody had it. The next meeting brings what the other laptop has.

use kintsugi_journal::{DocId, EntryId};
use kintsugi_vault::{DocRow, Writer};

use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Ends a restore, in one transaction: everything that is here counts as sent, what is derived is made anew, and entries of
    /// mine of which this home knows that they were taken back are taken back again. Doing it twice changes nothing more.
    ///
    /// It is for a home that was opened after its rows were put there: the actor of such a process is a fresh one, and none
    /// that wrote before the restore may go on.
    ///
    /// # Errors
    /// As every writing function here; nothing has changed then.
    pub fn restored(&self) -> Result<(), HomeError> {
        self.change_derived(|writer, views| self.restored_in(writer, views))
    }

    /// The same in the transaction that puts the rows there, which has not touched a view yet.
    pub(crate) fn restored_in(&self, writer: &Writer<'_>, views: &mut Views) -> Result<(), HomeError> {
        count_as_sent(writer)?;
        self.derive_in(writer, views)?;
        self.take_back_again(writer, views)
    }

    /// A store that was found behind what was durable is one that somebody put back, or lost the end of its log: it is taken
    /// in as a restored one is. Where nothing can be written it stays as it is, and is told each time.
    pub(crate) fn take_in_older(&self) {
        if !self.vault().is_behind() {
            return;
        }
        // What the log holds behind what is accepted of it may explain it; nothing depends on that.
        let _ = self.vault().put_log_aside(self.folder());
        let taken_in = self.change_derived(|writer, views| {
            writer.take_in_older(self.vault())?;
            self.restored_in(writer, views)
        });
        // It can be read all the same, and is found so again the next time.
        let _ = taken_in;
    }

    /// Whether it is to be told now, and once each time, that this journal was found as it had been earlier.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn tell_older(&self) -> Result<bool, HomeError> {
        let older = self.vault().read()?.older()?;
        older.map_or(Ok(false), |number| self.say_once(&format!("older: {number}")))
    }

    /// What was taken back after the copy was made, as far as this home was told.
    pub(crate) fn take_back_again(&self, writer: &Writer<'_>, views: &mut Views) -> Result<(), HomeError> {
        for (doc, entry) in self.of_mine_taken_back(writer)? {
            self.put_deleted(writer, views, doc, entry)?;
        }
        self.heal(writer, views)
    }

    fn of_mine_taken_back(&self, writer: &Writer<'_>) -> Result<Vec<(DocId, EntryId)>, HomeError> {
        let me = self.identity().person();
        let mut found = Vec::new();
        for row in writer.documents()?.into_iter().filter(|row| row.doc.person() == Some(me)) {
            let document = self.open_document(writer, &row)?;
            for entry in document.entries() {
                let state = document.record(entry);
                if !state.deleted && !state.current.is_empty() && writer.is_dropped(entry)? {
                    found.push((row.doc, entry));
                }
            }
        }
        Ok(found)
    }
}

/// After a restore nobody knows what the other laptop was shown since the copy was made.
fn count_as_sent(writer: &Writer<'_>) -> Result<(), HomeError> {
    for row in writer.documents()?.into_iter().filter(|row| row.doc.is_shared() && row.shown != row.heads) {
        writer.put_document(&DocRow { shown: row.heads.clone(), ..row })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use kintsugi_journal::Kind;

    use super::*;
    use crate::Wait;
    use crate::testing::{body, evening, paired};

    fn unsent(home: &Home) -> usize {
        let rows = home.vault().read().and_then(|reader| reader.documents()).expect("a sound store");
        rows.iter().filter(|row| row.doc.is_shared() && row.shown != row.heads).count()
    }

    fn texts(home: &Home) -> Vec<String> {
        let lines = home.all_lines(|line| !line.is_deleted()).expect("a sound store");
        lines.into_iter().filter_map(|listed| listed.line.text).collect()
    }

    #[test]
    fn everything_counts_as_sent_and_what_was_taken_back_is_taken_back_again() {
        let (_root, home) = paired();
        let saved = home.save_line(body(Kind::Note, "taken back since"), Wait::Not, &evening()).expect("saved");
        home.save_line(body(Kind::Note, "tea"), Wait::Not, &evening()).expect("saved");
        assert_eq!(unsent(&home), 1);
        home.change(|writer, _| Ok(writer.put_dropped(saved.entry)?)).expect("a row");
        home.restored().expect("restored");
        assert_eq!((unsent(&home), texts(&home)), (1, vec!["tea".to_owned()]), "the taking back itself is new");
        assert!(home.verify().expect("a report").problems.is_empty());
    }

    #[test]
    fn what_is_taken_back_after_a_restore_is_known_to_have_been_there() {
        let (_root, home) = paired();
        let saved = home.save_line(body(Kind::Note, "perhaps sent"), Wait::Not, &evening()).expect("saved");
        home.restored().expect("restored");
        home.delete(&home.find(&saved.entry.to_string()).expect("an entry")).expect("taken back");
        let reader = home.vault().read().expect("a sound store");
        let (_, page) = home.document(&reader, saved.doc).expect("a page");
        assert!(page.record(saved.entry).deleted, "without that mark it would come back from the other laptop");
        assert!(!reader.is_dropped(saved.entry).expect("a row"));
    }
}
