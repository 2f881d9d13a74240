//! A hub with weather: passes each frame that comes in on one interface to all others, as its orders say. The arguments are
//! the names of the interfaces, which it makes; the orders come line by line on stdin, and each replaces the one before:
//!
//! - `clear`
//! - `loss PERCENT`, `duplicate PERCENT`, `delay MILLISECONDS`
//! - `reorder PERCENT`: all frames are late by 20 ms, but these
//! - `drop multicast`, `drop udp PORT`
//! - `isolate`: only the last interface is heard by the others, and hears them
//!
//! The interfaces are taps, so that the kernel cuts and sums up each packet before it is passed on. Where a kernel has
//! `tc netem` that would do the same; many small ones have it not.

use std::io::{BufRead, Error, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use kintsugi_tests::Dice;
use tun_rs::{DeviceBuilder, Layer, SyncDevice};

type Order = Arc<Mutex<Vec<String>>>;

fn main() -> Result<(), Error> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let open = |name: &String| DeviceBuilder::new().name(name).layer(Layer::L2).build_sync().map(Arc::new);
    let ports: Vec<Arc<SyncDevice>> = names.iter().map(open).collect::<Result<_, _>>()?;
    let order: Order = Arc::new(Mutex::new(vec!["clear".to_owned()]));
    for here in 0..ports.len() {
        let (ports, order) = (ports.clone(), Arc::clone(&order));
        std::thread::spawn(move || pass_on(here, &ports, &order));
    }
    writeln!(std::io::stdout(), "ready")?;
    for line in std::io::stdin().lock().lines() {
        let words = line?.split_whitespace().map(str::to_owned).collect();
        *order.lock().unwrap_or_else(PoisonError::into_inner) = words;
        writeln!(std::io::stdout(), "ok")?;
    }
    Ok(())
}

fn pass_on(here: usize, ports: &[Arc<SyncDevice>], order: &Order) {
    let mut dice = Dice(here as u64);
    let mut frame = vec![0; 65_536];
    loop {
        // An interface that is down for a while is heard again later.
        let Ok(length) = ports[here].recv(&mut frame) else {
            std::thread::sleep(Duration::from_millis(10));
            continue;
        };
        let order = order.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let words: Vec<&str> = order.iter().map(String::as_str).collect();
        let number = |text: &str| text.parse::<u64>().unwrap_or(0);
        let mut hit = |percent: &str| dice.below(100) < number(percent);
        let (mut copies, mut late) = (1, Duration::ZERO);
        match words[..] {
            ["loss", percent] if hit(percent) => copies = 0,
            ["duplicate", percent] if hit(percent) => copies = 2,
            ["delay", milliseconds] => late = Duration::from_millis(number(milliseconds)),
            ["reorder", percent] if !hit(percent) => late = Duration::from_millis(20),
            ["drop", "multicast"] if is_mdns(&frame[..length]) => copies = 0,
            ["drop", "udp", port] if is_udp_to(&frame[..length], number(port)) => copies = 0,
            _ => {}
        }
        let last = ports.len() - 1;
        let isolated = words[..] == ["isolate"];
        for (there, port) in ports.iter().enumerate() {
            if there == here || isolated && here != last && there != last {
                continue;
            }
            for _ in 0..copies {
                let (port, frame) = (Arc::clone(port), frame[..length].to_vec());
                let deliver = move || {
                    // What an interface does not take is lost, as on any cable.
                    let _ = port.send(&frame);
                };
                if late.is_zero() {
                    deliver();
                } else {
                    std::thread::spawn(move || {
                        std::thread::sleep(late);
                        deliver();
                    });
                }
            }
        }
    }
}

fn is_mdns(frame: &[u8]) -> bool {
    is_udp_to(frame, 5353)
}

fn is_udp_to(frame: &[u8], port: u64) -> bool {
    let Ok(SlicedPacket { net: Some(NetSlice::Ipv4(_) | NetSlice::Ipv6(_)), transport, .. }) =
        SlicedPacket::from_ethernet(frame)
    else {
        return false;
    };
    matches!(transport, Some(TransportSlice::Udp(udp)) if u64::from(udp.destination_port()) == port)
}
