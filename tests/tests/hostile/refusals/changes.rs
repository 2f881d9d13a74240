//! Changes and bodies that are not what they should be, each refused by name.

use kintsugi_home::Home;
use kintsugi_journal::{
    Actor, DocId, Document, EntryId, Key, Month, Operation, PersonId, Proposal, Refusal, SealedBody, Value,
};
use kintsugi_sync::gate::Refused;
use kintsugi_sync::{Breach, Frame};
use kintsugi_tests::memory::{Side, lines, write};

use super::{
    NO_TAG, attack, broken_off, changes, couple, entry, life_goes_on, page, refused, rehashed, sent, take_record_only,
};

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
fn dependencies_that_never_come() {
    let couple = couple();
    let ben = couple.ben.identity().person();
    let orphans = changes(page(ben), ben, 3).split_off(1);
    let outcome = attack(&couple, orphans.into_iter().map(|proposal| sent(proposal, NO_TAG)).collect());
    assert_eq!(outcome.breach, None);
    assert!(outcome.refused.is_empty(), "missing is no refusal");
    life_goes_on(&couple);
}
