//! How messages go to a browser and come from it: over a pipe of its process, or over a socket.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_websockets::{ClientBuilder, MaybeTlsStream, Message, WebSocketStream};

/// For how long a browser on a busy machine may be silent.
const PATIENCE: Duration = Duration::from_secs(120);

/// One way to a browser.
pub(super) enum Line {
    /// Each message ends with a zero.
    Pipe(ChildStdin, Receiver<String>),
    /// A socket on this machine.
    Socket(Runtime, Box<WebSocketStream<MaybeTlsStream<TcpStream>>>),
}

impl Line {
    /// Over the pipes of its process. They go wherever the process is, also into another network.
    pub(super) fn pipe(to: ChildStdin, from: ChildStdout) -> Self {
        let (heard, messages) = channel();
        std::thread::spawn(move || {
            let messages = BufReader::new(from).split(0).map_while(Result::ok);
            for message in messages {
                // Nobody may listen any more.
                let _ = heard.send(String::from_utf8_lossy(&message).into_owned());
            }
        });
        Self::Pipe(to, messages)
    }

    /// To the browser that listens at this address.
    pub(super) fn socket(address: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let connect = async { ClientBuilder::new().uri(address).expect("an address").connect().await };
        let (socket, _) = runtime.block_on(connect).expect("a browser that listens");
        Self::Socket(runtime, Box::new(socket))
    }

    /// Says something.
    pub(super) fn say(&mut self, message: String) {
        match self {
            Self::Pipe(to, _) => {
                let sent = to.write_all(message.as_bytes()).and_then(|()| to.write_all(&[0])).and_then(|()| to.flush());
                sent.expect("the browser hears");
            }
            Self::Socket(runtime, socket) => {
                runtime.block_on(socket.send(Message::text(message))).expect("the browser hears");
            }
        }
    }

    /// The next that it says.
    pub(super) fn hear(&mut self) -> String {
        match self {
            Self::Pipe(_, messages) => {
                messages.recv_timeout(PATIENCE).expect("the browser runs, and says something in time")
            }
            Self::Socket(runtime, socket) => loop {
                let next = runtime.block_on(async { tokio::time::timeout(PATIENCE, socket.next()).await });
                let message = next.expect("the browser says something in time").expect("the browser runs");
                if let Some(text) = message.expect("a sound message").as_text() {
                    return text.to_owned();
                }
            },
        }
    }
}
