//! Own practices: added, changed, taken away; and that one took place.

use jiff::civil::Date;
use kintsugi_journal::{Audience, Draft, EntryId, Key, Kind, Value, Words};
use kintsugi_vault::Reader;

use crate::moment::Moment;
use crate::pace::Pace;
use crate::repertoire::{Practice, practices_in};
use crate::{Home, HomeError, Thing};

impl Home {
    /// Adds a practice for both, from its definition.
    ///
    /// # Errors
    /// [`HomeError::NoPractice`], or [`HomeError::NameTaken`] when an own one has this name.
    pub fn add_practice(&self, definition: Words, moment: &Moment) -> Result<Practice, HomeError> {
        let read = Practice::read(EntryId::from_bytes([0; 16]), &definition.text)?;
        self.change(|writer, views| {
            self.check_name(writer, &read)?;
            let today = moment.today(&writer.journal_settings()?);
            let words = Words { kind: Kind::Practice, ..definition };
            let draft = Draft { words, audience: Audience::Both };
            let line = self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce)?.pop();
            Ok(Practice { id: line.ok_or(HomeError::TakenBack)?.entry, ..read })
        })
    }

    /// Changes the definition of a practice of mine.
    ///
    /// # Errors
    /// As [`add_practice`](Self::add_practice), and as [`own_practice`](Self::own_practice); [`HomeError::NotYours`].
    pub fn change_practice(&self, practice: &Practice, text: String) -> Result<Practice, HomeError> {
        if !self.own_practice(practice)?.mine {
            return Err(HomeError::NotYours);
        }
        let read = Practice::read(practice.id, &text)?;
        let found = self.find(&practice.id.to_string())?;
        self.change(|writer, views| {
            self.check_name(writer, &read)?;
            self.put_edit(writer, views, &found, text, Pace::AtOnce)
        })?;
        Ok(read)
    }

    /// The entry that holds a practice of one of the two.
    ///
    /// # Errors
    /// [`HomeError::ComesAlong`] for one that is nobody's own; [`HomeError::NoSuchThing`] when it was taken away.
    pub fn own_practice(&self, practice: &Practice) -> Result<Thing, HomeError> {
        if !practice.own {
            return Err(HomeError::ComesAlong);
        }
        let thing = self.things(Kind::Practice)?.into_iter().find(|thing| thing.id == practice.id);
        thing.ok_or_else(|| HomeError::NoSuchThing(practice.name.clone()))
    }

    /// Remembers that a practice took place today, and nothing else of it.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn took_place(&self, practice: EntryId, moment: &Moment) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::Took(self.today(moment)?, practice), Value::Bool(true))])
    }

    /// Lets the check-in of this day be.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn skip_sitting(&self, day: Date) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::Skipped(day), Value::Bool(true))])
    }

    /// No other own practice may have this name: nobody could say which is meant.
    fn check_name(&self, reader: &Reader<'_>, practice: &Practice) -> Result<(), HomeError> {
        let others = practices_in(self, reader)?.into_iter().filter(|other| other.own && other.id != practice.id);
        let mut same = others.filter(|other| other.name == practice.name);
        same.next().map_or(Ok(()), |other| Err(HomeError::NameTaken(other.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repertoire::{practice, shipped};
    use crate::testing::{TODAY, alone, body, evening};
    use kintsugi_journal::Schedule;

    fn definition(name: &str, title: &str) -> String {
        format!("name = \"{name}\"\ntitle = \"{title}\"\n[[step]]\ntitle = \"a\"\nminutes = 1")
    }

    fn add(home: &Home, name: &str) -> Result<Practice, HomeError> {
        home.add_practice(body(Kind::Practice, &definition(name, "Ours")), &evening())
    }

    #[test]
    fn an_own_practice_is_added_changed_and_found() {
        let (_root, home) = alone();
        let tea = add(&home, "tea").expect("added");
        home.change_practice(&tea, definition("tea", "Later")).expect("changed");
        assert_eq!(practice(&home, "tea").expect("found").title, "Later");
        // One that comes along may be replaced by an own one of its name.
        assert!(add(&home, "walk").expect("added").own);
    }

    #[test]
    fn two_own_practices_never_have_one_name() {
        let (_root, home) = alone();
        add(&home, "tea").expect("added");
        let coffee = add(&home, "coffee").expect("added");
        assert!(matches!(add(&home, "tea"), Err(HomeError::NameTaken(name)) if name == "tea"));
        assert!(matches!(home.change_practice(&coffee, definition("tea", "x")), Err(HomeError::NameTaken(_))));
        assert_eq!(home.things(Kind::Practice).expect("a sound store").len(), 2);
    }

    #[test]
    fn what_is_no_practice_or_nobodys_own_is_refused() {
        let (_root, home) = alone();
        let refused = home.add_practice(body(Kind::Practice, "tea"), &evening());
        assert!(matches!(refused, Err(HomeError::NoPractice(_))));
        let along = &shipped()[0];
        assert!(matches!(home.own_practice(along), Err(HomeError::ComesAlong)));
        assert!(matches!(home.change_practice(along, definition("tea", "x")), Err(HomeError::ComesAlong)));
        assert!(matches!(home.take_away(along.id), Err(HomeError::ComesAlong)));
        let gone = add(&home, "tea").expect("added");
        home.take_away(gone.id).expect("taken away");
        assert!(matches!(home.own_practice(&gone), Err(HomeError::NoSuchThing(_))));
    }

    #[test]
    fn what_took_place_and_what_was_let_be_is_remembered_by_the_day() {
        let (_root, home) = alone();
        home.took_place(shipped()[0].id, &evening()).expect("remembered");
        let took = home.marks(TODAY, TODAY).expect("a sound store").took;
        assert!(took.contains(&(TODAY, shipped()[0].id)));
        home.sit_down(Schedule { weekday: 3, minute: 600, place: None }, None, &evening()).expect("agreed");
        home.skip_sitting(TODAY).expect("let be");
        let next = home.sitting(&evening()).expect("a sound store").expect("agreed").next;
        assert_eq!(next, "2026-06-10".parse().expect("a day"));
    }
}
