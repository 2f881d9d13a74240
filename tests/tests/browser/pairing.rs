//! Two laptops are paired, and each page of it is looked at: before the code, while it is shown, while it is typed, the four words,
//! the waiting, the end, and what came to nothing.

use kintsugi_tests::{Lab, Person};

use crate::look::Look;
use crate::seat::Seat;

/// Parts of a page that stand side by side, such as those of a code.
fn parts(seat: &Seat, of: &str) -> String {
    seat.tab.text_of(&format!("[...document.querySelectorAll('{of} span')].map((part) => part.innerText).join(' ')"))
}

/// One shows a code.
pub(crate) fn shows_a_code(seat: &Seat) -> String {
    seat.click("a[href='/pair']");
    seat.click("form[action='/pair'] button");
    seat.tab.until("Waiting for the other laptop");
    parts(seat, ".code")
}

/// The other types it as it stands there.
pub(crate) fn types_it(seat: &Seat, code: &str) {
    seat.click("a[href='/pair']");
    seat.click("a[href='/join']");
    seat.send("#code", &code.to_lowercase(), "form[action='/join'] button");
}

/// Both see the same four words.
pub(crate) fn compare([one, other]: [&Seat; 2]) {
    for seat in [one, other] {
        seat.tab.until("Yes, they are the same");
    }
    let words = parts(one, ".four");
    assert_eq!((words.split(' ').count(), &words), (4, &parts(other, ".four")));
}

/// Both say yes, and both are told that it is done.
pub(crate) fn agree(seats: [&Seat; 2]) {
    for seat in seats {
        seat.click("button[value='yes']");
    }
    for (seat, other) in seats.into_iter().zip(seats.into_iter().rev()) {
        seat.tab.until(&format!("You are paired with {}", other.person.name));
    }
}

fn at_home(lab: &Lab, root: &std::path::Path, name: &'static str, host: &str) -> Option<Seat> {
    let person = lab.seat(Person::new(name, root), host);
    person.ok(&["init", "--name", name, "--no-passphrase"]);
    Seat::take(person, true)
}

#[test]
fn every_page_of_it_is_read_by_everybody_and_words_that_differ_end_it() {
    let root = kintsugi_tests::folder(true);
    let lab = Lab::new(&["a", "b"]);
    let Some((ana, ben)) = at_home(&lab, root.path(), "Ana", "a").zip(at_home(&lab, root.path(), "Ben", "b")) else {
        return;
    };
    let (mut hers, mut his) = (Look::through(&ana.tab, "pairing"), Look::through(&ben.tab, "pairing"));
    ana.look("/pair");
    hers.once("before the code");
    ana.look("/");
    let old = shows_a_code(&ana);
    hers.once("the code");
    ana.tab.click("summary");
    hers.once("the long code");
    ana.click("form[action='/pair/stop'] button");

    ben.look("/join");
    his.once("the field");
    ben.send("#code", "6RZ9 TS5K 6EEG YM6Q", "form[action='/join'] button");
    his.once("no code");
    ben.look("/");
    types_it(&ben, &old);
    ben.tab.until("Looking for the other laptop");
    his.once("looking");
    ben.click("form[action='/pair/stop'] button");

    ana.look("/");
    let code = shows_a_code(&ana);
    assert_ne!(code, old, "a code is of one time");
    ben.look("/");
    types_it(&ben, &code);
    compare([&ana, &ben]);
    hers.once("the four words");
    ben.click("button[value='no']");
    ben.shows("Nothing was stored.");
    his.once("they differ");
    ana.tab.click("button[value='yes']");
    ana.tab.until("The pairing was not finished");
    hers.once("it came to nothing");

    ana.look("/");
    let code = shows_a_code(&ana);
    ben.look("/");
    types_it(&ben, &code);
    compare([&ana, &ben]);
    ben.click("button[value='yes']");
    ben.tab.until("You said yes");
    his.once("yes");
    ana.click("button[value='yes']");
    for (seat, other) in [(&ana, "Ben"), (&ben, "Ana")] {
        seat.tab.until(&format!("You are paired with {other}"));
    }
    his.once("paired");
    his.ends();
    hers.ends();
}
