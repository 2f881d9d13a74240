//! Who is near: multicast DNS on the home networks, under a name that tells nothing, and only while it is needed.
//!
//! Everybody on the network can read and forge these records, so a record counts only with a proof over its own address,
//! see [`Beacon`]. Nothing is announced or asked on any other interface.

use std::net::SocketAddr;

use mdns_sd::{DaemonEvent, IfKind, ResolvedService, ScopedIp, ServiceDaemon, ServiceEvent, ServiceInfo};

use crate::budget::Budget;
use crate::interfaces::Bind;
use kintsugi_sync::pairing::{Beacon, Record, Sought};

const SERVICE: &str = "_lan-meet._udp.local.";
const PROOF: &str = "m";
const ENDPOINT: &str = "i";

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
    budget: Budget,
}

struct Running {
    daemon: ServiceDaemon,
    /// None where nobody is looked for.
    events: Option<mdns_sd::Receiver<ServiceEvent>>,
    /// What this laptop does because others ask.
    answers: mdns_sd::Receiver<DaemonEvent>,
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
        let mut nearby = Self { binds, own, beacon, sought, running: None, budget: Budget::default() };
        nearby.run();
        nearby
    }

    /// Whether multicast could be begun at all. It cannot on loopback.
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The next sighting. Waits for ever where nobody comes, or where nobody is looked for; meanwhile what strangers send is kept
    /// within its budget.
    pub async fn next(&mut self) -> Sighting {
        loop {
            let Some(running) = &self.running else { return std::future::pending().await };
            match running.next().await {
                Some(Noticed::Service(service)) => {
                    if let Some(sighting) = self.recognise(&service) {
                        return sighting;
                    }
                }
                Some(Noticed::Stranger) => {}
                Some(Noticed::Own) => continue,
                // The subscription ends when events come faster than they are taken.
                None => self.budget.empty(),
            }
            if !self.budget.spend() {
                self.rest().await;
            }
        }
    }

    /// Looks at nothing for a while, and begins anew, so that a flood is forgotten.
    async fn rest(&mut self) {
        if let Some(running) = self.running.take() {
            running.end().await;
        }
        tokio::time::sleep(Budget::REST).await;
        self.run();
    }

    fn run(&mut self) {
        self.budget = Budget::default();
        self.running = if self.binds.is_empty() { None } else { self.begin().ok() };
    }

    fn begin(&self) -> Result<Running, mdns_sd::Error> {
        let daemon = ServiceDaemon::new()?;
        daemon.disable_interface(IfKind::All)?;
        daemon.enable_interface(self.binds.iter().map(|bind| IfKind::Addr(bind.ip)).collect::<Vec<_>>())?;
        // An interface that is only just coming up is joined a moment later.
        daemon.set_ip_check_interval(2)?;
        let events = self.sought.as_ref().map(|_| daemon.browse(SERVICE)).transpose()?;
        let answers = daemon.monitor()?;
        let running = Running { daemon, events, answers };
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

/// What was noticed on the network.
enum Noticed {
    /// Somebody announces a whole service.
    Service(Box<ResolvedService>),
    /// A name, a goodbye, a question that was answered: it costs something, and anybody can send it.
    Stranger,
    /// Something that this laptop does by itself.
    Own,
}

impl From<ServiceEvent> for Noticed {
    fn from(event: ServiceEvent) -> Self {
        match event {
            ServiceEvent::ServiceResolved(service) => Self::Service(service),
            ServiceEvent::SearchStarted(_) | ServiceEvent::SearchStopped(_) => Self::Own,
            _ => Self::Stranger,
        }
    }
}

impl From<DaemonEvent> for Noticed {
    fn from(event: DaemonEvent) -> Self {
        if matches!(event, DaemonEvent::Respond(_)) { Self::Stranger } else { Self::Own }
    }
}

impl Running {
    /// Ends it, and waits until it has ended: while a flood comes in it hears of that late, and a second one beside it would work
    /// as much again.
    async fn end(self) {
        if let Ok(ended) = self.daemon.shutdown() {
            // It fails only when the thread has ended without a word, and then it has ended.
            let _ = ended.recv_async().await;
        }
    }

    /// The next that is noticed; `None` where it came too fast.
    async fn next(&self) -> Option<Noticed> {
        let event = async {
            match &self.events {
                Some(events) => events.recv_async().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            event = event => event.ok().map(Noticed::from),
            answer = self.answers.recv_async() => answer.ok().map(Noticed::from),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_sync::pairing::PairingSecret;

    const HERE: &str = "192.168.1.20:47113";

    /// All that is announced, as `docs/formats.md` has it: no name of a person, of a laptop or of the program.
    fn announced(beacon: &Beacon) -> String {
        let at = HERE.parse().expect("an address");
        let info = announcement(beacon, 0, at).expect("plain fields");
        let mut txt: Vec<String> =
            info.get_properties().iter().map(|one| format!("{}={}", one.key(), one.val_str())).collect();
        txt.sort();
        assert_eq!(info.get_hostname(), format!("{}.local.", beacon.record(0, at).instance));
        assert_eq!(info.get_addresses().iter().map(ToString::to_string).collect::<Vec<_>>(), ["192.168.1.20"]);
        assert_eq!(info.get_port(), 47113);
        format!("{} {}", info.get_fullname(), txt.join(" "))
    }

    #[test]
    fn the_announcements_are_those_of_the_documentation() {
        let pairing = announced(&Beacon::for_pairing(&PairingSecret::new([7; 10]), [3; 32]));
        let meeting = announced(&Beacon::for_meeting(&[9; 32], [3; 32], [5; 8]));
        for announced in [pairing, meeting] {
            assert!(include_str!("../../../docs/formats.md").contains(&announced), "docs/formats.md lacks {announced}");
        }
    }

    /// A flood of names that nobody has asked for, each of which makes this laptop ask for more, was looked at without end.
    #[test]
    fn whatever_strangers_can_send_is_counted_and_what_this_laptop_does_itself_is_not() {
        let (service, name) = (SERVICE.to_owned(), format!("stranger.{SERVICE}"));
        let strangers: [Noticed; 3] = [
            ServiceEvent::ServiceFound(service.clone(), name.clone()).into(),
            ServiceEvent::ServiceRemoved(service.clone(), name).into(),
            DaemonEvent::Respond("wlan0".into()).into(),
        ];
        assert!(strangers.iter().all(|noticed| matches!(noticed, Noticed::Stranger)));
        let own: [Noticed; 2] = [
            ServiceEvent::SearchStarted(service).into(),
            DaemonEvent::Announce("a name".into(), "an address".into()).into(),
        ];
        assert!(own.iter().all(|noticed| matches!(noticed, Noticed::Own)));
    }
}
