//! The partner, as this home knows them.

use jiff::civil::Date;
use kintsugi_journal::PersonId;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// How far pairing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerState {
    /// Both said yes; the first meeting is not over.
    Pending,
    /// The first meeting is over.
    Paired,
    /// This home has left. What was shared until then stays; nothing crosses any more.
    Left,
    /// This home was made anew from a backup, which holds no secret of the pair: the two have to join again.
    Apart,
}

/// The partner and what the two share. Holds the secret of the pair: no `Debug`, wiped when dropped.
#[derive(Serialize, Deserialize)]
pub struct Partner {
    /// How far pairing has come.
    pub state: PartnerState,
    /// Who.
    pub person: PersonId,
    /// The name they go by.
    pub name: String,
    /// Their public key.
    pub key: [u8; 32],
    /// Their laptop's id.
    pub device: [u8; 32],
    /// The journal's id, made at pairing from both sides' contributions.
    pub journal: [u8; 16],
    /// The secret that the two laptops share.
    pub secret: PairSecret,
    /// Where the laptop was last reached, `address:port`.
    pub addresses: Vec<String>,
    /// The day of the last whole meeting. Kept to the day, never finer.
    pub last_meeting: Option<Date>,
}

/// Somebody who was the partner of this home, as far as is needed to know them again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Who.
    pub person: PersonId,
    /// Their public key.
    pub key: [u8; 32],
    /// Their laptop's id.
    pub device: [u8; 32],
}

impl From<&Partner> for Former {
    fn from(partner: &Partner) -> Self {
        Self { person: partner.person, key: partner.key, device: partner.device }
    }
}

/// 32 bytes shared by the two laptops.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct PairSecret(pub [u8; 32]);
