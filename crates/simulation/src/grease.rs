//! Grease: what the session of a later version might say besides, mixed at random into what this one says. Whoever hears it
//! must go on as if it had not been said.

use kintsugi_journal::{Actor, AuthorTag, ChangeHash, DocDigest, DocId, Operation, PersonId, Stand};
use kintsugi_sync::{End, FIRST_LATER, Frame, MAX_FRAME_BYTES, Name, Sent};

use crate::Dice;

/// Adds to what one side of a meeting says.
pub struct Grease {
    dice: Dice,
    author: PersonId,
    turn: u32,
    /// How much was added so far.
    pub added: u32,
}

impl Grease {
    /// Grease of this seed, on the side of this person.
    pub const fn new(seed: u64, author: PersonId) -> Self {
        Self { dice: Dice(seed), author, turn: 0, added: 0 }
    }

    /// The frames of a turn, each with its length, with more between and behind them.
    ///
    /// # Panics
    /// When they are no frames of ours.
    pub fn mix(&mut self, frames: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let mut mixed = Vec::new();
        for bytes in frames {
            if self.now() {
                mixed.push(self.unknown_frame());
            }
            match Frame::decode(&bytes[4..]).expect("our own frames") {
                Frame::End(end) => {
                    mixed.extend(self.before_the_end().iter().map(encoded));
                    mixed.push(encoded(&Frame::End(self.at_the_end(end))));
                    self.turn += 1;
                }
                _ => mixed.push(bytes),
            }
            if self.now()
                && let Some(last) = mixed.last_mut()
            {
                self.lengthen(last);
            }
        }
        mixed
    }

    fn now(&mut self) -> bool {
        let now = self.dice.below(3) == 0;
        self.added += u32::from(now);
        now
    }

    fn bytes(&mut self, most: u64) -> Vec<u8> {
        (0..=self.dice.below(most)).map(|_| u8::try_from(self.dice.below(256)).unwrap_or_default()).collect()
    }

    fn hash(&mut self) -> ChangeHash {
        let mut hash = [0; 32];
        hash.fill_with(|| u8::try_from(self.dice.below(256)).unwrap_or_default());
        hash
    }

    /// A frame of a vocabulary that nobody here has heard of. It may stand anywhere.
    fn unknown_frame(&mut self) -> Vec<u8> {
        let numbers = [FIRST_LATER, FIRST_LATER + 1, 127, 128, 70_000, u32::MAX];
        let mut number = numbers[usize::try_from(self.dice.below(6)).unwrap_or_default()];
        let mut bytes = vec![0; 4];
        while number >= 128 {
            bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        bytes.push(number.to_le_bytes()[0]);
        bytes.extend(self.bytes(200));
        with_length(bytes)
    }

    /// Fields behind those that are known.
    fn lengthen(&mut self, frame: &mut Vec<u8>) {
        let mut longer = std::mem::take(frame);
        longer.extend(self.bytes(40));
        longer.truncate(4 + MAX_FRAME_BYTES);
        *frame = with_length(longer);
    }

    /// The name of a document or a round that nobody here knows.
    fn unknown_name(&mut self) -> Name {
        let first = 100 + u8::try_from(self.dice.below(100)).unwrap_or_default();
        Name::from_bytes([vec![first], self.bytes(40)].concat())
    }

    fn before_the_end(&mut self) -> Vec<Frame> {
        if !self.now() {
            return Vec::new();
        }
        let doc = self.unknown_name();
        if self.turn == 0 {
            return vec![Frame::Documents(vec![(doc, DocDigest::of(DocId::Table, &[]))])];
        }
        let heads = vec![self.hash(), self.hash()];
        let (hash, tag) = (self.hash(), AuthorTag([0; 16]));
        let actor = Actor::new([0x77; 16], self.author);
        let step = Operation::from_bytes(&[&[200], self.bytes(30).as_slice()].concat());
        let sent = |doc: Name| Sent { doc, actor, seq: 1, deps: Vec::new(), operations: vec![step.clone()], hash, tag };
        vec![
            Frame::Heads { doc: doc.clone(), heads: heads.clone() },
            Frame::Ask { doc: doc.clone(), heads },
            Frame::Change(sent(doc)),
            Frame::Change(sent(DocId::Table.into())),
            Frame::Opening { round: self.unknown_name(), stand: Stand::from_bytes(hash), bodies: 0 },
        ]
    }

    fn at_the_end(&mut self, mut end: End) -> End {
        if self.now() {
            let stand = Stand::from_bytes(self.hash());
            end.ready.push((self.unknown_name(), stand));
        }
        end
    }
}

fn encoded(frame: &Frame) -> Vec<u8> {
    frame.encode().expect("it is small")
}

fn with_length(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(bytes.len() - 4).expect("it is small");
    bytes[..4].copy_from_slice(&length.to_be_bytes());
    bytes
}
