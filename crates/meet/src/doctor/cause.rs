//! What is the matter, in sentences that every front end says alike. What to do about it is said in the words of each.

use super::finding::{ClockFinding, Finding, LockFinding, NetworksFinding, UnicastFinding};

/// What is the matter, where this finding is a problem.
pub const fn cause(finding: &Finding) -> Option<&'static str> {
    Some(match finding {
        Finding::Clock(ClockFinding::Behind) => {
            "The clock of this laptop is behind, so codes seem to expire and days come out wrong."
        }
        Finding::Lock(LockFinding::Held) => {
            "Another kintsugi of this journal is open, perhaps in another window with a question on its screen."
        }
        Finding::Networks(NetworksFinding::None(_)) => "This laptop is not connected to the network that it would use.",
        Finding::Unicast(UnicastFinding::Refused) => {
            "The two laptops do not know each other as they are now: one was restored from an older copy or replaced, or the pairing was not finished."
        }
        Finding::Unicast(UnicastFinding::Silent { .. }) => "The other laptop did not answer.",
        _ => return None,
    })
}
