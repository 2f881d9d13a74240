//! A home network in namespaces: laptops on one bridge, which nobody else on this machine can hear.
//!
//! Everything lives in a network and mount namespace of its own, held by one process, and is gone when that process ends. As
//! root that is all; others need a system that lets them make user namespaces.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Person;

/// The network of a lab. It ends when dropped.
pub struct Lab {
    holder: Child,
    enter: Vec<String>,
    hosts: Vec<&'static str>,
    hub: Option<RefCell<Hub>>,
}

struct Hub {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Lab {
    /// Laptops with these names, `192.168.77.11/24` and upwards on their `eth0`.
    ///
    /// # Panics
    /// Where namespaces cannot be made. The message says what is missing.
    pub fn new(hosts: &[&'static str]) -> Self {
        let lab = Self::without_wires(hosts);
        lab.sh("ip link add br0 type bridge; ip link set br0 up");
        for host in hosts {
            lab.sh(&format!(
                "ip link add v{host} type veth peer name eth0 netns {host}; ip link set v{host} master br0 up"
            ));
        }
        lab.address_all();
        lab
    }

    /// The same on a hub with weather instead of a bridge.
    ///
    /// # Panics
    /// As [`new`](Self::new), and where raw sockets cannot be opened.
    pub fn with_weather(hosts: &[&'static str]) -> Self {
        let mut lab = Self::without_wires(hosts);
        let program = crate::helper("hub");
        let ports: Vec<String> = hosts.iter().map(|host| format!("v{host}")).collect();
        let line: Vec<&str> =
            std::iter::once(program.to_str().expect("a plain path")).chain(ports.iter().map(String::as_str)).collect();
        let mut child = lab.enter(&line).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the hub starts");
        let (orders, answers) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let mut hub = Hub { child, orders, answers: BufReader::new(answers) };
        hub.answer("ready");
        lab.hub = Some(RefCell::new(hub));
        for host in hosts {
            lab.sh(&format!("ip link set v{host} netns {host}; ip -n {host} link set v{host} name eth0"));
        }
        lab.address_all();
        lab
    }

    /// Changes the weather; what may be ordered stands in `src/bin/hub.rs`.
    ///
    /// # Panics
    /// Without a hub.
    pub fn weather(&self, order: &str) {
        let mut hub = self.hub.as_ref().expect("a lab with weather").borrow_mut();
        writeln!(hub.orders, "{order}").expect("the hub runs");
        hub.answer("ok");
    }

    fn without_wires(hosts: &[&'static str]) -> Self {
        let root = rustix_is_root();
        let user: &[&str] = if root { &[] } else { &["--user", "--map-root-user"] };
        let mut holder = Command::new("unshare")
            .args(user)
            .args(["--net", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /run && echo ready && exec sleep 3600"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare (Debian package util-linux) can be started");
        let mut line = String::new();
        let stdout = holder.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        assert_eq!(line, "ready\n", "this system makes no namespaces; these tests need root or user namespaces");
        let user: &[&str] = if root { &[] } else { &["--user", "--preserve-credentials"] };
        let pid = holder.id().to_string();
        let enter = [&["nsenter", "--target", &pid], user, &["--net", "--mount"]].concat();
        let lab =
            Self { holder, enter: enter.into_iter().map(str::to_owned).collect(), hosts: hosts.to_vec(), hub: None };
        lab.sh("ip link set lo up");
        for host in hosts {
            lab.sh(&format!("ip netns add {host}; ip -n {host} link set lo up"));
        }
        lab
    }

    fn address_all(&self) {
        for (n, host) in self.hosts.iter().enumerate() {
            let address = Self::address_of(n);
            self.sh(&format!("ip -n {host} addr add {address}/24 dev eth0; ip -n {host} link set eth0 up"));
        }
    }

    fn address_of(n: usize) -> String {
        format!("192.168.77.{}", 11 + n)
    }

    /// The address that a laptop has at first.
    ///
    /// # Panics
    /// When there is no such laptop.
    pub fn address(&self, host: &str) -> String {
        Self::address_of(self.hosts.iter().position(|known| *known == host).expect("a laptop of this lab"))
    }

    /// Runs a shell script beside the laptops, where the bridge is.
    ///
    /// # Panics
    /// When it fails.
    pub fn sh(&self, script: &str) -> String {
        let output = self.enter(&["sh", "-e", "-c", script]).output().expect("nsenter (util-linux) can be started");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs a shell script on a laptop.
    ///
    /// # Panics
    /// When it fails.
    pub fn on(&self, host: &str, script: &str) -> String {
        let output = self.command(host, &["sh", "-e", "-c", script]).output().expect("ip (iproute2) can be started");
        assert!(output.status.success(), "{host}: {script}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A command on a laptop, not started yet.
    pub fn command(&self, host: &str, line: &[&str]) -> Command {
        self.enter(&[&["ip", "netns", "exec", host], line].concat())
    }

    /// Puts a person at a laptop.
    pub fn seat(&self, person: Person, host: &str) -> Person {
        let through = self.enter.iter().cloned().chain(["ip", "netns", "exec", host].map(str::to_owned)).collect();
        Person { through, ..person }
    }

    /// Gives a laptop another address in place of all it has.
    pub fn move_to(&self, host: &str, address: &str) {
        self.sh(&format!("ip -n {host} addr flush dev eth0; ip -n {host} addr add {address}/24 dev eth0"));
    }

    fn enter(&self, line: &[&str]) -> Command {
        let mut command = Command::new(&self.enter[0]);
        command.args(&self.enter[1..]).args(line);
        command
    }
}

impl Hub {
    fn answer(&mut self, expected: &str) {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("a line");
        assert_eq!(line.trim(), expected, "the hub");
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(hub) = &mut self.hub {
            let hub = hub.get_mut();
            let _ = hub.child.kill();
            let _ = hub.child.wait();
        }
        // With its last process the namespaces and everything in them go.
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

fn rustix_is_root() -> bool {
    rustix::process::geteuid().is_root()
}
