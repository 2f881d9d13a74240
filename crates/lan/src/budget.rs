//! How much of what strangers send over multicast is looked at.

use std::time::Duration;

/// So many things, and then a rest: whatever comes, so many are looked at in a second and no more.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u32,
}

impl Budget {
    /// What a network with many laptops sends in a minute or so.
    const BURST: u32 = 400;
    /// How long nothing is looked at once it is spent.
    pub(crate) const REST: Duration = Duration::from_secs(1);

    /// Looks at one thing. Whether there may be another.
    pub(crate) const fn spend(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    /// Spends all of it.
    pub(crate) const fn empty(&mut self) {
        self.left = 0;
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Self::BURST }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A minute of 10,000 things a second, by a clock that stands still while they are looked at: the worst there is.
    #[test]
    fn of_a_flood_only_a_burst_a_second_is_looked_at() {
        let (mut looked, mut rests, mut budget) = (0_u32, 0, Budget::default());
        while rests < 60 {
            looked += 1;
            if !budget.spend() {
                rests += 1;
                budget = Budget::default();
            }
        }
        assert_eq!(looked, 60 * Budget::BURST);
        assert_eq!(Budget::REST, Duration::from_secs(1), "24,000 of 600,000");
    }

    #[test]
    fn what_came_too_fast_to_be_counted_has_spent_it() {
        let mut budget = Budget::default();
        budget.empty();
        assert!(!budget.spend());
    }
}
