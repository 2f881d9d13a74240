//! Finding one entry by its id, or by the beginning of it.

use kintsugi_journal::{EntryId, Kind, Line, PersonId};

use crate::{Home, HomeError};

/// An entry, and whose it is.
pub struct Found {
    /// Whose.
    pub person: PersonId,
    /// What it shows.
    pub line: Line,
}

impl Home {
    /// The entry whose id is, or begins with, `id`: any of mine, and of the partner's only what is listed here. Whatever
    /// else of theirs is here neither answers to its id nor stands in the way of another one.
    ///
    /// # Errors
    /// [`HomeError::NoSuchEntry`] or [`HomeError::Ambiguous`].
    pub fn find(&self, id: &str) -> Result<Found, HomeError> {
        self.find_among(id, Line::is_entry)
    }

    /// The same, and what of the partner's has opened: it stands with its id where letters, answers and what is missed are read.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_open(&self, id: &str) -> Result<Found, HomeError> {
        let opened = |line: &Line| matches!(line.kind, Some(Kind::Letter | Kind::Answer | Kind::Miss));
        self.find_among(id, |line| line.is_entry() || opened(line))
    }

    fn find_among(&self, id: &str, of_theirs: impl Fn(&Line) -> bool) -> Result<Found, HomeError> {
        let me = self.identity().person();
        let wanted = id.trim().to_lowercase();
        if wanted.is_empty() {
            return Err(HomeError::NoSuchEntry(id.to_owned()));
        }
        let exact: Option<EntryId> = wanted.parse().ok();
        let mut matches: Vec<Found> = Vec::new();
        let reader = self.vault().read()?;
        reader.each_view(|person, _, view| {
            let fits = |line: &Line| match exact {
                Some(exact) => line.entry == exact,
                None => line.entry.to_string().starts_with(&wanted),
            };
            let is_act = |line: &Line| line.kind == Some(Kind::Act);
            let may = |line: &Line| person == me || of_theirs(line) || is_act(line);
            let named = view.into_lines().into_iter().filter(|line| fits(line) && may(line));
            matches.extend(named.map(|line| Found { person, line }));
            Ok(())
        })?;
        let mut found = Vec::new();
        for one in matches {
            let shown = one.person == me || of_theirs(&one.line) || self.has_heart(&reader, one.person, &one.line)?;
            found.extend(shown.then_some(one));
        }
        match (found.pop(), found.is_empty()) {
            (None, _) => Err(HomeError::NoSuchEntry(id.to_owned())),
            (Some(found), true) => Ok(found),
            (Some(_), false) => Err(HomeError::Ambiguous(id.to_owned())),
        }
    }
}
