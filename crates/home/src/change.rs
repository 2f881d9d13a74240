//! Changing the home: the one place that begins a transaction of writing, and the one that ends it.
//!
//! Whatever a change depends on is looked at inside: no other process writes between the look and the commit, so what was
//! checked still holds when it becomes durable. Where the work gives back an error, nothing of it is kept. A watch of this
//! home is told afterwards.

use std::sync::atomic::Ordering;

use kintsugi_journal::PersonId;
use kintsugi_vault::{VaultError, Writer};

use crate::bell::ring;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Does `work` in one transaction with the views that it touches, and makes it durable, all or nothing.
    ///
    /// # Errors
    /// Those of `work`, with nothing changed; [`HomeError::Vault`] when the store fails. Only with
    /// [`TracesRemain`](VaultError::TracesRemain) is everything durable all the same, and with
    /// [`Unconfirmed`](VaultError::Unconfirmed) nobody can tell.
    pub(crate) fn change<T>(
        &self,
        work: impl FnOnce(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        self.told(in_one(self.vault.write()?, self.identity.person(), work))
    }

    /// The same for what destroys words, which must go through: where the disk is full, what the log holds finds room in the
    /// store, and then it begins with none.
    pub(crate) fn change_that_destroys<T>(
        &self,
        work: impl Fn(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        match self.change(&work) {
            Err(HomeError::Vault(VaultError::DiskFull)) if self.vault.make_room(&self.folder) => self.change(&work),
            outcome => outcome,
        }
    }

    /// The same, to make anew what is derived: whether or not it is as this version derives it.
    pub(crate) fn change_derived<T>(
        &self,
        work: impl FnOnce(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        self.told(in_one(self.vault.rederive()?, self.identity.person(), work))
    }

    /// Tells a watch of this home. Also where the commit gave back an error, because it may be durable all the same.
    fn told<T>(&self, outcome: Result<T, HomeError>) -> Result<T, HomeError> {
        self.wrote.fetch_or(outcome.is_ok(), Ordering::Relaxed);
        if outcome.is_ok() {
            self.vault.keep_room(&self.folder);
        }
        ring(&self.folder);
        outcome
    }
}

fn in_one<T>(
    writer: Writer<'_>,
    me: PersonId,
    work: impl FnOnce(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
) -> Result<T, HomeError> {
    let mut views = Views::default();
    let done = work(&writer, &mut views)?;
    views.store(&writer, me)?;
    writer.commit()?;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use kintsugi_journal::Kind;

    use super::*;
    use crate::testing::{TODAY, alone, body};

    /// The files below `folder` that hold any of these, by name.
    fn files_with(folder: &Path, wanted: &[&str], found: &mut Vec<String>) {
        for file in std::fs::read_dir(folder).expect("the sources").flatten() {
            if file.path().is_dir() {
                files_with(&file.path(), wanted, found);
            } else if let Ok(text) = std::fs::read_to_string(file.path()) {
                let name = file.file_name().to_string_lossy().into_owned();
                found.extend(wanted.iter().any(|one| text.contains(one)).then_some(name));
            }
        }
    }

    #[test]
    fn only_one_place_begins_a_writing_transaction_and_ends_it() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for begins_or_ends in [[".write()"], [".rederive()"], [".commit()"]] {
            let mut found = Vec::new();
            files_with(&sources, &begins_or_ends, &mut found);
            assert_eq!(found, ["change.rs"], "{begins_or_ends:?}");
        }
    }

    #[test]
    fn of_work_that_fails_nothing_is_kept() {
        let (_root, home) = alone();
        let failed = home.change(|writer, views| {
            home.put_named(writer, views, body(Kind::Slip, "half a change"), |_| Vec::new(), TODAY)?;
            Err::<(), _>(HomeError::NothingSealed)
        });
        assert!(matches!(failed, Err(HomeError::NothingSealed)));
        assert!(home.jar().expect("a sound store").is_empty());
        assert!(home.verify().expect("a report").problems.is_empty());
    }
}
