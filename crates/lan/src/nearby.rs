//! Who is near: multicast DNS on the home networks, under a name that tells nothing, and only while it is needed.
//!
//! Everybody on the network can read and forge these records, so a record counts only with a proof over its own address,
//! see [`Beacon`]. Nothing is announced or asked on any other interface.

use std::net::SocketAddr;

use mdns_sd::{IfKind, ResolvedService, ScopedIp, ServiceDaemon, ServiceEvent, ServiceInfo};

use crate::interfaces::Bind;
use kintsugi_sync::pairing::{Beacon, Record, Sought};

const SERVICE: &str = "_lan-meet._udp.local.";
const PROOF: &str = "m";
const ENDPOINT: &str = "i";
/// Strangers' records after which the search begins anew, so that a flood of them is forgotten.
const MAX_STRANGERS: u32 = 200;

/// Somebody who was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Their laptop's id.
    pub endpoint: [u8; 32],
    /// Where it listens.
    pub at: SocketAddr,
}

/// The search for one laptop, and this laptop's own announcement. Ends, with a goodbye, when dropped.
pub struct Nearby {
    binds: Vec<Bind>,
    own: Vec<SocketAddr>,
    beacon: Option<Beacon>,
    sought: Option<Sought>,
    running: Option<Running>,
    strangers: u32,
}

struct Running {
    daemon: ServiceDaemon,
    /// None where nobody is looked for.
    events: Option<mdns_sd::Receiver<ServiceEvent>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It says goodbye for what was announced; if its thread has ended already, there is nothing to end.
        let _ = self.daemon.shutdown();
    }
}

impl Nearby {
    /// Announces `beacon` at each of the addresses `own`, and looks for `sought`, on these networks only.
    pub fn start(binds: &[Bind], own: Vec<SocketAddr>, beacon: Option<Beacon>, sought: Option<Sought>) -> Self {
        let binds: Vec<Bind> = binds.iter().filter(|bind| !bind.ip.is_loopback()).cloned().collect();
        let mut nearby = Self { binds, own, beacon, sought, running: None, strangers: 0 };
        nearby.run();
        nearby
    }

    /// Whether multicast could be begun at all. It cannot on loopback.
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The next sighting. Waits for ever where nobody comes.
    pub async fn next(&mut self) -> Sighting {
        loop {
            let events = self.running.as_ref().and_then(|running| running.events.as_ref());
            let Some(events) = events else { return std::future::pending().await };
            let Ok(event) = events.recv_async().await else {
                // The subscription ends when events come faster than they are taken.
                self.restart().await;
                continue;
            };
            let ServiceEvent::ServiceResolved(service) = event else { continue };
            if let Some(sighting) = self.recognise(&service) {
                return sighting;
            }
            self.strangers += 1;
            if self.strangers > MAX_STRANGERS {
                self.restart().await;
            }
        }
    }

    async fn restart(&mut self) {
        const REST: std::time::Duration = std::time::Duration::from_secs(1);
        self.running = None;
        tokio::time::sleep(REST).await;
        self.run();
    }

    fn run(&mut self) {
        self.strangers = 0;
        self.running = if self.binds.is_empty() { None } else { self.begin().ok() };
    }

    fn begin(&self) -> Result<Running, mdns_sd::Error> {
        let daemon = ServiceDaemon::new()?;
        daemon.disable_interface(IfKind::All)?;
        daemon.enable_interface(self.binds.iter().map(|bind| IfKind::Addr(bind.ip)).collect::<Vec<_>>())?;
        // An interface that is only just coming up is joined a moment later.
        daemon.set_ip_check_interval(2)?;
        let events = self.sought.as_ref().map(|_| daemon.browse(SERVICE)).transpose()?;
        let running = Running { daemon, events };
        for (n, at) in self.own.iter().enumerate() {
            if let Some(beacon) = self.beacon.as_ref().filter(|_| !at.ip().is_loopback()) {
                running.daemon.register(announcement(beacon, n, *at)?)?;
            }
        }
        Ok(running)
    }

    fn recognise(&self, service: &ResolvedService) -> Option<Sighting> {
        let sought = self.sought.as_ref()?;
        let record = Record {
            instance: service.fullname.strip_suffix(SERVICE)?.strip_suffix('.')?.into(),
            proof: service.get_property_val_str(PROOF)?.into(),
            hidden: service.get_property_val_str(ENDPOINT).map(Into::into),
        };
        service.addresses.iter().find_map(|address| {
            let at = SocketAddr::new(plain(address), service.port);
            sought.read(&record, at).map(|endpoint| Sighting { endpoint, at })
        })
    }
}

/// One instance for each address, so that each proof covers the one address that the record names.
fn announcement(beacon: &Beacon, n: usize, at: SocketAddr) -> Result<ServiceInfo, mdns_sd::Error> {
    let Record { instance, proof, hidden } = beacon.record(n, at);
    let mut properties = vec![(PROOF, proof)];
    properties.extend(hidden.map(|hidden| (ENDPOINT, hidden)));
    let host = format!("{instance}.local.");
    let mut info = ServiceInfo::new(SERVICE, &instance, &host, at.ip(), at.port(), &properties[..])?;
    // 64 random bits are nobody else's name.
    info.set_requires_probe(false);
    info.set_interfaces(vec![IfKind::Addr(at.ip())]);
    Ok(info)
}

fn plain(address: &ScopedIp) -> std::net::IpAddr {
    address.to_ip_addr()
}
