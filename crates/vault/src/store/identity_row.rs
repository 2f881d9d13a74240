//! Who I am, as a row. Its secrets are wiped when it is dropped.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct IdentityRow {
    pub(super) name: String,
    pub(super) seed: [u8; 16],
    pub(super) device: [u8; 32],
}

impl Drop for IdentityRow {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.seed.zeroize();
        self.device.zeroize();
    }
}
