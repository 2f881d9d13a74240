//! Finding one entry by its id, or by the beginning of it.

use kintsugi_journal::{EntryId, Line, PersonId};

use crate::{Home, HomeError};

/// An entry, and whose it is.
pub struct Found {
    /// Whose.
    pub person: PersonId,
    /// What it shows.
    pub line: Line,
}

impl Home {
    /// The entry whose id is, or begins with, `id`.
    ///
    /// # Errors
    /// [`HomeError::NoSuchEntry`] or [`HomeError::Ambiguous`].
    pub fn find(&self, id: &str) -> Result<Found, HomeError> {
        let wanted = id.trim().to_lowercase();
        if wanted.is_empty() {
            return Err(HomeError::NoSuchEntry(id.to_owned()));
        }
        let exact: Option<EntryId> = wanted.parse().ok();
        let mut matches: Vec<Found> = Vec::new();
        self.vault().read()?.each_view(|person, _, view| {
            let fits = |line: &Line| match exact {
                Some(exact) => line.entry == exact,
                None => line.entry.to_string().starts_with(&wanted),
            };
            matches.extend(view.into_lines().into_iter().filter(fits).map(|line| Found { person, line }));
            Ok(())
        })?;
        match (matches.pop(), matches.is_empty()) {
            (None, _) => Err(HomeError::NoSuchEntry(id.to_owned())),
            (Some(found), true) => Ok(found),
            (Some(_), false) => Err(HomeError::Ambiguous(id.to_owned())),
        }
    }
}
