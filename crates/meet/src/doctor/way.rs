//! The way to the partner's laptop: heard, reached, and what stands between.

use std::time::Duration;

use kintsugi_home::Home;
use kintsugi_lan::{Guest, Probe, probe};
use kintsugi_vault::Partner;

use super::finding::{Finding, MulticastFinding, UnicastFinding};
use crate::meeting::rendezvous;
use crate::{Error, Network, Outside};

pub(super) async fn way(
    home: &Home,
    outside: &Outside<'_>,
    partner: &Partner,
    wait: Duration,
    stop: impl Future<Output = ()>,
) -> Result<Vec<Finding>, Error> {
    let guest = Guest::Partner(partner.device);
    let known = rendezvous(partner, &[]);
    let met = !known.known.is_empty();
    let (found, port) = Network::while_open(home, outside, (None, guest), stop, async |network| {
        let found = probe(&network.endpoint, &known, wait).await;
        Ok::<_, Error>((found, network.endpoint.addresses().first().map_or(0, |at| at.port())))
    })
    .await?;
    Ok(vec![Finding::Multicast(heard(&found)), Finding::Unicast(reached(&found, met, port))])
}

const fn heard(found: &Probe) -> MulticastFinding {
    match found {
        Probe { heard: true, .. } => MulticastFinding::Heard,
        Probe { reached: true, .. } => MulticastFinding::Dropped,
        _ => MulticastFinding::Silent,
    }
}

const fn reached(found: &Probe, met: bool, port: u16) -> UnicastFinding {
    match found {
        Probe { refused: true, .. } => UnicastFinding::Refused,
        Probe { reached: true, .. } => UnicastFinding::Reached,
        Probe { heard: true, .. } => UnicastFinding::Firewall { announced: true, port },
        Probe { nobody_listens: true, .. } => UnicastFinding::NobodyListens,
        Probe { neighbour: true, .. } => UnicastFinding::Firewall { announced: false, port },
        _ if met => UnicastFinding::NothingThere,
        _ => UnicastFinding::NeverMet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;

    #[test]
    fn each_situation_has_one_cause() {
        let none = Probe::default();
        let found = |probe: &Probe| reached(probe, true, 4711);
        let well = Probe { heard: true, reached: true, ..none.clone() };
        assert_eq!(found(&well), UnicastFinding::Reached);
        let dropped = Probe { reached: true, ..none.clone() };
        assert_eq!((heard(&dropped), found(&dropped)), (MulticastFinding::Dropped, UnicastFinding::Reached));
        assert_eq!(Finding::Multicast(heard(&dropped)).state(), State::Note, "multicast dropped is no hindrance");
        let announced = Probe { heard: true, ..none.clone() };
        assert_eq!(found(&announced), UnicastFinding::Firewall { announced: true, port: 4711 });
        let silent = Probe { neighbour: true, ..none.clone() };
        assert_eq!(found(&silent), UnicastFinding::Firewall { announced: false, port: 4711 });
        let closed = Probe { nobody_listens: true, neighbour: true, ..none.clone() };
        assert_eq!(found(&closed), UnicastFinding::NobodyListens);
        let refused = Probe { reached: true, refused: true, ..none.clone() };
        assert_eq!(found(&refused), UnicastFinding::Refused);
        assert_eq!(found(&none), UnicastFinding::NothingThere);
        assert_eq!(reached(&none, false, 4711), UnicastFinding::NeverMet);
        for problem in [announced, silent, closed, refused, none] {
            assert_eq!(Finding::Unicast(found(&problem)).state(), State::Problem);
        }
    }
}
