//! Which addresses of this laptop are used: those of home networks, and of nothing else.

use std::net::IpAddr;

use if_addrs::{IfAddr, Interface};

use kintsugi_sync::pairing::is_home_address;

/// Names of interfaces that are no home network: containers, bridges of virtual machines, tunnels.
const FOREIGN: [&str; 18] = [
    "docker",
    "br-",
    "virbr",
    "veth",
    "tun",
    "utun",
    "tap",
    "wg",
    "tailscale",
    "zt",
    "vmnet",
    "podman",
    "ppp",
    "nordlynx",
    "lxc",
    "lxdbr",
    "cni",
    "awdl",
];

/// One address that the endpoint is bound to, and the size of its network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bind {
    /// The interface's name, such as `wlan0`.
    pub name: String,
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
    #[error("this laptop is not connected to a network of your own")]
    NoNetwork,
    /// Connected, but not to the network that was chosen.
    #[error("this laptop is not connected to the network that was chosen for it ({0})")]
    NotChosen(String),
    /// The address that was asked for is none of this laptop's.
    #[error("{0} is no address of this laptop")]
    NotMine(IpAddr),
    /// The address that was asked for is not one of a home network.
    #[error("{0} is not an address of a network of your own")]
    NotHome(IpAddr),
    /// The system does not tell its addresses.
    #[error("the addresses of this laptop cannot be read: {0}")]
    System(String),
}

impl Bind {
    /// This address only.
    ///
    /// # Errors
    /// [`BindError::NotHome`] and [`BindError::NotMine`].
    pub fn exactly(ip: IpAddr) -> Result<Self, BindError> {
        if !is_home_address(ip) {
            return Err(BindError::NotHome(ip));
        }
        let interfaces = read()?;
        let mine = interfaces.iter().map(bind_of).find(|bind| bind.contains(ip) && (bind.ip == ip || ip.is_loopback()));
        mine.map(|bind| Self { ip, ..bind }).ok_or(BindError::NotMine(ip))
    }

    /// All home networks of this laptop: real ones before cables without an address of their own, then by name.
    ///
    /// # Errors
    /// [`BindError::NoNetwork`] when there is none.
    pub fn all_home() -> Result<Vec<Self>, BindError> {
        let mut home = homes(&read()?);
        home.retain(|bind| is_real(&bind.name));
        if home.is_empty() { Err(BindError::NoNetwork) } else { Ok(home) }
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

fn read() -> Result<Vec<Interface>, BindError> {
    if_addrs::get_if_addrs().map_err(|error| BindError::System(error.to_string()))
}

fn same_prefix(a: u128, b: u128, prefix: u8) -> bool {
    prefix == 0 || (a ^ b) >> (128 - u32::from(prefix.min(128))) == 0
}

/// Private IPv4, link-local IPv4 (a cable between two laptops), and unique local IPv6. Link-local IPv6 needs a scope that
/// does not survive the way through iroh, so it is left out.
fn homes(interfaces: &[Interface]) -> Vec<Bind> {
    let named_home = |interface: &&Interface| {
        !interface.is_p2p() && !FOREIGN.iter().any(|prefix| interface.name.starts_with(prefix))
    };
    let mut home: Vec<Bind> = interfaces
        .iter()
        .filter(named_home)
        .map(bind_of)
        .filter(|bind| match bind.ip {
            IpAddr::V4(ip) => (ip.is_private() || ip.is_link_local()) && bind.prefix < 31,
            IpAddr::V6(ip) => ip.is_unique_local() && bind.prefix < 127,
        })
        .collect();
    home.sort_by_key(|bind| (rank(bind.ip), bind.name.clone(), bind.ip));
    // Privacy addresses would add many of IPv6; one for each network is enough.
    home.dedup_by(|b, a| a.name == b.name && b.ip.is_ipv6() && a.contains(b.ip));
    home
}

const fn rank(ip: IpAddr) -> u8 {
    match ip {
        IpAddr::V4(ip) if ip.is_link_local() => 2,
        IpAddr::V4(_) => 0,
        IpAddr::V6(_) => 1,
    }
}

/// Whether the system calls it an Ethernet or Wi-Fi device, whatever its name is: a VPN under a name of its own is none.
#[cfg(target_os = "linux")]
fn is_real(name: &str) -> bool {
    const ETHERNET: &str = "1";
    let kind = std::fs::read_to_string(format!("/sys/class/net/{name}/type"));
    kind.map_or(true, |kind| kind.trim() == ETHERNET)
}

#[cfg(not(target_os = "linux"))]
const fn is_real(_name: &str) -> bool {
    true
}

fn bind_of(interface: &Interface) -> Bind {
    let name = interface.name.clone();
    match &interface.addr {
        IfAddr::V4(v4) => Bind { name, ip: v4.ip.into(), prefix: v4.prefixlen },
        IfAddr::V6(v6) => Bind { name, ip: v6.ip.into(), prefix: v6.prefixlen },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use if_addrs::{IfOperStatus, Ifv4Addr, Ifv6Addr};

    fn interface(name: &str, address: &str, prefixlen: u8) -> Interface {
        let addr = match address.parse().expect("an address") {
            IpAddr::V4(ip) => IfAddr::V4(Ifv4Addr { ip, netmask: ip, prefixlen, broadcast: None }),
            IpAddr::V6(ip) => IfAddr::V6(Ifv6Addr { ip, netmask: ip, prefixlen, broadcast: None }),
        };
        Interface {
            name: name.into(),
            addr,
            index: None,
            oper_status: IfOperStatus::Up,
            is_p2p: name.starts_with("corp"),
        }
    }

    #[test]
    fn a_network_contains_its_own_addresses_only() {
        let bind = bind_of(&interface("wlan0", "192.168.1.20", 24));
        assert!(bind.contains("192.168.1.7".parse().expect("an address")));
        assert!(!bind.contains("192.168.2.7".parse().expect("an address")));
        assert!(!bind.contains("fe80::1".parse().expect("an address")));
    }

    #[test]
    fn only_home_networks_are_chosen_and_real_ones_come_first() {
        let chosen = homes(&[
            interface("eth0", "169.254.3.4", 16),
            interface("wlan0", "fd00::7", 64),
            interface("wlan0", "fd00::8", 64),
            interface("wlan0", "2001:db8::7", 64),
            interface("wlan0", "192.168.1.20", 24),
            interface("docker0", "172.17.0.1", 16),
            interface("wg-home", "10.9.0.2", 24),
            interface("corp", "10.8.0.2", 24),
            interface("eth1", "203.0.113.7", 24),
            interface("lo", "127.0.0.1", 8),
        ]);
        let shown: Vec<String> = chosen.iter().map(|bind| format!("{} {}", bind.name, bind.ip)).collect();
        assert_eq!(shown, ["wlan0 192.168.1.20", "wlan0 fd00::7", "eth0 169.254.3.4"]);
    }

    #[test]
    fn addresses_that_are_not_of_a_home_or_not_mine_are_refused() {
        let choose = |text: &str| Bind::exactly(text.parse().expect("an address"));
        assert!(choose("127.0.0.1").is_ok());
        assert!(matches!(choose("203.0.113.5"), Err(BindError::NotHome(_))));
        assert!(matches!(choose("10.254.253.252"), Err(BindError::NotMine(_))));
    }
}
