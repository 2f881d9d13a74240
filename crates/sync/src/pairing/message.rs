//! What two laptops say to each other while they pair.
//!
//! A message is its length (four bytes, big endian), the version of pairing (two bytes, big endian), then the message in
//! postcard. So a message of another version is known as one whatever its form is, and what a later program adds behind the
//! fields of this version is ignored.

use kintsugi_journal::Vocabulary;
use serde::{Deserialize, Serialize};

use super::hello::Hello;

/// The most bytes of a name.
pub const MAX_NAME_BYTES: usize = 64;
/// Far more than any message of this version, so that one of a later version is told as that.
const MAX_BYTES: usize = 8 * 1024;
const HEADER: usize = 4 + 2;

/// One message; its length goes before it as with frames.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// The joiner is bound to the hello that it will say, and proves that it knows the code.
    Commit {
        /// The hash of session, endpoints and hello.
        commitment: [u8; 32],
        /// The proof over it.
        proof: [u8; 32],
    },
    /// Who I am, and my contribution.
    Hello(Hello),
    /// My proof that I hold the secret and have seen both hellos.
    Proof([u8; 32]),
    /// The name I go by; only after both proofs.
    Name(String),
    /// The person here said yes.
    Yes,
    /// What was agreed is durable here.
    Stored,
    /// In place of a name: I am on a new laptop and do not know the one I go by; only after both proofs.
    Nameless,
    /// The answer to that: the name by which the other is known here.
    KnownAs(String),
}

/// Bytes that are no message of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// Of another version of pairing.
    #[error("a message of version {0}")]
    Version(u16),
    /// None that can be read.
    #[error("a message that cannot be read")]
    Malformed,
}

impl Message {
    /// The version of pairing spoken here.
    pub const VERSION: u16 = 3;

    /// Length, version and bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = postcard::to_extend(self, vec![0; HEADER]).expect("plain fields can be encoded");
        if let Self::Hello(hello) = self {
            bytes.extend_from_slice(&hello.rest);
        }
        let length = u32::try_from(bytes.len() - 4).expect("a message is far below 4 GiB");
        bytes[..4].copy_from_slice(&length.to_be_bytes());
        bytes[4..HEADER].copy_from_slice(&Self::VERSION.to_be_bytes());
        bytes
    }

    /// Reads the length before the message is allocated.
    ///
    /// # Errors
    /// [`MessageError::Malformed`] for none and for more than 8 KiB.
    pub fn length(prefix: [u8; 4]) -> Result<usize, MessageError> {
        let length = u32::from_be_bytes(prefix) as usize;
        if (1..=MAX_BYTES).contains(&length) { Ok(length) } else { Err(MessageError::Malformed) }
    }

    /// Reads the bytes behind the length. What stands behind the fields that are known means nothing here; of a hello it is kept,
    /// because both sides hash the whole of it.
    ///
    /// # Errors
    /// [`MessageError::Version`] for a message of another version, whatever it holds.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let (version, message) = bytes.split_first_chunk::<2>().ok_or(MessageError::Malformed)?;
        let version = u16::from_be_bytes(*version);
        if version != Self::VERSION {
            return Err(MessageError::Version(version));
        }
        match postcard::take_from_bytes(message).map_err(|_| MessageError::Malformed)? {
            (Self::Hello(hello), _) if Vocabulary::from_number(hello.vocabulary.number()).is_none() => {
                Err(MessageError::Malformed)
            }
            (Self::Hello(hello), rest) => Ok(Self::Hello(Hello { rest: rest.to_vec(), ..hello })),
            (message, _) => Ok(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_journal::PersonId;

    fn hello() -> Message {
        Message::Hello(Hello {
            vocabulary: Vocabulary::FIRST,
            person: PersonId::from_bytes([1; 16]),
            key: [2; 32],
            certificate: vec![3; 64],
            contribution: [4; 32],
            rest: Vec::new(),
        })
    }

    fn read(bytes: &[u8]) -> Result<Message, MessageError> {
        let prefix = bytes.first_chunk::<4>().ok_or(MessageError::Malformed)?;
        let length = Message::length(*prefix)?;
        Message::decode(bytes.get(4..4 + length).ok_or(MessageError::Malformed)?)
    }

    #[test]
    fn messages_are_read_back_whatever_a_later_program_adds_behind_them() {
        let commit = Message::Commit { commitment: [6; 32], proof: [5; 32] };
        let names = [Message::Name("Ana".into()), Message::Nameless, Message::KnownAs("Ana".into())];
        for message in [commit, Message::Proof([5; 32]), Message::Yes, Message::Stored].into_iter().chain(names) {
            let bytes = message.encode();
            assert!(read(&bytes) == Ok(message.clone()));
            let more = [&bytes[4..], &[7; 20]].concat();
            assert!(Message::decode(&more) == Ok(message));
        }
    }

    #[test]
    fn a_hello_keeps_what_a_later_program_adds_so_that_both_sides_hash_the_same() {
        assert!(read(&hello().encode()) == Ok(hello()));
        let later = [&hello().encode()[4..], &[7; 20]].concat();
        let Ok(read) = Message::decode(&later) else { panic!("it is read") };
        assert_eq!(read.encode()[4..], later);
    }

    #[test]
    fn another_version_is_told_as_what_it_is_whatever_it_holds() {
        for version in [0, 1, 2, 4, 0x1234] {
            let mut bytes = hello().encode();
            bytes[4..6].copy_from_slice(&u16::to_be_bytes(version));
            assert!(read(&bytes) == Err(MessageError::Version(version)));
            assert!(
                Message::decode(&u16::to_be_bytes(version)) == Err(MessageError::Version(version)),
                "without a word"
            );
        }
    }

    #[test]
    fn what_is_cut_too_long_or_none_at_all_is_no_message() {
        let bytes = hello().encode();
        for cut in 6..bytes.len() {
            assert!(Message::decode(&bytes[4..cut]) == Err(MessageError::Malformed), "cut at {cut}");
        }
        assert!(Message::decode(&[0]) == Err(MessageError::Malformed));
        assert!(Message::decode(&[0, 3, 99]) == Err(MessageError::Malformed), "no message has this number");
        for length in [0, 8 * 1024 + 1, u32::MAX] {
            assert_eq!(Message::length(length.to_be_bytes()), Err(MessageError::Malformed));
        }
        let mut nothing = bytes.clone();
        // Version, then the message's number, then the vocabulary.
        nothing[7] = 0;
        assert!(read(&nothing) == Err(MessageError::Malformed), "nobody knows nothing");
    }

    /// The vectors in `docs/formats.md`.
    #[test]
    fn the_messages_of_the_documentation() {
        let commit = Message::Commit { commitment: [6; 32], proof: [5; 32] };
        let names = [Message::Name("Ana".into()), Message::Nameless, Message::KnownAs("Ana".into())];
        for message in [commit, hello(), Message::Proof([5; 32])].into_iter().chain(names) {
            let hex = data_encoding::HEXLOWER.encode(&message.encode());
            assert!(include_str!("../../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
        }
    }
}
