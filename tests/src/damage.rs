//! Files that a disk has damaged: bytes changed in three ways, ends cut off; drawn by a seed.

use std::path::Path;

use crate::Dice;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// One bit of the byte at this place turned over.
    Bit(usize),
    /// The byte at this place became zero.
    Zero(usize),
    /// The 16 bytes from this place became others, as this seed draws them.
    Other(usize, u64),
    /// It ends here.
    Cut(usize),
}

/// How many bytes a disk writes at once.
pub const SECTOR: usize = 512;

impl Damage {
    /// Each place of a file of this length in each of the three ways, and each cut at a sector.
    pub fn all(length: usize) -> impl Iterator<Item = Self> {
        let seeds = 1..;
        let bytes = (0..length).zip(seeds);
        let changed = bytes.flat_map(|(at, seed)| [Self::Bit(at), Self::Zero(at), Self::Other(at, seed)]);
        changed.chain(Self::cuts(length))
    }

    /// Each cut at a sector.
    pub fn cuts(length: usize) -> impl Iterator<Item = Self> {
        (0..length).step_by(SECTOR).map(Self::Cut)
    }

    /// So many of them, in each way about as often.
    pub fn some(length: usize, count: u64, dice: &mut Dice) -> Vec<Self> {
        let mut at = |limit: usize| usize::try_from(dice.below(limit.max(1) as u64)).expect("it was an index");
        let drawn = (0..count).map(|n| match n % 4 {
            0 => Self::Bit(at(length)),
            1 => Self::Zero(at(length)),
            2 => Self::Other(at(length), n),
            _ => Self::Cut(at(length.div_ceil(SECTOR)) * SECTOR),
        });
        drawn.collect()
    }

    /// The bytes after it; the same where it changes nothing.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        match self {
            Self::Bit(at) => bytes[at] ^= 1 << (at % 8),
            Self::Zero(at) => bytes[at] = 0,
            Self::Other(at, seed) => {
                let mut dice = Dice(seed);
                bytes[at..].iter_mut().take(16).for_each(|byte| *byte = dice.below(256).to_le_bytes()[0]);
            }
            Self::Cut(at) => bytes.truncate(at),
        }
        bytes
    }

    /// Does it to a file.
    ///
    /// # Panics
    /// When that cannot be read or written.
    pub fn to(self, path: &Path) {
        let before = std::fs::read(path).expect("a file");
        std::fs::write(path, self.of(&before)).expect("a file");
    }
}
