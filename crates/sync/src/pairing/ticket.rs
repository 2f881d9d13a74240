//! The ticket: all that the other laptop needs to find this one and to prove that it was invited.
//!
//! `kin1`, then base 32 in lower case of the fields (postcard) and four bytes of their SHA-256, so that a mistyped one is
//! told from a wrong one. Reading is lenient about case, blanks and line ends. `docs/formats.md` has a vector.

use std::net::{IpAddr, SocketAddr};

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::PairingSecret;

const PREFIX: &str = "kin1";
const CHECK: usize = 4;
const MAX_CHARS: usize = 1000;
const MAX_ADDRESSES: usize = 8;

/// An invitation to pair, good once and for ten minutes.
pub struct Ticket {
    /// The laptop that shows it: its endpoint id, which TLS then pins.
    pub endpoint: [u8; 32],
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
    /// What both must prove to hold.
    pub secret: PairingSecret,
    /// When it ends, in seconds since 1970.
    pub expires: i64,
}

/// Why a text is no usable ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TicketError {
    /// It does not look like a ticket at all.
    #[error("that is not a code of kintsugi pair")]
    NotATicket,
    /// A ticket of another version.
    #[error("the code was made by another version")]
    Version,
    /// A character is wrong or missing.
    #[error("the code is mistyped or cut short")]
    Mistyped,
    /// It names an address outside a home network.
    #[error("the code names an address outside your own network")]
    Address,
    /// Its ten minutes are over.
    #[error("the code has expired")]
    Expired,
}

#[derive(Serialize, Deserialize)]
struct Fields {
    endpoint: [u8; 32],
    addresses: Vec<SocketAddr>,
    secret: [u8; 10],
    expires: i64,
}

impl Ticket {
    /// The text to read, scan or paste.
    pub fn encode(&self) -> String {
        let fields = Fields {
            endpoint: self.endpoint,
            addresses: self.addresses.clone(),
            secret: *self.secret.as_bytes(),
            expires: self.expires,
        };
        let mut bytes = postcard::to_stdvec(&fields).expect("plain fields can be encoded");
        bytes.extend_from_slice(&check(&bytes));
        format!("{PREFIX}{}", BASE32_NOPAD.encode(&bytes).to_lowercase())
    }

    /// Reads a ticket. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// [`TicketError`]; nothing is sent in any of these cases.
    pub fn decode(text: &str, now: i64) -> Result<Self, TicketError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).take(MAX_CHARS + 1).collect();
        let text = text.to_ascii_lowercase();
        let body = text.strip_prefix("kin").filter(|_| text.len() <= MAX_CHARS).ok_or(TicketError::NotATicket)?;
        match body.bytes().next() {
            Some(b'1') => {}
            Some(b'0'..=b'9') => return Err(TicketError::Version),
            _ => return Err(TicketError::NotATicket),
        }
        let encoded = body[1..].to_ascii_uppercase();
        let bytes = BASE32_NOPAD.decode(encoded.as_bytes()).map_err(|_| TicketError::Mistyped)?;
        let at = bytes.len().checked_sub(CHECK).ok_or(TicketError::Mistyped)?;
        let (fields, sum) = bytes.split_at(at);
        if check(fields) != *sum {
            return Err(TicketError::Mistyped);
        }
        let fields: Fields = postcard::from_bytes(fields).map_err(|_| TicketError::Mistyped)?;
        if fields.addresses.len() > MAX_ADDRESSES || !fields.addresses.iter().all(|at| is_home_address(at.ip())) {
            return Err(TicketError::Address);
        }
        if now >= fields.expires {
            return Err(TicketError::Expired);
        }
        Ok(Self {
            endpoint: fields.endpoint,
            addresses: fields.addresses,
            secret: PairingSecret::new(fields.secret),
            expires: fields.expires,
        })
    }
}

/// Whether an address can be one of a home network, or of this machine.
pub fn is_home_address(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_loopback() || ip.is_unicast_link_local(),
    }
}

fn check(fields: &[u8]) -> [u8; CHECK] {
    let full: [u8; 32] = Sha256::new().chain_update(b"kintsugi ticket v1").chain_update(fields).finalize().into();
    [full[0], full[1], full[2], full[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(address: &str) -> Ticket {
        Ticket {
            endpoint: [3; 32],
            addresses: vec![address.parse().expect("an address")],
            secret: PairingSecret::new([0xff; 10]),
            expires: 1_800_000_000,
        }
    }

    #[test]
    fn a_ticket_is_read_back_however_it_was_carried() {
        let text = ticket("192.168.1.20:47113").encode();
        assert!(text.len() <= 110, "{} characters", text.len());
        for carried in [text.clone(), text.to_uppercase(), format!(" {}\n {}\r\n", &text[..40], &text[40..])] {
            let read = Ticket::decode(&carried, 1_799_999_999).expect("a sound ticket");
            assert_eq!(read.endpoint, [3; 32]);
            assert_eq!(read.secret.as_bytes()[0], 7, "75 bits");
        }
    }

    #[test]
    fn what_is_no_usable_ticket_is_told_apart() {
        let text = ticket("127.0.0.1:9").encode();
        let read = |text: &str| Ticket::decode(text, 0).map(|_| ()).expect_err("no usable ticket");
        assert_eq!(read(""), TicketError::NotATicket);
        assert_eq!(read("hello"), TicketError::NotATicket);
        assert_eq!(read(&text.replacen("kin1", "kin2", 1)), TicketError::Version);
        assert_eq!(read(&text[..text.len() - 2]), TicketError::Mistyped);
        assert_eq!(read(&"kin1".repeat(500)), TicketError::NotATicket);
        assert_eq!(read(&ticket("203.0.113.5:9").encode()), TicketError::Address);
        assert!(matches!(Ticket::decode(&text, 1_800_000_000), Err(TicketError::Expired)));
    }

    #[test]
    fn it_names_no_more_addresses_than_a_laptop_has() {
        let at = |count: usize| {
            let one = ticket("127.0.0.1:9");
            Ticket { addresses: vec![one.addresses[0]; count], ..one }.encode()
        };
        assert!(Ticket::decode(&at(MAX_ADDRESSES), 0).is_ok());
        for count in [MAX_ADDRESSES + 1, MAX_ADDRESSES + 2] {
            assert!(matches!(Ticket::decode(&at(count), 0), Err(TicketError::Address)), "{count}");
        }
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        let text = ticket("127.0.0.1:9").encode();
        for at in PREFIX.len()..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = if wrong[at] == b'a' { b'b' } else { b'a' };
            let wrong = String::from_utf8(wrong).expect("ASCII");
            assert!(matches!(Ticket::decode(&wrong, 0), Err(TicketError::Mistyped)), "character {at}");
        }
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_ticket_of_the_documentation() {
        let text = ticket("192.168.1.20:47113").encode();
        assert!(include_str!("../../../../docs/formats.md").contains(&text), "docs/formats.md lacks {text}");
    }

    proptest::proptest! {
        /// Whatever somebody types, reading it ends without a panic.
        #[test]
        fn any_text_is_read_or_refused(text in "(kin1)?\\PC{0,200}") {
            proptest::prop_assert!(Ticket::decode(&text, 0).is_err());
        }
    }
}
