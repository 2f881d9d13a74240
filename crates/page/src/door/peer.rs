//! Who is at the other end of a connection on this laptop. Another user of it may speak to every port, so the system is asked
//! whose the other end is.
//!
//! Linux tells it in `/proc/net/tcp` and `tcp6`. Where nothing tells it, the gate and the link stand alone; the threat model
//! says so.

use std::net::SocketAddr;

/// Whether the other end belongs to this user.
#[cfg(target_os = "linux")]
pub(crate) fn is_of(user: u32, here: SocketAddr, there: SocketAddr) -> bool {
    let owner = || ["/proc/net/tcp", "/proc/net/tcp6"].into_iter().find_map(|table| owner_in(table, here, there));
    // It may not stand there yet.
    owner().or_else(owner) == Some(user)
}

/// Whether the other end belongs to this user: here nobody can tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_of(_: u32, _: SocketAddr, _: SocketAddr) -> bool {
    true
}

#[cfg(target_os = "linux")]
fn owner_in(table: &str, here: SocketAddr, there: SocketAddr) -> Option<u32> {
    owner(&std::fs::read_to_string(table).ok()?, here, there)
}

/// The user of the socket whose own end is `there` and whose other end is `here`. One that has ended belongs to nobody.
#[cfg(any(target_os = "linux", test))]
fn owner(table: &str, here: SocketAddr, there: SocketAddr) -> Option<u32> {
    const OVER: [&str; 2] = ["06", "07"]; // TIME_WAIT and CLOSE, which say 0
    let (own, other) = (in_table(there), in_table(here));
    table.lines().skip(1).find_map(|line| {
        let mut fields = line.split_whitespace();
        let ends = (fields.nth(1)?, fields.next()?);
        let state = fields.next()?;
        let fits = own.contains(&ends.0.to_owned()) && other.contains(&ends.1.to_owned()) && !OVER.contains(&state);
        if fits { fields.nth(3)?.parse().ok() } else { None }
    })
}

/// An address as the table has it: words in the order of this machine, in both of its ways for IPv4.
#[cfg(any(target_os = "linux", test))]
fn in_table(address: SocketAddr) -> Vec<String> {
    let word = |bytes: &[u8]| format!("{:08X}", u32::from_ne_bytes(bytes.try_into().expect("four bytes")));
    let words = |bytes: &[u8]| bytes.chunks(4).map(word).collect::<String>();
    let port = address.port();
    match address {
        SocketAddr::V4(four) => {
            let mapped = four.ip().to_ipv6_mapped().octets();
            vec![format!("{}:{port:04X}", words(&four.ip().octets())), format!("{}:{port:04X}", words(&mapped))]
        }
        SocketAddr::V6(six) => vec![format!("{}:{port:04X}", words(&six.ip().octets()))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};

    #[test]
    fn my_own_end_is_mine_and_nobody_else_s() {
        let me = rustix::process::geteuid().as_raw();
        let ears = [
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port"),
            TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).expect("a port"),
        ];
        for ear in ears {
            let near = TcpStream::connect(ear.local_addr().expect("an address")).expect("a connection");
            let (_kept, there) = ear.accept().expect("a connection");
            let here = near.peer_addr().expect("an address");
            assert!(is_of(me, here, there));
            if cfg!(target_os = "linux") {
                assert!(!is_of(me + 1, here, there), "another user");
                let nobody = SocketAddr::new(there.ip(), there.port() ^ 1);
                assert!(!is_of(me, here, nobody), "an end that is not there");
            }
        }
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn the_table_is_read_as_linux_writes_it() {
        const TABLE: &str = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1267 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0
   1: 0100007F:1267 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 12 1 0
   2: 0100007F:D431 0100007F:1267 01 00000000:00000000 00:00000000 00000000  1001        0 13 1 0
   3: 0100007F:D432 0100007F:1267 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0
";
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        assert_eq!(owner(TABLE, at(0x1267), at(0xD431)), Some(1001), "the other end, and not ours");
        assert_eq!(owner(TABLE, at(0x1267), at(0xD432)), None, "it has ended, and says 0 of everybody");
        assert_eq!(owner(TABLE, at(0x1267), at(0xD433)), None);
        assert_eq!(owner("", at(0x1267), at(0xD431)), None);
        let mapped = TABLE.replace("0100007F", "0000000000000000FFFF00000100007F");
        assert_eq!(owner(&mapped, at(0x1267), at(0xD431)), Some(1001), "over a socket of the other family");
    }
}
