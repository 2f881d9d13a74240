//! The strict endpoint: one socket for each home network, and nothing else.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::{BindOpts, Incoming, IncomingAddr, PortmapperConfig, QuicTransportConfig, presets};
use iroh::{Endpoint, RelayMode, SecretKey};
use tokio::time::timeout;

use crate::guard::{Guard, Guest};
use crate::interfaces::Bind;
use crate::{MEET_ALPN, PAIR_ALPN};

/// What was to be said is sent at once; this is only for the other side's acknowledgement.
const CLOSING: Duration = Duration::from_millis(500);
/// How long a connection stands on which nothing comes after this side has asked. The transport asks by itself once nothing has
/// come for five seconds: so whoever is gone without a word is missed after 13 seconds at most.
const IDLE: Duration = Duration::from_secs(8);

/// How many bytes one connection may have sent without their being read, as long as it is not known who is there: more than
/// the longest message of a pairing.
const STRANGER: u32 = 16 * 1024;

/// Why the endpoint could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the network port could not be opened: {0}")]
pub struct EndpointError(String);

/// This laptop on its home networks.
pub struct HomeEndpoint {
    endpoint: Endpoint,
    binds: Vec<Bind>,
    guard: Guard,
}

impl HomeEndpoint {
    /// Opens one UDP socket on each of these addresses, all with the same port. With port 0 the system chooses.
    ///
    /// # Errors
    /// [`EndpointError`], among others when another program has the port.
    pub async fn open(key: &[u8; 32], binds: Vec<Bind>, port: u16, guest: Guest) -> Result<Self, EndpointError> {
        let failed = |error: &dyn std::fmt::Display| EndpointError(error.to_string());
        let guard = Guard::new(guest);
        let mut builder = Endpoint::builder(presets::Minimal)
            .relay_mode(RelayMode::Disabled)
            .portmapper_config(PortmapperConfig::Disabled)
            .secret_key(SecretKey::from_bytes(key))
            .alpns(vec![MEET_ALPN.to_vec(), PAIR_ALPN.to_vec()])
            .transport_config(transport())
            .hooks(guard.clone())
            .clear_ip_transports();
        let port = if port == 0 { free_port(&binds).map_err(|error| failed(&error))? } else { port };
        for bind in &binds {
            let options = BindOpts::default().set_prefix_len(bind.prefix).set_is_default_route(false);
            let at = SocketAddr::new(bind.ip, port);
            builder = builder.bind_addr_with_opts(at, options).map_err(|error| failed(&error))?;
        }
        let endpoint = builder.bind().await.map_err(|error| failed(&error))?;
        Ok(Self { endpoint, binds, guard })
    }

    /// Its public key.
    pub fn id(&self) -> [u8; 32] {
        *self.endpoint.id().as_bytes()
    }

    /// Where it listens, one address for each home network.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let bound = self.endpoint.bound_sockets();
        let of = |bind: &Bind| bound.iter().find(|at| at.ip() == bind.ip).copied();
        self.binds.iter().filter_map(of).collect()
    }

    /// Who may connect from now on.
    pub fn admit(&self, guest: Guest) {
        self.guard.admit(guest);
    }

    /// Refuses these laptops from now on, whatever they prove.
    pub fn never(&self, ids: &[[u8; 32]]) {
        self.guard.never(ids);
    }

    /// Closes it, telling the other side where there is one. Takes half a second at the most.
    pub async fn close(self) {
        // Past the limit the process ends anyway, and the other side notices by itself.
        let _ = timeout(CLOSING, self.endpoint.close()).await;
    }

    pub(crate) const fn iroh(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(crate) fn binds(&self) -> &[Bind] {
        &self.binds
    }

    /// The next who knocks from these networks. Who knocks from elsewhere gets no answer.
    pub(crate) async fn next_incoming(&self) -> Option<Incoming> {
        loop {
            let incoming = self.endpoint.accept().await?;
            match incoming.remote_addr() {
                IncomingAddr::Ip(from) if self.is_near(from) => return Some(incoming),
                _ => incoming.ignore(),
            }
        }
    }

    /// Whether an address belongs to one of the home networks.
    pub(crate) fn is_near(&self, at: SocketAddr) -> bool {
        self.binds.iter().any(|bind| bind.contains(at.ip()))
    }

    /// The addresses that this endpoint may dial: those of its own networks.
    pub(crate) fn reachable(&self, addresses: impl IntoIterator<Item = SocketAddr>) -> Vec<SocketAddr> {
        addresses.into_iter().filter(|at| self.is_near(*at)).collect()
    }
}

/// A port that is free on the first address; the others take the same.
fn free_port(binds: &[Bind]) -> std::io::Result<u16> {
    let Some(bind) = binds.first() else { return Ok(0) };
    Ok(std::net::UdpSocket::bind((bind.ip, 0))?.local_addr()?.port())
}

fn transport() -> QuicTransportConfig {
    QuicTransportConfig::builder()
        .receive_window(STRANGER.into())
        .max_concurrent_bidi_streams(4_u32.into())
        .max_concurrent_uni_streams(0_u32.into())
        .max_idle_timeout(Some(IDLE.try_into().expect("a short time")))
        .default_path_max_idle_timeout(IDLE)
        .build()
}
