//! Lines as they stand in their row, looked at for their words alone: most lines of a journal are not what is looked for, and to
//! make each of them, only to drop it, takes longer than opening the row.

use kintsugi_journal::{Month, PersonId};
use postcard::take_from_bytes;
use serde::Deserialize;

/// The words of one line. What else a line has is passed over, field by field, as [`Line`](kintsugi_journal::Line) has it.
#[derive(Deserialize)]
pub struct Glimpse<'r> {
    _entry: Id,
    _doc: Doc,
    _kind: Option<u32>,
    _day: &'r str,
    _order: u32,
    _written_at: Option<(i64, i16)>,
    /// The words, where there are any.
    pub text: Option<&'r str>,
    /// What the same entry says in edits made apart.
    #[serde(borrow)]
    pub also: Vec<&'r str>,
    /// Tags.
    #[serde(borrow)]
    pub tags: Vec<&'r str>,
    _visibility: u32,
    _edited: bool,
    _stood: Option<(&'r str, u16)>,
    _starred: bool,
    _later: bool,
}

/// The sixteen bytes of an id: two numbers that are written as their eight bytes are passed over sooner than each byte by itself.
type Id = (f64, f64);

#[derive(Deserialize)]
enum Doc {
    Table,
    Page { _person: Id, _month: u16 },
    Private { _person: Id, _month: u16 },
    Agreement,
    Marks { _year: u16 },
}

/// Whether `wanted` is true of any line in the open bytes of a row.
///
/// # Errors
/// As postcard reports; a row that cannot be read as lines.
pub(super) fn any(padded: &[u8], wanted: &dyn Fn(&Glimpse<'_>) -> bool) -> postcard::Result<bool> {
    let ((_, _, count), mut rest): ((PersonId, Month, usize), &[u8]) = take_from_bytes(padded)?;
    for _ in 0..count {
        let (line, after): (Glimpse<'_>, &[u8]) = take_from_bytes(rest)?;
        if wanted(&line) {
            return Ok(true);
        }
        rest = after;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use kintsugi_journal::{Body, BodyForm, DocId, EntryId, Kind, Line, MonthView, Stood, Visibility, WrittenAt};

    use super::super::tables::pad;
    use super::*;

    /// Lines with everything that a line may have, on documents of every kind.
    fn lines() -> Vec<Line> {
        let person = PersonId::from_bytes([0xff; 16]);
        let month = Month::of(date(2026, 6, 1));
        let stood = Body {
            kind: Kind::Act,
            day: date(2026, 5, 1),
            order: 1,
            text: "tea".into(),
            tags: Vec::new(),
            rest: Vec::new(),
        };
        let written_at = WrittenAt { at: Timestamp::UNIX_EPOCH, offset_minutes: -90 };
        let docs = [
            DocId::Table,
            DocId::Page { person, month },
            DocId::Private { person, month },
            DocId::Agreement,
            DocId::Marks { year: 2026 },
        ];
        let line = |(n, doc)| {
            let is_full = n % 2 == 1;
            Line {
                entry: EntryId::from_bytes([u8::try_from(n).expect("few"); 16]),
                doc,
                kind: is_full.then_some(Kind::Note),
                day: date(2026, 6, 3),
                order: u32::try_from(n).expect("few") * 1000,
                written_at: is_full.then_some(written_at),
                text: is_full.then(|| format!("words {n}")),
                also: if is_full { vec!["other words".into(), String::new()] } else { Vec::new() },
                tags: if is_full { vec!["home".into()] } else { Vec::new() },
                visibility: if is_full { Visibility::Open } else { Visibility::Private },
                edited: is_full,
                stood: Stood::of(&BodyForm::Known(stood.clone())).filter(|_| is_full),
                starred: is_full,
                later: !is_full,
            }
        };
        docs.into_iter().enumerate().map(line).collect()
    }

    #[test]
    fn a_glimpse_has_the_words_of_each_line_and_ends_where_the_line_does() {
        let view = MonthView::of(lines());
        let bytes = pad(PersonId::from_bytes([1; 16]), Month::of(date(2026, 6, 1)), &view).expect("plain fields");
        let seen = std::cell::RefCell::new(Vec::new());
        let none = |glimpse: &Glimpse<'_>| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
            seen.borrow_mut().push((glimpse.text.map(str::to_owned), owned(&glimpse.also), owned(&glimpse.tags)));
            false
        };
        assert!(!any(&bytes, &none).expect("lines"));
        let lines = view.into_lines().into_iter().map(|line| (line.text, line.also, line.tags));
        assert_eq!(seen.take(), lines.collect::<Vec<_>>());
        assert!(any(&bytes, &|glimpse| glimpse.text == Some("words 3")).expect("lines"));
        assert!(any(&bytes[..200], &none).is_err(), "what was cut is no row");
    }
}
