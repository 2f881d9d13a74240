//! What can be seen on this laptop alone.

use std::net::UdpSocket;
use std::time::Duration;

use super::Finding;
use crate::context::Context;
use crate::error::CommandError;
use crate::network::{choose, take_lock};
use crate::watch::{self, Answer, Request};
use kintsugi_home::Home;

/// This program is younger than any day before this one (2026-01-01), in seconds since 1970.
const EARLIEST: i64 = 1_767_225_600;
const HOUR: i64 = 3600;

pub(super) fn clock(context: &Context, home: &Home) -> Result<Finding, CommandError> {
    let now = context.now.timestamp().as_second();
    let newest = home.newest_written()?.map(|at| at.as_second());
    if now < EARLIEST || newest.is_some_and(|newest| newest > now + HOUR) {
        return Ok(Finding::problem(
            "clock",
            "this laptop's clock is behind",
            "The clock of this laptop is behind, so codes seem to expire and days come out wrong.",
            "Set date and time, then try again.",
        ));
    }
    Ok(Finding::fine("clock", "plausible"))
}

/// Whether a watch owns the endpoint, and what it says.
pub(super) async fn lock(home: &Home) -> Result<(Finding, Option<bool>), CommandError> {
    const PATIENCE: Duration = Duration::from_secs(2);
    if let Some(Answer::Standing { together }) = watch::ask(home.folder(), &Request::Standing, PATIENCE).await {
        return Ok((Finding::fine("lock", "kintsugi sync --watch is running"), Some(together)));
    }
    if take_lock(home)?.is_some() {
        return Ok((Finding::fine("lock", "free"), None));
    }
    let finding = Finding::problem(
        "lock",
        "another kintsugi of this journal has the network and does not answer",
        "Another kintsugi of this journal is open, perhaps in another window with a question on its screen.",
        "Finish or close it, then try again.",
    );
    Ok((finding, None))
}

pub(super) fn networks(context: &Context, home: &Home) -> Result<Finding, CommandError> {
    Ok(match choose(context, home) {
        Ok(binds) => {
            let names: Vec<String> = binds.iter().map(|bind| format!("{}/{}", bind.name, bind.prefix)).collect();
            Finding::fine("networks", names.join(", "))
        }
        Err(error) => Finding::problem(
            "networks",
            "none that is home",
            "This laptop is not connected to the home network that it would use.",
            error.hint.unwrap_or_else(|| "Connect it, then try again.".to_owned()),
        ),
    })
}

/// Where everything else goes: with a VPN not through the home network, which is no hindrance here.
pub(super) fn default_route(context: &Context, home: &Home) -> Finding {
    let Ok(binds) = choose(context, home) else { return Finding::skipped("default route", "there is no network") };
    match default_interface() {
        None => Finding::note("default route", "none; the home network alone is enough"),
        Some(name) if binds.iter().any(|bind| bind.name == name) => Finding::fine("default route", name),
        Some(name) => {
            Finding::note("default route", format!("{name}, perhaps a VPN; some of them cut off the home network"))
        }
    }
}

/// The interface of the default route with the lowest metric (Linux: `/proc/net/route`, proc_net(5)).
fn default_interface() -> Option<String> {
    let table = std::fs::read_to_string("/proc/net/route").ok()?;
    let routes = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let defaults = routes.filter(|fields| fields.get(1) == Some(&"00000000") && fields.get(7) == Some(&"00000000"));
    defaults.min_by_key(|fields| fields[6].parse::<u32>().unwrap_or(u32::MAX)).map(|fields| fields[0].to_owned())
}

pub(super) fn port(context: &Context, home: &Home, in_use_by_us: bool) -> Result<Finding, CommandError> {
    let port = home.local_settings()?.port;
    let Ok(binds) = choose(context, home) else { return Ok(Finding::skipped("port", "there is no network")) };
    if in_use_by_us || port == 0 {
        return Ok(Finding::fine("port", if port == 0 { "not chosen yet" } else { "in use by kintsugi" }));
    }
    let taken = binds.iter().any(|bind| UdpSocket::bind((bind.ip, port)).is_err());
    Ok(if taken {
        Finding::note("port", format!("another program has UDP port {port}; another one is used meanwhile"))
    } else {
        Finding::fine("port", format!("UDP {port} is free"))
    })
}

pub(super) fn version() -> Finding {
    Finding::fine("version", format!("{} on {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS))
}
