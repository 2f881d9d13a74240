//! Own practices: added, changed, taken away; and that one took place.

use jiff::civil::Date;
use kintsugi_journal::{Audience, Draft, EntryId, Key, Kind, Value, Words};
use kintsugi_vault::Reader;
use sha2::{Digest, Sha256};

use crate::moment::Moment;
use crate::pace::Pace;
use crate::repertoire::{Practice, Source, is_reserved, practices_in};
use crate::{Home, HomeError, Thing};

impl Home {
    /// Adds a practice for both, from its definition. One with the name of one that comes along is how that one reads for me,
    /// and stays with me.
    ///
    /// # Errors
    /// [`HomeError::NoPractice`], or [`HomeError::NameTaken`] when an own one has this name.
    pub fn add_practice(&self, definition: Words, moment: &Moment) -> Result<Practice, HomeError> {
        let read = Practice::read(EntryId::from_bytes([0; 16]), &definition.text)?;
        self.change(|writer, views| {
            self.check_name(writer, &read)?;
            let today = moment.today(&writer.journal_settings()?);
            let words = Words { kind: Kind::Practice, ..definition };
            let audience = if is_reserved(&read.name) { Audience::Me } else { Audience::Both };
            let draft = Draft { words, audience };
            let line = self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce)?.pop();
            let id = line.ok_or(HomeError::TakenBack)?.entry;
            Ok(Practice { id, source: Source::Mine(id), ..read })
        })
    }

    /// Changes the definition of a practice of mine.
    ///
    /// # Errors
    /// As [`add_practice`](Self::add_practice), and as [`own_practice`](Self::own_practice); [`HomeError::NotYours`];
    /// [`HomeError::Reserved`] where one for both would get the name of one that comes along.
    pub fn change_practice(&self, practice: &Practice, text: String) -> Result<Practice, HomeError> {
        let thing = self.own_practice(practice)?;
        if !thing.mine {
            return Err(HomeError::NotYours);
        }
        let read = Practice::read(thing.id, &text)?;
        if is_reserved(&read.name) && !thing.private {
            return Err(HomeError::Reserved(read.name));
        }
        let found = self.find(&thing.id.to_string())?;
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
        let entry = practice.source.entry().ok_or(HomeError::ComesAlong)?;
        let thing = self.things(Kind::Practice)?.into_iter().find(|thing| thing.id == entry);
        thing.ok_or_else(|| HomeError::NoSuchThing(practice.name.clone()))
    }

    /// Whether the partner wrote it, or changed it, since somebody began it on this laptop.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn is_new_from_partner(&self, practice: &Practice) -> Result<bool, HomeError> {
        Ok(matches!(practice.source, Source::Theirs(_)) && !self.was_said(&as_it_reads(practice))?)
    }

    /// Somebody looked at it on this laptop and wishes to begin it.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn is_looked_at(&self, practice: &Practice) -> Result<(), HomeError> {
        self.say_once(&as_it_reads(practice)).map(drop)
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
        let entry = practice.source.entry();
        let others = practices_in(self, reader)?.into_iter();
        let others = others.filter(|other| other.is_own() && other.source.entry() != entry);
        let mut same = others.filter(|other| other.name == practice.name);
        same.next().map_or(Ok(()), |other| Err(HomeError::NameTaken(other.name)))
    }
}

/// By what it is remembered that a practice was looked at: any other wording is a new one.
fn as_it_reads(practice: &Practice) -> String {
    let mut words = [0; 16];
    words.copy_from_slice(&Sha256::digest(practice.to_toml())[..16]);
    format!("practice of the partner: {} {}", practice.id, EntryId::from_bytes(words))
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
        // One with the name of one that comes along is mine alone, and one for both never gets such a name.
        add(&home, "walk").expect("added");
        let walk = practice(&home, "walk").expect("found");
        assert!(walk.is_own() && home.own_practice(&walk).expect("mine").private);
        let tea = practice(&home, "tea").expect("found");
        let renamed = home.change_practice(&tea, definition("thanks", "x"));
        assert!(matches!(renamed, Err(HomeError::Reserved(name)) if name == "thanks"));
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
