//! A hostile partner: authenticated, and not trusted. Each attack is refused by name, the store stays as it was, and after
//! it an honest meeting converges and a local write works.

use kintsugi_home::Home;
use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Form, Key, Month, Operation, PersonId, Proposal, Record,
    Refusal, RootDigest, SealedBody, Value, Visibility, Vocabulary, WantedDigest,
};
use kintsugi_sync::gate::Refused;
use kintsugi_sync::{
    Breach, End, Frame, FrameError, Hello, Limits, Replica, Room, Session, SessionError, Talk, Versions,
};
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

#[test]
fn a_change_on_my_page_without_my_tag() {
    let couple = couple();
    let me = couple.ana.identity().person();
    refused(&couple, vec![sent(changes(page(me), me, 1).remove(0), NO_TAG)], &[Refused::Untagged]);
}

#[test]
fn a_change_on_my_page_with_my_tag_for_another_document() {
    let couple = couple();
    let me = couple.ana.identity().person();
    let proposal = changes(page(me), me, 1).remove(0);
    // A tag that Ana did make, for a change with this very hash, but on the table.
    let tag = couple.ana.identity().tag_secret().tag(me, DocId::Table, &proposal.hash);
    refused(&couple, vec![sent(proposal, tag)], &[Refused::Untagged]);
}

#[test]
fn a_change_on_my_page_by_the_partner_and_on_theirs_by_my_actor() {
    let couple = couple();
    let (me, ben) = (couple.ana.identity().person(), couple.ben.identity().person());
    let frames =
        vec![sent(changes(page(me), ben, 1).remove(0), NO_TAG), sent(changes(page(ben), me, 1).remove(0), NO_TAG)];
    let outcome = attack(&couple, frames);
    assert_eq!(outcome.refused, [Refused::Rule(Refusal::NotTheirPage); 2]);
    life_goes_on(&couple);
}

#[test]
fn a_change_by_neither_of_us() {
    let couple = couple();
    let eve = PersonId::from_bytes([0xee; 16]);
    let ben = couple.ben.identity().person();
    let frames = vec![sent(changes(page(ben), eve, 1).remove(0), NO_TAG)];
    refused(&couple, frames, &[Refused::Rule(Refusal::Stranger)]);
}

#[test]
fn a_hash_that_does_not_match() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let wrong = Proposal { hash: [9; 32], ..changes(page(ben), ben, 1).remove(0) };
    refused(&couple, vec![sent(wrong, NO_TAG)], &[Refused::Hash]);
}

#[test]
fn operations_outside_the_rule_table() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let with = |key: &str, value: Value| {
        let mut proposal = changes(page(ben), ben, 1).remove(0);
        let Operation::Put(put) = &mut proposal.operations[0] else { panic!("it puts a value") };
        (put.key, put.value) = (key.into(), value);
        sent(rehashed(proposal), NO_TAG)
    };
    let id = EntryId::from_bytes([1; 16]);
    let frames = vec![
        with("Anything", Value::Bytes(vec![1])),
        with(&Key::Star(id).to_string(), Value::Bool(true)),
        with("setting/day-start", Value::Int(5)),
        with(&Key::Deleted(id).to_string(), Value::Bool(false)),
        with(&Key::Entry(id).to_string(), Value::Bytes(vec![0; 300])),
    ];
    let rule = Refused::Rule;
    let expected =
        [rule(Refusal::Key), rule(Refusal::Key), rule(Refusal::Key), rule(Refusal::Value), rule(Refusal::Value)];
    refused(&couple, frames, &expected);
}

#[test]
fn a_number_that_skips_and_what_follows_it() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let mut skipping = changes(page(ben), ben, 2);
    skipping[0].seq = 7;
    let frames = skipping.into_iter().map(|proposal| sent(proposal, NO_TAG)).collect();
    refused(&couple, frames, &[Refused::Sequence, Refused::FollowsRefused]);
}

#[test]
fn a_commitment_copied_from_my_page() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let mine =
        lines(&couple.ana).into_iter().find(|line| line.doc == page(couple.ana.identity().person())).expect("a line");
    let (_, document) = stored_page(&couple.ana);
    let commitment = document.record(mine.entry).current[0].commitment;
    let mut copy = Document::new(page(ben), Actor::new([0x66; 16], ben));
    copy.put(&[entry(1, commitment)]).expect("a write");
    let proposal = copy.changes_since(&[]).expect("our own changes").remove(0);
    // Which of the two entries was first is chance, so it is left where it is, and nothing of it is kept.
    refused(&couple, vec![sent(proposal, NO_TAG)], &[]);
}

/// Ana's own page as it is stored.
fn stored_page(home: &Home) -> (DocId, Document) {
    let me = home.identity().person();
    let reader = home.vault().read().expect("a moment");
    let row = reader.document(page(me)).expect("a sound row").expect("a page");
    let (snapshot, changes) = (reader.snapshot(&row).expect("sound"), reader.changes(&row).expect("sound"));
    let document = Document::load(page(me), Actor::new([1; 16], me), snapshot.as_deref(), &changes);
    (page(me), document.expect("a sound document"))
}

#[test]
fn a_body_that_is_not_what_was_announced() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    // An honest record that Ana takes in, and wants the body of.
    let id = write(&couple.ben, "the true words");
    let (_, document) = {
        let reader = couple.ben.vault().read().expect("a moment");
        let row = reader.document(page(ben)).expect("a sound row").expect("a page");
        let (snapshot, changes) = (reader.snapshot(&row).expect("sound"), reader.changes(&row).expect("sound"));
        (row, Document::load(page(ben), Actor::new([1; 16], ben), snapshot.as_deref(), &changes).expect("sound"))
    };
    let record = document.record(id).current[0];
    let side = couple.ben.side_for(couple.ana.identity().person());
    let known = stored_heads(&couple.ana, page(ben));
    let news = kintsugi_sync::Replica::changes(&side, page(ben), &known).expect("sound");
    let mut ana = Side::new(&couple.ana);
    take_record_only(&mut ana, news);
    let wanted = couple.ana.vault().read().expect("a moment").wanted().expect("sound");
    assert_eq!(wanted.len(), 1);

    let body = |bytes: Vec<u8>| {
        let length = u32::try_from(bytes.len()).expect("small");
        vec![Frame::Body { commitment: record.commitment, salt: [0; 32], length }, Frame::Chunk(bytes)]
    };
    let outcome = attack(&couple, body(vec![1; 256]));
    assert_eq!(outcome.refused, [Refused::Body]);
    // Nobody asked for this one, so it is dropped without a word.
    let unasked = SealedBody { salt: [0; 32], bytes: vec![1; 256] }.commitment(ben, id, None, 9);
    let stray = vec![Frame::Body { commitment: unasked, salt: [0; 32], length: 3 }, Frame::Chunk(vec![1; 3])];
    assert!(attack(&couple, stray).refused.is_empty());
    life_goes_on(&couple);
    assert!(lines(&couple.ana).iter().any(|line| line.text.as_deref() == Some("the true words")));
    assert!(couple.ana.held_back().expect("sound").is_empty(), "it came right in the end");
}

fn stored_heads(home: &Home, doc: DocId) -> Vec<[u8; 32]> {
    home.vault().read().expect("a moment").document(doc).expect("sound").map_or_else(Vec::new, |row| row.heads)
}

/// Has Ana take in changes without their bodies.
fn take_record_only(ana: &mut Side<'_>, news: Vec<(Proposal, AuthorTag)>) {
    let partner = ana.home.pair().expect("a partner").partner;
    let intake = kintsugi_sync::Intake { changes: news, bodies: Vec::new(), openings: Vec::new() };
    assert!(ana.home.take_in(partner, intake).expect("a sound store").refused.is_empty());
}

#[test]
fn unknown_documents() {
    let couple = couple();
    let (me, ben) = (couple.ana.identity().person(), couple.ben.identity().person());
    let eve = PersonId::from_bytes([0xee; 16]);
    let private = |person| DocId::Private { person, month: Month::from_index(24_000) };
    for doc in [page(eve), private(ben), private(me)] {
        let change = sent(Proposal { doc, ..changes(page(ben), ben, 1).remove(0) }, NO_TAG);
        broken_off(&couple, vec![change.encode().expect("small")], Breach::UnknownDocument);
        let heads = Frame::Heads { doc: doc.into(), heads: Vec::new() };
        broken_off(&couple, vec![heads.encode().expect("small")], Breach::UnknownDocument);
    }
}

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
fn dependencies_that_never_come() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let orphans = changes(page(ben), ben, 3).split_off(1);
    let outcome = attack(&couple, orphans.into_iter().map(|proposal| sent(proposal, NO_TAG)).collect());
    assert_eq!(outcome.breach, None);
    assert!(outcome.refused.is_empty(), "missing is no refusal");
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
