//! Frames that are not what they should be, and claims about what was taken in or can be.

use kintsugi_journal::{
    Actor, Commitment, DocId, Document, Form, Month, Proposal, RootDigest, Vocabulary, WantedDigest,
};
use kintsugi_sync::{
    Breach, End, Frame, FrameError, Hello, Limits, Replica, Room, Session, SessionError, Talk, Versions,
};
use kintsugi_tests::memory::{Side, assert_sound, fingerprint, write};

use super::{
    Couple, NO_TAG, attack, broken_off, changes, couple, entry, hello, life_goes_on, page, sent, take_record_only,
};

#[test]
fn frames_that_are_oversized_cut_short_or_out_of_turn() {
    let couple = couple();
    let length = |bytes: u32| [bytes.to_be_bytes().as_slice(), &[0; 64]].concat();
    broken_off(&couple, vec![length(65_537)], Breach::Frame(FrameError::Length(65_537)));
    broken_off(&couple, vec![length(u32::MAX)], Breach::Frame(FrameError::Length(u32::MAX as usize)));
    broken_off(&couple, vec![length(0)], Breach::Frame(FrameError::Length(0)));
    let ben = couple.ben.identity().person();
    let whole = sent(changes(page(ben), ben, 1).remove(0), NO_TAG).encode().expect("small");
    for cut in [0, 3, 4, 5, 40, whole.len() - 1] {
        broken_off(&couple, vec![whole[..cut].to_vec()], Breach::Frame(FrameError::Malformed));
    }
    let frame = |frame: &Frame| vec![frame.encode().expect("small")];
    broken_off(&couple, frame(&hello(&couple)), Breach::OutOfTurn);
    broken_off(&couple, frame(&Frame::Documents(Vec::new())), Breach::OutOfTurn);
    broken_off(&couple, frame(&Frame::Chunk(vec![1])), Breach::OutOfTurn);
    let body = |length| Frame::Body { commitment: Commitment::from_bytes([1; 32]), salt: [0; 32], length };
    broken_off(&couple, frame(&body(u32::MAX)), Breach::BodyLength);
    let too_much = [body(3), Frame::Chunk(vec![1; 4])].map(|frame| frame.encode().expect("small"));
    broken_off(&couple, too_much.to_vec(), Breach::BodyLength);
}

#[test]
fn another_journal_and_another_version() {
    let couple = couple();
    let honest = couple.ben.pair().expect("a partner").hello();
    let above = Session::VERSIONS.highest + 1;
    let versions = Versions { lowest: above, highest: above + 3 };
    for (hello, expected) in [
        (Frame::Hello(Hello { versions, ..honest }), Breach::Version(versions)),
        (Frame::Hello(Hello { journal: [8; 16], ..honest }), Breach::Journal),
    ] {
        let mut ana = Side::new(&couple.ana);
        ana.speak();
        assert_eq!(ana.hear(&hello.encode().expect("small")), Err(expected));
    }
    life_goes_on(&couple);
}

#[test]
fn what_there_is_no_space_for_is_told_and_held_against_nobody() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let before_all_days = DocId::Page { person: ben, month: Month::from_index(1) };
    let outcome = attack(&couple, vec![sent(changes(before_all_days, ben, 1).remove(0), NO_TAG)]);
    assert!(outcome.left && outcome.refused.is_empty() && outcome.breach.is_none());
    assert!(couple.ana.held_back().expect("a sound store").is_empty());
    life_goes_on(&couple);
    assert!(!couple.ana.understanding().expect("a sound store").left, "an honest meeting has nothing to say of it");
}

#[test]
fn more_refusals_than_anyone_has_patience_for() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let base = changes(page(ben), ben, 1).remove(0);
    // Each is sent alone, so that each is a refusal of its own.
    let forged = (0..2000_u32).map(|n| {
        let mut hash = [9; 32];
        hash[..4].copy_from_slice(&n.to_be_bytes());
        sent(Proposal { hash, ..base.clone() }, NO_TAG)
    });
    let outcome = attack(&couple, forged.collect());
    assert_eq!(outcome.breach, Some(Breach::Flood));
    life_goes_on(&couple);
}

/// Each byte of a valid frame, with each of its bits changed and with its ends: whatever comes of it, the store stays sound,
/// nothing of it is taken in but the true change, and life goes on.
#[test]
fn every_one_byte_mutation_of_a_valid_frame() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let before = fingerprint(&couple.ana).expect("a sound store");
    let valid = changes(page(ben), ben, 1).remove(0);
    let honest = valid.hash;
    let valid = sent(valid, NO_TAG).encode().expect("small");
    let mut refusals = 0;
    for at in 0..valid.len() {
        for change in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut mutated = valid.clone();
            mutated[at] ^= change;
            let Ok(prefix) = Frame::length([mutated[0], mutated[1], mutated[2], mutated[3]]) else { continue };
            let Some(Ok(frame)) = mutated.get(4..4 + prefix).map(Frame::decode) else { continue };
            let Frame::Change(change) = frame else { continue };
            let Form::Known((proposal, tag)) = change.open() else { continue };
            if !proposal.doc.is_shared() || proposal.doc.person().is_some_and(|person| person != ben) {
                continue;
            }
            if proposal.hash == honest && (tag != NO_TAG || proposal.doc != page(ben)) {
                // Not a forgery: the partner's own change with another tag, which only the partner can check, or on
                // another of the partner's own pages.
                continue;
            }
            let intake =
                kintsugi_sync::Intake { changes: vec![(proposal, tag)], bodies: Vec::new(), openings: Vec::new() };
            let receipt = couple.ana.take_in(ben, intake).expect("a sound store");
            refusals += receipt.refused.len() + receipt.incomplete.len();
            assert!(receipt.changed.is_empty());
        }
    }
    assert!(refusals > 500, "only {refusals} mutations reached the gate");
    assert!(fingerprint(&couple.ana).expect("a sound store") == before, "the store changed");
    life_goes_on(&couple);
}

/// Whatever the other laptop claims to have taken in: what is shown was counted here.
#[test]
fn a_count_that_is_claimed_is_not_shown() {
    let couple = couple();
    write(&couple.ana, "one more line of Ana");
    let (mut ana, mut ben) = (Side::new(&couple.ana), Side::new(&couple.ben));
    for _ in 0..20 {
        let (from_ana, from_ben) = (ana.speak(), ben.speak());
        for bytes in from_ana {
            ben.hear(&bytes).expect("an honest laptop");
        }
        for bytes in from_ben {
            let frame = match Frame::decode(&bytes[4..]).expect("ours") {
                Frame::End(end) => Frame::End(End { received: u32::MAX, ..end }),
                other => other,
            };
            ana.hear(&frame.encode().expect("small")).expect("it may claim what it wants");
        }
    }
    assert_eq!(ana.session.outcome().expect("it ended").sent, 1);
    life_goes_on(&couple);
}

/// How many heads of each document Ana names in the second turn to somebody who takes so much.
fn said_to(couple: &Couple, room: Room) -> Vec<usize> {
    let mut ana = Side::new(&couple.ana);
    ana.speak();
    let hello = Frame::Hello(Hello { room, ..couple.ben.pair().expect("a partner").hello() });
    let documents = couple.ben.side_for(couple.ana.identity().person()).digests(Vocabulary::FIRST).expect("sound");
    let documents = documents.into_iter().map(|(doc, digest)| (doc.into(), digest)).collect();
    let (root, wanted) = (RootDigest::of(&[]), WantedDigest::of(&[]));
    let end = Frame::End(End { root, wanted, received: 0, quiet: false, ready: Vec::new(), waits: false });
    for frame in [hello, Frame::Documents(documents), end] {
        ana.hear(&frame.encode().expect("small")).expect("as it should be");
    }
    let said = ana.speak().into_iter().map(|bytes| Frame::decode(&bytes[4..]).expect("a frame"));
    said.filter_map(|frame| if let Frame::Heads { heads, .. } = frame { Some(heads.len()) } else { None }).collect()
}

#[test]
fn she_says_no_more_than_the_other_takes() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let mut ana = Side::new(&couple.ana);
    for n in 0..5 {
        let mut document = Document::new(page(ben), Actor::new([0x70 + n; 16], ben));
        document.put(&[entry(0x70 + n, Commitment::from_bytes([0x70 + n; 32]))]).expect("a write");
        let change = document.changes_since(&[]).expect("our own change").remove(0);
        take_record_only(&mut ana, vec![(change, NO_TAG)]);
    }
    assert_eq!(said_to(&couple, Room { heads: 2, ..Room::FIRST }), [2]);
    assert_eq!(said_to(&couple, Room::FIRST), [6]);
    let all = Room { heads: u32::MAX, documents: u32::MAX, wanted: u32::MAX, ready: u32::MAX, frame: u32::MAX };
    assert_eq!(said_to(&couple, all), [6]);
    life_goes_on_here(&couple);
}

/// Ana's journal is sound, and she can write.
fn life_goes_on_here(couple: &Couple) {
    write(&couple.ana, "Ana writes on");
    assert_sound(&couple.ana);
}

#[test]
fn one_ping_may_have_been_on_its_way_and_no_more() {
    let couple = couple();
    let side = couple.ana.side_for(couple.ben.identity().person());
    let (ping, hello) = (Frame::Ping.encode().expect("small"), hello(&couple).encode().expect("small"));
    let heard = |frames: &[&[u8]]| {
        let mut talk = Talk::new(Session::new(couple.ana.pair().expect("a partner"), Limits::default()));
        talk.step(&frames.concat(), true, &side).map(|step| step.turn)
    };
    let out_of_turn = |outcome| matches!(outcome, Err(SessionError::Breach(Breach::OutOfTurn)));
    assert_eq!(heard(&[&ping, &hello]).expect("it was on its way"), 0);
    assert!(out_of_turn(heard(&[&ping, &ping, &hello])));
    assert!(out_of_turn(heard(&[&hello, &ping])));
    assert!(out_of_turn(heard(&[&hello, &Frame::Pong.encode().expect("small")])));
}
