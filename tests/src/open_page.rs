//! A page in the browser, begun by the program itself, and what can be said to it over the wire.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::Person;

/// A page that is open, of somebody who began it with this program. It ends when dropped.
pub struct OpenPage {
    /// The program.
    pub child: Child,
    /// Its name and port, as `Host` has them.
    pub host: String,
    /// The path of the link, good once.
    pub enter: String,
    /// The port.
    pub port: u16,
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl OpenPage {
    /// Has somebody open it.
    ///
    /// # Panics
    /// When the program does not say where it is.
    pub fn by(person: &Person) -> Self {
        let mut child = person
            .command(&["open", "--no-browser", "--json"])
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
        let said: Value = serde_json::from_str(&line).expect("one line of JSON");
        let (host, enter) = link_parts(said["url"].as_str().expect("a link"));
        let port = host.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Self { child, host, enter, port }
    }

    /// A connection to it.
    ///
    /// # Panics
    /// When nobody listens.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream
    }

    /// Sends these bytes and reads all that comes back.
    ///
    /// # Panics
    /// When they cannot be sent.
    pub fn say(&self, bytes: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        // Who is refused in the middle of a request may be cut off.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// An address on it.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// A page, asked for as a browser does, over a connection of its own.
    pub fn get(&self, path: &str, cookie: &str) -> String {
        self.say(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.host
        ))
    }

    /// The cookie of who follows the link.
    ///
    /// # Panics
    /// When the link does not lead in.
    pub fn entered(&self) -> String {
        let answer = self.get(&self.enter, "");
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
        cookie.split(';').next().expect("a pair").to_owned()
    }
}

/// The name with its port, and the path, of a link.
///
/// # Panics
/// When it is none.
pub fn link_parts(url: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").expect("a link");
    let (host, path) = rest.split_once('/').expect("a path");
    (host.to_owned(), format!("/{path}"))
}
