//! The strict endpoint: one socket, one network, nothing else.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::{BindOpts, Incoming, IncomingAddr, PortmapperConfig, presets};
use iroh::{Endpoint, RelayMode, SecretKey};
use tokio::time::timeout;

use super::bind::Bind;
use super::guard::{Guard, Guest};
use super::{MEET_ALPN, PAIR_ALPN};

const CLOSING: Duration = Duration::from_secs(2);

/// Why the endpoint could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the network port could not be opened: {0}")]
pub struct EndpointError(String);

/// This laptop on its home network.
pub struct HomeEndpoint {
    endpoint: Endpoint,
    bind: Bind,
    guard: Guard,
}

impl HomeEndpoint {
    /// Opens one UDP socket. With port 0 the system chooses.
    ///
    /// # Errors
    /// [`EndpointError`], among others when another program has the port.
    pub async fn open(key: &[u8; 32], bind: Bind, port: u16, guest: Guest) -> Result<Self, EndpointError> {
        let failed = |error: &dyn std::fmt::Display| EndpointError(error.to_string());
        let guard = Guard::new(guest);
        let options = BindOpts::default().set_prefix_len(bind.prefix).set_is_default_route(false);
        let endpoint = Endpoint::builder(presets::Minimal)
            .relay_mode(RelayMode::Disabled)
            .portmapper_config(PortmapperConfig::Disabled)
            .secret_key(SecretKey::from_bytes(key))
            .alpns(vec![MEET_ALPN.to_vec(), PAIR_ALPN.to_vec()])
            .hooks(guard.clone())
            .clear_ip_transports()
            .bind_addr_with_opts(SocketAddr::new(bind.ip, port), options)
            .map_err(|error| failed(&error))?
            .bind()
            .await
            .map_err(|error| failed(&error))?;
        Ok(Self { endpoint, bind, guard })
    }

    /// Its public key.
    pub fn id(&self) -> [u8; 32] {
        *self.endpoint.id().as_bytes()
    }

    /// Where it listens.
    pub fn address(&self) -> Option<SocketAddr> {
        self.endpoint.bound_sockets().into_iter().find(|at| at.ip() == self.bind.ip)
    }

    /// Who may connect from now on.
    pub fn admit(&self, guest: Guest) {
        self.guard.admit(guest);
    }

    /// Closes it, telling the other side where there is one. Takes two seconds at the most.
    pub async fn close(self) {
        // Past the limit the process ends anyway, and the other side notices by itself.
        let _ = timeout(CLOSING, self.endpoint.close()).await;
    }

    pub(super) const fn iroh(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The next who knocks from this network. Who knocks from elsewhere gets no answer.
    pub(super) async fn next_incoming(&self) -> Option<Incoming> {
        loop {
            let incoming = self.endpoint.accept().await?;
            match incoming.remote_addr() {
                IncomingAddr::Ip(from) if self.bind.contains(from.ip()) => return Some(incoming),
                _ => incoming.ignore(),
            }
        }
    }

    /// The addresses that this endpoint may dial: those of its own network.
    pub(super) fn reachable(&self, addresses: &[SocketAddr]) -> Vec<SocketAddr> {
        addresses.iter().copied().filter(|at| self.bind.contains(at.ip())).collect()
    }
}
