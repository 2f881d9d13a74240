//! What people see.

mod code;
mod copies;
pub(crate) mod doctor;
mod entries;
mod limits;
mod names;
mod opened;
mod pages;
mod qr;
mod short;
mod standing;
mod tags;
mod timer;
mod today;
mod tracker;
mod watch;

pub(crate) use code::code;
pub(crate) use copies::{copies, going_back, shortened};
pub(crate) use entries::{LATER, entries, entry, found, kept};
pub(crate) use kintsugi_meet::said::{count, left, moved, waits};
pub(crate) use limits::{almost_full, limits, room};
pub(crate) use names::Names;
pub(crate) use opened::opened;
pub(crate) use pages::{Frame, pages};
pub(crate) use qr::qr;
pub(crate) use short::short;
pub(crate) use standing::{lines_open_from_now_on, settings, standing};
pub(crate) use tags::tags;
pub(crate) use timer::timer_on as timer;
pub(crate) use today::today;
pub(crate) use tracker::{month as tracker_month, year as tracker_year};
pub(crate) use watch::say;
