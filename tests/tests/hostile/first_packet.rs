//! The first packet that a laptop sends to another: everybody on the network can read it (RFC 9001, section 5.2: its keys come from
//! a number that it carries), so it must not say whom it is for.

use std::net::SocketAddr;

use kintsugi_lan::{Bind, Guest, HomeEndpoint, Invitation, Offer, Rendezvous, find, join};
use kintsugi_sync::pairing::PairingSecret;
use kintsugi_tests::memory::home;
use rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;
use rustls::quic::{Keys, Version};
use tokio::net::UdpSocket;

const SERVER_NAME: u16 = 0;
const PROTOCOL: u16 = 16;

/// Reads bytes from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    /// A big-endian number of so many bytes.
    fn number(&mut self, bytes: usize) -> usize {
        self.take(bytes).iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
    }

    /// A number whose first two bits say how long it is (RFC 9000, section 16).
    fn varint(&mut self) -> usize {
        let length = 1 << (self.0[0] >> 6);
        self.number(length) & ((1 << (8 * length - 2)) - 1)
    }

    /// What stands behind a length of so many bytes.
    fn counted(&mut self, bytes: usize) -> &'a [u8] {
        let length = self.number(bytes);
        self.take(length)
    }
}

/// The frames of an Initial packet (RFC 9000, section 17.2.2), opened as anybody can.
fn open(datagram: &[u8]) -> Vec<u8> {
    let mut packet = datagram.to_vec();
    let mut bytes = Bytes(datagram);
    assert_eq!(bytes.number(1) & 0xf0, 0xc0, "an Initial packet");
    assert_eq!(bytes.number(4), 1, "QUIC version 1");
    let destination = bytes.counted(1);
    let _source = bytes.counted(1);
    let token = bytes.varint();
    bytes.take(token);
    let length = bytes.varint();
    let at = datagram.len() - bytes.0.len();
    let suite = TLS13_AES_128_GCM_SHA256.tls13().expect("of TLS 1.3");
    let keys = Keys::initial(Version::V1, suite, suite.quic.expect("QUIC has it"), destination, rustls::Side::Server);
    let sample = packet[at + 4..at + 20].to_vec();
    let (first, rest) = packet.split_at_mut(1);
    keys.remote.header.decrypt_in_place(&sample, &mut first[0], &mut rest[at - 1..at + 3]).expect("its own key");
    let size = usize::from(packet[0] & 3) + 1;
    let number = packet[at..at + size].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let (header, payload) = packet.split_at_mut(at + size);
    let opened = keys.remote.packet.decrypt_in_place(number, header, &mut payload[..length - size]);
    opened.expect("its own key").to_vec()
}

/// What the CRYPTO frames among them carry, each with its place.
fn pieces(frames: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let (mut bytes, mut pieces) = (Bytes(frames), Vec::new());
    while !bytes.0.is_empty() {
        match bytes.varint() {
            // Padding, and a ping.
            0 | 1 => {}
            6 => {
                let (at, length) = (bytes.varint(), bytes.varint());
                pieces.push((at, bytes.take(length).to_vec()));
            }
            other => panic!("frame {other} in a first packet"),
        }
    }
    pieces
}

/// The ClientHello (RFC 8446, section 4.1.2) that comes in on this socket.
async fn client_hello(socket: &UdpSocket) -> Vec<u8> {
    let mut said = Vec::<(usize, Vec<u8>)>::new();
    loop {
        let mut datagram = [0; 2048];
        let length = socket.recv(&mut datagram).await.expect("it dials");
        said.extend(pieces(&open(&datagram[..length])));
        said.sort();
        let mut hello = Vec::new();
        for (at, piece) in said.iter().filter(|(at, piece)| !piece.is_empty() && *at < 1 << 14) {
            if *at <= hello.len() && at + piece.len() > hello.len() {
                hello.truncate(*at);
                hello.extend_from_slice(piece);
            }
        }
        if hello.len() >= 4 && hello.len() >= 4 + Bytes(&hello[1..]).number(3) {
            return hello;
        }
    }
}

/// Its extensions.
fn extensions(hello: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let mut bytes = Bytes(hello);
    assert_eq!(bytes.number(1), 1, "a ClientHello");
    let mut bytes = Bytes(bytes.counted(3));
    bytes.take(2 + 32);
    let (_session, _suites, _compression) = (bytes.counted(1), bytes.counted(2), bytes.counted(1));
    let (mut bytes, mut extensions) = (Bytes(bytes.counted(2)), Vec::new());
    while !bytes.0.is_empty() {
        let kind = u16::try_from(bytes.number(2)).expect("two bytes");
        extensions.push((kind, bytes.counted(2).to_vec()));
    }
    extensions
}

/// Nothing names the laptop that is dialled or the one that dials, and the protocol is one that tells nothing.
fn tells_nothing(hello: &[u8], protocol: &str, ids: [[u8; 32]; 2]) {
    let extensions = extensions(hello);
    assert!(extensions.iter().all(|(kind, _)| *kind != SERVER_NAME), "a server name is sent");
    let length = u8::try_from(protocol.len()).expect("a short name");
    let list = [&[0, length + 1, length], protocol.as_bytes()].concat();
    assert!(extensions.contains(&(PROTOCOL, list)), "the protocol is {protocol} and nothing else");
    for id in ids {
        let text = data_encoding::HEXLOWER.encode(&id);
        for shown in [&id[..8], &text.as_bytes()[..16], b"iroh", b"kintsugi"] {
            assert!(!hello.windows(shown.len()).any(|part| part == shown), "{}", String::from_utf8_lossy(shown));
        }
    }
}

#[test]
fn whoever_dials_names_nobody() {
    let root = kintsugi_tests::folder(true);
    let ben = home(root.path(), "Ben");
    let ana = home(root.path(), "Ana").identity().device().id();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let bind = Bind::exactly("127.0.0.1".parse().expect("an address")).expect("loopback");
        let key = ben.identity().device().to_bytes();
        let endpoint = HomeEndpoint::open(&key, vec![bind], 0, Guest::Nobody).await.expect("a port");
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let at: SocketAddr = socket.local_addr().expect("bound");
        let code = PairingSecret::new([9; 10]);
        let invitation = Invitation { secret: std::sync::Arc::new(code), place: Some((ana, vec![at])) };
        let offer = Offer { introduction: ben.introduction(), name: "Ben".into(), partner: None };
        let hello = tokio::select! {
            hello = client_hello(&socket) => hello,
            _ = join(&endpoint, &invitation, &offer) => panic!("nobody answers"),
        };
        tells_nothing(&hello, "lan-pair/1", [ana, endpoint.id()]);

        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let known = vec![socket.local_addr().expect("bound")];
        let rendezvous = Rendezvous { partner: ana, secret: [7; 32].into(), known, nonce: [5; 8] };
        let hello = tokio::select! {
            hello = client_hello(&socket) => hello,
            _ = find(&endpoint, &rendezvous) => panic!("nobody answers"),
        };
        tells_nothing(&hello, "lan-meet/1", [ana, endpoint.id()]);
    });
}
