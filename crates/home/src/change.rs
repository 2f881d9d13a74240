//! Changing the home: the one place that begins a transaction of writing, and the one that ends it.
//!
//! Whatever a change depends on is looked at inside: no other process writes between the look and the commit, so what was
//! checked still holds when it becomes durable. Where the work gives back an error, nothing of it is kept.

use kintsugi_vault::Writer;

use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Does `work` in one transaction with the views that it touches, and makes it durable, all or nothing.
    ///
    /// # Errors
    /// Those of `work`, with nothing changed; [`HomeError::Vault`] when the store fails. Only with
    /// [`TracesRemain`](kintsugi_vault::VaultError::TracesRemain) is everything durable all the same.
    pub(crate) fn change<T>(
        &self,
        work: impl FnOnce(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        in_one(self.vault.write()?, work)
    }

    /// The same, to make anew what is derived: whether or not it is as this version derives it.
    pub(crate) fn change_derived<T>(
        &self,
        work: impl FnOnce(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
    ) -> Result<T, HomeError> {
        in_one(self.vault.rederive()?, work)
    }
}

fn in_one<T>(
    writer: Writer<'_>,
    work: impl FnOnce(&Writer<'_>, &mut Views) -> Result<T, HomeError>,
) -> Result<T, HomeError> {
    let mut views = Views::default();
    let done = work(&writer, &mut views)?;
    views.store(&writer)?;
    writer.commit()?;
    Ok(done)
}
