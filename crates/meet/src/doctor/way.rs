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
    let (found, port) = Network::while_open(home, outside, (None, guest), stop, async |network| {
        let found = probe(&network.endpoint, &known, wait).await;
        Ok::<_, Error>((found, network.endpoint.addresses().first().map_or(0, |at| at.port())))
    })
    .await?;
    Ok(vec![Finding::Multicast(heard(&found)), Finding::Unicast(reached(&found, port))])
}

/// Of a laptop that was not reached nothing is told, not even that it announces itself.
const fn heard(found: &Probe) -> MulticastFinding {
    match found {
        Probe { reached: true, heard: true, .. } => MulticastFinding::Heard,
        Probe { reached: true, .. } => MulticastFinding::Dropped,
        _ => MulticastFinding::Unknown,
    }
}

const fn reached(found: &Probe, port: u16) -> UnicastFinding {
    match found {
        Probe { refused: true, .. } => UnicastFinding::Refused,
        Probe { reached: true, .. } => UnicastFinding::Reached,
        _ => UnicastFinding::Silent { port },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;

    #[test]
    fn of_a_laptop_that_does_not_answer_nothing_else_is_told() {
        let none = Probe::default();
        let well = Probe { heard: true, reached: true, ..none.clone() };
        assert_eq!((heard(&well), reached(&well, 4711)), (MulticastFinding::Heard, UnicastFinding::Reached));
        let dropped = Probe { reached: true, ..none.clone() };
        assert_eq!((heard(&dropped), reached(&dropped, 4711)), (MulticastFinding::Dropped, UnicastFinding::Reached));
        assert_eq!(Finding::Multicast(heard(&dropped)).state(), State::Note, "multicast dropped is no hindrance");
        let announced = Probe { heard: true, ..none.clone() };
        let asleep = Probe { neighbour: true, ..none.clone() };
        let nothing_runs = Probe { nobody_listens: true, neighbour: true, ..none.clone() };
        for probe in [announced, asleep, nothing_runs, none.clone()] {
            let found = (heard(&probe), reached(&probe, 4711));
            assert_eq!(found, (MulticastFinding::Unknown, UnicastFinding::Silent { port: 4711 }));
            assert_eq!(Finding::Unicast(found.1).state(), State::Problem);
        }
        assert_eq!(reached(&Probe { reached: true, refused: true, ..none }, 4711), UnicastFinding::Refused);
    }
}
