//! Pairing and meeting as a front end drives them that has no terminal: in one process, with nobody to ask.

use std::cell::RefCell;
use std::time::Duration;

use jiff::ZonedDateTime;
use kintsugi_home::{Home, Share};
use kintsugi_lan::{Guest, PairError};
use kintsugi_meet::{
    Comparing, Error, Event, Inviting, Met, Network, Outside, Paired, Step, invitation, is_running, join, meet, run,
    stay, stop,
};
use kintsugi_tests::memory::{home, lines, write};
use tokio::sync::oneshot;

fn outside() -> Outside<'static> {
    Outside { only: Some("127.0.0.1".parse().expect("an address")), clock: &ZonedDateTime::now }
}

/// The two at one table: Ana shows a code, Ben takes the ticket, and each decides over the words.
fn at_one_table(
    ana: &Home,
    ben: &Home,
    decides: impl AsyncFn(Comparing<'_>, &str) -> Result<Paired, Error>,
) -> [Result<Paired, Error>; 2] {
    let (show, shown) = oneshot::channel();
    let show = RefCell::new(Some(show));
    let (never, around) = (std::future::pending::<()>, outside());
    let host = Network::while_open(ana, &around, (None, Guest::Invited), never(), async |network| {
        let inviting = Inviting::open(ana, network, &outside());
        let show = show.take().expect("shown once");
        show.send(inviting.ticket().to_owned()).expect("Ben looks");
        decides(inviting.wait().await?, "Ana").await
    });
    let guest = async {
        let ticket = shown.await.expect("a ticket");
        let invitation = invitation(&ticket, &outside()).expect("a sound ticket");
        Network::while_open(ben, &outside(), (None, Guest::Nobody), never(), async |network| {
            decides(join(ben, network, &invitation).await?, "Ben").await
        })
        .await
    };
    let both = async {
        let (host, guest) = tokio::join!(host, guest);
        Ok::<_, Error>([host, guest])
    };
    run(both).expect("a runtime")
}

fn two(root: &tempfile::TempDir) -> (Home, Home) {
    (home(root.path(), "Ana"), home(root.path(), "Ben"))
}

async fn yes(comparing: Comparing<'_>) -> Result<Paired, Error> {
    comparing.yes(Share::All).await?.hold(&outside(), &|_| {}).await
}

#[test]
fn two_yes_over_the_same_words_pair_them_and_hold_the_first_meeting() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = two(&root);
    write(&ana, "before");
    let seen = RefCell::new(Vec::new());
    let [host, guest] = at_one_table(&ana, &ben, async |comparing, who| {
        seen.borrow_mut().push((who.to_owned(), comparing.name().to_owned(), comparing.words()));
        yes(comparing).await
    });
    let (host, guest) = (host.expect("paired"), guest.expect("paired"));
    assert_eq!((host.partner.as_str(), guest.partner.as_str()), ("Ben", "Ana"));
    assert_eq!((host.met.sent, guest.met.received), (1, 1));
    let seen = seen.into_inner();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].2, seen[1].2, "the same four words on both screens");
    assert!(seen.iter().all(|(who, name, _)| who != name), "each sees the other's name");
    assert_eq!(lines(&ana), lines(&ben));
}

#[test]
fn a_no_is_told_and_nothing_is_stored() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = two(&root);
    let [host, guest] = at_one_table(&ana, &ben, async |comparing, who| {
        if who == "Ben" {
            comparing.no();
            return Err(Error::Stopped);
        }
        yes(comparing).await
    });
    assert!(matches!(host, Err(Error::Pairing(PairError::Refused))), "she is told: {:?}", host.err());
    assert!(matches!(guest, Err(Error::Stopped)));
    for home in [&ana, &ben] {
        assert!(home.partner().expect("sound").is_none());
    }
}

#[test]
fn what_is_typed_wrong_is_refused_before_anything_is_sent() {
    for wrong in [
        "",
        "kin1",
        "ABCD-EFGH",
        "kin1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "a long line that was no ticket at all, ever",
    ] {
        assert!(invitation(wrong, &outside()).is_err(), "{wrong}");
    }
}

#[test]
fn staying_in_touch_is_told_as_events_and_ends_when_it_is_told_to() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = two(&root);
    let [host, guest] = at_one_table(&ana, &ben, async |comparing, _| yes(comparing).await);
    assert!(host.is_ok() && guest.is_ok());
    write(&ben, "for Ana");
    let events = RefCell::new(Vec::new());
    let told = |event| events.borrow_mut().push(event);
    let met = run(async {
        let (end, ended) = oneshot::channel::<()>();
        let watch = stay(&ana, outside(), async { ended.await.unwrap_or_default() }, &told);
        let meeting = async {
            while !is_running(ana.folder()).await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            let (wait, around) = (Duration::from_secs(20), outside());
            let asking = kintsugi_meet::Asking { within: wait, besides: &[], lines: kintsugi_home::Wait::Not };
            let met = meet(&ben, &around, asking, std::future::pending(), &|step| {
                assert!(!matches!(step, Step::Asking), "Ben has no watch");
            });
            let met = met.await;
            end.send(()).expect("it goes on until it is told");
            met
        };
        let (watch, met) = tokio::join!(watch, meeting);
        watch?;
        met
    });
    assert_eq!(met.expect("a meeting").sent, 1);
    assert_eq!(lines(&ana), lines(&ben));
    let events = events.into_inner();
    assert!(matches!(&events[0], Event::Begun { partner } if partner == "Ben"), "{events:?}");
    assert!(events.iter().any(|event| matches!(event, Event::Met(Met { received: 1, .. }))), "{events:?}");
    let gone = run(async { Ok::<_, Error>(!stop(ana.folder()).await) });
    assert!(gone.expect("a runtime"), "nobody listens any more");
}
