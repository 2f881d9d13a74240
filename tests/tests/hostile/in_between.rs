//! Somebody who has overheard the code stands between Ana and Ben, over real connections: what both screens show, what her tries
//! cost, and what she learns by breaking off. Her arithmetic is played in `crates/sync/src/pairing/attacker.rs`.

use std::net::SocketAddr;
use std::sync::Arc;

use iroh::endpoint::Connection;
use kintsugi_home::Home;
use kintsugi_lan::{Bind, Guest, HomeEndpoint, Invitation, Offer, PairError, invite, join};
use kintsugi_sync::pairing::PairingSecret;
use kintsugi_tests::in_between::Eve;
use kintsugi_tests::memory::home;

const REFUSED: u32 = 401;

/// Ana, Ben and Eve, each with a home and a laptop on one network.
struct Table {
    _root: tempfile::TempDir,
    code: Arc<PairingSecret>,
    ana: (Home, HomeEndpoint),
    ben: (Home, HomeEndpoint),
    eve: Eve,
}

impl Table {
    async fn new() -> Self {
        let root = kintsugi_tests::folder(true);
        let code = Arc::new(PairingSecret::new([9; 10]));
        let eve = Eve::new(home(root.path(), "Eve"), code.clone()).await;
        let ana = laptop(home(root.path(), "Ana"), Guest::Invited).await;
        let ben = laptop(home(root.path(), "Ben"), Guest::Nobody).await;
        Self { _root: root, code, ana, ben, eve }
    }

    fn window(&self) -> ([u8; 32], Vec<SocketAddr>) {
        (self.ana.1.id(), self.ana.1.addresses())
    }

    /// Where Ben finds the laptop that shows the code, as far as he can tell.
    fn invitation(&self, place: ([u8; 32], Vec<SocketAddr>)) -> Invitation {
        Invitation { secret: self.code.clone(), place: Some(place) }
    }
}

async fn laptop(home: Home, guest: Guest) -> (Home, HomeEndpoint) {
    let bind = Bind::exactly("127.0.0.1".parse().expect("an address")).expect("loopback");
    let endpoint = HomeEndpoint::open(&home.identity().device().to_bytes(), vec![bind], 0, guest).await;
    (home, endpoint.expect("a port"))
}

fn offer(home: &Home) -> Offer {
    Offer { introduction: home.introduction(), name: home.identity().name().to_owned(), partner: None }
}

fn run(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work);
}

/// Eve gives herself out as Ben to Ana and as Ana to Ben, name and all. Each of them sees the words of what they said to her.
#[test]
fn with_somebody_in_between_the_two_screens_show_different_words() {
    run(async {
        let table = Table::new().await;
        let (anas, bens) = (offer(&table.ana.0), offer(&table.ben.0));
        let (window, invitation) = (table.window(), table.invitation(table.eve.place()));
        let (ana, ben, eve) = tokio::join!(
            invite(&table.ana.1, table.code.clone(), &anas),
            join(&table.ben.1, &invitation, &bens),
            table.eve.between((window.0, &window.1))
        );
        let (words, _still_ana, _still_ben) = eve;
        let (ana, ben) = (ana.expect("somebody came"), ben.expect("somebody answered"));
        assert_eq!((ana.name(), ben.name()), ("Ben", "Ana"), "the names are whatever she says");
        assert_eq!([ana.words(), ben.words()], words, "she knows what both see");
        assert_ne!(ana.words(), ben.words(), "and they see that somebody is there");
    });
}

/// She holds three tries open side by side, looks at what Ana says in each, and reveals something else, with the proof that
/// belongs to it.
#[test]
fn three_tries_side_by_side_are_all_there_are_and_each_tells_something_else() {
    run(async {
        let table = Table::new().await;
        let (anas, window) = (offer(&table.ana.0), table.window());
        let eve = async {
            let mut tries = Vec::new();
            for n in 0..3 {
                tries.push(table.eve.join((window.0, &window.1), table.eve.hello(n)).await);
            }
            let said: Vec<[u8; 32]> = tries.iter().map(|(_, _, hers)| hers.contribution).collect();
            assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "a contribution serves once");
            for (mut ana, _, hers) in tries {
                let other = table.eve.joining(&ana.connection, window.0, table.eve.hello(99));
                let (_, messages) = other.reveal(hers).expect("Ana is honest");
                for message in &messages {
                    ana.say(message).await;
                }
                assert!(ana.hear().await.is_none(), "what she was not bound to is refused");
                let reason = ana.connection.closed().await.to_string();
                assert!(reason.contains(&REFUSED.to_string()), "{reason}");
            }
        };
        let (outcome, ()) = tokio::join!(invite(&table.ana.1, table.code.clone(), &anas), eve);
        assert!(matches!(outcome.err(), Some(PairError::WindowBurned)));
    });
}

/// A joiner that is dropped once it has revealed would be one more draw for her, if it came again by itself.
#[test]
fn whoever_has_revealed_does_not_dial_again() {
    run(async {
        let table = Table::new().await;
        let (bens, invitation) = (offer(&table.ben.0), table.invitation(table.eve.place()));
        let eve = async {
            // Before that nothing is known, and he comes again, bound to something else.
            let (early, first) = table.eve.host().await;
            early.connection.close(0_u32.into(), b"");
            let (mut ben, second) = table.eve.host().await;
            assert!(first != second, "bound to what is said on this connection only");
            let (_, _, _) = table.eve.greet(&mut ben, &second, table.eve.hello(2)).await;
            ben.connection.close(0_u32.into(), b"");
        };
        let ben = async {
            let outcome = join(&table.ben.1, &invitation, &bens).await;
            assert!(matches!(outcome.err(), Some(PairError::Lost)), "he is told");
        };
        tokio::join!(ben, eve);
        tokio::select! {
            biased;
            () = table.eve.next() => panic!("he has dialled again"),
            () = std::future::ready(()) => {}
        }
    });
}

/// A stranger opens connections and says nothing on any of them. Who is meant comes behind them all and is not kept waiting.
#[test]
fn a_stranger_who_holds_connections_does_not_hold_the_window() {
    run(async {
        let table = Table::new().await;
        let (anas, bens) = (offer(&table.ana.0), offer(&table.ben.0));
        let (window, invitation) = (table.window(), table.invitation(table.window()));
        let late = async {
            let mut held: Vec<Connection> = Vec::new();
            for _ in 0..40 {
                let another = table.eve.knock((window.0, &window.1)).await;
                assert!(held.last().is_none_or(|before| before.close_reason().is_none()), "nobody waits for another");
                held.push(another);
            }
            let ben = join(&table.ben.1, &invitation, &bens).await;
            drop(held);
            ben
        };
        let (ana, ben) = tokio::join!(invite(&table.ana.1, table.code.clone(), &anas), late);
        let (ana, ben) = (ana.expect("Ben came"), ben.expect("Ana answered"));
        assert_eq!((ana.name(), ben.name()), ("Ben", "Ana"));
        assert_eq!(ana.words(), ben.words());
    });
}
