//! Putting a copy in the place of the home: what would come and go first, and then, in one transaction, all of it.
//!
//! The laptop stays the one it is, and so do those it knows: what was said of the partner, of laptops that were replaced and of this home
//! since the copy was made holds on. Everything else is as it was on that day, under a fresh actor, and the next meeting
//! brings what the other laptop has.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kintsugi_journal::{EntryId, PersonId};
use kintsugi_vault::{BundleState, Folder, Partner, StoreKey, Vault, VaultError, Writer};

use crate::moment::Moment;
use crate::{Home, HomeError, Listed};

/// A copy inside the home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The day on which it was made.
    pub day: Date,
    /// How many entries can be read in it; 0 where it cannot be read.
    pub entries: usize,
    /// Whether all that it holds can be read.
    pub whole: bool,
}

/// A copy, read into memory: as the home would be.
pub struct Returning {
    home: Home,
    whole: bool,
}

/// What would be otherwise.
pub struct Difference {
    /// What is there then and is not now.
    pub come: Vec<Listed>,
    /// What is here now and would not be then.
    pub gone: Vec<Listed>,
}

/// The copies of a home, the oldest first. One that cannot be read is named as not whole.
pub fn copies(folder: &Folder, key: &StoreKey, vocabulary: kintsugi_journal::Vocabulary) -> Vec<Copied> {
    let look = |day| match Returning::read(folder, day, key, vocabulary) {
        Ok(copy) => {
            let entries = copy.home.count_entries().unwrap_or_default();
            Copied { day, entries, whole: copy.whole }
        }
        Err(_) => Copied { day, entries: 0, whole: false },
    };
    folder.copies().into_iter().map(look).collect()
}

impl Returning {
    /// Reads the copy of this day. Nothing is written, to no file.
    ///
    /// # Errors
    /// [`VaultError::File`] when there is none, or what is wrong with it.
    pub fn read(
        folder: &Folder,
        day: Date,
        key: &StoreKey,
        vocabulary: kintsugi_journal::Vocabulary,
    ) -> Result<Self, HomeError> {
        Self::of(folder, Vault::of_copy(folder, day, key, vocabulary)?)
    }

    fn of(folder: &Folder, vault: Vault) -> Result<Self, HomeError> {
        let destroyed = vault.take_out_destroyed()?;
        let damaged = vault.check_file().is_err() || vault.read()?.count_rows()?.iter().any(|count| count.damaged > 0);
        let identity = vault.read()?.identity()?;
        let home = Home::of(folder.clone(), vault, identity);
        home.mark_destroyed(&destroyed)?;
        home.restored()?;
        let whole = !damaged && home.verify_rows()?;
        Ok(Self { home, whole })
    }

    /// Whether all that it holds can be read.
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// How many entries can be read in it.
    ///
    /// # Errors
    /// As every reading function of a [`Home`].
    pub fn count_entries(&self) -> Result<usize, HomeError> {
        self.home.count_entries()
    }

    /// What would be otherwise than it is now.
    ///
    /// # Errors
    /// As every reading function of a [`Home`].
    pub fn difference(&self, now: &Home) -> Result<Difference, HomeError> {
        let (there, here) = (lines(&self.home)?, lines(now)?);
        Ok(Difference { come: without(&there, &here), gone: without(&here, &there) })
    }

    /// Puts it in the place of the home. `live` is that home, where it can be read; a copy of it as it is becomes that of today, so that
    /// this can be undone. No process that had the home open may write to it afterwards.
    ///
    /// # Errors
    /// What SQLite and the system report; the home is as it was then.
    pub fn put_in_place(self, live: Option<&Home>, moment: &Moment) -> Result<(), HomeError> {
        if let Some(live) = live {
            self.home.keep_what_was_told(live)?;
            if !live.vault.copy_anew(&live.folder, live.today(moment)?)? {
                return Err(VaultError::Busy.into());
            }
        }
        Ok(self.home.vault.put_in_place(&self.home.folder, live.map(|live| &live.vault))?)
    }
}

/// A line, and what it is found by in another home of the same two.
type Found = ((PersonId, EntryId), Listed);

/// Mine, and of the partner's what is read here: a copy shows of the other no more than the journal does. In the order in which
/// they are read.
fn lines(home: &Home) -> Result<Vec<Found>, HomeError> {
    let mut all = home.all_lines(|line| !line.is_deleted())?;
    all.retain(|listed| listed.mine || listed.line.is_entry());
    let person = |listed: &Listed| listed.line.doc.person().unwrap_or_else(|| home.identity().person());
    Ok(all.into_iter().map(|listed| ((person(&listed), listed.line.entry), listed)).collect())
}

/// Those that the other home does not have, or has otherwise.
fn without(all: &[Found], other: &[Found]) -> Vec<Listed> {
    let other: BTreeMap<_, _> = other.iter().map(|(id, line)| (id, line)).collect();
    let left = all.iter().filter(|(id, line)| other.get(id).is_none_or(|other| !same(line, other)));
    left.map(|(_, line)| line.clone()).collect()
}

/// Its words are the same, on the same day.
fn same(one: &Listed, other: &Listed) -> bool {
    let shown = |listed: &Listed| (listed.line.text.clone(), listed.line.day, listed.line.kind);
    shown(one) == shown(other)
}

impl Home {
    /// The copy of this day, read into memory. Nothing is written, to no file.
    ///
    /// # Errors
    /// As [`Returning::read`].
    pub fn copy_of(&self, day: Date) -> Result<Returning, HomeError> {
        Returning::of(&self.folder, self.vault.copy(&self.folder, day)?)
    }

    /// The same home as it is now, for whoever put a copy in its place: with the one before nothing is written any more.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn anew(&self) -> Result<Self, HomeError> {
        let vault = self.vault.anew(&self.folder)?;
        let identity = vault.read()?.identity()?;
        let anew = Self::of(self.folder.clone(), vault, identity);
        Self { versions: self.versions, wrote: std::sync::Arc::clone(&self.wrote), ..anew }.derived()
    }

    /// What was taken back since the copy was made is known by the places of its words.
    fn mark_destroyed(&self, destroyed: &kintsugi_vault::Destroyed) -> Result<(), HomeError> {
        let me = self.identity().person();
        self.change_derived(|writer, _| {
            for row in writer.documents()?.into_iter().filter(|row| row.doc.person() == Some(me)) {
                let document = self.open_document(writer, &row)?;
                for entry in document.entries() {
                    let state = document.record(entry);
                    let gone = |record: &kintsugi_journal::Record| destroyed.holds(&record.commitment);
                    if !state.deleted && !state.current.is_empty() && state.current.iter().all(gone) {
                        writer.put_dropped(entry)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// What this home was told since the copy was made, of others and of itself.
    fn keep_what_was_told(&self, live: &Self) -> Result<(), HomeError> {
        let told = live.vault.read()?;
        self.change(|writer, _| {
            self.keep_partner(writer, told.partner()?)?;
            let mut replaced = writer.replaced_devices()?;
            replaced.extend(told.replaced_devices()?);
            replaced.sort_unstable();
            replaced.dedup();
            writer.put_replaced_devices(&replaced)?;
            writer.put_identity(&told.identity()?)?;
            writer.put_device_names(&told.device_names()?)?;
            writer.put_local_settings(&told.local_settings()?)?;
            writer.put_understanding(told.understanding()?)?;
            writer.put_said_once(&told.said_once()?)?;
            writer.put_quiet(told.quiet()?.as_ref())?;
            writer.put_shown_here(&told.shown_here()?)?;
            writer.put_backup_reminder(&told.backup_reminder()?)?;
            let (then, now) = (writer.bundle_state()?, told.bundle_state()?);
            // No number of a bundle is used twice.
            writer.put_bundle_state(&BundleState { written: then.written.max(now.written), ..then })?;
            let drafts = told.unsaved()?;
            if drafts.is_empty() { Ok(()) } else { Ok(writer.put_unsaved(&drafts)?) }
        })
    }

    fn keep_partner(&self, writer: &Writer<'_>, now: Option<Partner>) -> Result<(), HomeError> {
        let then = writer.partner()?;
        if let Some(then) = then.as_ref().filter(|then| now.as_ref().is_none_or(|now| now.person != then.person)) {
            writer.undo_partner(then)?;
            if now.is_some() {
                self.renew_table(writer)?;
            }
        }
        Ok(now.iter().try_for_each(|now| writer.put_partner(now))?)
    }

    /// Whether every document opens, and no words of mine are missing.
    fn verify_rows(&self) -> Result<bool, HomeError> {
        let derived = crate::derive::Derived::of(self, &self.vault.read()?)?;
        Ok(derived.unread == 0 && derived.missing == 0)
    }
}

#[cfg(test)]
mod tests {
    use kintsugi_journal::{Kind, Vocabulary};
    use kintsugi_vault::{Protection, Seed};

    use super::*;
    use crate::testing::{TODAY, body, evening};
    use crate::{Created, Wait, create};

    struct Ana {
        _root: tempfile::TempDir,
        home: Home,
        key: StoreKey,
    }

    fn ana() -> Ana {
        let root = tempfile::tempdir().expect("a folder");
        let created = create(&root.path().join("home"), "Ana", &Protection::Nothing, Seed::generate());
        let Created { home, key, .. } = created.expect("a new home");
        Ana { _root: root, home, key }
    }

    impl Ana {
        fn write(&self, text: &str) {
            self.home.save_line(body(Kind::Note, text), Wait::Not, &evening()).expect("saved");
        }

        fn copy(&self) -> Returning {
            Returning::read(self.home.folder(), TODAY, &self.key, Vocabulary::CURRENT).expect("a copy")
        }

        fn again(&self) -> Home {
            Home::open(self.home.folder().clone(), &self.key, &|_| ()).expect("the same home")
        }
    }

    fn texts(listed: &[Listed]) -> Vec<&str> {
        listed.iter().filter_map(|listed| listed.line.text.as_deref()).collect()
    }

    #[test]
    fn it_says_first_what_comes_and_goes() {
        let ana = ana();
        ana.write("tea");
        assert!(ana.home.keep_copy(&evening()) && !ana.home.keep_copy(&evening()), "one a day");
        ana.write("bread");
        let change = ana.copy().difference(&ana.home).expect("both can be read");
        assert_eq!((texts(&change.come), texts(&change.gone)), (vec![], vec!["bread"]));
        ana.copy().put_in_place(Some(&ana.home), &evening()).expect("in place");
        let refused = ana.home.save_line(body(Kind::Note, "too late"), Wait::Not, &evening());
        assert_eq!(refused.map(|_| ()).expect_err("its actor is one of before").code(), "restored");
        let home = ana.again();
        let change = ana.home.copy_of(TODAY).expect("a copy").difference(&home).expect("both can be read");
        assert_eq!((texts(&change.come), texts(&change.gone)), (vec!["bread"], vec![]), "it can be undone");
        assert!(home.verify().expect("a report").problems.is_empty());
    }

    #[test]
    fn whoever_goes_back_writes_on_once_the_home_is_opened_anew() {
        let ana = ana();
        ana.write("tea");
        assert!(ana.home.keep_copy(&evening()));
        ana.write("bread");
        ana.home.copy_of(TODAY).expect("a copy").put_in_place(Some(&ana.home), &evening()).expect("in place");
        let stale = ana.home.again().and_then(|home| home.save_line(body(Kind::Note, "no"), Wait::Not, &evening()));
        assert_eq!(stale.map(|_| ()).expect_err("one of before").code(), "restored");
        let home = ana.home.anew().expect("as it is now");
        home.save_line(body(Kind::Note, "jam"), Wait::Not, &evening()).expect("it writes on");
        let all: Vec<Listed> = lines(&home).expect("lines").into_iter().map(|(_, line)| line).collect();
        assert_eq!(texts(&all).len(), 2, "tea and jam");
    }

    /// With the rows of before, a laptop that was lost and replaced was met again.
    #[test]
    fn a_laptop_that_was_replaced_since_stays_out() {
        let ana = ana();
        ana.write("tea");
        assert!(ana.home.keep_copy(&evening()));
        ana.home.change(|writer, _| Ok(writer.put_replaced_devices(&[[7; 32]])?)).expect("a row");
        ana.copy().put_in_place(Some(&ana.home), &evening()).expect("in place");
        assert_eq!(ana.again().replaced_devices().expect("a row"), [[7; 32]]);
    }

    /// They hold words, and nobody takes them out of copies one by one.
    #[test]
    fn drafts_are_those_of_now() {
        let ana = ana();
        ana.home.keep_unsaved("write", "then".into(), &evening()).expect("kept");
        assert!(ana.home.keep_copy(&evening()));
        let kept = ana.home.unsaved().expect("a row");
        ana.home.remove_unsaved(&kept[0]).expect("gone");
        let now = ana.home.keep_unsaved("write", "now".into(), &evening()).expect("kept");
        ana.copy().put_in_place(Some(&ana.home), &evening()).expect("in place");
        assert_eq!(ana.again().unsaved().expect("a row"), [now]);
    }

    #[test]
    fn where_no_copy_can_be_made_it_is_remembered_until_one_was() {
        let ana = ana();
        let lock = ana.home.folder().path().join("copies.lock");
        std::fs::create_dir(&lock).expect("something in the way");
        let stale = |day| ana.home.status(&crate::testing::evening_of(day)).expect("a sound store").stale_copy;
        for day in 1..=3 {
            let day = jiff::civil::date(2026, 6, day);
            assert_eq!(stale(day), None);
            assert!(!ana.home.keep_copy(&crate::testing::evening_of(day)));
            assert!(!ana.home.keep_copy(&crate::testing::evening_of(day)), "the same day once more");
        }
        assert_eq!(stale(TODAY).map(|stale| (stale.newest, stale.days)), Some((None, 3)));
        std::fs::remove_dir(&lock).expect("out of the way");
        assert!(ana.home.keep_copy(&evening()));
        assert_eq!(stale(TODAY), None);
    }
}
