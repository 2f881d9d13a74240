//! Two open homes that meet over a network in memory ([`memory`]): the session, the gate and the store are real, only the wire
//! is not. The tests, the fuzzers and those who play an attacker stand on it; the program does not.

mod dice;
mod grease;
mod patched;

pub mod memory;

pub use dice::Dice;
pub use grease::Grease;
pub use patched::Patched;
