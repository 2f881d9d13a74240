//! Where all pieces pass: made fit for a journal, named so that they are known again, and counted.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use kintsugi_journal::{EntryId, Kind, WrittenAt};
use sha2::{Digest, Sha256};

use super::error::ReadError;
use super::words::{self, Parts};
use crate::tags;

/// Whether more is wanted.
pub type Flow = std::ops::ControlFlow<()>;

/// A piece that can be taken in as it is.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it stands in the source, in words.
    pub place: String,
    /// The same for the same piece each time it is read, also from a later and longer export.
    pub key: [u8; 32],
    /// Whether `key` names the piece and not its words: then other words under it are a change.
    pub is_named: bool,
    /// Its name here, where it once came from this journal.
    pub id: Option<EntryId>,
    /// The day it bears.
    pub day: Date,
    /// The moment it bears.
    pub written_at: Option<WrittenAt>,
    /// What it is, where the source says so.
    pub kind: Option<Kind>,
    /// The words, within the limits of a journal.
    pub text: String,
    /// Tags that a journal takes, at most as many as it takes.
    pub tags: Vec<String>,
    /// With a star.
    pub starred: bool,
    /// The source says that it is for its writer alone.
    pub private: bool,
    /// Who wrote it, where that is not the owner of the source.
    pub author: Option<String>,
}

/// Something that is not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands in the source.
    pub place: String,
    /// Why, in words.
    pub why: String,
}

/// What became of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Not taken, each with its place.
    pub skipped: Vec<Skipped>,
    /// Left behind, by what it is.
    pub not_carried: BTreeMap<&'static str, u64>,
}

/// How a piece is known again.
pub(super) enum Name {
    /// By a name that the source gives it.
    Given(String),
    /// By its day, its time and its words; equal ones are counted.
    Words,
}

/// A piece as it stands in the source.
pub(super) struct Raw {
    pub(super) place: String,
    pub(super) name: Name,
    pub(super) day: Date,
    /// The wall clock it bears.
    pub(super) clock: Option<DateTime>,
    /// Where that clock hung; without it, where the journal is.
    pub(super) zone: Option<TimeZone>,
    pub(super) text: String,
    pub(super) tags: Vec<String>,
    pub(super) starred: bool,
    pub(super) id: Option<EntryId>,
    pub(super) kind: Option<Kind>,
    pub(super) private: bool,
    pub(super) author: Option<String>,
    /// The moment itself, where the source names it to the second.
    pub(super) written_at: Option<WrittenAt>,
}

impl Raw {
    pub(super) fn new(place: String, name: Name, day: Date, text: String) -> Self {
        Self {
            place,
            name,
            day,
            clock: None,
            zone: None,
            text,
            tags: Vec::new(),
            starred: false,
            id: None,
            kind: None,
            private: false,
            author: None,
            written_at: None,
        }
    }
}

/// Takes pieces, and hands them on.
pub(super) struct Intake<'g> {
    zone: TimeZone,
    give: &'g mut dyn FnMut(Found) -> Flow,
    account: Account,
    seen: HashMap<[u8; 32], u32>,
    given: u64,
}

impl<'g> Intake<'g> {
    pub(super) fn new(zone: TimeZone, give: &'g mut dyn FnMut(Found) -> Flow) -> Self {
        Self { zone, give, account: Account::default(), seen: HashMap::new(), given: 0 }
    }

    pub(super) fn skip(&mut self, place: impl Into<String>, why: impl Into<String>) {
        self.account.skipped.push(Skipped { place: place.into(), why: why.into() });
    }

    pub(super) fn leave(&mut self, what: &'static str, count: u64) {
        if count > 0 {
            *self.account.not_carried.entry(what).or_default() += count;
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// [`ReadError::Empty`] where there was nothing at all.
    pub(super) fn finish(self) -> Result<Account, ReadError> {
        let nothing = self.given == 0 && self.account.skipped.is_empty();
        if nothing { Err(ReadError::Empty) } else { Ok(self.account) }
    }

    /// Takes a piece: in several where it is longer than a journal takes at once.
    pub(super) fn take(&mut self, mut raw: Raw) -> Result<(), ReadError> {
        if !(1900..=2200).contains(&raw.day.year()) {
            self.skip(raw.place, "its day is not in the years 1900 to 2200");
            return Ok(());
        }
        let (text, controls) = words::clean(&raw.text);
        self.leave("control_characters", controls);
        let (tags, beside) = tags::fit(std::mem::take(&mut raw.tags));
        let text = words::with_beside(text, &beside);
        // An act needs no words.
        if text.trim().is_empty() && raw.kind != Some(Kind::Act) {
            self.skip(raw.place, "there are no words in it");
            return Ok(());
        }
        let key = self.key(&raw, &text);
        let written_at = raw.written_at.or_else(|| self.moment(&raw));
        let is_named = matches!(raw.name, Name::Given(_));
        let parts = Parts::of(&text);
        let many = parts.len() > 1;
        for (number, text) in parts.into_iter().enumerate() {
            let place = if many { format!("{}, part {}", raw.place, number + 1) } else { raw.place.clone() };
            self.given += 1;
            let found = Found {
                place,
                key: part_key(key, number),
                is_named,
                id: raw.id.filter(|_| number == 0),
                day: raw.day,
                written_at,
                kind: raw.kind,
                text,
                tags: tags.clone(),
                starred: raw.starred,
                private: raw.private,
                author: raw.author.clone(),
            };
            if (self.give)(found).is_break() {
                return Err(ReadError::Stopped);
            }
        }
        Ok(())
    }

    /// White space is no word: the same piece stands with another line end in another export.
    fn key(&mut self, raw: &Raw, text: &str) -> [u8; 32] {
        match &raw.name {
            Name::Given(name) => digest(&["name", name]),
            Name::Words => {
                let time = raw.clock.map(|clock| clock.strftime("%H:%M").to_string()).unwrap_or_default();
                let words: Vec<&str> = text.split_whitespace().collect();
                let words = digest(&["words", &raw.day.to_string(), &time, &words.join(" ")]);
                let equal = self.seen.entry(words).or_default();
                *equal += 1;
                part_key(words, *equal as usize)
            }
        }
    }

    fn moment(&self, raw: &Raw) -> Option<WrittenAt> {
        let zone = raw.zone.as_ref().unwrap_or(&self.zone);
        let zoned = zone.to_zoned_datetime(raw.clock?).ok()?;
        let offset_minutes = i16::try_from(zoned.offset().seconds() / 60).ok()?;
        Some(WrittenAt { at: zoned.timestamp(), offset_minutes })
    }
}

/// SHA-256 over the parts, each with its length before it, so that no two lists give the same.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn part_key(key: [u8; 32], number: usize) -> [u8; 32] {
    if number == 0 {
        return key;
    }
    let mut hash = Sha256::new();
    hash.update(key);
    hash.update((number as u64).to_be_bytes());
    hash.finalize().into()
}
