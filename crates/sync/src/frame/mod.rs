//! Frames: what crosses the wire, and how large it may be.
//!
//! A frame is its length as four bytes (big endian), then that many bytes: its number, then its fields in postcard. At most
//! 64 KiB: the length is checked before anything is allocated. Bytes behind the fields that are known are of a later version
//! and are ignored; a frame of a number from [`FIRST_LATER`] on is skipped. `docs/formats.md` has a vector.

mod hello;
mod name;
mod sent;

use kintsugi_journal::{ChangeHash, Commitment, DocDigest, RootDigest, Salt, Stand, WantedDigest};
use serde::{Deserialize, Serialize};

pub use hello::{Hello, Room, Versions};
pub use name::Name;
pub use sent::Sent;

/// The most bytes of one frame, without its length.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// Frames from this number on are of later vocabularies: who does not know one skips it. The numbers below belong to the
/// session's version, and an unknown one among them is no frame.
pub const FIRST_LATER: u32 = 32;

/// One message. A turn is any number of frames up to an [`Frame::End`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// First of all: what this program speaks and knows, and which journal this is about.
    Hello(Hello),
    /// Which shared documents are here. In the first turn only.
    Documents(Vec<(Name, DocDigest)>),
    /// Bodies that are due and not here.
    Wanted(Vec<Commitment>),
    /// The heads of a document that differs.
    Heads {
        /// Which.
        doc: Name,
        /// Its heads here.
        heads: Vec<ChangeHash>,
    },
    /// A change was here before those it follows: these are the heads to send from, whatever was sent before.
    Ask {
        /// Which document.
        doc: Name,
        /// Its heads here.
        heads: Vec<ChangeHash>,
    },
    /// A change, as operations.
    Change(Sent),
    /// A body begins: `length` bytes of chunks follow.
    Body {
        /// Which.
        commitment: Commitment,
        /// Its salt.
        salt: Salt,
        /// How many bytes follow.
        length: u32,
    },
    /// A part of the body that was begun.
    Chunk(Vec<u8>),
    /// The turn is over. Everything of the other side's last turn is durable here.
    End(End),
    /// Between sessions: are you there?
    Ping,
    /// I am.
    Pong,
    /// A round opens: so many bodies follow, the words of this side. See [`crate::Session`].
    Opening {
        /// Which.
        round: Name,
        /// How it stands with both: that which the two ends of the last turn named.
        stand: Stand,
        /// How many bodies belong to it.
        bodies: u32,
    },
    /// One of a later vocabulary, by its number. Whatever it says is skipped.
    #[serde(skip)]
    Later(u32),
}

/// The end of a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The digest of all shared documents here that both know.
    pub root: RootDigest,
    /// The digest of the bodies that are wanted here.
    pub wanted: WantedDigest,
    /// How many entries this meeting has changed here so far.
    pub received: u32,
    /// Whether the turn held nothing but this.
    pub quiet: bool,
    /// The rounds that both are ready to open, as far as is known here, and whose words are all here, each with how it
    /// stands: at most 64.
    pub ready: Vec<(Name, Stand)>,
    /// Something was written here that the other's program cannot show, or not even take, before it is a newer one.
    pub waits: bool,
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The announced length is zero or above [`MAX_FRAME_BYTES`].
    #[error("a frame of {0} bytes")]
    Length(usize),
    /// The bytes are no frame.
    #[error("a frame that cannot be read")]
    Malformed,
}

impl Frame {
    /// Length and bytes.
    ///
    /// # Errors
    /// [`FrameError::Length`] when it is larger than a frame may be, [`FrameError::Malformed`] for [`Frame::Later`].
    pub fn encode(&self) -> Result<Vec<u8>, FrameError> {
        let bytes = postcard::to_extend(self, vec![0; 4]).map_err(|_| FrameError::Malformed)?;
        Self::finish(bytes)
    }

    fn finish(mut bytes: Vec<u8>) -> Result<Vec<u8>, FrameError> {
        let length = bytes.len() - 4;
        Self::check_length(length)?;
        let prefix = u32::try_from(length).map_err(|_| FrameError::Length(length))?;
        bytes[..4].copy_from_slice(&prefix.to_be_bytes());
        Ok(bytes)
    }

    /// Reads the length before the frame is allocated.
    ///
    /// # Errors
    /// [`FrameError::Length`].
    pub fn length(prefix: [u8; 4]) -> Result<usize, FrameError> {
        let length = u32::from_be_bytes(prefix) as usize;
        Self::check_length(length)?;
        Ok(length)
    }

    /// Reads the bytes behind the length.
    ///
    /// # Errors
    /// [`FrameError`] when they are no frame. What stands behind the fields that are known is ignored.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        Self::check_length(bytes.len())?;
        let (number, _) = postcard::take_from_bytes::<u32>(bytes).map_err(|_| FrameError::Malformed)?;
        if number >= FIRST_LATER {
            return Ok(Self::Later(number));
        }
        postcard::take_from_bytes(bytes).map(|(frame, _)| frame).map_err(|_| FrameError::Malformed)
    }

    fn check_length(length: usize) -> Result<(), FrameError> {
        if (1..=MAX_FRAME_BYTES).contains(&length) { Ok(()) } else { Err(FrameError::Length(length)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_journal::{
        Actor, AuthorTag, DocId, Form, Operation, PersonId, Put, RoundId, Topic, Value, Vocabulary,
    };

    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

    fn hello() -> Frame {
        Frame::Hello(Hello {
            versions: Versions { lowest: 3, highest: 3 },
            vocabulary: Vocabulary::FIRST,
            said_in: Vocabulary::FIRST,
            room: Room::FIRST,
            journal: [7; 16],
        })
    }

    fn change() -> Sent {
        let put = Put { key: "schedule".into(), value: Value::Bytes(vec![1, 2]), replaces: Vec::new() };
        let person = PersonId::from_bytes([1; 16]);
        Sent {
            doc: DocId::Table.into(),
            actor: Actor::new([2; 16], person),
            seq: 1,
            deps: Vec::new(),
            operations: vec![Operation::Put(put)],
            hash: [3; 32],
            tag: AuthorTag([4; 16]),
        }
    }

    fn one_of_each() -> Vec<Frame> {
        let stand = Stand::from_bytes([3; 32]);
        let (root, wanted) = (RootDigest::of(&[]), WantedDigest::of(&[]));
        vec![
            hello(),
            Frame::Documents(vec![(DocId::Table.into(), DocDigest::of(DocId::Table, &[[1; 32]]))]),
            Frame::Wanted(vec![Commitment::from_bytes([1; 32]); 3]),
            Frame::Heads { doc: DocId::Table.into(), heads: vec![[1; 32], [2; 32]] },
            Frame::Ask { doc: DocId::Agreement.into(), heads: Vec::new() },
            Frame::Change(change()),
            Frame::Body { commitment: Commitment::from_bytes([1; 32]), salt: [2; 32], length: 256 },
            Frame::Chunk(vec![1; 60_000]),
            Frame::End(End {
                root,
                wanted,
                received: 3,
                quiet: true,
                ready: vec![(LETTER.into(), stand)],
                waits: true,
            }),
            Frame::Ping,
            Frame::Pong,
            Frame::Opening { round: LETTER.into(), stand, bodies: 1 },
        ]
    }

    #[test]
    fn frames_are_read_back_whatever_a_later_version_adds_behind_them() {
        for frame in one_of_each() {
            let bytes = frame.encode().expect("small");
            let length = Frame::length([bytes[0], bytes[1], bytes[2], bytes[3]]).expect("small");
            assert_eq!(bytes.len(), length + 4);
            assert_eq!(Frame::decode(&bytes[4..]).as_ref(), Ok(&frame));
            let more = [&bytes[4..], &[7; 40]].concat();
            assert_eq!(Frame::decode(&more), Ok(frame), "and something behind it");
        }
    }

    #[test]
    fn an_oversized_an_empty_and_a_cut_frame_are_refused() {
        assert_eq!(Frame::length([0, 1, 0, 1]), Err(FrameError::Length(65_537)));
        assert_eq!(Frame::length([0xff; 4]), Err(FrameError::Length(0xffff_ffff)));
        assert_eq!(Frame::length([0; 4]), Err(FrameError::Length(0)));
        assert!(Frame::Chunk(vec![1; MAX_FRAME_BYTES]).encode().is_err());
        for frame in one_of_each() {
            let bytes = frame.encode().expect("small");
            for cut in 5..bytes.len().min(400) {
                assert!(Frame::decode(&bytes[4..cut]).is_err(), "{frame:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn a_frame_of_a_later_vocabulary_is_skipped_and_one_of_another_session_is_none() {
        let number = |number: u32| [postcard::to_stdvec(&number).expect("a number"), vec![9; 20]].concat();
        for later in [FIRST_LATER, 127, 128, u32::MAX] {
            assert_eq!(Frame::decode(&number(later)), Ok(Frame::Later(later)));
        }
        for unknown in [12, 20, FIRST_LATER - 1] {
            assert_eq!(Frame::decode(&number(unknown)), Err(FrameError::Malformed), "{unknown}");
        }
        assert_eq!(Frame::decode(&[0xff; 3]), Err(FrameError::Malformed), "a number without its end");
        assert_eq!(Frame::Later(40).encode(), Err(FrameError::Malformed), "nobody here writes one");
    }

    #[test]
    fn a_document_or_a_round_of_a_later_version_is_told_apart() {
        let later = Name::from_bytes(vec![9; 19]);
        assert_eq!(later.doc(), Form::Later);
        assert_eq!(Name::from_bytes(Vec::new()).doc(), Form::Malformed);
        assert_eq!(Name::from_bytes(vec![9; 65]).doc(), Form::Malformed, "nothing is named so long");
        let drawer = DocId::drawer(PersonId::from_bytes([1; 16]));
        assert_eq!(Name::from(drawer).doc(), Form::Known(drawer));
        assert!(Name::from(LETTER).is(LETTER) && !later.is(LETTER));
        let sent = Sent { doc: later, ..change() };
        assert_eq!(Frame::decode(&Frame::Change(sent.clone()).encode().expect("small")[4..]), Ok(Frame::Change(sent)));
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_frame_of_the_documentation() {
        let hex = data_encoding::HEXLOWER.encode(&hello().encode().expect("small"));
        assert!(include_str!("../../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
    }

    proptest::proptest! {
        /// Whatever the bytes are, reading them ends without a panic, and what is read is read again from what it writes.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            match Frame::decode(&bytes) {
                Ok(Frame::Later(number)) => proptest::prop_assert!(number >= FIRST_LATER),
                Ok(frame) => {
                    let again = frame.encode().expect("it was small");
                    proptest::prop_assert_eq!(Frame::decode(&again[4..]), Ok(frame));
                }
                Err(_) => {}
            }
        }
    }
}
