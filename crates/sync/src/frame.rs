//! Frames: what crosses the wire, and how large it may be.
//!
//! A frame is its length as four bytes (big endian), then that many bytes of postcard. At most 64 KiB: the length is checked
//! before anything is allocated. `docs/formats.md` has a vector.

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocDigest, DocId, Proposal, RootDigest, RoundId, Salt, Stand, WantedDigest,
};
use serde::{Deserialize, Serialize};

/// The most bytes of one frame, without its length.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// One message. A turn is any number of frames up to an [`Frame::End`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// First of all: the version of these rules, and which journal this is about.
    Hello {
        /// See [`crate::Session::VERSION`].
        version: u16,
        /// The journal's id.
        journal: [u8; 16],
    },
    /// Which shared documents are here. In the first turn only.
    Documents(Vec<(DocId, DocDigest)>),
    /// Bodies that are due and not here.
    Wanted(Vec<Commitment>),
    /// The heads of a document that differs.
    Heads {
        /// Which.
        doc: DocId,
        /// Its heads here.
        heads: Vec<ChangeHash>,
    },
    /// A change was here before those it follows: these are the heads to send from, whatever was sent before.
    Ask {
        /// Which document.
        doc: DocId,
        /// Its heads here.
        heads: Vec<ChangeHash>,
    },
    /// A change, as operations.
    Change {
        /// What it does.
        proposal: Proposal,
        /// The tag of the person who made it.
        tag: AuthorTag,
    },
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
    End {
        /// The digest of all shared documents here.
        root: RootDigest,
        /// The digest of the bodies that are wanted here.
        wanted: WantedDigest,
        /// How many entries this meeting has changed here so far.
        received: u32,
        /// Whether the turn held anything but this.
        quiet: bool,
        /// The rounds that both are ready to open, as far as is known here, and whose words are all here, each with how it
        /// stands: at most 64.
        ready: Vec<(RoundId, Stand)>,
    },
    /// Between sessions: are you there?
    Ping,
    /// I am.
    Pong,
    /// A round opens: so many bodies follow, the words of this side. See [`crate::Session`].
    Opening {
        /// Which.
        round: RoundId,
        /// How it stands with both: that which the two ends of the last turn named.
        stand: Stand,
        /// How many bodies belong to it.
        bodies: u32,
    },
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The announced length is zero or above [`MAX_FRAME_BYTES`].
    #[error("a frame of {0} bytes")]
    Length(usize),
    /// The bytes are no frame of this version, or have something behind it.
    #[error("a frame that cannot be read")]
    Malformed,
}

impl Frame {
    /// Length and bytes.
    ///
    /// # Errors
    /// [`FrameError::Length`] when it is larger than a frame may be.
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
    /// [`FrameError`] when they are anything but exactly one frame.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        Self::check_length(bytes.len())?;
        let (frame, rest) = postcard::take_from_bytes(bytes).map_err(|_| FrameError::Malformed)?;
        if rest.is_empty() { Ok(frame) } else { Err(FrameError::Malformed) }
    }

    fn check_length(length: usize) -> Result<(), FrameError> {
        if (1..=MAX_FRAME_BYTES).contains(&length) { Ok(()) } else { Err(FrameError::Length(length)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_journal::Topic;

    fn round_trip(frame: &Frame) {
        let bytes = frame.encode().expect("small");
        let length = Frame::length([bytes[0], bytes[1], bytes[2], bytes[3]]).expect("small");
        assert_eq!(bytes.len(), length + 4);
        assert_eq!(Frame::decode(&bytes[4..]).as_ref(), Ok(frame));
    }

    #[test]
    fn frames_are_read_back() {
        round_trip(&Frame::Hello { version: 1, journal: [7; 16] });
        round_trip(&Frame::Chunk(vec![1; 60_000]));
        round_trip(&Frame::Opening {
            round: RoundId { topic: Topic::Letter, number: 1 },
            stand: Stand::from_bytes([3; 32]),
            bodies: 1,
        });
        round_trip(&Frame::Heads { doc: DocId::Table, heads: vec![[1; 32], [2; 32]] });
    }

    #[test]
    fn an_oversized_an_empty_and_a_cut_frame_are_refused() {
        assert_eq!(Frame::length([0, 1, 0, 1]), Err(FrameError::Length(65_537)));
        assert_eq!(Frame::length([0xff; 4]), Err(FrameError::Length(0xffff_ffff)));
        assert_eq!(Frame::length([0; 4]), Err(FrameError::Length(0)));
        assert!(Frame::Chunk(vec![1; MAX_FRAME_BYTES]).encode().is_err());
        let bytes = Frame::Wanted(vec![Commitment::from_bytes([1; 32]); 3]).encode().expect("small");
        for cut in 5..bytes.len() {
            assert!(Frame::decode(&bytes[4..cut]).is_err(), "cut at {cut}");
        }
        assert_eq!(
            Frame::decode(&[bytes.as_slice(), &[0]].concat()[4..]),
            Err(FrameError::Malformed),
            "a byte too many"
        );
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_frame_of_the_documentation() {
        let bytes = Frame::Hello { version: 1, journal: [7; 16] }.encode().expect("small");
        let hex = data_encoding::HEXLOWER.encode(&bytes);
        assert!(include_str!("../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
    }

    proptest::proptest! {
        /// Whatever the bytes are, reading them ends without a panic, and what is read has one spelling.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            if let Ok(frame) = Frame::decode(&bytes) {
                let again = frame.encode().expect("it was small");
                proptest::prop_assert_eq!(Frame::decode(&again[4..]), Ok(frame));
            }
        }
    }
}
