//! The network side of this home: the endpoint, for as long as this process owns it.

use std::time::Duration;

use kintsugi_home::Home;
use kintsugi_lan::{Bind, EndpointLock, Guest, HomeEndpoint};
use kintsugi_vault::LocalSettings;

use crate::socket::{self, Paused};
use crate::{Error, Outside, networks};

/// The endpoint of this home, while this process owns it.
pub struct Network {
    pub(crate) endpoint: HomeEndpoint,
    _lock: EndpointLock,
    _paused: Option<Paused>,
}

impl Network {
    /// Opens the endpoint on the home's own port, or on `port` where it is given.
    async fn open(home: &Home, outside: &Outside<'_>, port: Option<u16>, guest: Guest) -> Result<Self, Error> {
        // A watch of this home leaves the endpoint to this process for a while.
        let paused = socket::pause(home.folder()).await;
        let lock = soon(home).await?;
        let binds = networks(home, outside)?.unasked();
        let endpoint = open_endpoint(home, binds, port, guest).await?;
        Ok(Self { endpoint, _lock: lock, _paused: paused })
    }

    /// Opens the endpoint on the home's own port, or on `port` where it is given, does the work, and closes it again, also
    /// when `stop` is over before the work is.
    ///
    /// # Errors
    /// What the work says; [`Error::InUse`], [`Error::Networks`], [`Error::Endpoint`] where it could not begin, and
    /// [`Error::Stopped`].
    pub async fn while_open<T, E: From<Error>>(
        home: &Home,
        outside: &Outside<'_>,
        (port, guest): (Option<u16>, Guest),
        stop: impl Future<Output = ()>,
        work: impl AsyncFnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let network = Self::open(home, outside, port, guest).await?;
        let outcome = tokio::select! {
            outcome = work(&network) => outcome,
            () = stop => Err(Error::Stopped.into()),
        };
        network.endpoint.close().await;
        outcome
    }
}

/// Takes the lock of the endpoint. A process that is just ending leaves it in a moment.
async fn soon(home: &Home) -> Result<EndpointLock, Error> {
    const TRIES: u32 = 15;
    const PAUSE: Duration = Duration::from_millis(100);
    for _ in 0..TRIES {
        if let Some(lock) = take_lock(home)? {
            return Ok(lock);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(Error::InUse)
}

/// Takes the lock of the endpoint; `None` when another process has it.
pub(crate) fn take_lock(home: &Home) -> Result<Option<EndpointLock>, Error> {
    EndpointLock::take(&home.folder().endpoint_lock()).map_err(Error::Lock)
}

/// Opens the endpoint on the home's own port, or on `port` where it is given. Only for who holds the lock.
pub(crate) async fn open_endpoint(
    home: &Home,
    binds: Vec<Bind>,
    port: Option<u16>,
    guest: Guest,
) -> Result<HomeEndpoint, Error> {
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
