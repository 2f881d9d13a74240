//! The program `kintsugi`. Everything is in the library beside it.

use std::process::ExitCode;

use kintsugi_journal::Vocabulary;

/// What this program knows. With the feature `later`, for tests alone, what the next version would.
#[cfg(not(feature = "later"))]
const VOCABULARY: Vocabulary = Vocabulary::CURRENT;
#[cfg(feature = "later")]
const VOCABULARY: Vocabulary = Vocabulary::LATER;

fn main() -> ExitCode {
    kintsugi_cli::run(std::env::args_os().collect(), VOCABULARY)
}
