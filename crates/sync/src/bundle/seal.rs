//! The sealed file: a header, then chunks of 64 KiB under XChaCha20-Poly1305.
//!
//! The chunks form a STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online authenticated-encryption and its nonce-reuse
//! misuse-resistance, 2015): the nonce is 19 random bytes, a counter of four and a last byte that marks the last chunk, so
//! no chunk can be left out, moved or cut off. The header is the associated data of each.

use std::io::{Read, Write};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use kintsugi_journal::PersonId;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::BundleError;

const MAGIC: &[u8; 8] = b"kintsugi";
const VERSION: u8 = 1;
const HEADER: usize = 8 + 1 + 16 + 16 + 8 + 19;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Between whom a bundle goes, and what the two share.
pub struct Parties<'a> {
    /// The secret of the pair.
    pub secret: &'a [u8; 32],
    /// The journal.
    pub journal: [u8; 16],
    /// Who writes it.
    pub sender: PersonId,
    /// Who reads it.
    pub receiver: PersonId,
}

impl Parties<'_> {
    /// The key of this direction.
    fn cipher(&self) -> XChaCha20Poly1305 {
        let info = [b"kintsugi bundle v1".as_slice(), self.sender.as_bytes(), self.receiver.as_bytes(), &self.journal]
            .concat();
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.secret).expand(&info, &mut *key).expect("far below 8160 bytes");
        XChaCha20Poly1305::new_from_slice(&*key).expect("a key of 32 bytes")
    }
}

/// What a bundle says of itself in the open: nothing that names anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    journal: [u8; 16],
    device: [u8; 16],
    /// The writer's count of bundles, from 1.
    pub sequence: u64,
    nonce: [u8; 19],
}

impl Header {
    /// The header of a new bundle. `nonce` is fresh randomness.
    pub fn new(journal: &[u8; 16], device: &[u8; 32], sequence: u64, nonce: [u8; 19]) -> Self {
        Self { journal: tag(b"journal", journal), device: tag(b"device", device), sequence, nonce }
    }

    /// Reads a header and tells from whom the bundle is, before anything is decrypted.
    ///
    /// # Errors
    /// All of [`BundleError`] but [`BundleError::Broken`], which is only for a header that ends too early.
    pub fn read(
        file: &mut impl Read,
        journal: &[u8; 16],
        own: &[u8; 32],
        partner: &[u8; 32],
        replaced: &[[u8; 32]],
    ) -> Result<Self, BundleError> {
        let bytes = read_full(file, HEADER).map_err(|_| BundleError::NotABundle)?;
        let (version, _) = bytes.strip_prefix(MAGIC).and_then(<[u8]>::split_first).ok_or(BundleError::NotABundle)?;
        if *version != VERSION {
            return Err(BundleError::Version);
        }
        let header = Self::decode(bytes.first_chunk().ok_or(BundleError::Broken)?);
        let from = |device: &[u8; 32]| header.device == tag(b"device", device);
        if replaced.iter().any(from) {
            return Err(BundleError::Replaced);
        }
        if header.journal != tag(b"journal", journal) {
            return Err(BundleError::Journal);
        }
        if from(own) {
            return Err(BundleError::OwnDirection);
        }
        if from(partner) { Ok(header) } else { Err(BundleError::Stranger) }
    }

    fn encode(&self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let parts =
            [MAGIC.as_slice(), &[VERSION], &self.journal, &self.device, &self.sequence.to_be_bytes(), &self.nonce];
        bytes.copy_from_slice(&parts.concat());
        bytes
    }

    fn decode(bytes: &[u8; HEADER]) -> Self {
        let mut header = Self { journal: [0; 16], device: [0; 16], sequence: 0, nonce: [0; 19] };
        let mut sequence = [0; 8];
        header.journal.copy_from_slice(&bytes[9..25]);
        header.device.copy_from_slice(&bytes[25..41]);
        sequence.copy_from_slice(&bytes[41..49]);
        header.sequence = u64::from_be_bytes(sequence);
        header.nonce.copy_from_slice(&bytes[49..]);
        header
    }

    fn nonce(&self, counter: u32, last: bool) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..19].copy_from_slice(&self.nonce);
        nonce[19..23].copy_from_slice(&counter.to_be_bytes());
        nonce[23] = u8::from(last);
        XNonce::from(nonce)
    }
}

/// Seals what is written to it.
pub(super) struct Sealing<'w, W> {
    file: &'w mut W,
    cipher: XChaCha20Poly1305,
    header: Header,
    counter: u32,
    buffer: Vec<u8>,
}

impl<'w, W: Write> Sealing<'w, W> {
    pub(super) fn begin(file: &'w mut W, parties: &Parties<'_>, header: Header) -> std::io::Result<Self> {
        file.write_all(&header.encode())?;
        Ok(Self { file, cipher: parties.cipher(), header, counter: 0, buffer: Vec::with_capacity(2 * CHUNK) })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        // One chunk always stays, so that the last can be marked as such.
        while self.buffer.len() > CHUNK {
            let rest = self.buffer.split_off(CHUNK);
            self.seal(false)?;
            self.buffer = rest;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> std::io::Result<()> {
        self.seal(true)
    }

    fn seal(&mut self, last: bool) -> std::io::Result<()> {
        let payload = Payload { msg: &self.buffer, aad: &self.header.encode() };
        let nonce = self.header.nonce(self.counter, last);
        let sealed = self.cipher.encrypt(&nonce, payload).expect("a chunk is far below 256 GiB");
        self.counter = self.counter.checked_add(1).ok_or_else(|| std::io::Error::other("a bundle of 256 TiB"))?;
        self.file.write_all(&sealed)
    }
}

/// Opens a sealed file, chunk by chunk.
pub(super) struct Unsealing<'r, R> {
    file: &'r mut R,
    cipher: XChaCha20Poly1305,
    header: Header,
    counter: u32,
    ahead: Vec<u8>,
    over: bool,
}

impl<'r, R: Read> Unsealing<'r, R> {
    /// Opens what stands behind the header.
    pub(super) fn begin(file: &'r mut R, parties: &Parties<'_>, header: Header) -> Result<Self, BundleError> {
        let mut unsealing = Self { file, cipher: parties.cipher(), header, counter: 0, ahead: Vec::new(), over: false };
        unsealing.ahead = unsealing.read()?;
        Ok(unsealing)
    }

    /// The next chunk; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        if self.over {
            return Ok(None);
        }
        let following = self.read()?;
        let sealed = std::mem::replace(&mut self.ahead, following);
        self.over = self.ahead.is_empty();
        let payload = Payload { msg: &sealed, aad: &self.header.encode() };
        let opened = self.cipher.decrypt(&self.header.nonce(self.counter, self.over), payload);
        self.counter = self.counter.checked_add(1).ok_or(BundleError::Broken)?;
        opened.map(Some).map_err(|_| BundleError::Broken)
    }

    fn read(&mut self) -> Result<Vec<u8>, BundleError> {
        read_full(self.file, CHUNK + TAG).map_err(|_| BundleError::Broken)
    }
}

/// So many bytes, or what there is.
fn read_full(file: &mut impl Read, most: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most);
    file.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn tag(of: &[u8], id: &[u8]) -> [u8; 16] {
    let full: [u8; 32] =
        Sha256::new().chain_update(b"kintsugi bundle ").chain_update(of).chain_update(id).finalize().into();
    let mut tag = [0; 16];
    tag.copy_from_slice(&full[..16]);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENDER: PersonId = PersonId::from_bytes([1; 16]);
    const RECEIVER: PersonId = PersonId::from_bytes([2; 16]);

    fn parties(secret: &[u8; 32]) -> Parties<'_> {
        Parties { secret, journal: [3; 16], sender: SENDER, receiver: RECEIVER }
    }

    fn sealed(text: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let header = Header::new(&[3; 16], &[4; 32], 7, [5; 19]);
        let mut sealing = Sealing::begin(&mut file, &parties(&[9; 32]), header).expect("memory");
        sealing.write(text).and_then(|()| sealing.finish()).expect("memory");
        file
    }

    fn opened(file: &[u8]) -> Result<Vec<u8>, BundleError> {
        let mut file = file;
        let header = Header::read(&mut file, &[3; 16], &[8; 32], &[4; 32], &[])?;
        let mut unsealing = Unsealing::begin(&mut file, &parties(&[9; 32]), header)?;
        let mut text = Vec::new();
        while let Some(chunk) = unsealing.next()? {
            text.extend_from_slice(&chunk);
        }
        Ok(text)
    }

    #[test]
    fn what_is_sealed_is_opened_and_any_cut_or_change_is_noticed() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let text = vec![b'x'; length];
            assert_eq!(opened(&sealed(&text)), Ok(text), "{length}");
        }
        let more = |length: usize| sealed(&vec![b'x'; length]).len() - HEADER - length;
        assert_eq!(
            [0, 1, 65_536, 65_537, 131_073].map(more),
            [16, 16, 16, 32, 48],
            "a tag for each 64 KiB, and no more"
        );
        let file = sealed(&vec![b'x'; 2 * CHUNK + 100]);
        for cut in [HEADER - 1, HEADER, HEADER + CHUNK + TAG, HEADER + 2 * (CHUNK + TAG), file.len() - 1] {
            assert_eq!(opened(&file[..cut]), Err(BundleError::Broken), "cut at {cut}");
        }
        for at in [41, 60, HEADER, HEADER + CHUNK + TAG + 5, file.len() - 1] {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert_eq!(opened(&changed), Err(BundleError::Broken), "changed at {at}");
        }
        let (first, second) = (HEADER..HEADER + CHUNK + TAG, HEADER + CHUNK + TAG..HEADER + 2 * (CHUNK + TAG));
        let swapped = [&file[..HEADER], &file[second.clone()], &file[first], &file[second.end..]].concat();
        assert_eq!(opened(&swapped), Err(BundleError::Broken), "chunks that changed places");
        assert_eq!(opened(&[file.as_slice(), b"x"].concat()), Err(BundleError::Broken), "something behind the end");
    }

    #[test]
    fn a_bundle_that_is_not_for_this_laptop_is_told_apart() {
        let file = sealed(b"words");
        let read = |journal: [u8; 16], own: [u8; 32], partner: [u8; 32], replaced: &[[u8; 32]]| {
            Header::read(&mut &file[..], &journal, &own, &partner, replaced).map(|header| header.sequence)
        };
        assert_eq!(read([3; 16], [8; 32], [4; 32], &[]), Ok(7));
        assert_eq!(read([6; 16], [8; 32], [4; 32], &[]), Err(BundleError::Journal));
        assert_eq!(read([3; 16], [4; 32], [8; 32], &[]), Err(BundleError::OwnDirection));
        assert_eq!(read([3; 16], [8; 32], [5; 32], &[[4; 32]]), Err(BundleError::Replaced));
        assert_eq!(read([3; 16], [8; 32], [5; 32], &[]), Err(BundleError::Stranger));
        let mut newer = file.clone();
        newer[8] = 2;
        assert_eq!(opened(&newer), Err(BundleError::Version));
        assert_eq!(opened(b"a letter"), Err(BundleError::NotABundle));
        assert_eq!(opened(b""), Err(BundleError::NotABundle));
        assert_eq!(opened(&file[..8]), Err(BundleError::NotABundle), "it says no version");
        assert_eq!(opened(&file[..9]), Err(BundleError::Broken), "it says nothing but its version");
        assert_eq!(opened(&newer[..9]), Err(BundleError::Version));
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_bundle_of_the_documentation() {
        let hex = data_encoding::HEXLOWER.encode(&sealed(b"kintsugi"));
        assert!(include_str!("../../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
    }
}
