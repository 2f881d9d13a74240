//! The order of one person's lines within a day.
//!
//! A line has no time that the other laptop could learn, only a place among the writer's lines of that day: the highest so
//! far and a random step, so that the gaps tell nothing. An edit keeps it.

/// The largest step between two lines.
const LONGEST_STEP: u32 = 4096;

/// The order of a line that is written after one of order `highest` (`None` where it is the first of its day). `random` may
/// be any number.
pub const fn order_after(highest: Option<u32>, random: u32) -> u32 {
    let before = match highest {
        Some(highest) => highest,
        None => 0,
    };
    before.saturating_add(1 + random % LONGEST_STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_comes_after_the_one_before_and_the_gap_is_chance() {
        assert_eq!(order_after(None, 0), 1);
        assert_eq!(order_after(None, u32::MAX), 4096);
        assert_eq!(order_after(Some(7), 4095), 4103);
        assert_eq!(order_after(Some(7), 4096), 8);
        assert_eq!(order_after(Some(u32::MAX), 5), u32::MAX, "the id decides then");
    }
}
