//! The partner's laptop with a patched program: it has the partner's key, is let in, and says on the link what it likes.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::{Connection, RecvStream, SendStream, presets};
use iroh::{Endpoint, EndpointAddr, PublicKey, RelayMode, SecretKey, TransportAddr};
use kintsugi_home::Home;
use kintsugi_sync::{Frame, Limits, Outcome, Session, Talk};
use tokio::time::timeout;

/// Longer than anything here takes, so that a test that hangs ends.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whoever has this home's key.
pub struct PatchedLaptop<'a> {
    home: &'a Home,
    endpoint: Endpoint,
}

/// A stream to the other laptop.
pub struct Line {
    connection: Connection,
    send: SendStream,
    recv: RecvStream,
}

impl<'a> PatchedLaptop<'a> {
    /// On loopback, with the key of this home.
    ///
    /// # Panics
    /// When there is no socket.
    pub async fn of(home: &'a Home) -> Self {
        let key = SecretKey::from_bytes(&home.identity().device().to_bytes());
        let builder = Endpoint::builder(presets::Minimal).relay_mode(RelayMode::Disabled).secret_key(key);
        let builder = builder.clear_ip_transports().bind_addr("127.0.0.1:0").expect("an address");
        Self { home, endpoint: builder.bind().await.expect("a socket") }
    }

    /// Its journal.
    pub const fn home(&self) -> &'a Home {
        self.home
    }

    /// Connects to a laptop that stays in touch, as soon as it listens and lets this one in.
    ///
    /// # Panics
    /// When it does not for a minute.
    pub async fn connect(&self, other: &Home) -> Line {
        let connected = timeout(PATIENCE, async {
            loop {
                if let Some(line) = self.try_once(other).await {
                    return line;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        connected.await.expect("it lets its partner in")
    }

    /// The same, once.
    ///
    /// # Panics
    /// When the other home cannot be read.
    pub async fn try_once(&self, other: &Home) -> Option<Line> {
        let id = PublicKey::from_bytes(&other.identity().device().id()).expect("a key");
        let port = other.local_settings().expect("a sound store").port;
        if port == 0 {
            return None;
        }
        self.to(id, SocketAddr::from(([127, 0, 0, 1], port))).await.ok()
    }

    async fn to(&self, id: PublicKey, at: SocketAddr) -> Result<Line, Box<dyn std::error::Error>> {
        let to = EndpointAddr::from_parts(id, [TransportAddr::Ip(at)]);
        let connection = timeout(Duration::from_secs(2), self.endpoint.connect(to, b"lan-meet/1")).await??;
        // Who has the lower id opens the stream.
        let stream =
            async { if self.endpoint.id() < id { connection.open_bi().await } else { connection.accept_bi().await } };
        let (send, recv) = timeout(Duration::from_secs(2), stream).await??;
        Ok(Line { connection, send, recv })
    }

    /// A session as the program holds it, to its end. None where the other laptop hangs up before.
    ///
    /// # Panics
    /// When the store fails.
    pub async fn session(&self, line: &mut Line) -> Option<Outcome> {
        let mut talk = self.talk();
        let side = self.home.side_for(self.home.pair().expect("a partner").partner);
        let mut heard = Vec::new();
        loop {
            let step = talk.step(&heard, true, &side).expect("a sound session");
            line.say(&step.say).await?;
            if step.outcome.is_some() {
                return step.outcome;
            }
            heard = if step.more { Vec::new() } else { line.hear().await? };
        }
    }

    /// A session that begins.
    ///
    /// # Panics
    /// When the home is not paired.
    pub fn talk(&self) -> Talk {
        Talk::new(Session::new(self.home.pair().expect("a partner"), Limits::default()))
    }
}

impl Line {
    /// Says these bytes; none where the other laptop has hung up.
    pub async fn say(&mut self, bytes: &[u8]) -> Option<()> {
        self.send.write_all(bytes).await.ok()
    }

    /// The next frame with its length; none where the other laptop has hung up.
    pub async fn hear(&mut self) -> Option<Vec<u8>> {
        let mut block = vec![0; 4];
        timeout(PATIENCE, self.recv.read_exact(&mut block)).await.ok()?.ok()?;
        let length = Frame::length([block[0], block[1], block[2], block[3]]).ok()?;
        block.resize(4 + length, 0);
        self.recv.read_exact(&mut block[4..]).await.ok()?;
        Some(block)
    }

    /// Waits until the other laptop has hung up.
    ///
    /// # Panics
    /// When it does not for a minute.
    pub async fn until_cut(&self) {
        timeout(PATIENCE, self.connection.closed()).await.expect("it does not listen for ever");
    }
}
