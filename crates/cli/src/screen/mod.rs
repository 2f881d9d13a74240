//! What people see.

mod entries;
mod names;
mod qr;
mod standing;
mod today;
mod tracker;

pub(crate) use entries::{entries, entry, found};
pub(crate) use names::Names;
pub(crate) use qr::qr;
pub(crate) use standing::{count, moved, settings, standing};
pub(crate) use today::today;
pub(crate) use tracker::{month as tracker_month, year as tracker_year};
