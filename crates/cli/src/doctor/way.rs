//! The way to the partner's laptop: heard, reached, and what stands between.

use std::time::Duration;

use kintsugi_lan::{Guest, Probe, probe};

use super::Finding;
use crate::context::Context;
use crate::error::CommandError;
use crate::network::{Network, choose, rendezvous};
use kintsugi_home::Home;

pub(super) async fn way(
    context: &Context,
    home: &Home,
    watch: Option<bool>,
    held: bool,
    seconds: u64,
) -> Result<Vec<Finding>, CommandError> {
    let Ok(partner) = home.companion() else {
        return Ok(vec![Finding::note(
            "partner",
            "not paired: kintsugi pair on one laptop, kintsugi join on the other",
        )]);
    };
    if watch == Some(true) {
        return Ok(vec![Finding::fine("partner", "in touch now")]);
    }
    if held || choose(context, home).is_err() {
        return Ok(vec![Finding::skipped("partner", "not looked for")]);
    }
    context.output.talk("Looking for the other laptop. Run kintsugi sync there, too ...");
    let guest = Guest::Partner(partner.device);
    let known = rendezvous(&partner, &[]);
    let met = !known.known.is_empty();
    let (found, port) = Network::while_open(context, home, None, guest, async |network| {
        let found = probe(&network.endpoint, &known, Duration::from_secs(seconds)).await;
        Ok((found, network.endpoint.addresses().first().map_or(0, |at| at.port())))
    })
    .await?;
    Ok(judge(&found, met, port))
}

fn judge(found: &Probe, met: bool, port: u16) -> Vec<Finding> {
    let heard = if found.heard {
        Finding::fine("multicast", "the other laptop announces itself and is heard")
    } else if found.reached {
        Finding::note(
            "multicast",
            "the other laptop is not heard: this network drops multicast. They meet where they met last; after new addresses use kintsugi sync --addr",
        )
    } else {
        Finding::note("multicast", "the other laptop is not heard")
    };
    let reached = match found {
        Probe { refused: true, .. } => Finding::problem(
            "unicast",
            "the other laptop answers and refuses this one",
            "The other laptop does not know this one any more: it was replaced there, or the pairing was never finished.",
            "Use the laptop that took its place, or pair again.",
        ),
        Probe { reached: true, .. } => Finding::fine("unicast", "the other laptop was reached"),
        Probe { heard: true, .. } => firewall("it announces itself, and nothing gets through to it", port),
        Probe { nobody_listens: true, .. } => Finding::problem(
            "unicast",
            "the other laptop is there, and nothing listens on its port",
            "The other laptop is on, and kintsugi is not running on it.",
            "Run kintsugi sync on it, too.",
        ),
        Probe { neighbour: true, .. } => firewall("something is at its last address, and does not answer", port),
        _ if met => Finding::problem(
            "unicast",
            "nothing is at its last address",
            "The other laptop is off, asleep or elsewhere; or this network keeps its guests apart (client isolation), as many guest networks do.",
            "Wake it up and run kintsugi sync there. If it is awake beside you, use another network, or carry a file: kintsugi bundle export FILE.",
        ),
        _ => Finding::problem(
            "unicast",
            "there is no address where it was before",
            "The two have not met yet, and the other laptop does not announce itself here.",
            "Run kintsugi sync on both, on the same network.",
        ),
    };
    vec![heard, reached]
}

fn firewall(found: &str, port: u16) -> Finding {
    Finding::problem(
        "unicast",
        found,
        "A firewall stops it, most likely on one of the two laptops.",
        format!(
            "Allow UDP port {port} and UDP port 5353 (mDNS) from the home network in this laptop's firewall, and do the same on the other laptop. Until then a file works: kintsugi bundle export FILE."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::verdict;

    #[test]
    fn each_situation_has_one_cause() {
        let judge = |found: Probe, met| judge(&found, met, 4711);
        let cause = |found: Probe| verdict(&judge(found, true)).map(|verdict| verdict.cause);
        let none = Probe::default();
        assert_eq!(cause(Probe { heard: true, reached: true, ..none.clone() }), None);
        assert_eq!(cause(Probe { reached: true, ..none.clone() }), None, "multicast dropped is no hindrance");
        let says = |found: Probe, word: &str| cause(found).is_some_and(|cause| cause.contains(word));
        assert!(says(Probe { heard: true, ..none.clone() }, "firewall"));
        assert!(says(Probe { neighbour: true, ..none.clone() }, "firewall"));
        assert!(says(Probe { nobody_listens: true, neighbour: true, ..none.clone() }, "not running"));
        assert!(says(Probe { reached: true, refused: true, ..none.clone() }, "does not know"));
        assert!(says(none.clone(), "client isolation"));
        let never = verdict(&judge(none, false)).expect("a problem");
        assert!(never.cause.contains("have not met"));
    }
}
