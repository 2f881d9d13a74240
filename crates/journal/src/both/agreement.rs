//! The agreement: one text that both edit, merged letter by letter.
//!
//! It is the one place where words stand inside a document: what is taken out of it leaves the text, and stays in its history
//! on both laptops for ever. Both begin it with the same first change, which makes an empty text and nothing else, so that two
//! texts begun apart are one.

use automerge::transaction::Transactable;
use automerge::{ROOT, ReadDoc};
use similar::{ChangeTag, TextDiff};

use crate::documents::document::Document;
use crate::documents::history::StoredChange;
use crate::documents::text::{KEY, may_stand};
use crate::error::{BodyError, DocumentError};

/// The most letters an agreement has.
pub const MAX_AGREEMENT_LETTERS: usize = 8000;

/// Checks words that are to become the agreement.
///
/// # Errors
/// [`BodyError::TooLong`] above [`MAX_AGREEMENT_LETTERS`], [`BodyError::Control`] for a letter that no text may hold.
pub fn check_agreement(text: &str) -> Result<(), BodyError> {
    if text.chars().count() > MAX_AGREEMENT_LETTERS {
        return Err(BodyError::TooLong);
    }
    match text.chars().find(|letter| !may_stand(*letter)) {
        Some(letter) => Err(BodyError::Control(letter.into())),
        None => Ok(()),
    }
}

/// A line that one text has and the other has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// It stands in the newer text only; else in the older one only.
    pub is_new: bool,
    /// The line, without its end.
    pub line: String,
}

/// What was taken out of a text and put into it, line by line, in the order of the texts.
pub fn changed_lines(before: &str, after: &str) -> Vec<LineChange> {
    let diff = TextDiff::from_lines(before.trim_end(), after.trim_end());
    let change = |is_new: bool, line: &str| LineChange { is_new, line: line.trim_end().to_owned() };
    let lines = diff.iter_all_changes().filter_map(|one| match one.tag() {
        ChangeTag::Equal => None,
        tag => Some(change(tag == ChangeTag::Insert, one.value())),
    });
    lines.collect()
}

impl Document {
    /// The words of the agreement; none in any other document.
    pub fn text(&self) -> String {
        let text = self.doc.get(ROOT, KEY).ok().flatten();
        text.and_then(|(_, id)| self.doc.text(id).ok()).unwrap_or_default()
    }

    /// Makes the agreement say `wanted`, letter by letter, as changes of so many steps as one may have.
    ///
    /// # Errors
    /// [`DocumentError`] when this is no agreement, or the merge library refuses; the document must then be thrown away.
    pub fn edit_text(&mut self, wanted: &str) -> Result<Vec<StoredChange>, DocumentError> {
        let (_, id) = self.doc.get(ROOT, KEY)?.ok_or(DocumentError::ForeignOperation)?;
        let before = self.text();
        let diff = TextDiff::from_chars(before.as_str(), wanted);
        let steps: Vec<(ChangeTag, String)> =
            diff.iter_all_changes().map(|change| (change.tag(), change.value().to_owned())).collect();
        let most = self.vocabulary.limits().operations;
        let mut made = Vec::new();
        let mut at = 0;
        let mut steps = steps.into_iter().peekable();
        while steps.peek().is_some() {
            let mut transaction = self.doc.transaction();
            let mut done = 0;
            while let Some((tag, letter)) = steps.next_if(|_| done < most) {
                match tag {
                    ChangeTag::Equal => at += 1,
                    ChangeTag::Delete => transaction.splice_text(&id, at, 1, "")?,
                    ChangeTag::Insert => {
                        transaction.splice_text(&id, at, 0, &letter)?;
                        at += 1;
                    }
                }
                done += usize::from(tag != ChangeTag::Equal);
            }
            let (hash, _) = transaction.commit();
            made.extend(self.made(hash)?);
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::document::tests::carry;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;
    use crate::names::id::PersonId;

    fn open(n: u8) -> Document {
        Document::new(DocId::Agreement, Actor::new([n; 16], PersonId::from_bytes([n; 16])))
    }

    #[test]
    fn both_begin_with_the_same_change() {
        assert_eq!(open(1).heads(), open(2).heads());
        assert!(open(1).changes_since(&[]).expect("nothing of ours").is_empty(), "it is not sent");
        assert_eq!(open(1).text(), "");
    }

    #[test]
    fn texts_written_apart_are_merged_letter_by_letter() {
        let (mut ana, mut ben) = (open(1), open(2));
        ana.edit_text("We eat together on Sundays.\n").expect("a write");
        ben = carry(&ana, &ben);
        ana.edit_text("We eat together on Sundays, without phones.\n").expect("a write");
        ben.edit_text("We always eat together on Sundays.\nÜber alles reden.").expect("a write");
        let (at_ana, at_ben) = (carry(&ben, &ana), carry(&ana, &ben));
        assert_eq!(at_ana.text(), at_ben.text());
        assert_eq!(at_ana.text(), "We always eat together on Sundays, without phones.\nÜber alles reden.");
        assert_eq!(at_ana.digest(), at_ben.digest());
    }

    #[test]
    fn a_long_text_is_many_changes_and_loads_again() {
        let mut ana = open(1);
        let long = "A boundary that we honour, said slowly.\n".repeat(40);
        let changes = ana.edit_text(&long).expect("a write");
        assert!(changes.len() > 5);
        let bytes: Vec<_> = changes.iter().map(|change| change.bytes.clone()).collect();
        let actor = Actor::new([9; 16], PersonId::from_bytes([1; 16]));
        let loaded = Document::load(DocId::Agreement, actor, None, &bytes).expect("our own bytes");
        assert_eq!(loaded.text(), long);
        let snapshot = loaded.snapshot().expect("it loads again");
        let again = Document::load(DocId::Agreement, actor, Some(&snapshot), &[]).expect("our own bytes");
        assert_eq!(again.heads(), ana.heads());
        assert_eq!(carry(&again, &open(2)).text(), long);
    }

    #[test]
    fn a_change_is_told_line_by_line() {
        let lines = changed_lines("We knock.\nWe eat together.\n", "We knock.\nWe eat apart.");
        let told: Vec<(bool, &str)> = lines.iter().map(|one| (one.is_new, one.line.as_str())).collect();
        assert_eq!(told, [(false, "We eat together."), (true, "We eat apart.")]);
        assert!(changed_lines("the same\n", "the same").is_empty());
    }

    #[test]
    fn what_no_text_may_hold_is_refused() {
        assert_eq!(check_agreement(&"a".repeat(MAX_AGREEMENT_LETTERS + 1)), Err(BodyError::TooLong));
        assert_eq!(check_agreement("a\u{1b}[2J"), Err(BodyError::Control(0x1b)));
        assert_eq!(check_agreement("a\n\tb"), Ok(()));
    }
}
