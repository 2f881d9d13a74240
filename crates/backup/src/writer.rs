//! Writing: line by line, with a running sum.

use std::io::Write;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::end::{Digest, End};
use crate::error::BackupError;
use crate::head::Head;
use crate::item::Item;

/// Writes a backup.
pub struct Writer<W> {
    out: W,
    sum: Sha256,
    lines: u64,
}

impl<W: Write> Writer<W> {
    /// Begins with the first line.
    ///
    /// # Errors
    /// [`BackupError::File`] when it cannot be written; so for every function here.
    pub fn begin(out: W, head: &Head) -> Result<Self, BackupError> {
        let mut writer = Self { out, sum: Sha256::new(), lines: 0 };
        writer.line(head)?;
        Ok(writer)
    }

    /// Writes one line.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn put(&mut self, item: &Item) -> Result<(), BackupError> {
        self.line(item)
    }

    /// Ends with the last line. `prove` is handed the digest and gives back what proves who wrote it. What was written to, and
    /// the digest.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn end(mut self, prove: impl FnOnce(&Digest) -> [u8; 32]) -> Result<(W, Digest), BackupError> {
        let digest: Digest = self.sum.clone().finalize().into();
        let end = End { lines: self.lines, digest, proof: prove(&digest) };
        self.line(&end)?;
        self.out.flush()?;
        Ok((self.out, digest))
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), BackupError> {
        let mut line = serde_json::to_vec(value).map_err(std::io::Error::from)?;
        line.push(b'\n');
        self.sum.update(&line);
        self.lines += 1;
        Ok(self.out.write_all(&line)?)
    }
}
