//! The page in the browser: what it answers, to whom, and what it looks like from outside. Most of it asks without a socket; the
//! gate is tried over the wire as well, against the program itself.

mod beginning;
mod door;
mod drafting;
mod entering;
mod keeping;
mod laptops;
mod leaving;
mod live;
mod look;
mod neighbour;
mod own;
mod pairing;
mod quiet;
mod resting;
mod rounds;
mod sitting_down;
mod visitor;
mod ways;
mod wire;
mod writing;
