//! Room for the partner's words: how much of them this laptop keeps.
//!
//! Documents always come; what is limited is the words. What there is no room for stays wanted, is not asked for, and does not
//! keep the two apart: it waits on the partner's laptop until there is more room here.

use kintsugi_journal::{Commitment, PersonId};
use kintsugi_vault::{Reader, VaultError, WantedRow};

use crate::{Home, HomeError};

/// How many bytes there are in the unit in which room is told.
const MEGABYTE: u64 = 1_000_000;

/// The room that the partner's words take here, and may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomForWords {
    /// Bytes that they take.
    pub taken: u64,
    /// Bytes that they may take.
    pub most: u64,
    /// How many entries there are whose words wait on the partner's laptop, because there is no room for them.
    pub waiting: usize,
}

impl RoomForWords {
    /// Whether seven eighths of it are taken, or something waits for more.
    pub const fn is_short(&self) -> bool {
        self.waiting > 0 || self.taken >= self.most / 8 * 7
    }

    /// What is taken, in millions of bytes, rounded up.
    pub const fn taken_megabytes(&self) -> u64 {
        self.taken.div_ceil(MEGABYTE)
    }

    /// What may be taken, in millions of bytes.
    pub const fn most_megabytes(&self) -> u64 {
        self.most / MEGABYTE
    }
}

impl Home {
    /// The room that the partner's words take here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn room(&self) -> Result<RoomForWords, HomeError> {
        self.room_in(&self.vault().read()?)
    }

    pub(crate) fn room_in(&self, reader: &Reader<'_>) -> Result<RoomForWords, HomeError> {
        let space = Space::of(reader)?;
        let (taken, most) = (space.taken(reader)?, space.most);
        let waiting = reader.wanted()?.len() - self.asked_for(reader)?.len();
        Ok(RoomForWords { taken, most, waiting })
    }

    /// What is wanted and asked for: there is room for it.
    pub(crate) fn asked_for(&self, reader: &Reader<'_>) -> Result<Vec<WantedRow>, HomeError> {
        let space = Space::of(reader)?;
        let mut asked = Vec::new();
        for row in reader.wanted()? {
            if space.is_for(self, reader, &row)? {
                asked.push(row);
            }
        }
        Ok(asked)
    }
}

/// What may be taken, and by whose words.
pub(crate) struct Space {
    partner: Option<PersonId>,
    most: u64,
}

impl Space {
    pub(crate) fn of(reader: &Reader<'_>) -> Result<Self, VaultError> {
        let most = u64::from(reader.local_settings()?.room_megabytes).saturating_mul(MEGABYTE);
        let partner = reader.partner()?.map(|partner| partner.person);
        Ok(Self { partner, most })
    }

    fn taken(&self, reader: &Reader<'_>) -> Result<u64, VaultError> {
        self.partner.map_or(Ok(0), |partner| reader.kept_of(partner))
    }

    /// Whether these words may come. My own always may; of those whose size nobody knows it is tried.
    pub(crate) fn is_for(&self, home: &Home, reader: &Reader<'_>, row: &WantedRow) -> Result<bool, VaultError> {
        if row.doc.person() == Some(home.identity().person()) {
            return Ok(true);
        }
        let after = self.taken(reader)?.saturating_add(u64::from(row.size.max(1)));
        // What they take the place of goes when they come.
        Ok(after <= self.most || after.saturating_sub(bytes_of(reader, &row.replaces)?) <= self.most)
    }
}

fn bytes_of(reader: &Reader<'_>, bodies: &[Commitment]) -> Result<u64, VaultError> {
    let mut bytes = 0;
    for commitment in bodies {
        bytes += reader.body(commitment)?.map_or(0, |shelf| shelf.sealed.bytes.len() as u64);
    }
    Ok(bytes)
}
