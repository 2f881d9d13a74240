//! When lines open: a wish of each person, and the more careful one counts.

use serde::{Deserialize, Serialize};

use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::documents::setting::SettingName;
use crate::names::id::PersonId;

/// When the other may read a line. Ordered: what comes later is the more careful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LinesOpen {
    /// From the next meeting on.
    #[default]
    AtOnce,
    /// At the weekly reading.
    Weekly,
}

impl LinesOpen {
    /// The word for it, on the command line and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Weekly => "weekly",
        }
    }

    /// The value at `lines-open/<person>`.
    pub const fn to_value(self) -> Value {
        Value::Int(match self {
            Self::AtOnce => 0,
            Self::Weekly => 1,
        })
    }

    /// Reads one value. One of a later version, which is bytes, counts as the most careful that is known here; `None` for
    /// anything that no version writes.
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Int(0) => Some(Self::AtOnce),
            Value::Int(1) | Value::Bytes(_) => Some(Self::Weekly),
            Value::Int(_) | Value::Bool(_) => None,
        }
    }
}

impl Document {
    /// What a person wishes; where they have not said, what was chosen for both as long as it was one setting. Of wishes put
    /// apart the more careful one counts.
    pub fn lines_open(&self, person: PersonId) -> LinesOpen {
        let most_careful = |key| self.values(key).iter().filter_map(LinesOpen::from_value).max();
        let own = most_careful(Key::LinesOpen(person));
        own.or_else(|| most_careful(Key::Setting(SettingName::LinesOpen))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::document::tests::carry;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);
    const BEN: PersonId = PersonId::from_bytes([2; 16]);

    fn table(actor: u8) -> Document {
        Document::new(DocId::Table, Actor::new([actor; 16], ANA))
    }

    fn wish(person: PersonId, value: Value) -> (Key, Value) {
        (Key::LinesOpen(person), value)
    }

    #[test]
    fn each_has_a_wish_and_of_two_put_apart_the_more_careful_counts() {
        let (mut here, mut there) = (table(1), table(2));
        assert_eq!(here.lines_open(ANA), LinesOpen::AtOnce, "nobody has said anything");
        here.put(&[wish(ANA, LinesOpen::Weekly.to_value())]).expect("a write");
        assert_eq!((here.lines_open(ANA), here.lines_open(BEN)), (LinesOpen::Weekly, LinesOpen::AtOnce));
        there.put(&[wish(ANA, LinesOpen::AtOnce.to_value())]).expect("a write");
        assert_eq!(carry(&there, &here).lines_open(ANA), LinesOpen::Weekly);
        assert_eq!(carry(&here, &there).lines_open(ANA), LinesOpen::Weekly);
    }

    #[test]
    fn an_unknown_wish_is_a_careful_one() {
        let mut table = table(1);
        table.put(&[wish(BEN, Value::Bytes(vec![9]))]).expect("a write");
        assert_eq!(table.lines_open(BEN), LinesOpen::Weekly);
        assert_eq!(LinesOpen::from_value(&Value::Int(2)), None);
        assert_eq!(LinesOpen::from_value(&Value::Bool(true)), None);
    }

    #[test]
    fn what_was_one_setting_for_both_holds_until_a_person_says_otherwise() {
        let mut table = table(1);
        table.put(&[(Key::Setting(SettingName::LinesOpen), Value::Int(1))]).expect("a write");
        table.put(&[wish(BEN, LinesOpen::AtOnce.to_value())]).expect("a write");
        assert_eq!((table.lines_open(ANA), table.lines_open(BEN)), (LinesOpen::Weekly, LinesOpen::AtOnce));
    }
}
