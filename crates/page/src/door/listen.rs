//! Where the page listens: on loopback, and nowhere else.
//!
//! A browser asks `[::1]` for a name below `localhost` as well as `127.0.0.1`. If a stranger stood on one of the two with our
//! port, it would get requests that are for us. So it is both, with one port, or another port; without IPv6 on this laptop
//! nobody can stand there.

use std::io::{Error, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

/// How many ports are tried.
const TRIES: usize = 32;

/// Both ears.
pub(crate) struct Listening {
    pub(crate) port: u16,
    pub(crate) four: TcpListener,
    pub(crate) six: Option<TcpListener>,
}

impl Listening {
    /// Listens on a port that is free on both.
    ///
    /// # Errors
    /// What the system says, when there is none.
    pub(crate) fn begin() -> Result<Self, Error> {
        // The system draws one that is free on the first.
        Self::on(std::iter::repeat_n(0, TRIES))
    }

    fn on(ports: impl Iterator<Item = u16>) -> Result<Self, Error> {
        let mut last = Error::from(ErrorKind::AddrInUse);
        for port in ports {
            match Self::at(port) {
                Err(error) if error.kind() == ErrorKind::AddrInUse => last = error,
                other => return other,
            }
        }
        Err(last)
    }

    fn at(port: u16) -> Result<Self, Error> {
        let four = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = four.local_addr()?.port();
        let six = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            Ok(six) => Some(six),
            // This laptop has no IPv6.
            Err(error) if error.kind() == ErrorKind::AddrNotAvailable => None,
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::AFNOSUPPORT.raw_os_error()) => None,
            Err(error) => return Err(error),
        };
        Ok(Self { port, four, six })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_families_of_loopback_have_one_port() {
        let listening = Listening::begin().expect("a free port");
        let four = listening.four.local_addr().expect("an address");
        assert!(four.ip().is_loopback() && four.port() == listening.port);
        let six = listening.six.as_ref().expect("this machine has IPv6").local_addr().expect("an address");
        assert!(six.ip().is_loopback() && six.port() == listening.port);
    }

    #[test]
    fn where_a_stranger_stands_on_one_of_them_it_is_another_port() {
        let stranger = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).expect("this machine has IPv6");
        let taken = stranger.local_addr().expect("an address").port();
        assert_eq!(Listening::on([taken].into_iter()).map(|_| ()).expect_err("taken").kind(), ErrorKind::AddrInUse);
        let listening = Listening::on([taken, 0].into_iter()).expect("another one");
        assert_ne!(listening.port, taken);
        assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, taken)).is_ok(), "and nothing is kept of the first");
    }
}
