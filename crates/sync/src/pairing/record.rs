//! An announcement as it stands in the records of multicast DNS. Everybody on the network can write these: what has another
//! form is nobody's, and what has this one counts only with its proof, see [`Beacon`].

use std::borrow::Cow;
use std::net::SocketAddr;

use data_encoding::HEXLOWER;

use super::{Beacon, BeaconName, BeaconProof, Sought};

/// What the records of one announcement say. `docs/formats.md` tells the layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The name of the instance: the beacon's name in hex, a dash, and a number.
    pub instance: Cow<'a, str>,
    /// TXT `m`: the proof in hex.
    pub proof: Cow<'a, str>,
    /// TXT `i`: the hidden id of the laptop in hex, for a pairing.
    pub hidden: Option<Cow<'a, str>>,
}

impl Beacon {
    /// The record for one address, the `n`th of this laptop.
    pub fn record(&self, n: usize, at: SocketAddr) -> Record<'static> {
        Record {
            instance: format!("{}-{n}", HEXLOWER.encode(&self.name())).into(),
            proof: HEXLOWER.encode(&self.proof(at)).into(),
            hidden: self.hidden_endpoint().map(|hidden| HEXLOWER.encode(&hidden).into()),
        }
    }
}

impl Sought {
    /// The id of the laptop that announced this at this address, when it is the one that is looked for.
    pub fn read(&self, record: &Record<'_>, at: SocketAddr) -> Option<[u8; 32]> {
        let name: BeaconName = bytes(record.instance.split('-').next()?)?;
        let proof: BeaconProof = bytes(&record.proof)?;
        let hidden = record.hidden.as_deref().and_then(bytes);
        self.recognise(name, hidden, at, &proof)
    }
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    if hex.len() != 2 * N {
        return None;
    }
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::PairingSecret;

    fn here() -> SocketAddr {
        "192.168.1.20:47113".parse().expect("an address")
    }

    #[test]
    fn what_is_announced_is_read_by_whom_it_is_for() {
        let meeting = Beacon::for_meeting(&[1; 32], [2; 32], [3; 8]).record(0, here());
        assert_eq!(meeting.instance, "0303030303030303-0");
        assert_eq!(Sought::partner(&[1; 32], [2; 32]).read(&meeting, here()), Some([2; 32]));
        let pairing = Beacon::for_pairing(&PairingSecret::new([5; 10]), [2; 32]).record(7, here());
        assert_eq!(Sought::host(&PairingSecret::new([5; 10])).read(&pairing, here()), Some([2; 32]));
        assert_eq!(Sought::host(&PairingSecret::new([6; 10])).read(&pairing, here()), None);
    }

    #[test]
    fn what_has_another_form_is_nobodys() {
        let sought = Sought::partner(&[1; 32], [2; 32]);
        let sound = Beacon::for_meeting(&[1; 32], [2; 32], [3; 8]).record(0, here());
        let proof = sound.proof.to_string();
        for instance in ["", "-0", "03030303030303-0", "030303030303030G-0", "0303030303030303\u{e9}"] {
            let record = Record { instance: instance.into(), ..sound.clone() };
            assert_eq!(sought.read(&record, here()), None, "{instance:?}");
        }
        for proof in [String::new(), proof[1..].to_owned(), proof.to_uppercase(), format!("{proof}0"), "0".repeat(32)] {
            let record = Record { proof: proof.clone().into(), ..sound.clone() };
            assert_eq!(sought.read(&record, here()), None, "{proof:?}");
        }
        let hidden = Record { hidden: Some("not for a meeting".into()), ..sound };
        assert_eq!(sought.read(&hidden, here()), Some([2; 32]), "what is hidden there is not looked at");
    }
}
