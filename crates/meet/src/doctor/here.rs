//! What can be seen on this laptop alone.

use std::net::UdpSocket;

use kintsugi_home::Home;
use kintsugi_lan::Bind;

use super::finding::{ClockFinding, LockFinding, NetworksFinding, PortFinding, RouteFinding};
use crate::network::take_lock;
use crate::socket;
use crate::{Chosen, Error, Outside};

/// This program is younger than any day before this one (2026-01-01), in seconds since 1970.
const EARLIEST: i64 = 1_767_225_600;
const HOUR: i64 = 3600;

pub(super) fn clock(home: &Home, outside: &Outside<'_>) -> Result<ClockFinding, Error> {
    let now = outside.now().as_second();
    let newest = home.newest_written()?.map(|at| at.as_second());
    let behind = now < EARLIEST || newest.is_some_and(|newest| newest > now + HOUR);
    Ok(if behind { ClockFinding::Behind } else { ClockFinding::Plausible })
}

/// Who owns the endpoint, and whether the two are together, as far as a watch says so.
pub(super) async fn lock(home: &Home) -> Result<(LockFinding, Option<bool>), Error> {
    if let Some(together) = socket::is_together(home.folder()).await {
        return Ok((LockFinding::Watch, Some(together)));
    }
    Ok((if take_lock(home)?.is_some() { LockFinding::Free } else { LockFinding::Held }, None))
}

pub(super) fn networks(home: &Home, outside: &Outside<'_>) -> Result<NetworksFinding, Error> {
    match crate::networks(home, outside).map(Chosen::unasked) {
        Ok(binds) => Ok(NetworksFinding::Home(binds)),
        Err(Error::Networks(error)) => Ok(NetworksFinding::None(error)),
        Err(error) => Err(error),
    }
}

pub(super) fn route(networks: &NetworksFinding) -> RouteFinding {
    let NetworksFinding::Home(binds) = networks else { return RouteFinding::NoNetwork };
    match default_interface() {
        None => RouteFinding::None,
        Some(name) if binds.iter().any(|bind| bind.name == name) => RouteFinding::Home(name),
        Some(name) => RouteFinding::Elsewhere(name),
    }
}

/// The interface of the default route with the lowest metric (Linux: `/proc/net/route`, proc_net(5)).
fn default_interface() -> Option<String> {
    let table = std::fs::read_to_string("/proc/net/route").ok()?;
    let routes = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let defaults = routes.filter(|fields| fields.get(1) == Some(&"00000000") && fields.get(7) == Some(&"00000000"));
    defaults.min_by_key(|fields| fields[6].parse::<u32>().unwrap_or(u32::MAX)).map(|fields| fields[0].to_owned())
}

pub(super) fn port(home: &Home, networks: &NetworksFinding, in_use_by_us: bool) -> Result<PortFinding, Error> {
    let NetworksFinding::Home(binds) = networks else { return Ok(PortFinding::NoNetwork) };
    let port = home.local_settings()?.port;
    let taken = |bind: &Bind| UdpSocket::bind((bind.ip, port)).is_err();
    Ok(match port {
        0 => PortFinding::NotChosen,
        _ if in_use_by_us => PortFinding::InUse,
        port if binds.iter().any(taken) => PortFinding::Taken(port),
        port => PortFinding::Free(port),
    })
}
