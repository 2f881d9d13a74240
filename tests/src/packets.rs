//! What was recorded on a network, and whether any of it went where nothing should.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use etherparse::{NetSlice, SlicedPacket, TransportSlice};

use crate::Lab;

/// A recorder on one laptop.
pub struct Recorder {
    child: Child,
    path: PathBuf,
}

impl Drop for Recorder {
    /// It ends with a test that fails, too.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One packet.
#[derive(Clone, Debug)]
pub struct Packet {
    /// From where; `None` for what is no IP.
    pub from: Option<IpAddr>,
    /// Where to.
    pub to: Option<IpAddr>,
    /// What it is: `udp`, `tcp`, `icmp`, `igmp`, `arp` or another name.
    pub kind: String,
    /// The ports of UDP and TCP.
    pub ports: (u16, u16),
    /// What UDP carries.
    pub payload: Vec<u8>,
}

impl Recorder {
    /// Begins to record everything that a laptop sends and hears.
    ///
    /// # Panics
    /// When raw sockets cannot be opened.
    pub fn start(lab: &Lab, host: &str, path: &Path) -> Self {
        let recorder = crate::helper("recorder");
        let mut child = lab
            .command(host, &[recorder.to_str().expect("a plain path"), path.to_str().expect("a plain path")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the recorder starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        assert_eq!(line, "recording\n", "raw sockets can be opened");
        Self { child, path: path.into() }
    }

    /// Ends it, and gives what it saw.
    ///
    /// # Panics
    /// When its file cannot be read.
    pub fn stop(mut self) -> Vec<Packet> {
        self.child.kill().expect("it can be ended");
        self.child.wait().expect("it ends");
        Packet::read(&self.path).expect("its file")
    }
}

impl Packet {
    /// Reads what a recorder wrote. A last line that was cut is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Path) -> std::io::Result<Vec<Self>> {
        let text = std::fs::read_to_string(path)?;
        let whole = text.lines().filter_map(|line| data_encoding::HEXLOWER.decode(line.as_bytes()).ok());
        Ok(whole.map(|frame| Self::parse(&frame)).collect())
    }

    fn parse(frame: &[u8]) -> Self {
        let mut packet = Self { from: None, to: None, kind: "other".into(), ports: (0, 0), payload: Vec::new() };
        let Ok(sliced) = SlicedPacket::from_ethernet(frame) else { return packet };
        match sliced.net {
            Some(NetSlice::Ipv4(ip)) => {
                packet.from = Some(ip.header().source_addr().into());
                packet.to = Some(ip.header().destination_addr().into());
                packet.kind = format!("{:?}", ip.payload().ip_number).to_lowercase();
            }
            Some(NetSlice::Ipv6(ip)) => {
                packet.from = Some(ip.header().source_addr().into());
                packet.to = Some(ip.header().destination_addr().into());
                packet.kind = format!("{:?}", ip.payload().ip_number).to_lowercase();
            }
            Some(NetSlice::Arp(_)) => packet.kind = "arp".into(),
            None => {}
        }
        match sliced.transport {
            Some(TransportSlice::Udp(udp)) => {
                packet.kind = "udp".into();
                packet.ports = (udp.source_port(), udp.destination_port());
                packet.payload = udp.payload().to_vec();
            }
            Some(TransportSlice::Tcp(tcp)) => {
                packet.kind = "tcp".into();
                packet.ports = (tcp.source_port(), tcp.destination_port());
            }
            Some(TransportSlice::Icmpv4(_)) => packet.kind = "icmp".into(),
            Some(TransportSlice::Icmpv6(_)) => packet.kind = "icmpv6".into(),
            _ if packet.kind.contains("igmp") => packet.kind = "igmp".into(),
            _ => {}
        }
        packet
    }

    /// Whether it is multicast DNS to its group.
    pub fn is_mdns(&self) -> bool {
        let group = ["224.0.0.251", "ff02::fb"].map(|group| group.parse::<IpAddr>().ok());
        self.kind == "udp" && self.ports.1 == 5353 && group.contains(&self.to)
    }

    /// Whether nothing is wrong with it between laptops with these addresses.
    pub fn is_at_home(&self, laptops: &[IpAddr]) -> bool {
        let ours = |ip: Option<IpAddr>| ip.is_some_and(|ip| laptops.contains(&ip));
        match self.kind.as_str() {
            // Who has this address, and who listens to this group: the system's own, and on the link only.
            "arp" | "igmp" => true,
            "icmpv6" => self.to.is_some_and(|to| to.is_multicast() || is_link_local(to)),
            // Nobody listens there any more.
            "icmp" => ours(self.from) && ours(self.to),
            "udp" if self.is_mdns() => ours(self.from) || self.from.is_some_and(is_link_local),
            "udp" => ours(self.from) && ours(self.to) && self.ports.0 > 1023 && self.ports.1 > 1023,
            // The options of a group report make it look like this.
            kind => kind.contains("hop") && self.to.is_some_and(|to| to.is_multicast()),
        }
    }
}

fn is_link_local(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local())
}

impl fmt::Display for Packet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |ip: Option<IpAddr>| ip.map_or_else(|| "-".to_owned(), |ip| ip.to_string());
        let (from, to) = (shown(self.from), shown(self.to));
        write!(out, "{} {from}:{} -> {to}:{} ({} bytes)", self.kind, self.ports.0, self.ports.1, self.payload.len())
    }
}
