//! What `pair`, `join` and `sync` share: the endpoint of this home, and one meeting over a link.

use std::net::SocketAddr;

use kintsugi_sync::lan::{Bind, EndpointLock, Guest, HomeEndpoint, Link, MeetError, hold};
use kintsugi_sync::{Limits, Outcome, Session};
use kintsugi_vault::LocalSettings;

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::home::{Home, HomeError};

/// The network side of this home, while this process owns it.
pub(crate) struct Network {
    pub(crate) endpoint: HomeEndpoint,
    _lock: EndpointLock,
}

impl Network {
    /// Opens the endpoint on the home's own port, or on `port` where it is given.
    pub(crate) async fn open(
        context: &Context,
        home: &Home,
        port: Option<u16>,
        guest: Guest,
    ) -> Result<Self, CommandError> {
        let lock = EndpointLock::take(&home.folder().endpoint_lock());
        let lock =
            lock.map_err(|error| CommandError::new(Exit::Failed, "lock", format!("the lock failed: {error}")))?;
        let lock = lock.ok_or_else(|| {
            CommandError::new(Exit::Failed, "in-use", "another kintsugi of this journal is using the network")
                .hint("Wait until it has ended, then try again.")
        })?;
        let bind = Bind::choose(context.bind_address()?)?;
        let key = home.identity().device().to_bytes();
        let settings = home.local_settings()?;
        let wanted = port.unwrap_or(settings.port);
        let opened = HomeEndpoint::open(&key, bind, wanted, guest).await;
        let endpoint = match opened {
            // The lock says that no kintsugi of this home has the port, so another program does: take a free one for now.
            Err(_) if port.is_none() && wanted != 0 => HomeEndpoint::open(&key, bind, 0, guest).await?,
            other => other?,
        };
        let own = endpoint.address().map_or(0, |at| at.port());
        if settings.port == 0 || port.is_some_and(|port| port != settings.port) {
            home.put_local_settings(&LocalSettings { port: own, ..settings })?;
        }
        Ok(Self { endpoint, _lock: lock })
    }
}

/// One meeting over an open link, and what is kept of it.
pub(crate) async fn meet(context: &Context, home: &Home, link: Link) -> Result<Outcome, MeetError<HomeError>> {
    let at: Option<SocketAddr> = link.remote_address();
    let pair = home.pair().map_err(MeetError::Store)?;
    let outcome = hold(link, Session::new(pair, Limits::default()), &home.copy_for(pair.partner)).await?;
    let today = home.journal_settings().map(|settings| context.now.today(&settings)).map_err(MeetError::Store)?;
    home.finish_meeting(&outcome, today, at).map_err(MeetError::Store)?;
    Ok(outcome)
}

/// A runtime of one thread: it is the faster choice here, and the session needs no other.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.map_err(|error| CommandError::new(Exit::Failed, "system", format!("the system gave no runtime: {error}")))
}
