//! Drafts: words of mine that were never saved, because an editor or this program was ended before. They stay in this store
//! alone, until they are taken up or thrown away.

use kintsugi_journal::BodyError;
use kintsugi_vault::Unsaved;

use crate::moment::Moment;
use crate::{Home, HomeError};

/// The most bytes of all drafts together: they stand in one row.
const MAX_BYTES: usize = 1024 * 1024;

impl Home {
    /// My drafts, in the order in which they were kept.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn unsaved(&self) -> Result<Vec<Unsaved>, HomeError> {
        Ok(self.vault().read()?.unsaved()?)
    }

    /// Keeps words that were for this command. The same words for the same command are kept once.
    ///
    /// # Errors
    /// [`HomeError::Words`] when all drafts together would have more than 1 MiB, or as every writing function here.
    pub fn keep_unsaved(&self, purpose: &str, text: String, moment: &Moment) -> Result<Unsaved, HomeError> {
        self.change(|writer, _| {
            let mut all = writer.unsaved()?;
            if let Some(same) = all.iter().find(|one| one.purpose == purpose && one.text == text) {
                return Ok(same.clone());
            }
            if all.iter().map(|one| one.text.len()).sum::<usize>() + text.len() > MAX_BYTES {
                return Err(BodyError::TooLong.into());
            }
            let number = all.iter().map(|one| one.number).max().unwrap_or_default() + 1;
            let day = moment.today(&writer.journal_settings()?);
            let kept = Unsaved { number, purpose: purpose.to_owned(), day, text };
            all.push(kept.clone());
            writer.put_unsaved(&all)?;
            Ok(kept)
        })
    }

    /// Destroys exactly this draft; one that has its number by now and is another one stays.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn remove_unsaved(&self, draft: &Unsaved) -> Result<(), HomeError> {
        self.change(|writer, _| {
            let mut all = writer.unsaved()?;
            all.retain(|one| one != draft);
            Ok(writer.put_unsaved(&all)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, at};

    fn kept(home: &Home, purpose: &str, text: &str) -> Unsaved {
        let evening = at("2026-06-03T20:30:00+02:00[Europe/Berlin]");
        home.keep_unsaved(purpose, text.into(), &evening).expect("kept")
    }

    #[test]
    fn drafts_stay_until_they_are_removed_and_the_same_words_are_kept_once() {
        let (_root, home) = alone();
        let first = kept(&home, "write", "a long day");
        assert_eq!((first.number, first.day), (1, TODAY));
        assert_eq!(kept(&home, "write", "a long day"), first);
        let letter = kept(&home, "letter write", "a long day");
        assert_eq!(letter.number, 2, "for something else");
        assert_eq!(home.unsaved().expect("two"), [first.clone(), letter.clone()]);
        home.remove_unsaved(&first).expect("gone");
        home.remove_unsaved(&first).expect("gone already");
        assert_eq!(home.unsaved().expect("one"), [letter]);
    }

    #[test]
    fn a_number_that_went_to_another_draft_does_not_take_it_away() {
        let (_root, home) = alone();
        let earlier = kept(&home, "write", "earlier");
        home.remove_unsaved(&earlier).expect("gone");
        let later = kept(&home, "write", "later");
        assert_eq!(later.number, earlier.number);
        home.remove_unsaved(&earlier).expect("nothing to remove");
        assert_eq!(home.unsaved().expect("one"), [later]);
    }

    #[test]
    fn more_than_the_row_takes_is_refused_and_nothing_is_lost() {
        let (_root, home) = alone();
        let first = kept(&home, "write", "words");
        let evening = at("2026-06-03T20:30:00+02:00[Europe/Berlin]");
        let refused = home.keep_unsaved("write", "a".repeat(MAX_BYTES), &evening);
        assert!(matches!(refused, Err(HomeError::Words(BodyError::TooLong))));
        assert_eq!(home.unsaved().expect("one"), [first]);
    }
}
