//! A hostile partner: authenticated, and not trusted. Each attack is refused by name, the store stays as it was, and after
//! it an honest meeting converges and a local write works.

mod changes;
mod frames;

use kintsugi_home::Home;
use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Key, Month, PersonId, Proposal, Record, RootDigest, Value,
    Visibility, WantedDigest,
};
use kintsugi_sync::gate::Refused;
use kintsugi_sync::{Breach, End, Frame};
use kintsugi_tests::memory::{self, Side, assert_sound, fingerprint, lines, meet, write};

struct Couple {
    _root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

/// Ana and Ben, paired and up to date. Ben's laptop will be the hostile one.
fn couple() -> Couple {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    Couple { _root: root, ana, ben }
}

fn page(person: PersonId) -> DocId {
    DocId::Page { person, month: Month::of("2026-06-01".parse().expect("a day")) }
}

fn entry(n: u8, commitment: Commitment) -> (Key, Value) {
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    (Key::Entry(EntryId::from_bytes([n; 16])), Value::Bytes(record.encode()))
}

/// Changes that write entries 1 to `count` on an empty document.
fn changes(doc: DocId, author: PersonId, count: u8) -> Vec<Proposal> {
    let mut document = Document::new(doc, Actor::new([0x66; 16], author));
    for n in 1..=count {
        document.put(&[entry(n, Commitment::from_bytes([n; 32]))]).expect("a write");
    }
    document.changes_since(&[]).expect("our own changes")
}

/// What Ben's laptop says first.
fn hello(couple: &Couple) -> Frame {
    Frame::Hello(couple.ben.pair().expect("a partner").hello())
}

/// The same proposal with the hash that it truly has, so that only the rule under test refuses it.
fn rehashed(proposal: Proposal) -> Proposal {
    let empty = Document::new(proposal.doc, Actor::new([0; 16], PersonId::from_bytes([0; 16])));
    let hash = empty.history().build(&proposal).expect("it can be built").hash();
    Proposal { hash, ..proposal }
}

fn sent(proposal: Proposal, tag: AuthorTag) -> Frame {
    Frame::Change((proposal, tag).into())
}

const NO_TAG: AuthorTag = AuthorTag([0; 16]);

/// What an attack came to.
struct Outcome {
    refused: Vec<Refused>,
    breach: Option<Breach>,
    left: bool,
}

/// Ben's laptop greets as it should, then sends these bytes as its second turn, then is silent.
fn attack_bytes(couple: &Couple, frames: Vec<Vec<u8>>) -> Outcome {
    let before = fingerprint(&couple.ana).expect("a sound store");
    let mut ana = Side::new(&couple.ana);
    let end = |quiet| {
        let (root, wanted) = (RootDigest::of(&[]), WantedDigest::of(&[]));
        Frame::End(End { root, wanted, received: 0, quiet, ready: Vec::new(), waits: false })
    };
    let greeting = [hello(couple), end(false)];
    let greeting = greeting.iter().map(|frame| frame.encode().expect("small"));
    let closing = [end(false), end(true), end(true), end(true)].map(|frame| frame.encode().expect("small"));
    let mut breach = None;
    ana.speak();
    for frame in greeting.chain(frames).chain(closing) {
        if ana.session.outcome().is_some() {
            break;
        }
        if let Err(found) = ana.hear(&frame) {
            breach = Some(found);
            break;
        }
        ana.speak();
    }
    let left = ana.session.outcome().is_some_and(|outcome| outcome.left);
    let outcome = Outcome { refused: ana.refused, breach, left };
    assert!(outcome.breach.is_some() || ana.session.outcome().is_some(), "the meeting must come to an end");
    assert!(fingerprint(&couple.ana).expect("a sound store") == before, "the store changed");
    outcome
}

fn attack(couple: &Couple, frames: Vec<Frame>) -> Outcome {
    attack_bytes(couple, frames.iter().map(|frame| frame.encode().expect("it fits")).collect())
}

/// After an attack: a local write works, an honest meeting converges, both stores are sound.
fn life_goes_on(couple: &Couple) {
    write(&couple.ana, "Ana writes on");
    write(&couple.ben, "Ben writes on");
    let (one, other) = meet(&couple.ana, &couple.ben);
    assert!(one.up_to_date && other.up_to_date);
    assert_eq!(lines(&couple.ana), lines(&couple.ben));
    assert_sound(&couple.ana);
    assert_sound(&couple.ben);
}

/// Runs an attack that must be refused in exactly this way, then goes on living.
#[track_caller]
fn refused(couple: &Couple, frames: Vec<Frame>, expected: &[Refused]) {
    let outcome = attack(couple, frames);
    assert_eq!(outcome.breach, None);
    assert_eq!(outcome.refused, expected);
    // What merely follows is named and not kept: it may yet come right.
    let kept = expected.iter().filter(|why| **why != Refused::FollowsRefused).count();
    assert_eq!(couple.ana.held_back().expect("a sound store").len(), kept);
    life_goes_on(couple);
}

/// Runs an attack that must end the meeting for this reason, then goes on living.
#[track_caller]
fn broken_off(couple: &Couple, frames: Vec<Vec<u8>>, expected: Breach) {
    assert_eq!(attack_bytes(couple, frames).breach, Some(expected));
    assert!(couple.ana.held_back().expect("a sound store").is_empty());
    life_goes_on(couple);
}

/// Has Ana take in changes without their bodies.
fn take_record_only(ana: &mut Side<'_>, news: Vec<(Proposal, AuthorTag)>) {
    let partner = ana.home.pair().expect("a partner").partner;
    let intake = kintsugi_sync::Intake { changes: news, bodies: Vec::new(), openings: Vec::new() };
    assert!(ana.home.take_in(partner, intake).expect("a sound store").refused.is_empty());
}
