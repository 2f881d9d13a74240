//! What stands in the drawers of the two: slips, routines, practices, questions, lines to borrow.

use kintsugi_journal::{EntryId, Kind, Month, Visibility};
use kintsugi_vault::Reader;

use crate::{Home, HomeError};

/// One standing thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its id.
    pub id: EntryId,
    /// Written by me.
    pub mine: bool,
    /// Never shared.
    pub private: bool,
    /// Its words.
    pub text: String,
    /// Its tags.
    pub tags: Vec<String>,
}

impl Home {
    /// All things of a kind, of both, by the day on which they were written and by the order on it. What its writer took away is
    /// not among them, nor what is hidden here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn things(&self, kind: Kind) -> Result<Vec<Thing>, HomeError> {
        self.things_in(&self.vault().read()?, kind)
    }

    pub(crate) fn things_in(&self, reader: &Reader<'_>, kind: Kind) -> Result<Vec<Thing>, HomeError> {
        let hidden = reader.shown_here()?.hidden;
        let mut things = self.all_things_in(reader, kind)?;
        things.retain(|thing| !hidden.contains(&thing.id));
        Ok(things)
    }

    /// The same with what is hidden here: as the partner's laptop has it.
    pub(crate) fn all_things_in(&self, reader: &Reader<'_>, kind: Kind) -> Result<Vec<Thing>, HomeError> {
        let me = self.identity().person();
        let people = std::iter::once(me).chain(reader.partner()?.map(|partner| partner.person));
        let mut lines = Vec::new();
        for person in people {
            let view = reader.view(person, Month::DRAWER)?;
            lines.extend(view.into_lines().into_iter().map(|line| (person == me, line)));
        }
        lines.retain(|(_, line)| line.kind == Some(kind));
        lines.sort_by_key(|(_, line)| line.order());
        let thing = |(mine, line): (bool, kintsugi_journal::Line)| Thing {
            id: line.entry,
            mine,
            private: line.visibility == Visibility::Private,
            text: line.text.unwrap_or_default(),
            tags: line.tags,
        };
        Ok(lines.into_iter().map(thing).collect())
    }

    /// The thing of a kind whose id begins so, or whose words are these.
    ///
    /// # Errors
    /// [`HomeError::NoSuchThing`] and [`HomeError::Ambiguous`].
    pub fn thing(&self, kind: Kind, named: &str) -> Result<Thing, HomeError> {
        one_named(self.things(kind)?, named)
    }
}

/// Of these the one whose id begins so, or whose words are these; else the one that has this word.
///
/// # Errors
/// [`HomeError::NoSuchThing`] and [`HomeError::Ambiguous`].
pub(crate) fn one_named(things: impl IntoIterator<Item = Thing>, named: &str) -> Result<Thing, HomeError> {
    let wanted = named.trim().to_lowercase();
    let fits = |thing: &Thing| thing.id.to_string().starts_with(&wanted) || thing.text.to_lowercase() == wanted;
    let has_word = |thing: &Thing| thing.text.to_lowercase().split_whitespace().any(|word| word == wanted);
    let things: Vec<Thing> = things.into_iter().filter(|_| !wanted.is_empty()).collect();
    let (mut found, others): (Vec<Thing>, Vec<Thing>) = things.into_iter().partition(fits);
    if found.is_empty() {
        found = others.into_iter().filter(has_word).collect();
    }
    match (found.pop(), found.is_empty()) {
        (Some(thing), true) => Ok(thing),
        (Some(_), false) => Err(HomeError::Ambiguous(named.to_owned())),
        (None, _) => Err(HomeError::NoSuchThing(named.to_owned())),
    }
}
