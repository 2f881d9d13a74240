//! The rule table: who may write what into which document.
//!
//! | document | author | keys |
//! | --- | --- | --- |
//! | a page | the person whose page it is | `entry/<id>` (sealed or open), `entry/<id>/deleted` |
//! | a drawer | the same | the same, and `round/<round>` |
//! | a private page | the same, and it is never taken from a partner | `entry/<id>` (private), `entry/<id>/deleted`, `star/<id>` |
//! | the agreement | either | letters put in and taken out, and no key at all |
//! | the table | either | `setting/<name>`, and the marks and plans of [`table`](crate::TableView) |
//!
//! Everything that is not in the table is refused.

use crate::actor::Actor;
use crate::agreement::may_stand;
use crate::document::DocId;
use crate::id::PersonId;
use crate::jar::Draw;
use crate::key::Key;
use crate::month::Month;
use crate::operation::{Operation, Put, Value};
use crate::record::{Record, Visibility};
use crate::round::RoundMark;
use crate::table::{Focus, Schedule, decode_day};

/// Why the rule table does not allow an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A page takes changes only from the person whose page it is.
    #[error("a page is written only by its own person")]
    NotTheirPage,
    /// The author is neither of the two.
    #[error("written by neither of the two")]
    Stranger,
    /// Private pages are never offered and never taken.
    #[error("a private page is never shared")]
    PrivatePage,
    /// The key does not belong on this document.
    #[error("a key that does not belong there")]
    Key,
    /// The value does not belong under this key.
    #[error("a value that does not belong there")]
    Value,
}

/// Checks one operation that `author` claims to have made on `doc`, a document shared by `people`.
///
/// # Errors
/// The [`Refusal`] that names the first rule it breaks.
pub fn check_operation(doc: DocId, author: Actor, people: [PersonId; 2], op: &Operation) -> Result<(), Refusal> {
    if !people.iter().any(|person| author.is_of(*person)) {
        return Err(Refusal::Stranger);
    }
    let Operation::Put(Put { key, value, .. }) = op else { return check_letter(doc, op) };
    let key: Key = key.parse().map_err(|()| Refusal::Key)?;
    match doc {
        DocId::Agreement => Err(Refusal::Key),
        DocId::Private { .. } => Err(Refusal::PrivatePage),
        DocId::Page { person, .. } if !people.contains(&person) || !author.is_of(person) => Err(Refusal::NotTheirPage),
        DocId::Page { month, .. } => check_page(month, key, value),
        DocId::Table => check_table(key, value),
    }
}

fn check_letter(doc: DocId, op: &Operation) -> Result<(), Refusal> {
    match op {
        _ if doc != DocId::Agreement => Err(Refusal::Key),
        Operation::Insert { letter, .. } if !may_stand(*letter) => Err(Refusal::Value),
        _ => Ok(()),
    }
}

fn check_page(month: Month, key: Key, value: &Value) -> Result<(), Refusal> {
    match (key, value) {
        (Key::Entry(_), Value::Bytes(bytes)) => match Record::decode(bytes) {
            Some(record) if record.visibility != Visibility::Private => Ok(()),
            _ => Err(Refusal::Value),
        },
        (Key::Deleted(_), Value::Bool(true)) => Ok(()),
        (Key::Round(_), value) if month == Month::DRAWER && RoundMark::from_value(value).is_some() => Ok(()),
        (Key::Round(_), _) if month != Month::DRAWER => Err(Refusal::Key),
        (Key::Entry(_) | Key::Deleted(_) | Key::Round(_), _) => Err(Refusal::Value),
        _ => Err(Refusal::Key),
    }
}

fn check_table(key: Key, value: &Value) -> Result<(), Refusal> {
    let fits = match (key, value) {
        (Key::Entry(_) | Key::Deleted(_) | Key::Star(_) | Key::Round(_), _) => return Err(Refusal::Key),
        (Key::Setting(name), Value::Int(value)) => name.allows(*value),
        (Key::Done(_) | Key::Removed(_) | Key::Took(..) | Key::Skipped(_) | Key::Read(_), Value::Bool(mark)) => *mark,
        (Key::Plan(_), Value::Bool(mark)) => !mark,
        (Key::Plan(_), Value::Bytes(bytes)) => decode_day(bytes).is_some(),
        (Key::Draw(_), Value::Bytes(bytes)) => Draw::decode(bytes).is_some(),
        (Key::Schedule, Value::Bytes(bytes)) => Schedule::decode(bytes).is_some(),
        (Key::Focus, Value::Bytes(bytes)) => Focus::decode(bytes).is_some(),
        _ => false,
    };
    if fits { Ok(()) } else { Err(Refusal::Value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::Commitment;
    use crate::id::EntryId;
    use crate::round::{RoundId, Topic};
    use crate::setting::SettingName;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);
    const BEN: PersonId = PersonId::from_bytes([2; 16]);
    const EVE: PersonId = PersonId::from_bytes([3; 16]);

    fn page(person: PersonId) -> DocId {
        DocId::Page { person, month: Month::from_index(24_000) }
    }

    fn record(visibility: Visibility) -> Value {
        let commitment = Commitment::from_bytes([4; 32]);
        let round = (visibility == Visibility::Sealed).then_some(RoundId { topic: Topic::Letter, number: 1 });
        Value::Bytes(Record { visibility, revision: 1, round, commitment }.encode())
    }

    fn check(doc: DocId, author: PersonId, key: &str, value: Value) -> Result<(), Refusal> {
        let op = Operation::Put(Put { key: key.into(), value, replaces: Vec::new() });
        check_operation(doc, Actor::new([0; 16], author), [ANA, BEN], &op)
    }

    #[test]
    fn what_the_two_write_is_allowed() {
        let entry = Key::Entry(EntryId::from_bytes([9; 16])).to_string();
        let deleted = Key::Deleted(EntryId::from_bytes([9; 16])).to_string();
        let day_start = Key::Setting(SettingName::DayStart).to_string();
        assert_eq!(check(page(ANA), ANA, &entry, record(Visibility::Open)), Ok(()));
        assert_eq!(check(page(ANA), ANA, &entry, record(Visibility::Sealed)), Ok(()));
        assert_eq!(check(page(BEN), BEN, &deleted, Value::Bool(true)), Ok(()));
        assert_eq!(check(DocId::Table, BEN, &day_start, Value::Int(5)), Ok(()));
        for mark in [RoundMark::Opened.to_value(), RoundMark::Waiting.to_value(), Value::Bytes(vec![7; 20])] {
            assert_eq!(check(DocId::drawer(BEN), BEN, "round/letter/1", mark), Ok(()));
        }
        let id = EntryId::from_bytes([9; 16]);
        let schedule = Schedule { weekday: 7, minute: 1140, place: Some(id) };
        let draw = Draw { slip: Some(id), back: Vec::new() };
        for (key, value) in [
            (Key::Done(id), Value::Bool(true)),
            (Key::Removed(id), Value::Bool(true)),
            (Key::Plan(id), Value::Bytes(b"2026-06-03".to_vec())),
            (Key::Plan(id), Value::Bool(false)),
            (Key::Schedule, Value::Bytes(schedule.encode())),
            (Key::Draw(jiff::civil::date(2026, 6, 3)), Value::Bytes(draw.encode())),
            (Key::Took(jiff::civil::date(2026, 6, 3), id), Value::Bool(true)),
        ] {
            assert_eq!(check(DocId::Table, ANA, &key.to_string(), value), Ok(()), "{key}");
        }
    }

    #[test]
    fn letters_stand_in_the_agreement_and_nowhere_else() {
        let letter = |doc, author, letter| {
            let op = Operation::Insert { after: None, letter };
            check_operation(doc, Actor::new([0; 16], author), [ANA, BEN], &op)
        };
        assert_eq!(letter(DocId::Agreement, BEN, 'ß'), Ok(()));
        assert_eq!(letter(DocId::Agreement, ANA, '\n'), Ok(()));
        assert_eq!(letter(DocId::Agreement, EVE, 'a'), Err(Refusal::Stranger));
        assert_eq!(letter(DocId::Agreement, ANA, '\u{1b}'), Err(Refusal::Value));
        assert_eq!(letter(DocId::Table, ANA, 'a'), Err(Refusal::Key));
        assert_eq!(letter(page(ANA), ANA, 'a'), Err(Refusal::Key));
        assert_eq!(check(DocId::Agreement, ANA, "setting/day-start", Value::Int(5)), Err(Refusal::Key));
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        let id = EntryId::from_bytes([9; 16]);
        let (entry, deleted, star) =
            (Key::Entry(id).to_string(), Key::Deleted(id).to_string(), Key::Star(id).to_string());
        let open = || record(Visibility::Open);
        let private = DocId::Private { person: ANA, month: Month::from_index(24_000) };
        assert_eq!(check(page(ANA), BEN, &entry, open()), Err(Refusal::NotTheirPage));
        assert_eq!(check(page(EVE), ANA, &entry, open()), Err(Refusal::NotTheirPage));
        assert_eq!(check(page(EVE), EVE, &entry, open()), Err(Refusal::Stranger));
        assert_eq!(check(private, ANA, &entry, open()), Err(Refusal::PrivatePage));
        assert_eq!(check(page(ANA), ANA, "entry/short", open()), Err(Refusal::Key));
        assert_eq!(check(page(ANA), ANA, &star, Value::Bool(true)), Err(Refusal::Key));
        assert_eq!(check(page(ANA), ANA, &entry, record(Visibility::Private)), Err(Refusal::Value));
        assert_eq!(check(page(ANA), ANA, &entry, Value::Bytes(vec![1])), Err(Refusal::Value));
        assert_eq!(check(page(ANA), ANA, &deleted, Value::Bool(false)), Err(Refusal::Value));
        assert_eq!(check(DocId::Table, ANA, &entry, open()), Err(Refusal::Key));
        assert_eq!(check(DocId::Table, ANA, "setting/day-start", Value::Int(13)), Err(Refusal::Value));
        assert_eq!(check(DocId::Table, ANA, "setting/day-start", Value::Bool(true)), Err(Refusal::Value));
        assert_eq!(check(page(ANA), ANA, "round/letter/1", Value::Bool(true)), Err(Refusal::Key), "drawers only");
        assert_eq!(check(DocId::drawer(BEN), ANA, "round/letter/1", Value::Bool(true)), Err(Refusal::NotTheirPage));
        assert_eq!(check(DocId::drawer(ANA), ANA, "round/letter/1", Value::Int(1)), Err(Refusal::Value));
        assert_eq!(check(DocId::drawer(ANA), ANA, "focus", Value::Bool(true)), Err(Refusal::Key));
        let done = Key::Done(id).to_string();
        assert_eq!(check(DocId::Table, ANA, &done, Value::Bool(false)), Err(Refusal::Value), "done is for good");
        assert_eq!(check(page(ANA), ANA, &done, Value::Bool(true)), Err(Refusal::Key));
        assert_eq!(check(DocId::Table, ANA, "schedule", Value::Bytes(vec![9, 9])), Err(Refusal::Value));
        assert_eq!(check(DocId::Table, ANA, "draw/2026-06-03", Value::Bytes(vec![])), Err(Refusal::Value));
        assert_eq!(check(DocId::Table, ANA, "plan/unknown", Value::Bool(false)), Err(Refusal::Key));
    }
}
