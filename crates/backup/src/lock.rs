//! The lock around the lines: age (<https://age-encryption.org/v1>), so that the file opens without this program.
//!
//! Either one passphrase (one scrypt stanza with a work factor of 15), which by default is the 12 words in lower case with
//! single blanks, or recipients that somebody names. A file that is open already is taken, too: whoever has a key that only
//! their own age knows opens it there.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::iter;
use std::rc::Rc;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{DecryptError, Decryptor, EncryptError, Encryptor, Identity};
use zeroize::Zeroizing;

use crate::error::BackupError;

/// Of a passphrase: 2 to the power of this many rounds of scrypt, which take a tenth of a second and 32 MiB.
const WORK_FACTOR: u8 = 15;
/// The most that is done for a file: 256 MiB. The age program itself writes 18.
const MOST_WORK: u8 = 18;
/// The most bytes of what stands before the sealed text: the stanzas of some sixty recipients.
const MAX_HEADER_BYTES: u64 = 8 * 1024;

/// What a new file is locked with.
pub enum Lock {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// A recipient, as age writes it: `age1…`.
    Recipient(String),
}

/// What a file is opened with.
pub enum Key {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// The text of an identity file: one `AGE-SECRET-KEY-1…` on a line, and lines that begin with `#`.
    Identity(Zeroizing<String>),
    /// None: it is open.
    Nothing,
}

/// How a file is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// With a passphrase.
    Passphrase,
    /// For recipients.
    Recipients,
    /// Not at all: somebody has opened it already.
    Open,
}

/// A file that is being locked: what is written to it goes out sealed.
pub struct Sealing<W: Write>(StreamWriter<W>);

impl<W: Write> Sealing<W> {
    /// Writes what is left. Without it the file cannot be opened.
    ///
    /// # Errors
    /// [`BackupError::File`] when it cannot be written.
    pub fn finish(self) -> Result<W, BackupError> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Begins a locked file.
///
/// # Errors
/// [`BackupError::Recipient`] for a recipient that is none, [`BackupError::File`] when it cannot be written.
pub fn seal<W: Write>(out: W, lock: &Lock) -> Result<Sealing<W>, BackupError> {
    let recipient: Box<dyn age::Recipient> = match lock {
        Lock::Passphrase(passphrase) => {
            let mut recipient = age::scrypt::Recipient::new(secret(passphrase));
            recipient.set_work_factor(WORK_FACTOR);
            Box::new(recipient)
        }
        Lock::Recipient(text) => {
            let parsed: Result<age::x25519::Recipient, _> = text.trim().parse();
            Box::new(parsed.map_err(|_| BackupError::Recipient)?)
        }
    };
    let encryptor = Encryptor::with_recipients(iter::once(&*recipient)).map_err(|error| match error {
        EncryptError::Io(error) => BackupError::File(error),
        _ => BackupError::Recipient,
    })?;
    Ok(Sealing(encryptor.wrap_output(out)?))
}

/// How a file is locked, by its beginning.
///
/// # Errors
/// [`BackupError::NotABackup`] when it is neither an age file nor one that is open, [`BackupError::File`].
pub fn kind_of(mut file: impl BufRead) -> Result<Kind, BackupError> {
    if is_open(&mut file)? {
        return Ok(Kind::Open);
    }
    let decryptor = Decryptor::new_buffered(file.take(MAX_HEADER_BYTES)).map_err(of_opening)?;
    Ok(if decryptor.is_scrypt() { Kind::Passphrase } else { Kind::Recipients })
}

/// Opens a file. What is read from it was written by somebody who had the key, and is a backup or anything else.
///
/// # Errors
/// [`BackupError::NotABackup`], [`BackupError::WrongKey`], [`BackupError::Work`], [`BackupError::Identity`],
/// [`BackupError::File`].
pub fn open<'f>(mut file: impl BufRead + 'f, key: &Key) -> Result<Box<dyn BufRead + 'f>, BackupError> {
    if is_open(&mut file)? {
        return Ok(Box::new(file));
    }
    let identities: Vec<Box<dyn Identity>> = match key {
        Key::Passphrase(passphrase) => {
            let mut identity = age::scrypt::Identity::new(secret(passphrase));
            identity.set_max_work_factor(MOST_WORK);
            vec![Box::new(identity)]
        }
        Key::Identity(text) => identities(text)?,
        Key::Nothing => Vec::new(),
    };
    let left = Rc::new(Cell::new(MAX_HEADER_BYTES));
    let decryptor = Decryptor::new_buffered(Limited { file, left: Rc::clone(&left) }).map_err(of_opening)?;
    // Only what stands before the sealed text has a limit.
    left.set(u64::MAX);
    let opened = decryptor.decrypt(identities.iter().map(|identity| &**identity)).map_err(of_opening)?;
    Ok(Box::new(BufReader::with_capacity(64 * 1024, opened)))
}

/// A file of which only so many bytes are there.
struct Limited<R> {
    file: R,
    left: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(to)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX);
        let bytes = self.file.fill_buf()?;
        Ok(&bytes[..bytes.len().min(most)])
    }

    fn consume(&mut self, length: usize) {
        self.file.consume(length);
        self.left.set(self.left.get().saturating_sub(length as u64));
    }
}

fn is_open(file: &mut impl BufRead) -> Result<bool, BackupError> {
    Ok(file.fill_buf()?.first() == Some(&b'{'))
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn identities(text: &str) -> Result<Vec<Box<dyn Identity>>, BackupError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parsed: Result<Vec<age::x25519::Identity>, _> = lines.map(str::parse).collect();
    let parsed = parsed.ok().filter(|all| !all.is_empty()).ok_or(BackupError::Identity)?;
    Ok(parsed.into_iter().map(|one| Box::new(one) as Box<dyn Identity>).collect())
}

fn of_opening(error: DecryptError) -> BackupError {
    match error {
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => BackupError::File(error),
        DecryptError::Io(_) | DecryptError::InvalidHeader | DecryptError::UnknownFormat => BackupError::NotABackup,
        DecryptError::ExcessiveWork { .. } => BackupError::Work,
        DecryptError::InvalidMac => BackupError::Changed,
        _ => BackupError::WrongKey,
    }
}
