//! A partner with a patched program changes words that were read: without a word about it it is refused, and else it shows.

use kintsugi_home::{Home, Query};
use kintsugi_journal::{Body, DocId, EntryId, Kind, Line, Month, RoundId, Topic};
use kintsugi_sync::gate::Refused;
use kintsugi_tests::Patched;
use kintsugi_tests::memory::{assert_sound, body, evening_of, home, lines, meet, pair, write};

const PROMISE: &str = "I promise to be home at six.";
const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

struct Couple {
    _root: tempfile::TempDir,
    ana: Home,
    ben: Home,
    promise: EntryId,
}

/// Ana has read what Ben promised.
fn couple() -> Couple {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    let promise = write(&ben, PROMISE);
    write(&ana, "a line of Ana");
    assert!(meet(&ana, &ben).0.up_to_date);
    Couple { _root: root, ana, ben, promise }
}

impl Couple {
    /// Ben's page of June, as a changed program has it open.
    fn page(&self) -> Patched<'_> {
        Patched::of(&self.ben, self.june())
    }

    fn june(&self) -> DocId {
        let month = Month::of("2026-06-01".parse().expect("a day"));
        DocId::Page { person: self.ben.identity().person(), month }
    }

    /// What Ana reads in place of the promise.
    fn line(&self) -> Line {
        lines(&self.ana).into_iter().find(|line| line.entry == self.promise).expect("it has not vanished")
    }

    /// What a screen lists that asks for all lines of both.
    fn is_listed(&self) -> bool {
        let all = self.ana.query(&Query::default()).expect("a sound store");
        all.iter().any(|listed| listed.line.entry == self.promise)
    }

    /// A local write works, an honest meeting converges, letters open, both stores are sound.
    fn life_goes_on(&self) {
        write(&self.ana, "Ana writes on");
        write(&self.ben, "Ben writes on");
        for home in [&self.ana, &self.ben] {
            let letter = home.seal(Topic::Letter, body(Kind::Letter, "a letter"), &evening());
            home.make_ready(&[letter.expect("sealed").0]).expect("ready");
        }
        let (one, other) = meet(&self.ana, &self.ben);
        assert!(one.up_to_date && other.up_to_date);
        assert_eq!(lines(&self.ana), lines(&self.ben));
        for home in [&self.ana, &self.ben] {
            assert_eq!(home.standing(Topic::Letter).expect("sound"), kintsugi_home::Standing::Open);
            assert_sound(home);
        }
    }
}

fn evening() -> kintsugi_home::Moment {
    evening_of("2026-06-03".parse().expect("a day"))
}

fn said(kind: Kind, day: &str, text: &str) -> Body {
    Body { kind, day: day.parse().expect("a day"), order: 7, text: text.into(), tags: Vec::new(), rest: Vec::new() }
}

#[track_caller]
fn refused(patched: Patched<'_>, by: &Home) {
    let refused: Vec<Refused> = patched.hand_to(by).into_iter().flat_map(|receipt| receipt.refused).collect();
    assert_eq!(refused, [Refused::Revision]);
}

#[track_caller]
fn taken(patched: Patched<'_>, by: &Home) {
    assert!(patched.hand_to(by).iter().all(|receipt| receipt.refused.is_empty()));
}

/// On her screen "I promise to be home at six." became "I promise nothing.", and nothing said so.
#[test]
fn other_words_that_do_not_count_as_an_edit_are_refused() {
    for body in [
        said(Kind::Note, "2026-06-03", "I promise nothing."),
        said(Kind::Note, "1900-01-01", PROMISE),
        said(Kind::Letter, "2026-06-03", PROMISE),
    ] {
        let couple = couple();
        refused(couple.page().say(couple.promise, 1, None, &body), &couple.ana);
        let line = couple.line();
        assert_eq!((line.text.as_deref(), line.day.year(), line.edited), (Some(PROMISE), 2026, false));
        couple.life_goes_on();
    }
}

#[test]
fn an_edit_shows_as_one() {
    let couple = couple();
    let body = said(Kind::Note, "2026-06-03", "I promise nothing.");
    taken(couple.page().say(couple.promise, 2, None, &body), &couple.ana);
    let line = couple.line();
    assert_eq!((line.text.as_deref(), line.edited, line.stood), (Some("I promise nothing."), true, None));
    couple.life_goes_on();
}

/// Words that replace nothing stand beside those that were read, which are not lost, and neither can be chosen silently.
#[test]
fn words_put_beside_a_line_show_with_it() {
    for day in ["2026-06-03", "1900-01-01"] {
        let couple = couple();
        let body = said(Kind::Note, day, "I promise nothing.");
        taken(Patched::beside(&couple.ben, couple.june()).say(couple.promise, 1, None, &body), &couple.ana);
        let line = couple.line();
        assert!(line.edited);
        let says: Vec<&str> = line.text.iter().chain(&line.also).map(String::as_str).collect();
        assert!(says.contains(&PROMISE), "{says:?}");
        assert_eq!(line.stood.is_some(), day == "1900-01-01");
        assert_sound(&couple.ana);
        couple.life_goes_on();

        refused(couple.page().say(couple.promise, 1, None, &body), &couple.ana);
        assert!(couple.line().edited);
        assert_sound(&couple.ana);
    }
}

#[test]
fn a_line_that_moves_says_where_it_stood_until_it_is_taken_back_there() {
    let couple = couple();
    let stood = couple.line().day;
    let moved = said(Kind::Note, "1900-01-01", PROMISE);
    taken(couple.page().say(couple.promise, 2, None, &moved), &couple.ana);
    let line = couple.line();
    assert_eq!((line.day.year(), line.edited), (1900, true));
    assert_eq!(line.stood.map(|stood| stood.day), Some(stood));
    couple.life_goes_on();
    // And further, with the place where it was read.
    taken(couple.page().say(couple.promise, 3, None, &said(Kind::Note, "2100-01-01", PROMISE)), &couple.ana);
    assert_eq!(couple.line().stood.map(|stood| stood.day), Some(stood));
    assert_sound(&couple.ana);
    meet(&couple.ana, &couple.ben);
    let found = couple.ben.find(&couple.promise.to_string()).expect("it is his");
    couple.ben.delete(&found).expect("taken back");
    meet(&couple.ana, &couple.ben);
    assert!(couple.line().is_deleted());
    assert_eq!(couple.line().day, stood, "where she looks for it");
    assert_sound(&couple.ana);
    assert_sound(&couple.ben);
}

#[test]
fn a_line_that_becomes_something_else_is_still_listed() {
    for kind in [Kind::Letter, Kind::Act, Kind::Slip] {
        let couple = couple();
        taken(couple.page().say(couple.promise, 2, None, &said(kind, "2026-06-03", PROMISE)), &couple.ana);
        let line = couple.line();
        assert_eq!((line.edited, line.stood.and_then(|stood| stood.kind())), (true, Some(Kind::Note)));
        assert!(couple.is_listed());
        couple.life_goes_on();
    }
}

/// A letter is read outside the days: there, too, it is said that its words were changed.
#[test]
fn a_letter_that_was_read_does_not_change_silently() {
    let couple = couple();
    couple.life_goes_on();
    let round = &couple.ana.rounds_of(Topic::Letter).expect("sound")[0];
    let theirs = round.theirs.seals[0];
    let changed = said(Kind::Letter, "2026-06-03", "I promise nothing.");
    let page = || Patched::of(&couple.ben, theirs.doc);
    refused(page().say(theirs.entry, 1, Some(LETTER), &changed), &couple.ana);
    let letter = || {
        let round = &couple.ana.rounds_of(Topic::Letter).expect("sound")[0];
        let pieces = couple.ana.pieces(round).expect("sound");
        let theirs = pieces.into_iter().find(|piece| !piece.mine).expect("a letter");
        (theirs.body.expect("its words").text, theirs.edited)
    };
    assert_eq!(letter(), ("a letter".to_owned(), false));
    taken(page().say(theirs.entry, 2, Some(LETTER), &changed), &couple.ana);
    assert_eq!(letter(), ("I promise nothing.".to_owned(), true));
    assert_sound(&couple.ana);
}
