//! How a journal grows: the next version writes, this one keeps and hands on, and understands once it is updated. One test
//! for each way in which something can be new.

use super::tests::{ANA, BEN, Nothing, announced, page, secret, untagged};
use super::*;
use kintsugi_journal::{
    Actor, Body, BodyForm, Kind, Operation, Put, Record, RoundId, RoundMark, Salt, SealedBody, SettingName, Topic,
    Value, Visibility,
};

const NEXT: Vocabulary = Vocabulary::LATER;
const THIS: Vocabulary = Vocabulary::CURRENT;
const TRIAL: RoundId = RoundId { topic: Topic::Trial, number: 1 };

fn id(n: u8) -> EntryId {
    EntryId::from_bytes([n; 16])
}

/// What Ben, whose program is the next version, writes.
fn next_writes(doc: DocId, puts: &[(Key, Value)]) -> Vec<Proposal> {
    let mut document = Document::new(doc, Actor::new([9; 16], BEN)).knowing(NEXT);
    document.put(puts).expect("a write");
    document.changes_since(&[]).expect("our own changes")
}

/// The same change with another key and value: what some version after the next might write.
fn some_version_writes(doc: DocId, key: &str, value: Value) -> Vec<Proposal> {
    let mut proposal = next_writes(doc, &[(Key::Schedule, Value::Bytes(vec![1]))]).remove(0);
    let Operation::Put(Put { replaces, .. }) = proposal.operations.remove(0) else { panic!("it puts a value") };
    proposal.operations.push(Operation::Put(Put { key: key.into(), value, replaces }));
    vec![announced(proposal)]
}

/// Ana's laptop takes the changes in, knowing so much.
fn takes_in(doc: DocId, proposals: &[Proposal], vocabulary: Vocabulary) -> Admission {
    let tag = secret();
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary };
    let base = Document::new(doc, Actor::new([0; 16], ANA)).knowing(vocabulary);
    admit(&base, untagged(proposals.to_vec()), &authority, &Nothing)
}

/// This version takes it in without a word, and hands on just what came. Gives back its document.
fn kept(doc: DocId, proposals: &[Proposal]) -> Document {
    let admission = takes_in(doc, proposals, THIS);
    assert!(admission.refused.is_empty() && admission.left.is_empty() && !admission.incomplete);
    let verified = admission.verified.expect("it is kept");
    let handed_on = verified.document().changes_since(&[]).expect("what was taken in");
    assert_eq!(handed_on, proposals);
    let bytes: Vec<_> = verified.changes().iter().map(|change| change.bytes.clone()).collect();
    Document::load(doc, Actor::new([1; 16], ANA), None, &bytes).expect("what was stored")
}

#[test]
fn a_mark_on_the_table() {
    let mark = (Key::Trial(id(1)), Value::Bytes(vec![1]));
    let document = kept(DocId::Table, &next_writes(DocId::Table, std::slice::from_ref(&mark)));
    assert!(document.keys().is_empty(), "this version shows nothing of it");
    let updated = document.knowing(NEXT);
    assert_eq!(updated.value(mark.0), Some(mark.1));
}

#[test]
fn a_setting() {
    let setting = (Key::Setting(SettingName::Trial), Value::Bytes(vec![3]));
    let document = kept(DocId::Table, &next_writes(DocId::Table, std::slice::from_ref(&setting)));
    assert!(document.keys().is_empty());
    assert_eq!(document.knowing(NEXT).value(setting.0), Some(setting.1));
}

#[test]
fn a_value_where_something_is_chosen() {
    let later = || Value::Bytes(vec![200; 40]);
    for key in [Key::Schedule, Key::Focus, Key::Plan(id(1)), Key::Setting(SettingName::WeekStart)] {
        let document = kept(DocId::Table, &next_writes(DocId::Table, &[(key, later())]));
        assert_eq!(document.value(key), Some(later()), "{key}");
    }
    let drawer = DocId::drawer(BEN);
    let letter = RoundId { topic: Topic::Letter, number: 1 };
    let document = kept(drawer, &next_writes(drawer, &[(Key::Round(letter), later())]));
    assert_eq!(document.round_mark(letter), RoundMark::Waiting, "what is not understood opens nothing");
}

#[test]
fn a_key_of_a_page_a_drawer_and_the_agreement() {
    for doc in [page(BEN), DocId::drawer(BEN), DocId::Agreement] {
        kept(doc, &some_version_writes(doc, "mood/2026-06-03", Value::Bytes(vec![1, 2])));
    }
}

#[test]
fn a_topic_with_its_mark_and_its_record() {
    let drawer = DocId::drawer(BEN);
    let mark = (Key::Round(TRIAL), RoundMark::Opened.to_value_for(Topic::Trial));
    let document = kept(drawer, &next_writes(drawer, &[mark]));
    assert!(document.marked_rounds().is_empty());
    let updated = document.knowing(NEXT);
    assert_eq!((updated.marked_rounds(), updated.round_mark(TRIAL)), (vec![TRIAL], RoundMark::Opened));

    let commitment = Commitment::from_bytes([7; 32]);
    let record = |visibility| Record { visibility, revision: 1, round: Some(TRIAL), commitment, later: false };
    for visibility in [Visibility::Sealed, Visibility::Open] {
        let put = (Key::Entry(id(1)), Value::Bytes(record(visibility).encode()));
        let document = kept(page(BEN), &next_writes(page(BEN), &[put]));
        let state = document.record(id(1));
        assert!(state.is_later() && state.rounds().next().is_none());
        assert_eq!((state.current[0].visibility, state.current[0].commitment), (visibility, commitment));
        assert_eq!(document.knowing(NEXT).record(id(1)).current, [record(visibility)]);
    }
}

#[test]
fn a_field_and_a_visibility_of_a_record() {
    for (first, visibility) in [(16, Visibility::Open), (17, Visibility::Sealed), (99, Visibility::Sealed)] {
        let bytes = [&[first, 0, 0, 0, 4][..], &[0; 21], &[7; 32], b"a field"].concat();
        let key = Key::Entry(id(1)).to_string();
        let document = kept(page(BEN), &some_version_writes(page(BEN), &key, Value::Bytes(bytes)));
        let state = document.record(id(1));
        assert_eq!((state.current[0].visibility, state.next_revision(), state.is_later()), (visibility, 5, true));
    }
}

#[test]
fn a_kind_and_a_field_of_a_body() {
    let unread = Body::read(&sealed(&trial()).bytes, THIS);
    assert!(unread.known().is_none() && unread.place() == Some((trial().day, trial().order)), "its day is known");
    let more = Body { kind: Kind::Note, rest: b"a field".to_vec(), ..trial() };
    for body in [trial(), more] {
        let sealed = sealed(&body);
        let commitment = sealed.commitment(BEN, id(1), None, 1);
        let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
        let bytes = check_body(sealed, BEN, id(1), &record).expect("its hash fits").into_sealed().bytes;
        assert!(Body::read(&bytes, NEXT) == BodyForm::Known(body));
    }
}

#[test]
fn a_body_is_refused_for_its_hash_alone() {
    let nonsense = SealedBody { salt: [1; 32], bytes: vec![0xff; 256] };
    let commitment = nonsense.commitment(BEN, id(1), None, 1);
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    assert!(check_body(nonsense.clone(), BEN, id(1), &record).is_ok(), "it is what was announced");
    let other = SealedBody { salt: [2; 32], ..nonsense };
    assert_eq!(check_body(other, BEN, id(1), &record).err(), Some(Refused::Body));
}

#[test]
fn a_step() {
    let mut proposals = next_writes(page(BEN), &[(Key::Deleted(id(1)), Value::Bool(true))]);
    proposals[0].operations.push(Operation::Later(vec![9]));
    let admission = takes_in(page(BEN), &proposals, THIS);
    assert!(admission.refused.is_empty() && admission.verified.is_none());
    assert_eq!(admission.left[0].why, NotNow::Later);
}

#[test]
fn what_this_version_refuses_for_ever_every_version_refuses() {
    let mark = |value| some_version_writes(DocId::Table, &Key::Done(id(1)).to_string(), value);
    for proposals in [mark(Value::Bool(false)), mark(Value::Bytes(vec![1]))] {
        for vocabulary in [THIS, NEXT] {
            let admission = takes_in(DocId::Table, &proposals, vocabulary);
            assert_eq!(admission.refused[0].2, Refused::Rule(kintsugi_journal::Refusal::Value));
        }
    }
}

fn trial() -> Body {
    Body {
        kind: Kind::Trial,
        day: "2026-06-03".parse().expect("a day"),
        order: 7,
        text: "a trial".into(),
        tags: Vec::new(),
        rest: Vec::new(),
    }
}

fn sealed(body: &Body) -> SealedBody {
    let salt: Salt = [5; 32];
    SealedBody { salt, bytes: body.encode().expect("within the limits") }
}
