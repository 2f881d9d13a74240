//! The program `kintsugi`. Everything is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    kintsugi_cli::run(std::env::args_os().collect())
}
