//! Somebody in between who has overheard the code and has a budget of hashes: Eve wants Ana's and Ben's screens to show the same
//! words while each of them speaks with her.
//!
//! The words are compared in so many bits that the budget finds two that are equal where it can be spent at all: 28 with the
//! 2^16 hashes of the usual run, all 44 with the 2^25 of the slow one. The first test shows that Eve is able to; the others play
//! every freedom that the messages leave her.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::hello::tests::hello_of;
use super::transcript::Transcript;
use super::{Admitted, Channel, Greeted, Hello, Joining, Message, PairingSecret, Refusal, TRIES, Tries};

const ANA: [u8; 32] = [1; 32];
const BEN: [u8; 32] = [2; 32];
const EVE: [u8; 32] = [3; 32];
const WINDOWS: u32 = 100;

/// The hashes that Eve can pay for, and how many bits of the words she then has to bring together. `KINTSUGI_HASHES` (any value)
/// gives her 2^25, and the whole of the words: minutes in a release build.
fn budget() -> (u32, u32) {
    if std::env::var_os("KINTSUGI_HASHES").is_some() { (1 << 25, 44) } else { (1 << 16, 28) }
}

/// Bytes that nobody chose: the same in each run, so that a failure can be looked at.
fn fresh(label: &str, n: u32) -> [u8; 32] {
    Sha256::new().chain_update(label).chain_update(n.to_be_bytes()).finalize().into()
}

fn code() -> Arc<PairingSecret> {
    Arc::new(PairingSecret::new([9; 10]))
}

/// A TLS session of its own; none has the exporter of another.
fn session(n: u32, host: [u8; 32], joiner: [u8; 32]) -> Channel {
    Channel { host, joiner, exporter: Zeroizing::new(fresh(&format!("exporter {host:?}"), n)) }
}

static OF_ANA: LazyLock<Hello> = LazyLock::new(|| hello_of(1, &ANA, [0; 32]));
static OF_BEN: LazyLock<Hello> = LazyLock::new(|| hello_of(2, &BEN, [0; 32]));
static OF_EVE: LazyLock<Hello> = LazyLock::new(|| hello_of(3, &EVE, [0; 32]));

/// The n-th hello that Ana's laptop makes; likewise below.
fn ana(n: u32) -> Hello {
    Hello { contribution: fresh("ana", n), ..OF_ANA.clone() }
}

fn ben(n: u32) -> Hello {
    Hello { contribution: fresh("ben", n), ..OF_BEN.clone() }
}

fn eve(n: u32) -> Hello {
    Hello { contribution: fresh("eve", n), ..OF_EVE.clone() }
}

/// The words as Eve compares them.
fn shown(channel: &Channel, host: &Hello, joiner: &Hello) -> u64 {
    Transcript::new(channel, host, joiner).bits(&code()) >> (44 - budget().1)
}

fn hello(message: Message) -> Hello {
    let Message::Hello(hello) = message else { panic!("a hello was due") };
    hello
}

/// Eve as joiner at Ana's laptop: bound to `mine`, and told Ana's hello.
fn greeted(channel: &Channel, mine: &Hello, ana: Hello, tries: &mut Tries) -> Result<(Greeted, Hello), Refusal> {
    let first = Joining::new(code(), channel.clone(), mine.clone()).commit();
    let (greeted, said) = Admitted::new(code(), channel.clone(), &first, tries)?.greet(ana);
    Ok((greeted, hello(said)))
}

/// What Ben says to Eve's laptop, which has given itself out as Ana's, once it has said its own hello.
fn revealed(channel: &Channel, ben: Hello, host: Hello) -> Hello {
    let (_, [said, _]) = Joining::new(code(), channel.clone(), ben).reveal(host).expect("Eve vouches for her laptop");
    hello(said)
}

#[test]
fn where_hellos_are_said_openly_the_budget_is_enough() {
    let (hashes, _) = budget();
    let (at_ana, at_ben) = (session(0, ANA, EVE), session(0, EVE, BEN));
    let anas: HashSet<u64> = (0..hashes / 2).map(|n| shown(&at_ana, &ana(0), &eve(n))).collect();
    let found = (0..hashes / 2).any(|n| anas.contains(&shown(&at_ben, &eve(n), &ben(0))));
    assert!(found, "{hashes} hashes are too few to tell a sound protocol from another");
}

/// Eve holds all three tries open and knows what Ana's screen will show. Her hello to Ben has to go out before his comes.
#[test]
fn who_knows_anas_words_cannot_choose_bens() {
    let each = budget().0 / WINDOWS;
    for window in 0..WINDOWS {
        let mut tries = Tries::default();
        let anas: Vec<u64> = (0..TRIES)
            .map(|n| {
                let (channel, mine) = (session(window * TRIES + n, ANA, EVE), eve(n));
                let (_, said) = greeted(&channel, &mine, ana(window * TRIES + n), &mut tries).expect("a try is left");
                shown(&channel, &said, &mine)
            })
            .collect();
        let channel = session(window, EVE, BEN);
        // The best she can do is to guess what Ben is bound to, such as what he said the last time.
        let guess = ben(window.wrapping_sub(1));
        let best = (0..each).find(|n| anas.contains(&shown(&channel, &eve(*n), &guess))).unwrap_or(window);
        let said = revealed(&channel, ben(window), eve(best));
        assert!(!anas.contains(&shown(&channel, &eve(best), &said)), "window {window}");
    }
}

/// Ben has revealed, so Eve knows what his screen will show. She is bound to a hello before Ana says hers, three times.
#[test]
fn who_knows_bens_words_cannot_choose_anas() {
    let each = budget().0 / WINDOWS / TRIES;
    for window in 0..WINDOWS {
        let (mut tries, at_ben) = (Tries::default(), session(window, EVE, BEN));
        let bens = shown(&at_ben, &eve(window), &revealed(&at_ben, ben(window), eve(window)));
        for n in 0..TRIES {
            let one = window * TRIES + n;
            let channel = session(one, ANA, EVE);
            // The best she can do is to guess that Ana says again what she said in the last try.
            let guess = ana(one.wrapping_sub(1));
            let best = (0..each).find(|n| shown(&channel, &guess, &eve(*n)) == bens).unwrap_or(one);
            let (_, said) = greeted(&channel, &eve(best), ana(one), &mut tries).expect("a try is left");
            assert_ne!(shown(&channel, &said, &eve(best)), bens, "window {window}, try {n}");
        }
        let more = greeted(&session(window, ANA, EVE), &eve(0), ana(window), &mut tries);
        assert_eq!(more.err(), Some(Refusal::NoTryLeft));
    }
}

/// Joiners are dropped once they have revealed and come again, since their people type the code anew: each time other words.
#[test]
fn dropping_joiners_brings_one_draw_for_each_time_that_a_person_types_the_code() {
    for window in 0..WINDOWS {
        let mut tries = Tries::default();
        let anas: Vec<u64> = (0..TRIES)
            .map(|n| {
                let channel = session(window * TRIES + n, ANA, EVE);
                let (_, said) = greeted(&channel, &eve(n), ana(window * TRIES + n), &mut tries).expect("a try is left");
                shown(&channel, &said, &eve(n))
            })
            .collect();
        for typed in 0..10 {
            let one = window * 10 + typed;
            let channel = session(one, EVE, BEN);
            let bens = shown(&channel, &eve(one), &revealed(&channel, ben(one), eve(one)));
            assert!(!anas.contains(&bens), "window {window}, typed {typed}");
        }
    }
}

/// Once she has seen Ana's hello, Eve looks for another one of her own that shows Ben's words, by contribution, by person and
/// key, and by what a later program adds. She finds some, for a part of the words; none is what she is bound to.
#[test]
fn what_was_ground_after_the_commitment_is_refused() {
    const PART: u32 = 6;
    let choices: [fn(u32) -> Hello; 4] = [
        eve,
        |n| hello_of(n.to_le_bytes()[0].max(4), &EVE, fresh("eve", n / 256)),
        |n| Hello { rest: n.to_be_bytes().to_vec(), ..eve(0) },
        |n| Hello { certificate: [&n.to_be_bytes()[..], &eve(0).certificate].concat(), ..eve(0) },
    ];
    for (choice, of) in choices.into_iter().enumerate() {
        let (channel, bound) = (session(0, ANA, EVE), eve(1_000_000));
        let (ana, said) = greeted(&channel, &bound, ana(0), &mut Tries::default()).expect("a try is left");
        let part = |hello: &Hello| Transcript::new(&channel, &said, hello).bits(&code()) >> (44 - PART);
        let wanted = fresh("bens words", 0)[0] >> 2;
        let ground = (0..10_000).map(of).find(|hello| part(hello) == u64::from(wanted)).expect("one in 64 does");
        let transcript = Transcript::new(&channel, &said, &ground);
        let proof = transcript.proof(&code(), super::Role::Joiner);
        assert_eq!(ana.check(ground, &proof).err(), Some(Refusal::NotCommitted), "choice {choice}");
    }
}

#[test]
fn what_ben_is_bound_to_is_of_no_use_at_anas_laptop() {
    let (at_ana, at_ben) = (session(0, ANA, EVE), session(0, EVE, BEN));
    let bens = Joining::new(code(), at_ben, ben(0));
    let Message::Commit { commitment, .. } = bens.commit() else { panic!("it begins with a commitment") };
    let as_it_is = Admitted::new(code(), at_ana.clone(), &bens.commit(), &mut Tries::default());
    assert_eq!(as_it_is.err(), Some(Refusal::Unproven), "the proof belongs to another session");
    // She knows the code, so she can prove that for whatever hash; but then nothing she can say has this hash.
    let proof = super::commitment::proof(&code(), &at_ana, &commitment);
    let relayed = Message::Commit { commitment, proof };
    let admitted = Admitted::new(code(), at_ana.clone(), &relayed, &mut Tries::default()).expect("she knows the code");
    let (ana, said) = admitted.greet(ana(0));
    assert_eq!(bens.reveal(hello(said)).err(), Some(Refusal::NotVouched), "Ana's hello is not that of Eve's laptop");
    assert_eq!(
        ana.check(ben(0), &[0; 32]).err(),
        Some(Refusal::NotCommitted),
        "nor is Ben's what Ana's session hashes"
    );
}

#[test]
fn who_does_not_know_the_code_is_told_nothing_and_costs_no_try() {
    let (channel, mut tries) = (session(0, ANA, BEN), Tries::default());
    for n in 0..1000_u32 {
        let (commitment, proof) = (fresh("guess", n), fresh("proof", n));
        let guess = Message::Commit { commitment, proof };
        assert_eq!(Admitted::new(code(), channel.clone(), &guess, &mut tries).err(), Some(Refusal::Unproven));
    }
    let wrong = Joining::new(Arc::new(PairingSecret::new([8; 10])), channel.clone(), ben(0)).commit();
    for first in [wrong, Message::Hello(ben(0)), Message::Proof([0; 32]), Message::Yes] {
        assert_eq!(Admitted::new(code(), channel.clone(), &first, &mut tries).err(), Some(Refusal::Unproven));
    }
    assert_eq!(tries.left(), TRIES);
    let joining = Joining::new(code(), channel.clone(), ben(0));
    let admitted = Admitted::new(code(), channel, &joining.commit(), &mut tries).expect("Ben knows it");
    assert_eq!(tries.left(), TRIES - 1);
    let (greeted, said) = admitted.greet(ana(0));
    let (revealed, [hers, proof]) = joining.reveal(hello(said)).expect("Ana's own");
    let Message::Proof(proof) = proof else { panic!("a proof was due") };
    let (at_ana, answer) = greeted.check(hello(hers), &proof).expect("what he was bound to");
    let Message::Proof(answer) = answer else { panic!("a proof was due") };
    let at_ben = revealed.check(&answer).expect("Ana knows the code");
    assert_eq!(at_ana.words, at_ben.words);
    assert_eq!(at_ana.agreement.secret, at_ben.agreement.secret);
}
