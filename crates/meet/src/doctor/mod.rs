//! The doctor: checks in order, and what each has found. The first problem is the one to begin with.

mod cause;
mod finding;
mod here;
mod way;

use std::time::Duration;

use kintsugi_home::Home;

pub use cause::cause;
pub use finding::{
    ClockFinding, Finding, LockFinding, MulticastFinding, NetworksFinding, PartnerFinding, PortFinding, RouteFinding,
    State, UnicastFinding,
};

use crate::{Error, Outside};

/// All checks, in order. For the last ones the other laptop is looked for, at the most for `wait`; `looking` is called before
/// that begins.
///
/// # Errors
/// [`Error::Home`] when the store cannot be read, [`Error::Stopped`], and what keeps the endpoint from being opened.
pub async fn examine(
    home: &Home,
    outside: &Outside<'_>,
    wait: Duration,
    stop: impl Future<Output = ()>,
    looking: &dyn Fn(),
) -> Result<Vec<Finding>, Error> {
    let (lock, together) = here::lock(home).await?;
    let networks = here::networks(home, outside)?;
    let held = lock == LockFinding::Held;
    let mut findings = vec![
        Finding::Clock(here::clock(home, outside)?),
        Finding::Lock(lock),
        Finding::Networks(networks.clone()),
        Finding::Route(here::route(&networks)),
        Finding::Port(here::port(home, &networks, together.is_some() || held)?),
    ];
    let reachable = matches!(networks, NetworksFinding::Home(_)) && !held;
    findings.extend(match home.companion() {
        Err(_) => vec![Finding::Partner(PartnerFinding::NotPaired)],
        Ok(_) if together == Some(true) => vec![Finding::Partner(PartnerFinding::Watched)],
        Ok(_) if !reachable => vec![Finding::Partner(PartnerFinding::NotLookedFor)],
        Ok(partner) => {
            looking();
            way::way(home, outside, &partner, wait, stop).await?
        }
    });
    Ok(findings)
}
