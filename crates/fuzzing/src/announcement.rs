//! Announcements on the home network, which everybody there can write.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use arbitrary::{Arbitrary, Unstructured};
use kintsugi_sync::pairing::{Beacon, PairingSecret, Record, Sought};

const LAPTOP: [u8; 32] = [2; 32];

#[derive(Arbitrary, Debug)]
struct Case<'a> {
    for_pairing: bool,
    number: u8,
    announced: Address,
    seen: Option<Address>,
    changes: Vec<Change<'a>>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
struct Address {
    v4: bool,
    ip: [u8; 16],
    port: u16,
}

#[derive(Arbitrary, Debug)]
enum Change<'a> {
    Instance(&'a str),
    Proof(&'a str),
    Hidden(Option<&'a str>),
    Letter { field: u8, at: u8, to: char },
}

impl Address {
    fn to_socket(self) -> SocketAddr {
        let [a, b, c, d, ..] = self.ip;
        let ip = if self.v4 { IpAddr::from([a, b, c, d]) } else { Ipv6Addr::from(self.ip).into() };
        SocketAddr::new(ip, self.port)
    }
}

/// Reads a laptop's announcement that somebody has changed, or has copied to another address. Only the true one is
/// believed, at its own address.
///
/// # Panics
/// When another one is.
pub fn announcement(bytes: &[u8]) {
    let Ok(case) = Case::arbitrary(&mut Unstructured::new(bytes)) else { return };
    let (beacon, sought) = laptops(case.for_pairing);
    let at = case.announced.to_socket();
    let seen = case.seen.unwrap_or(case.announced).to_socket();
    let sound = beacon.record(case.number.into(), at);
    let record = case.changes.iter().fold(sound.clone(), changed);
    let name = |record: &Record<'_>| record.instance.split('-').next().map(str::to_owned);
    match sought.read(&record, seen) {
        Some(laptop) => {
            assert_eq!((laptop, seen), (LAPTOP, at));
            assert_eq!((name(&record), &record.proof), (name(&sound), &sound.proof));
        }
        None => assert!(record != sound || seen != at, "the true one is believed"),
    }
}

fn laptops(for_pairing: bool) -> (Beacon, Sought) {
    if for_pairing {
        let code = PairingSecret::new([5; 10]);
        (Beacon::for_pairing(&code, LAPTOP), Sought::host(&code))
    } else {
        (Beacon::for_meeting(&[1; 32], LAPTOP, [3; 8]), Sought::partner(&[1; 32], LAPTOP))
    }
}

fn changed<'a>(mut record: Record<'a>, change: &Change<'a>) -> Record<'a> {
    match change {
        Change::Instance(text) => record.instance = Cow::Borrowed(*text),
        Change::Proof(text) => record.proof = Cow::Borrowed(*text),
        Change::Hidden(text) => record.hidden = text.map(Cow::Borrowed),
        Change::Letter { field, at, to } => {
            let field = match field % 3 {
                0 => &mut record.instance,
                1 => &mut record.proof,
                _ => record.hidden.get_or_insert_default(),
            };
            *field = field.chars().enumerate().map(|(n, c)| if n == usize::from(*at) { *to } else { c }).collect();
        }
    }
    record
}
