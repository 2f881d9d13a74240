//! A partner who writes without end: this laptop keeps the words that it has room for, says what waits, and meets as ever.
//! One test, alone in its process.

use kintsugi_home::{Home, Pace};
use kintsugi_tests::memory::{Side, assert_sound, draft, evening_of, home, lines, pair, write};
use kintsugi_tests::{growth_kib, skipped};
use kintsugi_vault::LocalSettings;

const LIMIT_KIB: u64 = 16 * 1024;
const ENTRIES: usize = 400;

/// About 24 MB of words, a month of some for each.
fn flood(home: &Home) {
    let long = "on and on ".repeat(6_000);
    for month in 0..ENTRIES / 20 {
        let day = jiff::civil::date(2024, 1, 3) + jiff::Span::new().months(month as i64);
        let drafts = (0..20).map(|_| draft(&long, &day.to_string(), 1_780_000_000, false)).collect();
        home.write(drafts, &evening_of(day), Pace::AtOnce).expect("within every limit");
    }
}

fn make_room(home: &Home, megabytes: u32) {
    let settings = home.local_settings().expect("a sound store");
    home.put_local_settings(&LocalSettings { room_megabytes: megabytes, ..settings }).expect("a setting");
}

/// One side's turn, frame by frame, as a link carries it. How many bytes it said.
fn pass(from: &mut Side<'_>, to: &mut Side<'_>) -> usize {
    let side = from.home.side_for(from.home.pair().expect("a partner").partner);
    let mut said = 0;
    while let Some(frame) = from.session.next_frame(&side).expect("a sound store") {
        let bytes = frame.encode().expect("our own frames fit");
        said += bytes.len();
        to.hear(&bytes).expect("an honest meeting");
    }
    said
}

/// Lets the two meet. How many bytes went from the first to the second.
fn meet(ana: &Home, ben: &Home) -> usize {
    let (mut a, mut b) = (Side::new(ana), Side::new(ben));
    let mut sent = 0;
    loop {
        let (there, back) = (pass(&mut a, &mut b), pass(&mut b, &mut a));
        sent += there;
        if there + back == 0 {
            break;
        }
    }
    for side in [&a, &b] {
        let outcome = side.session.outcome().expect("the meeting came to its end");
        assert!(outcome.up_to_date, "documents always converge, and nobody waits for what there is no room for");
        side.finish(&outcome).expect("a sound store");
        assert!(side.refused.is_empty());
    }
    sent
}

#[test]
fn words_without_end_fill_the_room_for_them_and_nothing_else() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    make_room(&ben, 1);
    flood(&ana);

    match growth_kib(|| assert!(meet(&ana, &ben) > 10_000_000)) {
        Some(kib) => {
            eprintln!("a flood of words: {kib} KiB");
            assert!(kib < LIMIT_KIB, "it grew by {kib} KiB");
        }
        None => skipped("this system does not tell how much memory a flood of words took"),
    }
    let room = ben.room().expect("a sound store");
    assert!(room.taken <= 1_000_000 && room.taken > 800_000, "as much as there is room for: {room:?}");
    assert!(room.is_short() && room.waiting > 300, "{room:?}");
    assert_eq!(room.waiting + lines(&ben).len(), ENTRIES, "each is here or named");
    assert!(ben.is_up_to_date().expect("a sound store"), "nothing of it waits for the next meeting");
    assert_eq!(ben.count_nowhere().expect("a sound store"), 0, "Ana has it all");
    assert_sound(&ben);

    // What there was no room for is not sent again and again; short words still find their place.
    let short = write(&ana, "tea?");
    let answer = write(&ben, "yes");
    let sent = meet(&ana, &ben);
    assert!(sent < 256 * 1024, "{sent} bytes for one line");
    assert!(lines(&ben).iter().any(|line| line.entry == short && line.text.is_some()));
    assert!(lines(&ana).iter().any(|line| line.entry == answer));

    make_room(&ben, 100);
    assert!(!ben.is_up_to_date().expect("a sound store"), "more is asked for now");
    meet(&ana, &ben);
    assert_eq!(ben.room().expect("a sound store").waiting, 0);
    assert_eq!(lines(&ben), lines(&ana));
    assert_sound(&ben);
}
