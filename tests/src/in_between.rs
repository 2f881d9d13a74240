//! Eve on the network, who has overheard the code: her own laptop, her own person, the messages of pairing by hand.

use std::net::SocketAddr;
use std::sync::Arc;

use iroh::endpoint::{Connection, RecvStream, SendStream, presets};
use iroh::{Endpoint, EndpointAddr, PublicKey, RelayMode, SecretKey, TransportAddr};
use kintsugi_home::Home;
use kintsugi_sync::pairing::{Admitted, Channel, Greeted, Hello, Joining, Message, PairingSecret, Tries};

const ALPN: &[u8] = b"lan-pair/1";
const EXPORTER: &[u8] = b"EXPORTER-kintsugi-pair-v1";

/// Her laptop.
pub struct Eve {
    endpoint: Endpoint,
    home: Home,
    code: Arc<PairingSecret>,
}

/// One conversation of hers.
pub struct Conversation {
    /// The connection, to see how it ends.
    pub connection: Connection,
    send: SendStream,
    recv: RecvStream,
}

impl Eve {
    /// She comes to the network, with what she has overheard.
    pub async fn new(home: Home, code: Arc<PairingSecret>) -> Self {
        let key = SecretKey::from_bytes(&home.identity().device().to_bytes());
        let builder = Endpoint::builder(presets::Minimal).relay_mode(RelayMode::Disabled).secret_key(key);
        let here: SocketAddr = "127.0.0.1:0".parse().expect("an address");
        let builder = builder.alpns(vec![ALPN.to_vec()]).clear_ip_transports().bind_addr(here).expect("an address");
        Self { endpoint: builder.bind().await.expect("a port"), home, code }
    }

    /// Her laptop's id, and where it listens.
    pub fn place(&self) -> ([u8; 32], Vec<SocketAddr>) {
        (*self.endpoint.id().as_bytes(), self.endpoint.bound_sockets())
    }

    /// A hello of hers.
    pub fn hello(&self, n: u8) -> Hello {
        self.home.introduction().hello([n; 32])
    }

    /// A connection to somebody's window, on which nothing has been said.
    pub async fn knock(&self, (id, at): ([u8; 32], &[SocketAddr])) -> Connection {
        let to = PublicKey::from_bytes(&id).expect("a key");
        let to = EndpointAddr::from_parts(to, at.iter().copied().map(TransportAddr::Ip));
        self.endpoint.connect(to, ALPN).await.expect("it answers")
    }

    /// What she can say on a connection to this host, with this hello of hers.
    pub fn joining(&self, connection: &Connection, host: [u8; 32], mine: Hello) -> Joining {
        Joining::new(self.code.clone(), channel(connection, host, *self.endpoint.id().as_bytes()), mine)
    }

    /// Plays the joiner at somebody's window, as far as their hello.
    pub async fn join(&self, window: ([u8; 32], &[SocketAddr]), mine: Hello) -> (Conversation, Joining, Hello) {
        let connection = self.knock(window).await;
        let joining = self.joining(&connection, window.0, mine);
        let (send, recv) = connection.open_bi().await.expect("a stream");
        let mut with = Conversation { connection, send, recv };
        with.say(&joining.commit()).await;
        let Some(Message::Hello(theirs)) = with.hear().await else { panic!("who knows the code is answered") };
        (with, joining, theirs)
    }

    /// Plays the host for whoever dials next: what they are bound to.
    pub async fn host(&self) -> (Conversation, Message) {
        let incoming = self.endpoint.accept().await.expect("it is open");
        let connection = incoming.await.expect("a handshake");
        let (send, recv) = connection.accept_bi().await.expect("a stream");
        let mut with = Conversation { connection, send, recv };
        let first = with.hear().await.expect("they are bound to something");
        (with, first)
    }

    /// Goes on with them, as far as their hello and proof.
    pub async fn greet(&self, with: &mut Conversation, first: &Message, mine: Hello) -> (Greeted, Hello, [u8; 32]) {
        let channel =
            channel(&with.connection, *self.endpoint.id().as_bytes(), *with.connection.remote_id().as_bytes());
        let admitted =
            Admitted::new(self.code.clone(), channel, first, &mut Tries::default()).expect("they know the code");
        let (greeted, hello) = admitted.greet(mine);
        with.say(&hello).await;
        let (Some(Message::Hello(theirs)), Some(Message::Proof(proof))) = (with.hear().await, with.hear().await) else {
            panic!("they reveal")
        };
        (greeted, theirs, proof)
    }

    /// Gives herself out as Ben at this window, and as Ana to whoever dials her, names and all, until both screens show words:
    /// what Ana's and Ben's are, and the two conversations.
    pub async fn between(
        &self,
        window: ([u8; 32], &[SocketAddr]),
    ) -> ([[&'static str; 4]; 2], Conversation, Conversation) {
        let (mut ana, joining, hers) = self.join(window, self.hello(1)).await;
        let (mut ben, first) = self.host().await;
        let (greeted, his, proof) = self.greet(&mut ben, &first, self.hello(2)).await;
        let (towards_ben, answer) = greeted.check(his, &proof).expect("Ben is honest");
        let (revealed, messages) = joining.reveal(hers).expect("Ana is honest");
        for message in &messages {
            ana.say(message).await;
        }
        let Some(Message::Proof(proof)) = ana.hear().await else { panic!("Ana proves") };
        let towards_ana = revealed.check(&proof).expect("she knows the code");
        ben.say(&answer).await;
        ana.say(&Message::Name("Ben".into())).await;
        ben.say(&Message::Name("Ana".into())).await;
        ([towards_ana.words, towards_ben.words], ana, ben)
    }

    /// Waits until somebody else dials.
    pub async fn next(&self) {
        self.endpoint.accept().await.expect("it is open").ignore();
    }
}

impl Conversation {
    /// Says one message.
    pub async fn say(&mut self, message: &Message) {
        // When the other side has hung up, what it said last tells more.
        let _ = self.send.write_all(&message.encode()).await;
    }

    /// Hears one; `None` when the other side has hung up.
    pub async fn hear(&mut self) -> Option<Message> {
        let mut prefix = [0; 4];
        self.recv.read_exact(&mut prefix).await.ok()?;
        let mut bytes = vec![0; Message::length(prefix).expect("a length")];
        self.recv.read_exact(&mut bytes).await.ok()?;
        Some(Message::decode(&bytes).expect("a message"))
    }
}

fn channel(connection: &Connection, host: [u8; 32], joiner: [u8; 32]) -> Channel {
    let mut exporter = [0; 32];
    connection.export_keying_material(&mut exporter, EXPORTER, b"").expect("a session");
    Channel { host, joiner, exporter: exporter.into() }
}
