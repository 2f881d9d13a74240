//! A screen of its own: whole frames out, single keys in. The terminal is put back as it was on every way out.

mod fullscreen;
mod pages;
mod timer;

pub(crate) use pages::read_pages;
pub(crate) use timer::run_timer;
