//! Time: days, weeks and months, without a clock.

pub(crate) mod day;
pub(crate) mod millis;
pub(crate) mod month;
pub(crate) mod week;
