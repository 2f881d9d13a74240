//! Records: what a page holds of one piece of writing.

use serde::{Deserialize, Serialize};

use crate::commitment::Commitment;
use crate::round::RoundId;

/// Who may read a body, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Never sent. Only on private pages.
    Private,
    /// The commitment is sent, the body waits for its round.
    Sealed,
    /// The body goes along.
    Open,
}

/// One revision of an entry, as one encoded value, so that its fields cannot come apart in a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who may read the body.
    pub visibility: Visibility,
    /// Counted from 1; each edit adds one.
    pub revision: u32,
    /// The round it waits for, or in which it was opened. What is sealed has one.
    pub round: Option<RoundId>,
    /// What the body must hash to.
    pub commitment: Commitment,
}

impl Record {
    /// The value at `entry/<id>`.
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a record has only fixed-size fields")
    }

    /// Reads exactly what [`encode`](Self::encode) writes; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let record: Self = postcard::from_bytes(bytes).ok()?;
        let round = record.round.map_or(record.visibility != Visibility::Sealed, |round| round.number > 0);
        (record.revision > 0 && round && record.encode() == bytes).then_some(record)
    }
}

/// All that a document says of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordState {
    /// The revisions that nothing has replaced: one, or several that were written apart; the merge's winner last.
    pub current: Vec<Record>,
    /// Taken back. Wins over every edit.
    pub deleted: bool,
}

impl RecordState {
    /// The revision that an edit makes.
    pub fn next_revision(&self) -> u32 {
        self.current.iter().map(|record| record.revision).max().unwrap_or(0).saturating_add(1)
    }

    /// The rounds that its revisions name.
    pub fn rounds(&self) -> impl Iterator<Item = RoundId> {
        self.current.iter().filter_map(|record| record.round)
    }

    /// Whether `commitment` is what the entry is now.
    pub fn holds(&self, commitment: &Commitment) -> bool {
        !self.deleted && self.current.iter().any(|record| record.commitment == *commitment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::Topic;

    #[test]
    fn a_record_is_read_back_and_nothing_else_is() {
        let record = Record {
            visibility: Visibility::Open,
            revision: 3,
            round: None,
            commitment: Commitment::from_bytes([5; 32]),
        };
        let bytes = record.encode();
        assert_eq!(Record::decode(&bytes), Some(record));
        assert_eq!(Record::decode(&bytes[..bytes.len() - 1]), None, "cut short");
        assert_eq!(Record::decode(&[bytes.as_slice(), &[0]].concat()), None, "a byte too many");
        let zero = Record { revision: 0, ..record };
        assert_eq!(Record::decode(&zero.encode()), None, "revisions begin at 1");
        let sealed = Record { visibility: Visibility::Sealed, ..record };
        assert_eq!(Record::decode(&sealed.encode()), None, "what is sealed waits for a round");
        let letter = |number| Some(RoundId { topic: Topic::Letter, number });
        let waiting = Record { round: letter(1), ..sealed };
        assert_eq!(Record::decode(&waiting.encode()), Some(waiting));
        assert_eq!(Record::decode(&Record { round: letter(0), ..sealed }.encode()), None, "rounds begin at 1");
    }
}
