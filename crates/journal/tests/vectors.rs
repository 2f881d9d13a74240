//! The vectors of `docs/formats.md`: made once, true for ever. They are only ever added to.

use data_encoding::HEXLOWER;
use jiff::civil::date;
use kintsugi_journal::{
    Actor, Body, DocId, Document, EntryId, Focus, Kind, Month, PersonId, Record, RoundId, RoundMark, Schedule,
    SealDigest, SealedBody, TagSecret, Topic, Value, Visibility, Vocabulary, encode_slip, slip_of_the_day,
};

fn documented(bytes: &[u8]) {
    let hex = HEXLOWER.encode(bytes);
    let document = include_str!("../../../docs/formats.md");
    let plain: String = document.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(plain.contains(&hex), "docs/formats.md lacks {hex}");
}

fn ana() -> PersonId {
    PersonId::from_bytes([0xa1; 16])
}

fn entry() -> EntryId {
    EntryId::from_bytes([0xe1; 16])
}

fn body() -> Body {
    Body {
        kind: Kind::Moment,
        day: date(2026, 6, 3),
        order: 4097,
        text: "We sat on the steps.".into(),
        tags: vec!["evening".into()],
        rest: Vec::new(),
    }
}

#[test]
fn a_body() {
    let bytes = body().encode().expect("within the limits");
    assert_eq!(bytes.len(), 256);
    let used = bytes.len() - bytes.iter().rev().take_while(|byte| **byte == 0).count();
    documented(&bytes[..used]);
    assert!(Body::read(&bytes, Vocabulary::CURRENT).into_known() == Some(body()));
}

#[test]
fn a_commitment_and_its_record() {
    let sealed = SealedBody { salt: [0x5a; 32], bytes: body().encode().expect("within the limits") };
    let commitment = sealed.commitment(ana(), entry(), None, 1);
    documented(commitment.as_bytes());
    documented(&Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false }.encode());
}

#[test]
fn an_author_tag() {
    let page = DocId::Page { person: ana(), month: Month::of(date(2026, 6, 3)) };
    documented(&page.to_bytes());
    documented(&TagSecret::new([0x7a; 32]).tag(ana(), page, &[0xc4; 32]).0);
}

#[test]
fn an_id_as_text() {
    let text = entry().to_string();
    assert!(include_str!("../../../docs/formats.md").contains(&text), "docs/formats.md lacks {text}");
}

/// The extended form: the words go along, revision 2, no round, and one byte more than this version reads.
#[test]
fn a_record_of_a_later_version() {
    let sealed = SealedBody { salt: [0x5a; 32], bytes: body().encode().expect("within the limits") };
    let commitment = sealed.commitment(ana(), entry(), None, 2);
    let bytes = [&[16, 0, 0, 0, 2][..], &[0; 21], commitment.as_bytes(), &[7]].concat();
    documented(&bytes);
    let record = Record::read(&bytes, Vocabulary::FIRST).expect("the form of a record");
    assert!(record.later && record.commitment == commitment && record.revision == 2);
}

fn letter() -> RoundId {
    RoundId { topic: Topic::Letter, number: 1 }
}

#[test]
fn a_sealed_record_and_the_digest_of_what_is_ready() {
    let sealed = SealedBody { salt: [0x5a; 32], bytes: body().encode().expect("within the limits") };
    let commitment = sealed.commitment(ana(), entry(), Some(letter()), 1);
    documented(&letter().to_bytes());
    documented(commitment.as_bytes());
    documented(
        &Record { visibility: Visibility::Sealed, revision: 1, round: Some(letter()), commitment, later: false }
            .encode(),
    );
    let Value::Bytes(digest) = RoundMark::Ready(SealDigest::of(letter(), [commitment])).to_value() else {
        panic!("ready is bytes")
    };
    documented(&digest);
}

#[test]
fn what_stands_on_the_table() {
    documented(&Schedule { weekday: 7, minute: 19 * 60, place: Some(entry()) }.encode());
    documented(&Focus { practice: entry(), from: date(2026, 6, 3), days: 7, note: None, ended: false }.encode());
    documented(&encode_slip(entry()));
    let drawn = slip_of_the_day(&[9; 32], date(2026, 6, 3), (1..=9).map(|n| EntryId::from_bytes([n; 16])));
    documented(drawn.expect("nine slips").as_bytes());
}

#[test]
fn the_beginning_of_an_agreement() {
    let agreement = Document::new(DocId::Agreement, Actor::new([1; 16], ana()));
    documented(&DocId::Agreement.to_bytes());
    documented(&DocId::drawer(ana()).to_bytes());
    documented(&agreement.heads()[0]);
}
