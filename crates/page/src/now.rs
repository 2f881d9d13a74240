//! What time it is. Nothing here reads the clock on the wall; it is handed in.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use kintsugi_home::Moment;

/// The clock on the wall, in the zone of the person; nothing where it names a year that no calendar has.
pub type Clock = Box<dyn Fn() -> Option<Moment> + Send>;

/// When something is asked for, by both clocks: one stands still while the laptop sleeps, the other may be set.
#[derive(Clone)]
pub struct Now {
    /// By the clock that only ever goes on.
    pub instant: Instant,
    /// By the clock on the wall.
    pub moment: Moment,
}

impl Now {
    /// The point to measure from.
    pub(crate) fn mark(&self) -> Mark {
        Mark { instant: self.instant, wall: self.moment.timestamp() }
    }
}

/// A point in time that is behind.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    instant: Instant,
    wall: Timestamp,
}

impl Mark {
    /// How long ago, by the clock that says more: a laptop that slept is as far on as the wall says.
    pub(crate) fn ago(&self, now: &Now) -> Duration {
        let slept = now.moment.timestamp().duration_since(self.wall);
        let wall = Duration::try_from(slept).unwrap_or_default();
        wall.max(now.instant.saturating_duration_since(self.instant))
    }
}
