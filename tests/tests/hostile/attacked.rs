//! Ana stays in touch; Ben's laptop is a patched program, over real packets on loopback. Whatever it does between words, her
//! watch hears who ends it, takes no share of the processor that counts, and her lines go on crossing.

use std::cell::RefCell;
use std::time::Duration;

use jiff::ZonedDateTime;
use kintsugi_home::Home;
use kintsugi_lan::MeetError;
use kintsugi_meet::{Error, Event, Outside, is_running, run, stay, stop};
use kintsugi_sync::{Breach, Frame, Versions};
use kintsugi_tests::memory::{home, lines, pair, write};
use kintsugi_tests::patched_laptop::{Line, PatchedLaptop};
use kintsugi_tests::{is_slow, skipped};

fn outside() -> Outside<'static> {
    Outside { only: Some("127.0.0.1".parse().expect("an address")), clock: &ZonedDateTime::now }
}

/// Ana stays in touch while Ben's program does this, and ends when it has. What she was told.
fn while_ana_watches(attack: impl AsyncFnOnce(&Home, &PatchedLaptop<'_>)) -> Vec<Event> {
    while_she_watches(|ana| ana, attack)
}

/// The same, with another program of hers.
fn while_she_watches(
    program: impl FnOnce(Home) -> Home,
    attack: impl AsyncFnOnce(&Home, &PatchedLaptop<'_>),
) -> Vec<Event> {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (program(home(root.path(), "Ana")), home(root.path(), "Ben"));
    pair(&ana, &ben);
    let events = RefCell::new(Vec::new());
    let told = |event| events.borrow_mut().push(event);
    // What Ana does in another terminal.
    let terminal = ana.again().expect("a sound store");
    let ended = run(async {
        let watch = stay(&ana, outside(), std::future::pending(), &told);
        let attack = async {
            attack(&terminal, &PatchedLaptop::of(&ben).await).await;
            stop(terminal.folder()).await;
        };
        tokio::join!(watch, attack).0
    });
    assert!(matches!(ended, Ok(()) | Err(Error::Stopped)), "{ended:?}");
    events.into_inner()
}

fn frame(frame: &Frame) -> Vec<u8> {
    frame.encode().expect("small")
}

/// Ana writes a line, and it is on Ben's laptop after one more session at the most.
async fn a_line_crosses(ana: &Home, ben: &PatchedLaptop<'_>, line: &mut Line) {
    write(ana, "life goes on");
    ben.session(line).await.expect("she speaks first, and to the end");
    assert!(lines(ben.home()).iter().any(|line| line.text.as_deref() == Some("life goes on")));
}

#[test]
fn pings_inside_a_session_end_it() {
    let events = while_ana_watches(async |ana, ben| {
        let mut line = ben.connect(ana).await;
        let hello = ben.home().pair().expect("a partner").hello();
        line.say(&frame(&Frame::Hello(hello))).await.expect("she listens");
        for _ in 0..100 {
            if line.say(&frame(&Frame::Ping)).await.is_none() {
                break;
            }
        }
        line.until_cut().await;
        let mut line = ben.connect(ana).await;
        ben.session(&mut line).await.expect("as any other");
        a_line_crosses(ana, ben, &mut line).await;
    });
    let out_of_turn = |event: &Event| matches!(event, Event::BrokenOff(MeetError::Breach(Breach::OutOfTurn)));
    assert_eq!(events.iter().filter(|event| out_of_turn(event)).count(), 1, "{events:?}");
}

#[test]
fn session_after_session_is_answered_less_and_less_often_and_an_own_line_goes_at_once() {
    while_ana_watches(async |ana, ben| {
        let mut line = ben.connect(ana).await;
        let mut sessions = 0;
        let hurry = async {
            while ben.session(&mut line).await.is_some() {
                sessions += 1;
            }
        };
        // Without a pause there are hundreds.
        let hurried = tokio::time::timeout(Duration::from_secs(4), hurry).await;
        assert!(hurried.is_err(), "she does not hang up on him");
        assert!((4..30).contains(&sessions), "{sessions} sessions");
        let mut line = ben.connect(ana).await;
        ben.session(&mut line).await.expect("as any other");
        a_line_crosses(ana, ben, &mut line).await;
    });
}

#[test]
fn a_session_of_drops_comes_to_its_end() {
    if !is_slow() {
        return skipped("it takes half a minute: the patience itself has tests that count");
    }
    while_ana_watches(async |ana, ben| {
        let mut line = ben.connect(ana).await;
        let hello = frame(&Frame::Hello(ben.home().pair().expect("a partner").hello()));
        let endless = hello.iter().copied().chain(std::iter::repeat(0));
        for byte in endless {
            if line.say(&[byte]).await.is_none() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        line.until_cut().await;
        let mut line = ben.connect(ana).await;
        ben.session(&mut line).await.expect("as any other");
        a_line_crosses(ana, ben, &mut line).await;
    });
}

/// Somebody else keeps the store busy, so that what came cannot be taken in: as a large intake on a slow disk.
#[test]
fn a_watch_that_takes_in_hears_who_asks_and_who_ends_it() {
    let events = while_ana_watches(async |ana, ben| {
        let mut line = ben.connect(ana).await;
        ben.session(&mut line).await.expect("as any other");
        write(ben.home(), "for Ana");
        let busy = ana.vault().write().expect("a moment");
        let mut talk = ben.talk();
        let side = ben.home().side_for(ana.identity().person());
        let mut heard = Vec::new();
        // Ben says all of his second turn, and hears that it is not taken in yet.
        loop {
            let step = talk.step(&heard, true, &side).expect("a sound session");
            line.say(&step.say).await.expect("she listens");
            if step.turn > 0 && !step.more {
                break;
            }
            heard = if step.more { Vec::new() } else { line.hear().await.expect("she speaks") };
        }
        assert!(is_running(ana.folder()).await, "she answers");
        stop(ana.folder()).await;
        while is_running(ana.folder()).await {
            tokio::task::yield_now().await;
        }
        drop(busy);
    });
    assert!(!events.iter().any(|event| matches!(event, Event::BrokenOff(_))), "it never came to that: {events:?}");
}

#[test]
fn where_no_version_is_common_she_rests_and_does_not_try_every_few_seconds() {
    let nine = Versions { lowest: 9, highest: 9 };
    let events = while_she_watches(
        |ana| ana.speaking(nine),
        async |ana, ben| {
            let mut line = ben.connect(ana).await;
            line.say(&frame(&Frame::Hello(ben.home().pair().expect("a partner").hello()))).await.expect("she listens");
            line.until_cut().await;
            for _ in 0..3 {
                assert!(ben.try_once(ana).await.is_none(), "she rests");
            }
            assert!(is_running(ana.folder()).await, "and answers at home");
        },
    );
    let told = events.iter().filter(|event| matches!(event, Event::OtherVersion));
    assert_eq!(told.count(), 1, "{events:?}");
}
