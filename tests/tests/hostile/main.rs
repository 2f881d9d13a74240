//! A partner whose program is changed, somebody in between, and somebody who has the disk.

#![allow(clippy::print_stderr)] // seeds, what was measured, and checks that could not be made here, are said aloud

mod at_rest;
mod attacked;
mod claimed;
mod first_packet;
mod floods;
mod in_between;
mod live;
mod quota;
mod refusals;
mod sealed;
mod silent;
