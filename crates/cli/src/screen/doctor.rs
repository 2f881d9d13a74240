//! What the doctor says. Nothing of it names a person, a laptop or an address, so the answer can go into a report.

use kintsugi_lan::BindError;
use kintsugi_meet::{
    ClockFinding, Finding, LockFinding, MulticastFinding, NetworksFinding, PartnerFinding, PortFinding, RouteFinding,
    UnicastFinding, cause,
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
        Finding::Networks(NetworksFinding::None(_)) => "none that is yours".into(),
        Finding::Route(route) => route_found(route),
        Finding::Port(port) => port_found(*port),
        Finding::Partner(PartnerFinding::NotPaired) => {
            "not paired: kintsugi pair on one laptop, kintsugi join on the other".into()
        }
        Finding::Partner(PartnerFinding::Watched) => "kintsugi sync --watch looks after it".into(),
        Finding::Partner(PartnerFinding::NotLookedFor) => "not looked for".into(),
        Finding::Multicast(multicast) => multicast_found(*multicast).into(),
        Finding::Unicast(unicast) => unicast_found(*unicast).into(),
    }
}

fn route_found(route: &RouteFinding) -> String {
    match route {
        RouteFinding::NoNetwork => "there is no network".into(),
        RouteFinding::None => "none; your own network is enough".into(),
        RouteFinding::Home(name) => name.clone(),
        RouteFinding::Elsewhere(name) => {
            format!("{name}, perhaps a VPN; some of them cut off your own network")
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
        MulticastFinding::Heard => "it works on this network",
        MulticastFinding::Dropped => {
            "the other laptop is not heard: this network keeps laptops apart. They meet where they met last; after new addresses use kintsugi sync --addr"
        }
        MulticastFinding::Unknown => "not known: the other laptop did not answer",
    }
}

const fn unicast_found(unicast: UnicastFinding) -> &'static str {
    match unicast {
        UnicastFinding::Reached => "the other laptop was reached",
        UnicastFinding::Refused => "the pairing has to be renewed",
        UnicastFinding::Silent { .. } => "it did not answer; run kintsugi doctor there",
    }
}

/// What is the matter, where this finding is a problem, and what to do.
fn problem(finding: &Finding) -> Option<Verdict> {
    Some(Verdict { cause: cause(finding)?.to_owned(), action: action(finding)? })
}

fn action(finding: &Finding) -> Option<String> {
    Some(match finding {
        Finding::Clock(ClockFinding::Behind) => "Set date and time, then try again.".into(),
        Finding::Lock(LockFinding::Held) => "Finish or close it, then try again.".into(),
        Finding::Networks(NetworksFinding::None(error)) => connect(error),
        Finding::Unicast(UnicastFinding::Refused) => {
            "kintsugi pair on one and kintsugi join on the other renews it, and both keep what is there. A laptop that was replaced stays out: use the one that took its place.".into()
        }
        Finding::Unicast(UnicastFinding::Silent { port }) => format!(
            "Run kintsugi doctor there, too, with kintsugi sync. In the firewall of this laptop allow UDP port {port} and UDP port 5353 (mDNS) from your own network. Some networks keep their guests apart (client isolation): use another one, or carry a file: kintsugi bundle export FILE."
        ),
        _ => return None,
    })
}

fn connect(error: &BindError) -> String {
    CommandError::from(error.clone()).hint.unwrap_or_else(|| "Connect it, then try again.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_meet::State;

    #[test]
    fn each_problem_has_a_cause_and_the_first_one_decides() {
        let silent = UnicastFinding::Silent { port: 4711 };
        let problems = [
            (Finding::Clock(ClockFinding::Behind), "clock"),
            (Finding::Lock(LockFinding::Held), "another window"),
            (Finding::Networks(NetworksFinding::None(BindError::NoNetwork)), "not connected"),
            (Finding::Unicast(UnicastFinding::Refused), "do not know each other"),
            (Finding::Unicast(silent), "did not answer"),
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
