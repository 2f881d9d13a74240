//! A third laptop on the network that means no good. The first argument says what it does, the others where:
//!
//! - `knock IP:PORT ID SECONDS`: connects again and again with a key that nobody knows
//! - `garbage IP:PORT PER_SECOND SECONDS`: sends noise
//! - `replay FILE IP:PORT SECONDS`: sends once more what a recorder heard
//! - `names IP SECONDS`: announces names of the service without end, each of which would have to be asked about
//! - `announce IP SECONDS`: announces false records under the name of the service, and copies those that it hears

use std::collections::HashMap;
use std::io::Error;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use iroh::endpoint::presets;
use iroh::{Endpoint, EndpointAddr, PublicKey, RelayMode, TransportAddr};
use kintsugi_tests::{Dice, Packet};
use mdns_sd::{IfKind, ServiceDaemon, ServiceEvent, ServiceInfo};

const SERVICE: &str = "_lan-meet._udp.local.";

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["knock", at, id, seconds] => knock(parse(at)?, id, parse(seconds)?),
        ["garbage", at, rate, seconds] => garbage(parse(at)?, parse(rate)?, parse(seconds)?),
        ["replay", file, at, seconds] => replay(file, parse(at)?, parse(seconds)?),
        ["names", ip, seconds] => names(parse(ip)?, parse(seconds)?),
        ["announce", ip, seconds] => announce(parse(ip)?, parse(seconds)?),
        _ => Err(Error::other("what shall I do?")),
    }
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::other(format!("{text} is not what it should be")))
}

fn knock(at: SocketAddr, id: &str, seconds: u64) -> Result<(), Error> {
    let id: PublicKey = parse(id)?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let builder = Endpoint::builder(presets::Minimal).relay_mode(RelayMode::Disabled);
        let endpoint = builder.bind().await.map_err(Error::other)?;
        while Instant::now() < until {
            let to = EndpointAddr::from_parts(id, [TransportAddr::Ip(at)]);
            for alpn in [b"lan-meet/1", b"lan-pair/1"] {
                let connected = tokio::time::timeout(Duration::from_secs(1), endpoint.connect(to.clone(), alpn)).await;
                if let Ok(Ok(connection)) = connected
                    && let Ok(Ok((mut send, _))) =
                        tokio::time::timeout(Duration::from_secs(1), connection.open_bi()).await
                {
                    // Refused in the middle of it, as it should be.
                    let _ = send.write_all(&[0xff; 4096]).await;
                }
            }
        }
        Ok(())
    })
}

fn garbage(at: SocketAddr, rate: u64, seconds: u64) -> Result<(), Error> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    let mut dice = Dice(7);
    let (begin, mut sent) = (Instant::now(), 0);
    while begin.elapsed() < Duration::from_secs(seconds) {
        while sent < rate * begin.elapsed().as_millis() as u64 / 1000 {
            let mut noise = [0; 1200];
            noise.iter_mut().for_each(|byte| *byte = dice.below(256) as u8);
            if dice.below(2) == 0 {
                // A long header of version 1: it looks like the beginning of a connection.
                noise[..5].copy_from_slice(&[0xc3, 0, 0, 0, 1]);
            }
            // A full buffer here is no matter.
            let _ = socket.send_to(&noise, at);
            sent += 1;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    println(&format!("sent {sent}"))
}

fn replay(file: &str, at: SocketAddr, seconds: u64) -> Result<(), Error> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    let packets = Packet::read(std::path::Path::new(file))?;
    let heard: Vec<Packet> = packets.into_iter().filter(|packet| packet.ports.1 == at.port()).collect();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut sent = 0;
    while Instant::now() < until {
        for packet in &heard {
            let _ = socket.send_to(&packet.payload, at);
            sent += 1;
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    println(&format!("sent {sent}"))
}

/// Responses of 30 pointers each (RFC 1035, section 4; RFC 6762), a thousand of them a second.
fn names(ip: IpAddr, seconds: u64) -> Result<(), Error> {
    const POINTERS: u16 = 30;
    let socket = UdpSocket::bind((ip, 5353))?;
    let (begin, mut n) = (Instant::now(), 0_u64);
    while begin.elapsed() < Duration::from_secs(seconds) {
        while n < u64::from(POINTERS) * begin.elapsed().as_millis() as u64 {
            let mut packet = [[0, 0, 0x84, 0, 0, 0].as_slice(), &POINTERS.to_be_bytes(), &[0; 4]].concat();
            for at in 0..POINTERS {
                // The service's name once, and then the place where it stands.
                let service: &[u8] = if at == 0 { b"\x09_lan-meet\x04_udp\x05local\0" } else { &[0xc0, 12] };
                let name = format!("{n:016x}-0");
                n += 1;
                packet.extend_from_slice(service);
                // A pointer, of the internet, for two minutes, of a label and the place of the rest.
                packet.extend_from_slice(&[0, 12, 0, 1, 0, 0, 0, 120, 0, 21, 18]);
                packet.extend_from_slice(name.as_bytes());
                packet.extend_from_slice(&[0xc0, 12]);
            }
            // A full buffer here is no matter.
            let _ = socket.send_to(&packet, "224.0.0.251:5353");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    println(&format!("named {n}"))
}

fn announce(ip: IpAddr, seconds: u64) -> Result<(), Error> {
    let daemon = ServiceDaemon::new().map_err(Error::other)?;
    let set_up = daemon.disable_interface(IfKind::All).and_then(|()| daemon.enable_interface(IfKind::Addr(ip)));
    set_up.map_err(Error::other)?;
    let events = daemon.browse(SERVICE).map_err(Error::other)?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut copied = HashMap::new();
    let mut n = 0_u64;
    while Instant::now() < until {
        n += 1;
        let proof = [("m", format!("{n:032x}"))];
        put(&daemon, &format!("{n:016x}-0"), ip, &proof)?;
        while let Ok(event) = events.recv_timeout(Duration::from_millis(10)) {
            let ServiceEvent::ServiceResolved(service) = event else { continue };
            let Some(name) = service.fullname.strip_suffix(&format!(".{SERVICE}")) else { continue };
            let proof = service.get_property_val_str("m").unwrap_or_default().to_owned();
            if copied.len() < 50 && copied.insert(name.to_owned(), ()).is_none() {
                // The same name and proof, at another address.
                put(&daemon, name, ip, &[("m", proof)])?;
            }
        }
    }
    println(&format!("announced {n}, copied {}", copied.len()))
}

fn put(daemon: &ServiceDaemon, name: &str, ip: IpAddr, properties: &[(&str, String)]) -> Result<(), Error> {
    let info =
        ServiceInfo::new(SERVICE, name, &format!("{name}.local."), ip, 4711, properties).map_err(Error::other)?;
    let mut info = info;
    info.set_requires_probe(false);
    // A queue that is full for a moment is no matter.
    let _ = daemon.register(info);
    Ok(())
}

fn println(text: &str) -> Result<(), Error> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")
}
