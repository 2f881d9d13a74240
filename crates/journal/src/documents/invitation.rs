//! An invitation: an act of its own, so that nothing else has to tell that somebody would like to begin.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::names::id::{EntryId, PersonId};

/// What somebody invites to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// A letter each.
    Letter,
    /// An answer each to one question.
    Question,
    /// One small thing each that is missed.
    Miss,
}

impl Occasion {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Letter, Self::Question, Self::Miss];

    /// The word for it, in keys and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Question => "question",
            Self::Miss => "miss",
        }
    }
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Occasion {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|occasion| occasion.as_str() == text).ok_or(())
    }
}

/// The last invitation of one person to one occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Invitation {
    /// The day on which it was made, by their laptop.
    pub day: Date,
    /// The question that it is about, where it is about one.
    pub question: Option<EntryId>,
}

impl Invitation {
    /// The value at `invited/<person>/<occasion>`.
    pub fn to_value(self) -> Value {
        Value::Bytes(postcard::to_stdvec(&self).expect("plain fields can be encoded"))
    }

    /// Reads exactly what [`to_value`](Self::to_value) writes; `None` for anything else, which may be of a later version.
    pub fn from_value(value: &Value) -> Option<Self> {
        let Value::Bytes(bytes) = value else { return None };
        let read: Self = postcard::from_bytes(bytes).ok()?;
        (read.to_value() == *value).then_some(read)
    }
}

impl Document {
    /// The last invitation of this person to this occasion; of two made apart the one of the later day.
    pub fn invitation(&self, person: PersonId, occasion: Occasion) -> Option<Invitation> {
        self.values(Key::Invited(person, occasion)).iter().filter_map(Invitation::from_value).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::document::tests::carry;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;
    use data_encoding::HEXLOWER;
    use jiff::civil::date;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    #[test]
    fn an_invitation_is_read_back_and_nothing_else_is_one() {
        let question = Some(EntryId::from_bytes([7; 16]));
        for invitation in
            [Invitation { day: date(2026, 6, 3), question: None }, Invitation { day: date(2026, 6, 3), question }]
        {
            assert_eq!(Invitation::from_value(&invitation.to_value()), Some(invitation));
        }
        let Value::Bytes(bytes) = Invitation { day: date(2026, 6, 3), question: None }.to_value() else {
            panic!("bytes")
        };
        assert_eq!(HEXLOWER.encode(&bytes), "0a323032362d30362d303300", "the vector of docs/formats.md");
        let longer = Value::Bytes([bytes, vec![1]].concat());
        for other in [longer, Value::Bool(true), Value::Int(1), Value::Bytes(vec![200; 20])] {
            assert_eq!(Invitation::from_value(&other), None);
        }
    }

    #[test]
    fn of_two_made_apart_the_later_one_counts() {
        let table = |actor| Document::new(DocId::Table, Actor::new([actor; 16], ANA));
        let (mut here, mut there) = (table(1), table(2));
        let key = Key::Invited(ANA, Occasion::Letter);
        let of = |day| Invitation { day, question: None };
        here.put(&[(key, of(date(2026, 6, 3)).to_value())]).expect("a write");
        there.put(&[(key, of(date(2026, 6, 1)).to_value())]).expect("a write");
        assert_eq!(carry(&there, &here).invitation(ANA, Occasion::Letter), Some(of(date(2026, 6, 3))));
        assert_eq!(here.invitation(ANA, Occasion::Miss), None);
    }
}
