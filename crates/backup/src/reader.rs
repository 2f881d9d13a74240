//! Reading: line by line, nothing longer than a line at once, and the last line compared with all before it.

use std::io::{BufRead, Read};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::end::{Digest, End};
use crate::error::BackupError;
use crate::head::Head;
use crate::item::Item;
use crate::{FORMAT, MAX_LINE_BYTES};

/// Enough of a first line to tell its format, whatever else a later version writes there.
#[derive(Deserialize)]
struct Format {
    kintsugi_backup: u32,
}

/// Enough of any line to tell whether it is the last one.
#[derive(Deserialize)]
struct Sort<'a> {
    #[serde(borrow)]
    is: std::borrow::Cow<'a, str>,
}

/// Reads a backup.
pub struct Reader<R> {
    file: R,
    line: Vec<u8>,
    sum: Sha256,
    lines: u64,
    head: Head,
    end: Option<End>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], [`BackupError::Later`], or [`BackupError::File`], [`BackupError::Cut`] and
    /// [`BackupError::Changed`] as reading the file gives them back.
    pub fn begin(mut file: R) -> Result<Self, BackupError> {
        let mut line = Vec::new();
        read_line(&mut file, &mut line, 1).map_err(|error| match error {
            BackupError::Line(_) | BackupError::Cut => BackupError::NotABackup,
            other => other,
        })?;
        let not_one = |_| BackupError::NotABackup;
        let Format { kintsugi_backup } = serde_json::from_slice(&line).map_err(not_one)?;
        if kintsugi_backup > FORMAT {
            return Err(BackupError::Later);
        }
        let head: Head = serde_json::from_slice(&line).map_err(not_one)?;
        let sum = Sha256::new().chain_update(&line);
        Ok(Self { file, line, sum, lines: 1, head, end: None })
    }

    /// What the first line says. Nothing of it is proven.
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The next line; `None` behind the last one, whose number of lines and digest fit, and behind which nothing stands.
    ///
    /// # Errors
    /// [`BackupError::Line`], [`BackupError::Cut`], [`BackupError::Changed`] and [`BackupError::File`].
    pub fn next_item(&mut self) -> Result<Option<Item>, BackupError> {
        if self.end.is_some() {
            return Ok(None);
        }
        let number = self.lines + 1;
        read_line(&mut self.file, &mut self.line, number)?;
        let bad = |_| BackupError::Line(number);
        let Sort { is } = serde_json::from_slice(&self.line).map_err(bad)?;
        if is == "end" {
            let end: End = serde_json::from_slice(&self.line).map_err(bad)?;
            self.compare(end)?;
            return Ok(None);
        }
        let item = serde_json::from_slice(&self.line).map_err(bad)?;
        self.sum.update(&self.line);
        self.lines = number;
        Ok(Some(item))
    }

    /// The last line, once all others were read.
    pub const fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    fn compare(&mut self, end: End) -> Result<(), BackupError> {
        let digest: Digest = self.sum.clone().finalize().into();
        if end.lines != self.lines || end.digest != digest {
            return Err(BackupError::Changed);
        }
        // Reading on to the end is also how a locked file shows that nothing of it is missing.
        let more = self.file.fill_buf().map_err(BackupError::of_reading)?;
        if !more.is_empty() {
            return Err(BackupError::Changed);
        }
        self.end = Some(end);
        Ok(())
    }
}

/// The next line with its end, of at most [`MAX_LINE_BYTES`].
fn read_line(file: &mut impl BufRead, line: &mut Vec<u8>, number: u64) -> Result<(), BackupError> {
    line.clear();
    let most = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    file.by_ref().take(most).read_until(b'\n', line).map_err(BackupError::of_reading)?;
    match line.last() {
        Some(b'\n') => Ok(()),
        _ if line.len() == MAX_LINE_BYTES => Err(BackupError::Line(number)),
        _ => Err(BackupError::Cut),
    }
}
