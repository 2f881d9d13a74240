//! The network side of this home: which networks, the endpoint, and one meeting over a link.

mod choose;
mod meet;

use std::time::Duration;

use kintsugi_lan::{Bind, EndpointLock, Guest, HomeEndpoint};
use kintsugi_vault::LocalSettings;

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::watch;
use kintsugi_home::Home;

pub(crate) use choose::choose;
pub(crate) use meet::{meet, rendezvous};

/// The endpoint of this home, while this process owns it.
pub(crate) struct Network {
    pub(crate) endpoint: HomeEndpoint,
    _lock: EndpointLock,
    _paused: Option<watch::Paused>,
}

impl Network {
    /// Opens the endpoint on the home's own port, or on `port` where it is given.
    pub(crate) async fn open(
        context: &Context,
        home: &Home,
        port: Option<u16>,
        guest: Guest,
    ) -> Result<Self, CommandError> {
        // A watch of this home leaves the endpoint to this process for a while.
        let paused = watch::pause(home.folder()).await;
        let lock = soon(home).await?;
        let binds = choose(context, home)?;
        let endpoint = open_endpoint(home, binds, port, guest).await?;
        Ok(Self { endpoint, _lock: lock, _paused: paused })
    }

    /// Opens the endpoint, does the work, and closes it again, also when somebody presses Ctrl-C meanwhile.
    pub(crate) async fn while_open<T>(
        context: &Context,
        home: &Home,
        port: Option<u16>,
        guest: Guest,
        work: impl AsyncFnOnce(&Self) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let network = Self::open(context, home, port, guest).await?;
        let outcome = tokio::select! {
            outcome = work(&network) => outcome,
            () = interrupted() => Err(stopped()),
        };
        network.endpoint.close().await;
        outcome
    }
}

/// Takes the lock of the endpoint. A process that is just ending leaves it in a moment.
async fn soon(home: &Home) -> Result<EndpointLock, CommandError> {
    const TRIES: u32 = 15;
    const PAUSE: Duration = Duration::from_millis(100);
    for _ in 0..TRIES {
        if let Some(lock) = take_lock(home)? {
            return Ok(lock);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(in_use())
}

/// Takes the lock of the endpoint; `None` when another process has it.
pub(crate) fn take_lock(home: &Home) -> Result<Option<EndpointLock>, CommandError> {
    let lock = EndpointLock::take(&home.folder().endpoint_lock());
    lock.map_err(|error| CommandError::new(Exit::Failed, "lock", format!("the lock failed: {error}")))
}

/// Opens the endpoint on the home's own port, or on `port` where it is given. Only for who holds the lock.
pub(crate) async fn open_endpoint(
    home: &Home,
    binds: Vec<Bind>,
    port: Option<u16>,
    guest: Guest,
) -> Result<HomeEndpoint, CommandError> {
    let key = home.identity().device().to_bytes();
    let settings = home.local_settings()?;
    let wanted = port.unwrap_or(settings.port);
    let opened = HomeEndpoint::open(&key, binds.clone(), wanted, guest).await;
    let endpoint = match opened {
        // The lock says that no kintsugi of this home has the port, so another program does: take a free one for now.
        Err(_) if port.is_none() && wanted != 0 => HomeEndpoint::open(&key, binds, 0, guest).await?,
        other => other?,
    };
    endpoint.never(&home.replaced_devices()?);
    let own = endpoint.addresses().first().map_or(0, |at| at.port());
    if settings.port == 0 || port.is_some_and(|port| port != settings.port) {
        home.put_local_settings(&LocalSettings { port: own, ..settings })?;
    }
    Ok(endpoint)
}

/// Runs this on one thread: it is the faster choice here, and the session needs no other.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, CommandError>>) -> Result<T, CommandError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = built
        .map_err(|error| CommandError::new(Exit::Failed, "system", format!("the system gave no runtime: {error}")))?;
    let outcome = runtime.block_on(work);
    // A question that nobody answers any more must not keep the program.
    runtime.shutdown_background();
    outcome
}

/// Ctrl-C, or the terminal was closed, or the system asks this process to end.
pub(crate) async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let wait = async |kind| match signal(kind) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        // Without a handler the signal does what it always does.
        Err(_) => std::future::pending().await,
    };
    tokio::select! {
        () = wait(SignalKind::interrupt()) => {}
        () = wait(SignalKind::terminate()) => {}
        () = wait(SignalKind::hangup()) => {}
    }
}

fn stopped() -> CommandError {
    CommandError::new(Exit::Failed, "stopped", "stopped")
        .hint("What came until now is kept, and what you wrote is safe. Run it again to go on.")
}

/// Another process of this home has the endpoint.
pub(crate) fn in_use() -> CommandError {
    CommandError::new(Exit::Failed, "in-use", "another kintsugi of this journal is using the network")
        .hint("Close it, or wait until it has ended, then try again. What you wrote is safe.")
}
