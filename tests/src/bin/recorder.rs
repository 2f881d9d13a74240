//! Records every packet of the network namespace it runs in, on all interfaces and in both directions: one line of hex each.
//! The first argument is the file.

use std::io::{Error, Write};
use std::os::fd::AsRawFd;

use nix::sys::socket::{AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, recv, socket};

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).ok_or_else(|| Error::other("which file?"))?;
    let mut file = std::fs::File::create(path)?;
    let socket = socket(AddressFamily::Packet, SockType::Raw, SockFlag::empty(), SockProtocol::EthAll)?;
    let mut frame = vec![0; 65_536];
    writeln!(std::io::stdout(), "recording")?;
    loop {
        let length = recv(socket.as_raw_fd(), &mut frame, MsgFlags::empty())?;
        writeln!(file, "{}", data_encoding::HEXLOWER.encode(&frame[..length]))?;
    }
}
