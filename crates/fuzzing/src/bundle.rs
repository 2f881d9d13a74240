//! Bundles: files from a stick.

use std::cell::Cell;
use std::convert::Infallible;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocDigest, DocId, PersonId, Proposal, RoundId, SealedBody, Stand, Vocabulary,
};
use kintsugi_sync::bundle::{Header, Parties, check, take_in};
use kintsugi_sync::{Intake, Pair, Ready, Receipt, Replica, Session, Store};
use sha2::{Digest, Sha256};

const JOURNAL: [u8; 16] = [3; 16];
const SECRET: [u8; 32] = [9; 32];
const SENDER: PersonId = PersonId::from_bytes([1; 16]);
const READER: PersonId = PersonId::from_bytes([2; 16]);
const DEVICE: [u8; 32] = [4; 32];
const OWN: [u8; 32] = [8; 32];
const NONCE: [u8; 19] = [5; 19];

/// Reads the bytes as a file, and as what the partner's own laptop has sealed in one.
///
/// # Panics
/// When what is sealed as `docs/formats.md` tells it cannot be opened.
pub fn bundle(bytes: &[u8]) {
    let _ = read(bytes);
    let sealed = sealed(bytes);
    assert!(read(&sealed), "it is sealed as it should be");
}

/// Takes in a file; `false` where it is none of the partner.
fn read(file: &[u8]) -> bool {
    let parties = Parties { secret: &SECRET, journal: JOURNAL, sender: SENDER, receiver: READER };
    let begin =
        |mut file: &[u8]| Header::read(&mut file, &JOURNAL, &OWN, &DEVICE, &[[6; 32]]).ok().map(|h| (h, file.len()));
    let Some((header, rest)) = begin(file) else { return false };
    let rest = &file[file.len() - rest..];
    if check(&parties, header, &mut { rest }).is_err() {
        return false;
    }
    let pair = Pair {
        me: READER,
        partner: SENDER,
        journal: JOURNAL,
        vocabulary: Vocabulary::CURRENT,
        theirs: Vocabulary::CURRENT,
        waits: false,
        versions: Session::VERSIONS,
    };
    let shelf = Shelf::default();
    let taken = take_in(&shelf, &parties, &pair, header, &mut { rest }, |_| ());
    assert!(shelf.bytes.get() <= file.len(), "nothing is made of nothing");
    drop(taken);
    true
}

/// A file as `docs/formats.md` tells it, made without the program's own code.
fn sealed(frames: &[u8]) -> Vec<u8> {
    let mut file = [b"kintsugi".as_slice(), &[1], &tag(b"journal", &JOURNAL), &tag(b"device", &DEVICE)].concat();
    file.extend([&7_u64.to_be_bytes()[..], &NONCE].concat());
    let header = file.clone();
    let info = [b"kintsugi bundle v1".as_slice(), SENDER.as_bytes(), READER.as_bytes(), &JOURNAL].concat();
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, &SECRET).expand(&info, &mut key).expect("32 bytes");
    let cipher = XChaCha20Poly1305::new_from_slice(&key).expect("a key of 32 bytes");
    let mut chunks: Vec<&[u8]> = frames.chunks(64 * 1024).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    for (n, chunk) in chunks.iter().enumerate() {
        let counter = u32::try_from(n).expect("few chunks").to_be_bytes();
        let mut nonce = [0; 24];
        nonce[..19].copy_from_slice(&NONCE);
        nonce[19..23].copy_from_slice(&counter);
        nonce[23] = u8::from(n + 1 == chunks.len());
        let payload = Payload { msg: chunk, aad: &header };
        file.extend(cipher.encrypt(&XNonce::from(nonce), payload).expect("a small chunk"));
    }
    file
}

fn tag(of: &[u8], id: &[u8]) -> [u8; 16] {
    let full: [u8; 32] =
        Sha256::new().chain_update(b"kintsugi bundle ").chain_update(of).chain_update(id).finalize().into();
    let mut tag = [0; 16];
    tag.copy_from_slice(&full[..16]);
    tag
}

/// A copy that holds nothing, and counts what it is handed.
#[derive(Default)]
struct Shelf {
    bytes: Cell<usize>,
}

impl Replica for Shelf {
    type Error = Infallible;

    fn digests(&self, _: Vocabulary) -> Result<Vec<(DocId, DocDigest)>, Infallible> {
        Ok(Vec::new())
    }

    fn heads(&self, _: DocId) -> Result<Vec<ChangeHash>, Infallible> {
        Ok(Vec::new())
    }

    fn met(&self, _: DocId) -> Result<Vec<ChangeHash>, Infallible> {
        Ok(Vec::new())
    }

    fn changes(&self, _: DocId, _: &[ChangeHash]) -> Result<Vec<(Proposal, AuthorTag)>, Infallible> {
        Ok(Vec::new())
    }

    fn wanted(&self) -> Result<Vec<Commitment>, Infallible> {
        Ok(Vec::new())
    }

    fn bodies(&self, commitments: &[Commitment], _: usize) -> Result<Vec<Option<SealedBody>>, Infallible> {
        Ok(vec![None; commitments.len()])
    }

    fn ready(&self, _: Vocabulary) -> Result<Vec<Ready>, Infallible> {
        Ok(Vec::new())
    }

    fn words_of(&self, _: RoundId, _: Stand) -> Result<Option<Vec<(Commitment, SealedBody)>>, Infallible> {
        Ok(None)
    }
}

impl Store for Shelf {
    fn take_in(&self, intake: Intake) -> Result<Receipt, Infallible> {
        let bodies = intake.bodies.iter().map(|(_, body)| body.bytes.len());
        self.bytes.set(self.bytes.get() + bodies.sum::<usize>() + intake.changes.len());
        Ok(Receipt::default())
    }
}
