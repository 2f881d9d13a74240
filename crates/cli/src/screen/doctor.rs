//! What the doctor says. Nothing of it names a person, a laptop or an address, so the answer can go into a report.

use kintsugi_lan::BindError;
use kintsugi_meet::{
    ClockFinding, Finding, LockFinding, MulticastFinding, NetworksFinding, PartnerFinding, PortFinding, RouteFinding,
    UnicastFinding,
};
use serde::Serialize;

use crate::error::CommandError;

/// What is most likely the matter, and the one thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Verdict {
    pub(crate) cause: String,
    pub(crate) action: String,
}

/// The first problem decides: what comes later may only follow from it.
pub(crate) fn verdict(findings: &[Finding]) -> Option<Verdict> {
    findings.iter().find_map(problem)
}

/// What was looked at.
pub(crate) const fn check(finding: &Finding) -> &'static str {
    match finding {
        Finding::Clock(_) => "clock",
        Finding::Lock(_) => "lock",
        Finding::Networks(_) => "networks",
        Finding::Route(_) => "default route",
        Finding::Port(_) => "port",
        Finding::Partner(_) => "partner",
        Finding::Multicast(_) => "multicast",
        Finding::Unicast(_) => "unicast",
    }
}

/// What was found.
pub(crate) fn found(finding: &Finding) -> String {
    match finding {
        Finding::Clock(ClockFinding::Plausible) => "plausible".into(),
        Finding::Clock(ClockFinding::Behind) => "this laptop's clock is behind".into(),
        Finding::Lock(LockFinding::Watch) => "kintsugi sync --watch is running".into(),
        Finding::Lock(LockFinding::Free) => "free".into(),
        Finding::Lock(LockFinding::Held) => {
            "another kintsugi of this journal has the network and does not answer".into()
        }
        Finding::Networks(NetworksFinding::Home(binds)) => {
            let names: Vec<String> = binds.iter().map(|bind| format!("{}/{}", bind.name, bind.prefix)).collect();
            names.join(", ")
        }
        Finding::Networks(NetworksFinding::None(_)) => "none that is home".into(),
        Finding::Route(route) => route_found(route),
        Finding::Port(port) => port_found(*port),
        Finding::Partner(PartnerFinding::NotPaired) => {
            "not paired: kintsugi pair on one laptop, kintsugi join on the other".into()
        }
        Finding::Partner(PartnerFinding::InTouch) => "in touch now".into(),
        Finding::Partner(PartnerFinding::NotLookedFor) => "not looked for".into(),
        Finding::Multicast(multicast) => multicast_found(*multicast).into(),
        Finding::Unicast(unicast) => unicast_found(*unicast).into(),
    }
}

fn route_found(route: &RouteFinding) -> String {
    match route {
        RouteFinding::NoNetwork => "there is no network".into(),
        RouteFinding::None => "none; the home network alone is enough".into(),
        RouteFinding::Home(name) => name.clone(),
        RouteFinding::Elsewhere(name) => {
            format!("{name}, perhaps a VPN; some of them cut off the home network")
        }
    }
}

fn port_found(port: PortFinding) -> String {
    match port {
        PortFinding::NoNetwork => "there is no network".into(),
        PortFinding::NotChosen => "not chosen yet".into(),
        PortFinding::InUse => "in use by kintsugi".into(),
        PortFinding::Taken(port) => format!("another program has UDP port {port}; another one is used meanwhile"),
        PortFinding::Free(port) => format!("UDP {port} is free"),
    }
}

const fn multicast_found(multicast: MulticastFinding) -> &'static str {
    match multicast {
        MulticastFinding::Heard => "the other laptop announces itself and is heard",
        MulticastFinding::Dropped => {
            "the other laptop is not heard: this network drops multicast. They meet where they met last; after new addresses use kintsugi sync --addr"
        }
        MulticastFinding::Silent => "the other laptop is not heard",
    }
}

const fn unicast_found(unicast: UnicastFinding) -> &'static str {
    match unicast {
        UnicastFinding::Reached => "the other laptop was reached",
        UnicastFinding::Refused => "the other laptop answers and refuses this one",
        UnicastFinding::Firewall { announced: true, .. } => "it announces itself, and nothing gets through to it",
        UnicastFinding::Firewall { announced: false, .. } => "something is at its last address, and does not answer",
        UnicastFinding::NobodyListens => "the other laptop is there, and nothing listens on its port",
        UnicastFinding::NothingThere => "nothing is at its last address",
        UnicastFinding::NeverMet => "there is no address where it was before",
    }
}

/// What is the matter, where this finding is a problem.
fn problem(finding: &Finding) -> Option<Verdict> {
    let verdict = |cause: &str, action: String| Some(Verdict { cause: cause.to_owned(), action });
    match finding {
        Finding::Clock(ClockFinding::Behind) => verdict(
            "The clock of this laptop is behind, so codes seem to expire and days come out wrong.",
            "Set date and time, then try again.".into(),
        ),
        Finding::Lock(LockFinding::Held) => verdict(
            "Another kintsugi of this journal is open, perhaps in another window with a question on its screen.",
            "Finish or close it, then try again.".into(),
        ),
        Finding::Networks(NetworksFinding::None(error)) => {
            verdict("This laptop is not connected to the home network that it would use.", connect(error))
        }
        Finding::Unicast(unicast) => unicast_problem(*unicast),
        _ => None,
    }
}

fn connect(error: &BindError) -> String {
    CommandError::from(error.clone()).hint.unwrap_or_else(|| "Connect it, then try again.".to_owned())
}

fn unicast_problem(unicast: UnicastFinding) -> Option<Verdict> {
    let (cause, action) = match unicast {
        UnicastFinding::Reached => return None,
        UnicastFinding::Refused => (
            "The other laptop does not know this one: it was restored from an older copy, this one was replaced there, or the pairing was never finished.",
            "kintsugi pair on one and kintsugi join on the other renews it, and both keep what is there. A laptop that was replaced stays out: use the one that took its place.".to_owned(),
        ),
        UnicastFinding::Firewall { port, .. } => (
            "A firewall stops it, most likely on one of the two laptops.",
            format!(
                "Allow UDP port {port} and UDP port 5353 (mDNS) from the home network in this laptop's firewall, and do the same on the other laptop. Until then a file works: kintsugi bundle export FILE."
            ),
        ),
        UnicastFinding::NobodyListens => (
            "The other laptop is on, and kintsugi is not running on it.",
            "Run kintsugi sync on it, too.".to_owned(),
        ),
        UnicastFinding::NothingThere => (
            "The other laptop is off, asleep or elsewhere; or this network keeps its guests apart (client isolation), as many guest networks do.",
            "Wake it up and run kintsugi sync there. If it is awake beside you, use another network, or carry a file: kintsugi bundle export FILE.".to_owned(),
        ),
        UnicastFinding::NeverMet => (
            "The two have not met yet, and the other laptop does not announce itself here.",
            "Run kintsugi sync on both, on the same network.".to_owned(),
        ),
    };
    Some(Verdict { cause: cause.to_owned(), action })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_meet::State;

    #[test]
    fn each_problem_has_a_cause_and_the_first_one_decides() {
        let firewall = UnicastFinding::Firewall { announced: true, port: 4711 };
        let problems = [
            (Finding::Clock(ClockFinding::Behind), "clock"),
            (Finding::Lock(LockFinding::Held), "another window"),
            (Finding::Networks(NetworksFinding::None(BindError::NoNetwork)), "not connected"),
            (Finding::Unicast(UnicastFinding::Refused), "does not know"),
            (Finding::Unicast(firewall), "firewall"),
            (Finding::Unicast(UnicastFinding::NobodyListens), "not running"),
            (Finding::Unicast(UnicastFinding::NothingThere), "client isolation"),
            (Finding::Unicast(UnicastFinding::NeverMet), "have not met"),
        ];
        for (finding, word) in &problems {
            assert_eq!(finding.state(), State::Problem);
            let verdict = problem(finding).expect("a cause");
            assert!(verdict.cause.contains(word), "{verdict:?} lacks {word}");
        }
        let fine = Finding::Multicast(MulticastFinding::Dropped);
        assert!(problem(&fine).is_none(), "multicast dropped is no hindrance");
        let findings = [fine, problems[4].0.clone(), problems[3].0.clone()];
        let verdict = verdict(&findings).expect("a problem");
        assert!(verdict.action.contains("UDP port 4711"), "{verdict:?}");
        assert_eq!(super::verdict(&[Finding::Unicast(UnicastFinding::Reached)]), None);
    }
}
