//! The folder over which the two meet, where they have one, such as a stick: what of mine is not in it yet.
//!
//! It is told from what is remembered here. The folder itself is never looked into for that: a stick may be away, and a folder
//! on a network may let whoever looks wait for ever.

use std::collections::BTreeSet;

use kintsugi_journal::{ChangeHash, DocId, EntryId, Form, Key, Proposal, Vocabulary};
use kintsugi_vault::{DocRow, Reader, Stick, Writer};

use crate::{Home, HomeError};

/// What is shared as it stood at one moment, for [`Home::was_left`].
#[derive(Debug)]
pub struct SharedAt(Vec<(DocId, Vec<ChangeHash>)>);

/// What of mine waits for the folder over which the two meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForStick {
    /// The folder.
    pub folder: String,
    /// How many lines are new or changed since something was last left there.
    pub lines: usize,
    /// Whether anything waits: these, or something that is no line, such as a plan, or a line that was taken back.
    pub waits: bool,
}

impl Home {
    /// What is shared, as it stands now: before a bundle is written, so that nothing counts as left that is not in it.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn shared_now(&self) -> Result<SharedAt, HomeError> {
        let rows = self.vault().read()?.documents()?;
        let shared = rows.into_iter().filter(|row| row.doc.is_shared());
        Ok(SharedAt(shared.map(|row| (row.doc, row.heads)).collect()))
    }

    /// Remembers the folder over which the two meet, and that all of this was left in it.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn was_left(&self, folder: &str, shared: SharedAt) -> Result<(), HomeError> {
        let stick = Stick { folder: folder.to_owned(), left: shared.0 };
        self.change(|writer, _| Ok(writer.put_stick(Some(&stick))?))
    }

    pub(crate) fn for_stick_in(&self, reader: &Reader<'_>) -> Result<Option<ForStick>, HomeError> {
        let Some(stick) = reader.stick()? else { return Ok(None) };
        let theirs = reader.understanding()?.theirs;
        let (mut lines, mut waits) = (BTreeSet::new(), false);
        for row in reader.documents()?.iter().filter(|row| row.doc.is_shared() && theirs.knows(row.doc.since())) {
            let changes = self.not_left(reader, row, &stick)?;
            waits |= !changes.is_empty();
            count(&changes, self.vocabulary(), &mut lines);
        }
        Ok(Some(ForStick { folder: stick.folder, lines: lines.len(), waits }))
    }

    /// The changes of a document that neither were left nor are known to be there.
    fn not_left(&self, reader: &Reader<'_>, row: &DocRow, stick: &Stick) -> Result<Vec<Proposal>, HomeError> {
        let left = stick.left.iter().find(|(doc, _)| *doc == row.doc).map(|(_, heads)| heads.as_slice());
        let left = left.unwrap_or_default();
        if row.heads == left || row.heads == row.met {
            return Ok(Vec::new());
        }
        Ok(self.open_document(reader, row)?.changes_since(&[left, &row.met].concat())?)
    }
}

/// Adds the entries that these changes write, without those that they take back.
fn count(changes: &[Proposal], vocabulary: Vocabulary, lines: &mut BTreeSet<EntryId>) {
    let puts = changes.iter().flat_map(|change| &change.operations).filter_map(|operation| operation.put());
    for put in puts {
        match Key::read(&put.key, vocabulary) {
            Form::Known(Key::Entry(entry)) => lines.insert(entry),
            Form::Known(Key::Deleted(entry)) => lines.remove(&entry),
            _ => false,
        };
    }
}

/// Forgets the folder: what was left there was for somebody else, or for a laptop that is gone.
pub(crate) fn forget(writer: &Writer<'_>) -> Result<(), HomeError> {
    Ok(writer.put_stick(None)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wait;
    use crate::testing::{body, evening, paired};
    use kintsugi_journal::{Audience, Draft, Kind};

    /// Leaves everything in a folder, and whatever was written to the file is not looked at here.
    fn leave(home: &Home) {
        let shared = home.shared_now().expect("a sound store");
        home.write_bundle(false, &mut std::io::sink()).expect("a bundle");
        home.was_left("/media/stick", shared).expect("kept");
    }

    fn waiting(home: &Home) -> Option<(usize, bool)> {
        home.status(&evening()).expect("a sound store").stick.map(|stick| (stick.lines, stick.waits))
    }

    fn save(home: &Home, text: &str) -> EntryId {
        home.save_line(body(Kind::Note, text), Wait::Not, &evening()).expect("saved").entry
    }

    fn take_back(home: &Home, line: EntryId) {
        home.delete(&home.find(&line.to_string()).expect("it is there")).expect("taken back");
    }

    #[test]
    fn what_was_written_since_something_was_left_waits_for_the_folder() {
        let (_root, home) = paired();
        let tea = save(&home, "tea");
        assert_eq!(waiting(&home), None, "no folder was ever used");
        leave(&home);
        assert_eq!(waiting(&home), Some((0, false)));
        save(&home, "bread");
        let salt = save(&home, "salt");
        assert_eq!(waiting(&home), Some((2, true)));
        take_back(&home, salt);
        assert_eq!(waiting(&home), Some((1, true)));
        leave(&home);
        take_back(&home, tea);
        assert_eq!(waiting(&home), Some((0, true)), "that it was taken back is no line");
        leave(&home);
        assert_eq!(waiting(&home), Some((0, false)));
    }

    #[test]
    fn what_is_for_its_writer_alone_waits_for_no_folder() {
        let (_root, home) = paired();
        leave(&home);
        let private = Draft { words: body(Kind::Note, "for me"), audience: Audience::Me };
        home.save(private, &evening()).expect("saved");
        assert_eq!(waiting(&home), Some((0, false)));
    }

    #[test]
    fn whoever_leaves_has_nothing_to_carry() {
        let (_root, home) = paired();
        save(&home, "tea");
        leave(&home);
        home.leave().expect("left");
        assert_eq!(waiting(&home), None);
    }
}
