//! What two people do with it.

pub(crate) mod act;
pub(crate) mod agreement;
pub(crate) mod ask;
pub(crate) mod checkin;
pub(crate) mod evening;
pub(crate) mod focus;
pub(crate) mod invite;
pub(crate) mod jar;
pub(crate) mod letter;
pub(crate) mod miss;
pub(crate) mod practice;
pub(crate) mod progress;
pub(crate) mod rest;
pub(crate) mod routine;
mod steps;
pub(crate) mod tracker;
pub(crate) mod way_back;
pub(crate) mod week;
mod withdraw;
pub(crate) mod words;
