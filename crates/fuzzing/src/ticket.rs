//! Tickets, as somebody pastes or scans them.

use data_encoding::BASE32_NOPAD;
use kintsugi_sync::pairing::{Ticket, is_home_address};
use sha2::{Digest, Sha256};

/// Reads a text, and the bytes as the fields of a ticket with a sound checksum, which no mutation would find.
///
/// # Panics
/// When what is read is another ticket once it is written and read again, or names an address outside a home network.
pub fn ticket(bytes: &[u8]) {
    read(&String::from_utf8_lossy(bytes));
    read(&with_checksum(bytes));
}

fn read(text: &str) {
    let Ok(ticket) = Ticket::decode(text, i64::MIN) else { return };
    assert!(ticket.addresses.len() <= 8 && ticket.addresses.iter().all(|at| is_home_address(at.ip())));
    let written = ticket.encode();
    let again = Ticket::decode(&written, i64::MIN).expect("a ticket of our own");
    assert_eq!(again.encode(), written);
}

/// As `docs/formats.md` tells it.
fn with_checksum(fields: &[u8]) -> String {
    let sum: [u8; 32] = Sha256::new().chain_update(b"kintsugi ticket v1").chain_update(fields).finalize().into();
    format!("kin1{}", BASE32_NOPAD.encode(&[fields, &sum[..4]].concat()).to_lowercase())
}
