//! Rows of table `body`: words, and beside them what this laptop knows of them.
//!
//! A row stands under its commitment, so the row does not repeat it: whoever asks for it has it, and whoever reads all rows makes
//! it anew of the words, which then must belong to just this row. What most bodies have takes as many bytes in all of them, so
//! that the length of a row tells neither whose it is nor when it was written; what few have takes none in the others.

use jiff::Timestamp;
use kintsugi_journal::{Commitment, DocId, EntryId, Form, Record, RoundId, Salt, SealedBody, Shelf, Stood, WrittenAt};
use postcard::{take_from_bytes, to_stdvec};

use super::layout::Sort;
use super::tables::BODY;
use crate::error::VaultError;

/// Layout 1 did not say where the words stood whose place they took, layout 2 not when they were written, and both held the
/// commitment.
pub(super) const BODIES: Sort = Sort::each(BODY, 3);

/// What a row has, one bit each.
const SUPERSEDED: u8 = 1;
const PREVIOUS: u8 = 2;
const STOOD: u8 = 4;
const WRITTEN: u8 = 8;
const KNOWN: u8 = SUPERSEDED | PREVIOUS | STOOD | WRITTEN;
const COMMITMENT: usize = 32;

/// Milliseconds since 1970 in seven bytes, minutes east of UTC in two.
const TIME: usize = 9;

/// What a body is the words of: document, entry, what the row has, the record without its commitment, salt, time or zeros.
type Head = ([u8; 19], EntryId, u8, (u8, u32, Option<RoundId>), Salt, [u8; TIME]);

/// The plain value behind its layout.
pub(super) fn write(shelf: &Shelf) -> postcard::Result<Vec<u8>> {
    let Shelf { doc, entry, record, superseded, previous, sealed, stood, written_at } = shelf;
    let bit = |has: bool, bit: u8| if has { bit } else { 0 };
    let has = bit(*superseded, SUPERSEDED)
        | bit(!previous.is_empty(), PREVIOUS)
        | bit(stood.is_some(), STOOD)
        | bit(written_at.is_some(), WRITTEN);
    let mut bytes = to_stdvec(&(doc.to_bytes(), entry, has))?;
    let record = to_stdvec(record)?;
    bytes.extend_from_slice(record.get(..record.len() - COMMITMENT).unwrap_or_default());
    bytes.extend_from_slice(&sealed.salt);
    bytes.extend_from_slice(&written_at.map_or([0; TIME], time_to_bytes));
    if !previous.is_empty() {
        bytes.extend(to_stdvec(previous)?);
    }
    if let Some(stood) = stood {
        bytes.extend(to_stdvec(stood)?);
    }
    bytes.extend_from_slice(&sealed.bytes);
    Ok(bytes)
}

/// Reads the plain value of a row in any layout that was ever written. Where the commitment is not given, it is made of the
/// words.
pub(super) fn read(plain: &[u8], commitment: Option<&Commitment>) -> Result<Shelf, VaultError> {
    let (layout, bytes) = BODIES.split(plain)?;
    let shelf = match layout {
        1 => second(&[bytes, &[0]].concat()),
        2 => second(bytes),
        3 => third(bytes),
        _ => return Err(BODIES.unknown(layout)),
    };
    let mut shelf = shelf.map_err(|_| BODIES.damaged())?;
    shelf.record.commitment = match commitment {
        Some(commitment) => *commitment,
        None => commitment_of(&shelf).ok_or_else(|| BODIES.damaged())?,
    };
    Ok(shelf)
}

/// What the words come to; `None` on a document that holds nobody's.
fn commitment_of(shelf: &Shelf) -> Option<Commitment> {
    let Record { round, revision, .. } = shelf.record;
    Some(shelf.sealed.commitment(shelf.doc.person()?, shelf.entry, round, revision))
}

/// Its commitment is not known here.
fn third(bytes: &[u8]) -> postcard::Result<Shelf> {
    let ((doc, entry, has, says, salt, time), mut rest): (Head, &[u8]) = take_from_bytes(bytes)?;
    let unfit = postcard::Error::DeserializeBadEncoding;
    let Form::Known(doc) = DocId::read(&doc) else { return Err(unfit) };
    if has & !KNOWN != 0 {
        return Err(unfit);
    }
    let (mut previous, mut stood) = (Vec::new(), None);
    if has & PREVIOUS != 0 {
        (previous, rest) = take_from_bytes(rest)?;
    }
    if has & STOOD != 0 {
        let (place, after): (Stood, &[u8]) = take_from_bytes(rest)?;
        (stood, rest) = (Some(place), after);
    }
    let written_at = if has & WRITTEN == 0 { None } else { Some(time_from_bytes(time).ok_or(unfit)?) };
    let sealed = SealedBody { salt, bytes: rest.to_vec() };
    let record: Record = postcard::from_bytes(&to_stdvec(&(says, [0_u8; COMMITMENT]))?)?;
    Ok(Shelf { doc, entry, record, superseded: has & SUPERSEDED != 0, previous, sealed, stood, written_at })
}

fn time_to_bytes(WrittenAt { at, offset_minutes }: WrittenAt) -> [u8; TIME] {
    let mut bytes = [0; TIME];
    // A moment of the years that there are fits into far fewer.
    bytes[..7].copy_from_slice(&at.as_millisecond().to_be_bytes()[1..]);
    bytes[7..].copy_from_slice(&offset_minutes.to_be_bytes());
    bytes
}

fn time_from_bytes(bytes: [u8; TIME]) -> Option<WrittenAt> {
    let (eight, offset) = bytes.split_at(7);
    let sign = if eight[0] & 0x80 == 0 { 0 } else { 0xff };
    let mut millis = [sign; 8];
    millis[1..].copy_from_slice(eight);
    let at = Timestamp::from_millisecond(i64::from_be_bytes(millis)).ok()?;
    Some(WrittenAt { at, offset_minutes: i16::from_be_bytes([offset[0], offset[1]]) })
}

fn second(bytes: &[u8]) -> postcard::Result<Shelf> {
    let (doc, entry, record, superseded, previous, sealed, stood) = postcard::from_bytes(bytes)?;
    Ok(Shelf { doc, entry, record, superseded, previous, sealed, stood, written_at: None })
}

/// As the first two layouts had it, behind the number of the layout.
#[cfg(test)]
pub(super) fn as_before(shelf: &Shelf, layout: u8) -> Vec<u8> {
    let Shelf { doc, entry, record, superseded, previous, sealed, stood, .. } = shelf;
    let first = to_stdvec(&(doc, entry, record, superseded, previous, sealed)).expect("plain fields");
    let stood = if layout == 1 { Vec::new() } else { to_stdvec(stood).expect("plain fields") };
    [&[layout], first.as_slice(), &stood].concat()
}

#[cfg(test)]
mod tests {
    use kintsugi_journal::{Body, Kind, Month, PersonId, Topic, Visibility, Vocabulary};

    use super::*;

    fn shelf() -> Shelf {
        let (person, entry) = (PersonId::from_bytes([0xa1; 16]), EntryId::from_bytes([0xe1; 16]));
        let day = "2026-06-03".parse().expect("a day");
        let body = Body {
            kind: Kind::Moment,
            day,
            order: 4097,
            text: "We sat on the steps.".into(),
            tags: vec!["evening".into()],
            rest: Vec::new(),
        };
        let sealed = SealedBody { salt: [0x5a; 32], bytes: body.encode().expect("short") };
        let commitment = sealed.commitment(person, entry, None, 1);
        let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
        let doc = DocId::Page { person, month: Month::of(day) };
        Shelf { doc, entry, record, superseded: false, previous: Vec::new(), sealed, stood: None, written_at: None }
    }

    /// The same with all that a row may have.
    fn full() -> Shelf {
        let base = shelf();
        let round = Some(RoundId { topic: Topic::Letter, number: 1 });
        let person = base.doc.person().expect("a page");
        let commitment = base.sealed.commitment(person, base.entry, round, 300);
        let record = Record { revision: 300, round, commitment, ..base.record };
        let stood = Stood::of(&Body::read(&base.sealed.bytes, Vocabulary::CURRENT));
        let written_at = WrittenAt { at: "2026-06-03T17:00:00Z".parse().expect("a moment"), offset_minutes: 120 };
        let previous = vec![Commitment::from_bytes([4; 32]), Commitment::from_bytes([5; 32])];
        Shelf { record, superseded: true, previous, stood, written_at: Some(written_at), ..base }
    }

    fn plain(shelf: &Shelf) -> Vec<u8> {
        BODIES.plain(&write(shelf).expect("plain fields"))
    }

    #[test]
    fn what_is_written_is_read_with_and_without_the_commitment() {
        for shelf in [shelf(), full()] {
            let plain = plain(&shelf);
            assert!(read(&plain, Some(shelf.commitment())).expect("a row") == shelf);
            assert!(read(&plain, None).expect("a row") == shelf, "it is made anew of the words");
        }
    }

    #[test]
    fn its_length_tells_neither_whose_it_is_nor_when_it_was_written() {
        let length = |text: &str, offset_minutes| {
            let at = text.parse().expect("a moment");
            let written_at = Some(WrittenAt { at, offset_minutes });
            let row = Shelf { written_at, ..shelf() };
            assert_eq!(read(&plain(&row), None).expect("a row").written_at, written_at, "{text}");
            plain(&row).len()
        };
        let own = [
            length("2026-06-03T17:00:00Z", 120),
            length("-009999-01-02T01:59:59Z", -1439),
            length("1969-12-31T23:59:59.999Z", 0),
            length("9999-12-30T22:00:00Z", 1439),
        ];
        assert_eq!(own, [plain(&shelf()).len(); 4], "theirs has no time");
        let drawer = DocId::drawer(shelf().doc.person().expect("a page"));
        assert_eq!(plain(&Shelf { doc: drawer, ..shelf() }).len(), own[0]);
    }

    #[test]
    fn what_earlier_layouts_held_is_read() {
        let full = Shelf { written_at: None, ..full() };
        assert!(read(&as_before(&full, 2), None).expect("a row") == full);
        let first = Shelf { stood: None, ..full };
        assert!(read(&as_before(&first, 1), Some(first.commitment())).expect("a row") == first);
    }

    #[test]
    fn other_words_are_of_another_commitment() {
        let mut plain = plain(&shelf());
        let at = plain.len() - 200;
        plain[at] ^= 1;
        assert!(read(&plain, None).expect("a row").commitment() != shelf().commitment());
    }

    #[test]
    fn a_row_that_was_cut_or_says_more_is_none() {
        let whole = plain(&full());
        let words = full().sealed.bytes.len();
        for cut in 0..whole.len() - words {
            assert!(read(&whole[..cut], None).is_err(), "cut at {cut}");
        }
        let has = 1 + 19 + 16;
        let mut later = whole.clone();
        later[has] |= 16;
        assert!(matches!(read(&later, None), Err(VaultError::Damaged { .. })), "a bit that nobody knows");
        let other = [&[4], &whole[1..]].concat();
        assert!(matches!(read(&other, None), Err(VaultError::Layout { what: "body", layout: 4 })));
        let nobodys = plain(&Shelf { doc: DocId::Table, ..full() });
        assert!(read(&nobodys, None).is_err(), "nobody writes bodies there");
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_row_of_the_documentation() {
        let written_at = full().written_at;
        let plain = plain(&Shelf { written_at, ..shelf() });
        let end = plain.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let hex = data_encoding::HEXLOWER.encode(&plain[..end]);
        assert!(include_str!("../../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
        assert_eq!(plain.len(), 337, "what a short line takes, before it is sealed");
    }
}
