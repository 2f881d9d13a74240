//! Somebody else's page on this machine: a program that serves one text to whoever asks, and keeps nothing back from a cache.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

/// A page of somebody else's, for as long as these tests run.
pub(crate) struct Stranger {
    /// Where it listens, on 127.0.0.1.
    pub(crate) port: u16,
}

impl Stranger {
    /// Serves this page.
    pub(crate) fn with(html: String) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A browser holds connections open on which it says nothing yet.
                let html = html.clone();
                std::thread::spawn(move || answer(stream, &html));
            }
        });
        Self { port }
    }
}

fn answer(mut stream: TcpStream, html: &str) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let asked = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let is_page = asked.starts_with("GET / ") || asked.starts_with("GET /page ");
    let (status, body) = if is_page { ("200 OK", html) } else { ("404 Not Found", "") };
    // Who asked may have gone.
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: max-age=3600\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
}
