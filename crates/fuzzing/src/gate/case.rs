//! What a case is made of: few people, few documents, few keys, so that things meet.

use arbitrary::Arbitrary;
use kintsugi_journal::{
    Commitment, DocId, EntryId, Key, Month, Occasion, PersonId, Record, RoundId, SettingName, Topic, Value, Visibility,
    Week,
};

use super::{ANA, BEN, EVE};

#[derive(Arbitrary, Debug)]
pub(super) struct Case {
    pub document: Which,
    pub sketches: Vec<Sketch>,
    pub order: Vec<u8>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(super) enum Who {
    Ben,
    Ana,
    Eve,
}

impl Who {
    pub(super) const fn id(self) -> PersonId {
        match self {
            Self::Ana => ANA,
            Self::Ben => BEN,
            Self::Eve => EVE,
        }
    }
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(super) enum Which {
    Page(Who),
    Drawer(Who),
    Private(Who),
    Table,
    Marks,
    Agreement,
}

impl Which {
    pub(super) fn id(self) -> DocId {
        let month = Month::from_index(24_000);
        match self {
            Self::Page(who) => DocId::Page { person: who.id(), month },
            Self::Drawer(who) => DocId::drawer(who.id()),
            Self::Private(who) => DocId::Private { person: who.id(), month },
            Self::Table => DocId::Table,
            Self::Marks => DocId::Marks { year: 2026 },
            Self::Agreement => DocId::Agreement,
        }
    }
}

/// A change before it is made.
#[derive(Arbitrary, Debug)]
pub(super) struct Sketch {
    pub author: Who,
    pub actor: u8,
    /// Its number, where it is not the actor's next.
    pub number: Option<u16>,
    pub follows: Follows,
    pub steps: Vec<Step>,
    /// Another hash than its own.
    pub hash: Option<Other>,
    /// Another tag than that of its author.
    pub tag: Option<u8>,
    /// It says it is of another document.
    pub elsewhere: Option<Which>,
}

#[derive(Arbitrary, Debug)]
pub(super) enum Follows {
    /// All heads that there are.
    Heads,
    /// Its own actor's last.
    Own,
    Nothing,
    /// Earlier ones, counted from the last.
    Some(Vec<u8>),
    /// One that nobody made.
    Unknown(u8),
}

#[derive(Arbitrary, Debug)]
pub(super) enum Other {
    /// That of an earlier change.
    Earlier(u8),
    Invented(u8),
}

#[derive(Arbitrary, Debug)]
pub(super) enum Step {
    Put { key: Name, value: Content, replaces: Replaces },
    Insert { after: Option<u8>, letter: char },
    Remove(u8),
    Later(Vec<u8>),
}

#[derive(Arbitrary, Debug)]
pub(super) enum Replaces {
    /// What stands there, as far as this laptop knows.
    Standing,
    Nothing,
    /// Earlier steps, counted from the last.
    Some(Vec<u8>),
    /// A step that nobody made.
    Unknown {
        counter: u64,
        actor: u8,
    },
}

#[derive(Arbitrary, Debug)]
pub(super) enum Name {
    Entry(u8),
    Deleted(u8),
    Star(u8),
    Setting,
    LinesOpen(Who),
    Invited(Who, u8),
    Agreed(Who),
    Round(u8),
    Done(u8),
    Plan(u8),
    Draw(bool),
    Schedule,
    Focus,
    Took(bool, u8),
    Skipped(bool),
    Read(u8),
    Text,
    Any(String),
}

impl Name {
    pub(super) fn text(&self) -> String {
        let id = |n: &u8| EntryId::from_bytes([n % 4; 16]);
        let day = |later: &bool| if *later { "2027-01-01" } else { "2026-06-03" }.parse().expect("a day");
        let key = match self {
            Self::Entry(n) => Key::Entry(id(n)),
            Self::Deleted(n) => Key::Deleted(id(n)),
            Self::Star(n) => Key::Star(id(n)),
            Self::Setting => Key::Setting(SettingName::DayStart),
            Self::LinesOpen(who) => Key::LinesOpen(who.id()),
            Self::Invited(who, n) => Key::Invited(who.id(), Occasion::ALL[usize::from(n % 3)]),
            Self::Agreed(who) => Key::Agreed(who.id()),
            Self::Round(n) => Key::Round(round(*n)),
            Self::Done(n) => Key::Done(id(n)),
            Self::Plan(n) => Key::Plan(id(n)),
            Self::Draw(later) => Key::Draw(day(later)),
            Self::Schedule => Key::Schedule,
            Self::Focus => Key::Focus,
            Self::Took(later, n) => Key::Took(day(later), id(n)),
            Self::Skipped(later) => Key::Skipped(day(later)),
            Self::Read(n) => Key::Read(Week::from_number(u32::from(*n) + 1).expect("not 0")),
            Self::Text => return "text".into(),
            Self::Any(text) => return text.clone(),
        };
        key.to_string()
    }
}

#[derive(Arbitrary, Debug)]
pub(super) enum Content {
    Record { seen: u8, revision: u8, round: Option<u8>, commitment: u8 },
    Extended { first: u8, revision: u8, commitment: u8, rest: Vec<u8> },
    Bytes(Vec<u8>),
    Bool(bool),
    Int(i64),
}

impl Content {
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Record { seen, revision, round: of, commitment } => {
                let visibility = [Visibility::Open, Visibility::Sealed, Visibility::Private][usize::from(seen % 3)];
                let round = of.map(round);
                let commitment = Commitment::from_bytes([*commitment; 32]);
                let record = Record { visibility, revision: u32::from(*revision), round, commitment, later: false };
                Value::Bytes(record.encode())
            }
            Self::Extended { first, revision, commitment, rest } => {
                let parts = [&[*first, 0, 0, 0, *revision][..], &[0; 21], &[*commitment; 32], rest];
                Value::Bytes(parts.concat())
            }
            Self::Bytes(bytes) => Value::Bytes(bytes.clone()),
            Self::Bool(mark) => Value::Bool(*mark),
            Self::Int(number) => Value::Int(*number),
        }
    }
}

fn round(n: u8) -> RoundId {
    let topic = match n % 4 {
        0 => Topic::Letter,
        1 => Topic::Miss,
        2 => Topic::Question(EntryId::from_bytes([n; 16])),
        _ => Topic::Reading,
    };
    RoundId { topic, number: u32::from(n / 4) + 1 }
}
