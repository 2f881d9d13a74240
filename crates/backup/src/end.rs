//! The last line: how many stood before it, what they hash to, and who wrote them.

use serde::{Deserialize, Serialize};

use crate::encoding::base64;

/// SHA-256 over all lines before the last one, their ends included.
pub type Digest = [u8; 32];

/// The last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename = "end")]
pub struct End {
    /// How many lines stand before it.
    pub lines: u64,
    /// What they hash to.
    #[serde(rename = "sha256", with = "base64")]
    pub digest: Digest,
    /// What proves who wrote it, over the digest. It is not checked here.
    #[serde(with = "base64")]
    pub proof: [u8; 32],
}
