//! Which address of this laptop is used.

use std::net::IpAddr;

use if_addrs::{IfAddr, Interface};

use crate::pairing::is_home_address;

/// Names of interfaces that are no home network: containers, bridges, tunnels.
const FOREIGN: [&str; 12] =
    ["docker", "br-", "virbr", "veth", "tun", "utun", "tap", "wg", "tailscale", "zt", "vmnet", "podman"];

/// The one address that the endpoint is bound to, and the size of its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bind {
    /// The address.
    pub ip: IpAddr,
    /// How many leading bits are the network.
    pub prefix: u8,
}

/// Why no address can be used.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// Not connected to a home network.
    #[error("this laptop is not connected to a home network")]
    NoNetwork,
    /// The address that was asked for is none of this laptop's.
    #[error("{0} is no address of this laptop")]
    NotMine(IpAddr),
    /// The address that was asked for is not one of a home network.
    #[error("{0} is not an address of a home network")]
    NotHome(IpAddr),
    /// The system does not tell its addresses.
    #[error("the addresses of this laptop cannot be read: {0}")]
    System(String),
}

impl Bind {
    /// Uses this address only, or where none is given the first home network of this laptop.
    ///
    /// # Errors
    /// [`BindError`].
    pub fn choose(wanted: Option<IpAddr>) -> Result<Self, BindError> {
        let interfaces = if_addrs::get_if_addrs().map_err(|error| BindError::System(error.to_string()))?;
        let Some(ip) = wanted else {
            return first_home(&interfaces).ok_or(BindError::NoNetwork);
        };
        if !is_home_address(ip) {
            return Err(BindError::NotHome(ip));
        }
        let mine = interfaces.iter().map(bind_of).find(|bind| bind.contains(ip) && (bind.ip == ip || ip.is_loopback()));
        mine.map(|bind| Self { ip, ..bind }).ok_or(BindError::NotMine(ip))
    }

    /// Whether an address belongs to the same network.
    pub fn contains(&self, other: IpAddr) -> bool {
        match (self.ip, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                same_prefix(u128::from(a.to_bits()) << 96, u128::from(b.to_bits()) << 96, self.prefix)
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => same_prefix(a.to_bits(), b.to_bits(), self.prefix),
            _ => false,
        }
    }
}

fn same_prefix(a: u128, b: u128, prefix: u8) -> bool {
    prefix == 0 || (a ^ b) >> (128 - u32::from(prefix.min(128))) == 0
}

fn first_home(interfaces: &[Interface]) -> Option<Bind> {
    let named_home = |interface: &&Interface| !FOREIGN.iter().any(|prefix| interface.name.starts_with(prefix));
    let binds = interfaces.iter().filter(named_home).map(bind_of);
    let mut home: Vec<Bind> = binds
        .filter(|bind| matches!(bind.ip, IpAddr::V4(ip) if ip.is_private() || ip.is_link_local()) && bind.prefix < 31)
        .collect();
    // A real network before a cable without one.
    home.sort_by_key(|bind| matches!(bind.ip, IpAddr::V4(ip) if ip.is_link_local()));
    home.first().copied()
}

fn bind_of(interface: &Interface) -> Bind {
    match &interface.addr {
        IfAddr::V4(v4) => Bind { ip: v4.ip.into(), prefix: v4.prefixlen },
        IfAddr::V6(v6) => Bind { ip: v6.ip.into(), prefix: v6.prefixlen },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_its_own_addresses_only() {
        let bind = Bind { ip: "192.168.1.20".parse().expect("an address"), prefix: 24 };
        assert!(bind.contains("192.168.1.7".parse().expect("an address")));
        assert!(!bind.contains("192.168.2.7".parse().expect("an address")));
        assert!(!bind.contains("fe80::1".parse().expect("an address")));
    }

    #[test]
    fn addresses_that_are_not_of_a_home_or_not_mine_are_refused() {
        let choose = |text: &str| Bind::choose(Some(text.parse().expect("an address")));
        assert!(choose("127.0.0.1").is_ok());
        assert!(matches!(choose("203.0.113.5"), Err(BindError::NotHome(_))));
        assert!(matches!(choose("10.254.253.252"), Err(BindError::NotMine(_))));
    }
}
