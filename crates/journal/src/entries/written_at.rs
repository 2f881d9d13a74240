//! When something was written: the writer's own, beside the entry and never in it.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// The moment by the writer's clock, and their offset from UTC then. It stands beside the body in the writer's store; no
/// body, record or frame holds it, so the other laptop learns the day of a line and nothing finer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenAt {
    /// The moment.
    #[serde(with = "crate::time::millis")]
    pub at: Timestamp,
    /// Minutes east of UTC.
    pub offset_minutes: i16,
}

impl WrittenAt {
    /// As RFC 3339, with the writer's offset.
    pub fn rfc3339(&self) -> String {
        let offset = Offset::from_seconds(i32::from(self.offset_minutes) * 60).unwrap_or(Offset::UTC);
        self.at.display_with_offset(offset).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_written_keeps_the_writers_offset() {
        let written = |offset_minutes| WrittenAt { at: Timestamp::UNIX_EPOCH, offset_minutes }.rfc3339();
        assert_eq!(written(120), "1970-01-01T02:00:00+02:00");
        assert_eq!(written(i16::MAX), "1970-01-01T00:00:00+00:00", "an offset that is none");
    }
}
