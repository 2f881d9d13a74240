//! Which document: one per person and month, and those that both write.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::names::id::PersonId;
use crate::time::month::Month;
use crate::vocabulary::Vocabulary;

/// Which document. It names no journal, so what was written before pairing stays valid after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocId {
    /// What both write: settings, marks and plans.
    Table,
    /// One person's month. Only that person writes it.
    Page {
        /// Whose.
        person: PersonId,
        /// The month in which its entries were first written; [`Month::DRAWER`] for the person's drawer.
        month: Month,
    },
    /// The same, never offered to anyone; also holds that person's stars.
    Private {
        /// Whose.
        person: PersonId,
        /// As of a page.
        month: Month,
    },
    /// The one text that both edit.
    Agreement,
    /// What both mark on days of one year: see [`Marks`](crate::Marks).
    Marks {
        /// The year.
        year: u16,
    },
}

impl DocId {
    /// A person's drawer: what stands and belongs to no month, and how far they are with each round.
    pub const fn drawer(person: PersonId) -> Self {
        Self::Page { person, month: Month::DRAWER }
    }

    /// In which month's view something of this document is shown that is about `day`.
    pub fn view_month(self, day: Date) -> Month {
        match self {
            Self::Page { month: Month::DRAWER, .. } | Self::Private { month: Month::DRAWER, .. } => Month::DRAWER,
            _ => Month::of(day),
        }
    }

    /// Tag, person (zero where it is nobody's), month or year in big endian: 19 bytes.
    pub fn to_bytes(self) -> [u8; 19] {
        let (tag, person, time) = match self {
            Self::Table => (0, [0; 16], 0),
            Self::Page { person, month } => (1, *person.as_bytes(), month.index()),
            Self::Private { person, month } => (2, *person.as_bytes(), month.index()),
            Self::Agreement => (3, [0; 16], 0),
            Self::Marks { year } => (4, [0; 16], year),
        };
        let mut bytes = [0; 19];
        bytes[0] = tag;
        bytes[1..17].copy_from_slice(&person);
        bytes[17..].copy_from_slice(&time.to_be_bytes());
        bytes
    }

    /// Reads the bytes as a program of today does. Bytes of another length, or with another tag, are of a later version.
    pub fn read(bytes: &[u8]) -> Form<Self> {
        let parts = || {
            let (tag, rest) = bytes.split_first()?;
            let (person, month) = rest.split_first_chunk::<16>()?;
            Some((*tag, PersonId::from_bytes(*person), Month::from_index(u16::from_be_bytes(month.try_into().ok()?))))
        };
        let known = parts().and_then(|(tag, person, month)| match tag {
            0 => Some(Self::Table),
            1 => Some(Self::Page { person, month }),
            2 => Some(Self::Private { person, month }),
            3 => Some(Self::Agreement),
            4 => Some(Self::Marks { year: month.index() }),
            _ => None,
        });
        match known.filter(|id| id.to_bytes() == bytes) {
            Some(id) => Form::Known(id),
            None if bytes.is_empty() || bytes.len() > 64 => Form::Malformed,
            None => Form::Later,
        }
    }

    /// Whether a partner may ever see it.
    pub fn is_shared(self) -> bool {
        !matches!(self, Self::Private { .. })
    }

    /// The vocabulary in which documents of its kind came.
    pub const fn since(self) -> Vocabulary {
        Vocabulary::FIRST
    }

    /// Whose it is; nobody's for what both write.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Table | Self::Agreement | Self::Marks { .. } => None,
            Self::Page { person, .. } | Self::Private { person, .. } => Some(person),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_id_is_read_back_and_an_unknown_one_is_of_a_later_version() {
        for id in [
            DocId::Table,
            DocId::Agreement,
            DocId::drawer(PersonId::from_bytes([1; 16])),
            DocId::Private { person: PersonId::from_bytes([1; 16]), month: Month::DRAWER },
        ] {
            assert_eq!(DocId::read(&id.to_bytes()), Form::Known(id));
        }
        let mut odd = DocId::Table.to_bytes();
        odd[5] = 1;
        for later in [&odd[..], &[200; 19], &[0; 18], &[0; 20], &[7; 64]] {
            assert_eq!(DocId::read(later), Form::Later, "{later:?}");
        }
        for malformed in [&[][..], &[7; 65]] {
            assert_eq!(DocId::read(malformed), Form::Malformed);
        }
    }
}
