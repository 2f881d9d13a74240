//! What both keep: the table, marks by the year, the jar, the agreement, and the hearts that come of acts.

pub(crate) mod agreement;
pub(crate) mod assent;
pub(crate) mod hearts;
pub(crate) mod jar;
pub(crate) mod marks;
pub(crate) mod table;
