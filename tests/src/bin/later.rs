//! The program as the next version would be: it knows one key, kind, topic and setting more.

use std::process::ExitCode;

use kintsugi_journal::Vocabulary;

fn main() -> ExitCode {
    kintsugi_cli::run(std::env::args_os().collect(), Vocabulary::LATER)
}
