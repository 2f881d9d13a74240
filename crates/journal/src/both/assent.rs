//! To which words of the agreement somebody has said yes. The words stand in the history of the agreement; here stand only the
//! heads that lead to them.
//!
//! Each says it for themselves. What both have said yes to is the text that both name, now or as what both had before: so one
//! who says yes to a newer text does not take away the older one, which stays until the other has said yes, too.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::{ChangeHash, Value};
use crate::names::id::PersonId;

/// One text of the agreement, and the day of a yes to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Agreed {
    /// The day on which somebody said yes, by their laptop.
    pub day: Date,
    /// The heads of the agreement that lead to the text: 1 to [`MOST_HEADS`](Self::MOST_HEADS).
    pub heads: Vec<ChangeHash>,
}

impl Agreed {
    /// So many heads fit into a value, twice.
    pub const MOST_HEADS: usize = 3;
}

/// What one person has said yes to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Assent {
    /// The text that they said yes to last.
    pub now: Agreed,
    /// The text that both had said yes to before, where there was one.
    pub both: Option<Agreed>,
}

impl Assent {
    /// The value at `agreed/<person>`.
    pub fn to_value(&self) -> Value {
        Value::Bytes(postcard::to_stdvec(self).expect("plain fields can be encoded"))
    }

    /// Reads exactly what [`to_value`](Self::to_value) writes; `None` for anything else, which may be of a later version.
    pub fn from_value(value: &Value) -> Option<Self> {
        let Value::Bytes(bytes) = value else { return None };
        let read: Self = postcard::from_bytes(bytes).ok()?;
        let few = |one: &Agreed| (1..=Agreed::MOST_HEADS).contains(&one.heads.len());
        (few(&read.now) && read.both.iter().all(few) && read.to_value() == *value).then_some(read)
    }

    /// The texts that it names, the newer first.
    pub fn each(&self) -> impl Iterator<Item = &Agreed> {
        std::iter::once(&self.now).chain(&self.both)
    }
}

impl Document {
    /// What this person has said yes to; of two yeses made apart the later one. Of the table only.
    pub fn assent(&self, person: PersonId) -> Option<Assent> {
        self.values(Key::Agreed(person)).iter().filter_map(Assent::from_value).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use jiff::civil::date;

    fn agreed(n: u8, heads: usize) -> Agreed {
        Agreed { day: date(2026, 6, 3), heads: vec![[n; 32]; heads] }
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn a_yes_is_read_as_it_was_written_and_nothing_else_is() {
        let first = Assent { now: agreed(1, 1), both: None };
        let Value::Bytes(bytes) = first.to_value() else { panic!("bytes") };
        assert_eq!(HEXLOWER.encode(&bytes), format!("0a323032362d30362d303301{}00", "01".repeat(32)));
        for one in [first, Assent { now: agreed(2, 3), both: Some(agreed(1, 3)) }] {
            let value = one.to_value();
            assert!(matches!(&value, Value::Bytes(bytes) if bytes.len() <= 256), "the gate takes no longer one");
            assert_eq!(Assent::from_value(&value), Some(one));
        }
        for heads in [0, 4] {
            assert_eq!(Assent::from_value(&Assent { now: agreed(1, heads), both: None }.to_value()), None);
        }
        let longer = Value::Bytes([bytes.as_slice(), &[0]].concat());
        for other in [longer, Value::Bytes(Vec::new()), Value::Bool(true)] {
            assert_eq!(Assent::from_value(&other), None);
        }
    }
}
