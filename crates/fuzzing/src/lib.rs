//! What is done with bytes that nobody trusts: one function for each place at which such bytes come in. Each takes any bytes
//! and panics where the program would do what it must not.
//!
//! The fuzzer in `fuzz/` calls them for hours, and `tests/corpus.rs` calls them each time the tests are run, with the corpus
//! and with mutations of it. `docs/fuzzing.md` tells more.

mod announcement;
mod backup;
mod bundle;
mod code;
mod frame;
mod gate;
mod keyfile;
mod message;
mod mutation;
mod practice;
mod rehearsals;
mod session;
mod ticket;

pub use announcement::announcement;
pub use backup::{WORDS, backup};
pub use bundle::bundle;
pub use code::code;
pub use frame::frame;
pub use gate::gate;
pub use keyfile::keyfile;
pub use message::message;
pub use mutation::mutated;
pub use practice::practice;
pub use session::session;
pub use ticket::ticket;

/// A place at which bytes come in.
pub struct Target {
    /// What it is called, as are its folder in `fuzz/corpus` and its file in `fuzz/fuzz_targets`.
    pub name: &'static str,
    /// What is done with the bytes.
    pub run: fn(&[u8]),
    /// How many mutations of its corpus take about a second in a build for debugging.
    pub in_a_second: u64,
}

/// All of them.
pub const TARGETS: [Target; 11] = [
    Target { name: "announcement", run: announcement, in_a_second: 8000 },
    Target { name: "backup", run: backup, in_a_second: 60 },
    Target { name: "bundle", run: bundle, in_a_second: 1000 },
    Target { name: "code", run: code, in_a_second: 50_000 },
    Target { name: "frame", run: frame, in_a_second: 50_000 },
    Target { name: "gate", run: gate, in_a_second: 400 },
    Target { name: "keyfile", run: keyfile, in_a_second: 20_000 },
    Target { name: "message", run: message, in_a_second: 50_000 },
    Target { name: "practice", run: practice, in_a_second: 8000 },
    Target { name: "session", run: session, in_a_second: 20 },
    Target { name: "ticket", run: ticket, in_a_second: 20_000 },
];
