//! The rule table: who may write what into which document.
//!
//! | document | author | keys |
//! | --- | --- | --- |
//! | a page | the person whose page it is | `entry/<id>` (sealed or open), `entry/<id>/deleted` |
//! | a drawer | the same | the same, and `round/<round>` |
//! | a private page | the same, and it is never taken from a partner | `entry/<id>` (private), `entry/<id>/deleted`, `star/<id>` |
//! | the agreement | either | letters put in and taken out, and no key at all |
//! | the table | either | `setting/<name>`, and the marks and plans of [`table`](crate::TableView) |
//! | the table | the person whose wish it is | `lines-open/<person>`, `invited/<person>/<occasion>`, `agreed/<person>` |
//! | the marks of a year | either | the [`Marks`](crate::Marks) of its days; from earlier programs they stand on the table |
//! | each of these but a private page | who may write there | a key that only a later version knows, with bytes as its value |
//!
//! Who may write where is asked strictly, for ever. What it means may be unknown: a later key, and a later value where a
//! value is chosen, are kept and handed on. Everything else is refused.

use crate::documents::key::Key;
use crate::documents::lines_open::LinesOpen;
use crate::documents::operation::{Operation, Put, Value};
use crate::documents::text::{self, may_stand};
use crate::entries::record::{Record, Visibility};
use crate::form::Form;
use crate::names::actor::Actor;
use crate::names::doc_id::DocId;
use crate::names::id::PersonId;
use crate::time::month::Month;
use crate::vocabulary::Vocabulary;

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
    /// What one person wishes, put by the other.
    #[error("a wish is put only by the person whose wish it is")]
    NotTheirWish,
}

/// Checks one operation that `author` claims to have made on `doc`, a document shared by `people`, as a program of this
/// vocabulary does. What is not known passes where its author may write and where it has the form of what a later version
/// writes.
///
/// # Errors
/// The [`Refusal`] that names the first rule it breaks.
pub fn check_operation(
    doc: DocId,
    author: Actor,
    people: [PersonId; 2],
    op: &Operation,
    vocabulary: Vocabulary,
) -> Result<(), Refusal> {
    if !people.iter().any(|person| author.is_of(*person)) {
        return Err(Refusal::Stranger);
    }
    match doc {
        DocId::Private { .. } => return Err(Refusal::PrivatePage),
        DocId::Page { person, .. } if !people.contains(&person) || !author.is_of(person) => {
            return Err(Refusal::NotTheirPage);
        }
        _ => {}
    }
    let (key, value) = match op {
        Operation::Put(Put { key, value, .. }) => (key, value),
        Operation::Later(_) => return Ok(()),
        Operation::Insert { letter, .. } if doc == DocId::Agreement && !may_stand(*letter) => {
            return Err(Refusal::Value);
        }
        Operation::Insert { .. } | Operation::Remove(_) if doc == DocId::Agreement => return Ok(()),
        Operation::Insert { .. } | Operation::Remove(_) => return Err(Refusal::Key),
    };
    let choice = |value: &Value| is_choice(value, vocabulary);
    match (doc, Key::read(key, vocabulary)) {
        (_, Form::Malformed) | (DocId::Agreement, Form::Known(_)) => Err(Refusal::Key),
        // The text itself stands there.
        (DocId::Agreement, Form::Later) if key == text::KEY => Err(Refusal::Key),
        (_, Form::Later) => choice(value).then_some(()).ok_or(Refusal::Value),
        (DocId::Page { month, .. }, Form::Known(key)) => check_page(month, key, value, vocabulary),
        (_, Form::Known(key)) if key.wisher().is_some_and(|one| !people.contains(&one) || !author.is_of(one)) => {
            Err(Refusal::NotTheirWish)
        }
        (DocId::Marks { year }, Form::Known(key)) if key.year() != Some(year) => Err(Refusal::Key),
        (_, Form::Known(key)) => check_table(key, value, vocabulary),
    }
}

/// The same for a document that comes back to the person whose journal it was, from a backup: their private pages, too, which
/// are never taken from anybody else. `people` are that person and the one who shared the journal.
///
/// # Errors
/// As [`check_operation`].
pub fn check_kept_operation(
    doc: DocId,
    author: Actor,
    people: [PersonId; 2],
    op: &Operation,
    vocabulary: Vocabulary,
) -> Result<(), Refusal> {
    let DocId::Private { person, .. } = doc else { return check_operation(doc, author, people, op, vocabulary) };
    if person != people[0] || !author.is_of(person) {
        return Err(Refusal::NotTheirPage);
    }
    let Some(Put { key, value, .. }) = op.put() else { return Err(Refusal::Key) };
    let choice = is_choice(value, vocabulary);
    let fits = match (Key::read(key, vocabulary), value) {
        (Form::Known(Key::Entry(_)), Value::Bytes(bytes)) => {
            let record = Record::read(bytes, vocabulary);
            choice && record.is_some_and(|record| record.visibility == Visibility::Private || record.later)
        }
        (Form::Known(Key::Deleted(_)), Value::Bool(mark)) => *mark,
        (Form::Known(Key::Star(_)), Value::Bool(_)) => true,
        (Form::Known(Key::Entry(_) | Key::Deleted(_) | Key::Star(_)), _) => false,
        (Form::Later, _) => choice,
        (Form::Known(_) | Form::Malformed, _) => return Err(Refusal::Key),
    };
    if fits { Ok(()) } else { Err(Refusal::Value) }
}

/// Whether a value may be of a later version: bytes, and not many. They never hold words, which stand in bodies, where they
/// can be destroyed.
fn is_choice(value: &Value, vocabulary: Vocabulary) -> bool {
    matches!(value, Value::Bytes(bytes) if bytes.len() <= vocabulary.limits().value_bytes)
}

fn check_page(month: Month, key: Key, value: &Value, vocabulary: Vocabulary) -> Result<(), Refusal> {
    let fits = match (key, value) {
        (Key::Entry(_), Value::Bytes(bytes)) => {
            let record = Record::read(bytes, vocabulary).filter(|record| record.visibility != Visibility::Private);
            record.is_some() && is_choice(value, vocabulary)
        }
        (Key::Deleted(_), Value::Bool(mark)) => *mark,
        (Key::Round(_), _) if month != Month::DRAWER => return Err(Refusal::Key),
        (Key::Round(_), Value::Bool(_)) => true,
        (Key::Round(_), value) => is_choice(value, vocabulary),
        (Key::Entry(_) | Key::Deleted(_), _) => false,
        _ => return Err(Refusal::Key),
    };
    if fits { Ok(()) } else { Err(Refusal::Value) }
}

/// What is marked is marked for ever and takes nothing but `true`; what is chosen takes later values, too.
fn check_table(key: Key, value: &Value, vocabulary: Vocabulary) -> Result<(), Refusal> {
    let fits = match (key, value) {
        (Key::Entry(_) | Key::Deleted(_) | Key::Star(_) | Key::Round(_), _) => return Err(Refusal::Key),
        (Key::Setting(name), Value::Int(value)) => name.allows(*value),
        (Key::LinesOpen(_), Value::Int(_)) => LinesOpen::from_value(value).is_some(),
        (Key::Done(_) | Key::Took(..) | Key::Skipped(_) | Key::Read(_), Value::Bool(mark)) => *mark,
        (Key::Done(_) | Key::Took(..) | Key::Skipped(_) | Key::Read(_), _) => false,
        (Key::Plan(_), Value::Bool(mark)) => !mark,
        (_, value) => is_choice(value, vocabulary),
    };
    if fits { Ok(()) } else { Err(Refusal::Value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both::assent::{Agreed, Assent};
    use crate::both::table::Schedule;
    use crate::documents::invitation::{Invitation, Occasion};
    use crate::documents::setting::SettingName;
    use crate::names::commitment::Commitment;
    use crate::names::id::EntryId;
    use crate::names::round_id::{RoundId, Topic};
    use crate::rounds::mark::RoundMark;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);
    const BEN: PersonId = PersonId::from_bytes([2; 16]);
    const EVE: PersonId = PersonId::from_bytes([3; 16]);

    fn page(person: PersonId) -> DocId {
        DocId::Page { person, month: Month::from_index(24_000) }
    }

    fn record(visibility: Visibility) -> Value {
        let commitment = Commitment::from_bytes([4; 32]);
        let round = (visibility == Visibility::Sealed).then_some(RoundId { topic: Topic::Letter, number: 1 });
        Value::Bytes(Record { visibility, revision: 1, round, commitment, later: false }.encode())
    }

    fn check(doc: DocId, author: PersonId, key: &str, value: Value) -> Result<(), Refusal> {
        let op = Operation::Put(Put { key: key.into(), value, replaces: Vec::new() });
        check_operation(doc, Actor::new([0; 16], author), [ANA, BEN], &op, Vocabulary::FIRST)
    }

    #[test]
    fn a_private_page_comes_back_to_its_person_and_to_nobody_else() {
        let private = |person| DocId::Private { person, month: Month::from_index(24_000) };
        let id = EntryId::from_bytes([9; 16]);
        let kept = |doc, author, key: String, value| {
            let op = Operation::Put(Put { key, value, replaces: Vec::new() });
            check_kept_operation(doc, Actor::new([0; 16], author), [ANA, BEN], &op, Vocabulary::FIRST)
        };
        let entry = Key::Entry(id).to_string();
        assert_eq!(kept(private(ANA), ANA, entry.clone(), record(Visibility::Private)), Ok(()));
        assert_eq!(kept(private(ANA), ANA, Key::Star(id).to_string(), Value::Bool(false)), Ok(()));
        assert_eq!(kept(private(ANA), ANA, Key::Deleted(id).to_string(), Value::Bool(true)), Ok(()));
        assert_eq!(kept(private(ANA), ANA, "mood/2026-06-03".into(), Value::Bytes(vec![1])), Ok(()), "of a later one");
        assert_eq!(kept(private(BEN), BEN, entry.clone(), record(Visibility::Private)), Err(Refusal::NotTheirPage));
        assert_eq!(kept(private(ANA), BEN, entry.clone(), record(Visibility::Private)), Err(Refusal::NotTheirPage));
        assert_eq!(kept(private(ANA), ANA, entry.clone(), record(Visibility::Open)), Err(Refusal::Value));
        assert_eq!(kept(private(ANA), ANA, Key::Deleted(id).to_string(), Value::Bool(false)), Err(Refusal::Value));
        assert_eq!(kept(private(ANA), ANA, Key::Schedule.to_string(), Value::Bytes(vec![1])), Err(Refusal::Key));
        assert_eq!(kept(page(BEN), ANA, entry.clone(), record(Visibility::Open)), Err(Refusal::NotTheirPage));
        assert_eq!(kept(page(BEN), BEN, entry, record(Visibility::Open)), Ok(()), "the rest as from a partner");
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
        for (key, value) in [
            (Key::Done(id), Value::Bool(true)),
            (Key::Plan(id), Value::Bytes(b"2026-06-03".to_vec())),
            (Key::Plan(id), Value::Bool(false)),
            (Key::Schedule, Value::Bytes(schedule.encode())),
            (Key::Schedule, Value::Bytes(Vec::new())),
            (Key::Draw(jiff::civil::date(2026, 6, 3)), Value::Bytes(id.as_bytes().to_vec())),
            (Key::Took(jiff::civil::date(2026, 6, 3), id), Value::Bool(true)),
        ] {
            assert_eq!(check(DocId::Table, ANA, &key.to_string(), value), Ok(()), "{key}");
        }
    }

    #[test]
    fn letters_stand_in_the_agreement_and_nowhere_else() {
        let letter = |doc, author, letter| {
            let op = Operation::Insert { after: None, letter };
            check_operation(doc, Actor::new([0; 16], author), [ANA, BEN], &op, Vocabulary::FIRST)
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
        assert_eq!(check(page(ANA), ANA, "entry/", open()), Err(Refusal::Key));
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
        assert_eq!(check(DocId::Table, ANA, &done, Value::Bytes(vec![1])), Err(Refusal::Value), "and nothing else");
        assert_eq!(check(DocId::Table, ANA, "schedule", Value::Int(9)), Err(Refusal::Value));
        assert_eq!(check(DocId::Table, ANA, "plan/unknown", Value::Bool(false)), Err(Refusal::Value));
        let year = DocId::Marks { year: 2026 };
        let mark = || Value::Bool(true);
        assert_eq!(check(year, ANA, "skipped/2026-06-03", mark()), Ok(()));
        assert_eq!(check(year, EVE, "skipped/2026-06-03", mark()), Err(Refusal::Stranger));
        assert_eq!(check(year, ANA, "skipped/2025-12-31", mark()), Err(Refusal::Key), "of another year");
        assert_eq!(check(year, ANA, "skipped/2026-06-03", Value::Bool(false)), Err(Refusal::Value));
        assert_eq!(check(year, ANA, &done, mark()), Err(Refusal::Key), "what names no day stands on the table");
        assert_eq!(check(year, ANA, "setting/day-start", Value::Int(5)), Err(Refusal::Key));
    }

    #[test]
    fn what_a_later_version_writes_passes_where_its_author_may_write() {
        let bytes = |length| Value::Bytes(vec![9; length]);
        for (doc, author) in [(page(ANA), ANA), (DocId::drawer(BEN), BEN), (DocId::Table, BEN), (DocId::Agreement, ANA)]
        {
            assert_eq!(check(doc, author, "mood/2026-06-03", bytes(256)), Ok(()), "{doc:?}");
            assert_eq!(check(doc, author, "mood/2026-06-03", bytes(257)), Err(Refusal::Value), "no room for words");
            assert_eq!(check(doc, author, "mood/2026-06-03", Value::Bool(true)), Err(Refusal::Value), "bytes only");
            assert_eq!(check(doc, author, "Mood", bytes(1)), Err(Refusal::Key), "no key of any version");
            assert_eq!(check(doc, EVE, "mood/2026-06-03", bytes(1)), Err(Refusal::Stranger));
        }
        assert_eq!(check(page(ANA), BEN, "mood/2026-06-03", bytes(1)), Err(Refusal::NotTheirPage));
        assert_eq!(check(DocId::Agreement, ANA, "text", bytes(1)), Err(Refusal::Key), "the text itself stands there");
        let step = Operation::Later(vec![9]);
        let check =
            |doc, author| check_operation(doc, Actor::new([0; 16], author), [ANA, BEN], &step, Vocabulary::FIRST);
        assert_eq!(check(page(ANA), ANA), Ok(()), "what it does is not known; who may do it is");
        assert_eq!(check(page(ANA), BEN), Err(Refusal::NotTheirPage));
        assert_eq!(check(DocId::Table, EVE), Err(Refusal::Stranger));
    }

    #[test]
    fn later_values_stand_where_something_is_chosen_and_nowhere_else() {
        let id = EntryId::from_bytes([9; 16]);
        let later = || Value::Bytes(vec![200; 64]);
        let day = jiff::civil::date(2026, 6, 3);
        for key in [Key::Setting(SettingName::DayStart), Key::Plan(id), Key::Draw(day), Key::Schedule, Key::Focus] {
            assert_eq!(check(DocId::Table, ANA, &key.to_string(), later()), Ok(()), "{key}");
        }
        assert_eq!(check(DocId::drawer(ANA), ANA, "round/letter/1", later()), Ok(()));
        let week = crate::time::week::Week::from_number(1).expect("not 0");
        let marks = [Key::Done(id), Key::Took(day, id), Key::Skipped(day), Key::Read(week)];
        for key in marks {
            assert_eq!(check(DocId::Table, ANA, &key.to_string(), later()), Err(Refusal::Value), "{key}");
        }
        assert_eq!(check(page(ANA), ANA, &Key::Deleted(id).to_string(), later()), Err(Refusal::Value));
    }

    #[test]
    fn a_later_record_passes_and_a_broken_one_does_not() {
        let entry = Key::Entry(EntryId::from_bytes([9; 16])).to_string();
        let extended = [&[16, 0, 0, 0, 1][..], &[0; 21], &[4; 32], b"more"].concat();
        assert_eq!(check(page(ANA), ANA, &entry, Value::Bytes(extended.clone())), Ok(()));
        assert_eq!(check(page(ANA), BEN, &entry, Value::Bytes(extended.clone())), Err(Refusal::NotTheirPage));
        assert_eq!(check(page(ANA), ANA, &entry, Value::Bytes(extended[..40].to_vec())), Err(Refusal::Value));
        let long = [extended, vec![0; 256]].concat();
        assert_eq!(check(page(ANA), ANA, &entry, Value::Bytes(long)), Err(Refusal::Value));
    }

    #[test]
    fn a_wish_is_put_only_by_the_person_whose_wish_it_is() {
        let (mine, theirs) = (Key::LinesOpen(ANA).to_string(), Key::LinesOpen(BEN).to_string());
        assert_eq!(check(DocId::Table, ANA, &mine, LinesOpen::Weekly.to_value()), Ok(()));
        assert_eq!(check(DocId::Table, BEN, &theirs, Value::Bytes(vec![3])), Ok(()), "one of a later version");
        assert_eq!(check(DocId::Table, ANA, &theirs, LinesOpen::AtOnce.to_value()), Err(Refusal::NotTheirWish));
        assert_eq!(check(DocId::Table, ANA, &mine, Value::Int(2)), Err(Refusal::Value));
        let invited = |person| Key::Invited(person, Occasion::Letter).to_string();
        let invitation = Invitation { day: jiff::civil::date(2026, 6, 3), question: None }.to_value();
        assert_eq!(check(DocId::Table, ANA, &invited(ANA), invitation.clone()), Ok(()));
        assert_eq!(check(DocId::Table, ANA, &invited(BEN), invitation.clone()), Err(Refusal::NotTheirWish));
        assert_eq!(check(DocId::Table, EVE, &invited(EVE), invitation), Err(Refusal::Stranger));
        assert_eq!(check(DocId::Table, ANA, &invited(ANA), Value::Bool(true)), Err(Refusal::Value));
        let heads = vec![[1; 32]];
        let yes = Assent { now: Agreed { day: jiff::civil::date(2026, 6, 3), heads }, both: None }.to_value();
        let agreed = |person| Key::Agreed(person).to_string();
        assert_eq!(check(DocId::Table, ANA, &agreed(ANA), yes.clone()), Ok(()));
        assert_eq!(check(DocId::Table, ANA, &agreed(BEN), yes.clone()), Err(Refusal::NotTheirWish));
        assert_eq!(check(DocId::Table, ANA, &agreed(EVE), yes), Err(Refusal::NotTheirWish));
        let strangers = Key::LinesOpen(EVE).to_string();
        assert_eq!(check(DocId::Table, ANA, &strangers, Value::Int(0)), Err(Refusal::NotTheirWish));
    }
}
