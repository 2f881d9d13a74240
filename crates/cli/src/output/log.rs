//! What the network layer says with `--verbose`: it quotes what strangers sent.

use std::io::{self, Write};

use super::sieve::{Looks, sieve};

/// stderr, for a log.
pub(crate) struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        io::stderr().write_all(sieve(&text, Looks::None).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
