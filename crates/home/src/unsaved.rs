//! Drafts: words of mine that were never saved, because an editor or this program was ended before. They stay in this store
//! alone, until they are taken up or thrown away.

use kintsugi_journal::BodyError;
use kintsugi_vault::{Unsaved, Writer};

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
            let day = moment.today(&writer.journal_settings()?);
            let kept = Unsaved { number: next(&all), purpose: purpose.to_owned(), day, text };
            all.push(kept.clone());
            put(writer, &all)?;
            Ok(kept)
        })
    }

    /// Keeps words that somebody goes on writing: they take the place of `before` where exactly that is still here, and stand
    /// beside what is here otherwise. Of nothing but spaces nothing is kept, and `None` comes back.
    ///
    /// # Errors
    /// As [`keep_unsaved`](Self::keep_unsaved).
    pub fn keep_unsaved_on(
        &self,
        before: Option<&Unsaved>,
        purpose: &str,
        text: String,
        moment: &Moment,
    ) -> Result<Option<Unsaved>, HomeError> {
        self.change(|writer, _| {
            let mut all = writer.unsaved()?;
            let at = before.and_then(|before| all.iter().position(|one| one == before));
            let number = match at {
                Some(at) => all.remove(at).number,
                None => next(&all),
            };
            let day = moment.today(&writer.journal_settings()?);
            let kept = Unsaved { number, purpose: purpose.to_owned(), day, text };
            let kept = Some(kept).filter(|kept| !kept.text.trim().is_empty());
            all.extend(kept.clone());
            put(writer, &all)?;
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

/// A number that none of these has.
fn next(all: &[Unsaved]) -> u32 {
    all.iter().map(|one| one.number).max().unwrap_or_default() + 1
}

/// All of them, where they fit into their row.
fn put(writer: &Writer<'_>, all: &[Unsaved]) -> Result<(), HomeError> {
    if all.iter().map(|one| one.text.len()).sum::<usize>() > MAX_BYTES {
        return Err(BodyError::TooLong.into());
    }
    Ok(writer.put_unsaved(all)?)
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

    #[test]
    fn words_that_go_on_take_the_place_of_what_they_were_and_of_nothing_else() {
        let (_root, home) = alone();
        let evening = at("2026-06-03T20:30:00+02:00[Europe/Berlin]");
        let on = |before: Option<&Unsaved>, text: &str| {
            home.keep_unsaved_on(before, "write", text.into(), &evening).expect("kept")
        };
        let first = on(None, "a long").expect("words");
        let longer = on(Some(&first), "a long day").expect("words");
        assert_eq!((longer.number, home.unsaved().expect("one")), (first.number, vec![longer.clone()]));
        // In another window it was thrown away, and its number is another's now.
        home.remove_unsaved(&longer).expect("gone");
        let other = kept(&home, "letter write", "a letter");
        let again = on(Some(&longer), "a long day in May").expect("words");
        assert_eq!(home.unsaved().expect("two"), [other.clone(), again.clone()]);
        assert_eq!(on(Some(&again), " \n"), None, "everything was deleted");
        assert_eq!((on(None, " "), home.unsaved().expect("one")), (None, vec![other]));
    }
}
