//! Calls and what comes back, as JSON over one socket; what comes unasked is kept until somebody looks.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_websockets::{ClientBuilder, MaybeTlsStream, Message, WebSocketStream};

/// For how long a browser on a busy machine may be silent.
const PATIENCE: Duration = Duration::from_secs(120);

/// Something that happened in a tab.
pub(super) struct Event {
    pub(super) session: String,
    pub(super) method: String,
    pub(super) params: Value,
}

/// The way to a browser.
pub(super) struct Wire {
    runtime: Runtime,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    calls: u64,
    events: VecDeque<Event>,
}

impl Wire {
    /// To the browser that listens at this address.
    pub(super) fn to(address: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let connect = async { ClientBuilder::new().uri(address).expect("an address").connect().await };
        let (socket, _) = runtime.block_on(connect).expect("a browser that listens");
        Self { runtime, socket, calls: 0, events: VecDeque::new() }
    }

    /// Calls a method, of a tab or of the browser, and waits for its answer.
    #[track_caller]
    pub(super) fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.asked(session, method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, where no may be an answer.
    pub(super) fn asked(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<Value, Value> {
        self.calls += 1;
        let mut message = json!({ "id": self.calls, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.runtime.block_on(self.socket.send(Message::text(message.to_string()))).expect("the browser hears");
        loop {
            let mut heard = self.hear();
            if heard["id"] == self.calls {
                let error = heard["error"].take();
                return if error.is_null() { Ok(heard["result"].take()) } else { Err(error) };
            }
            self.keep(heard);
        }
    }

    /// Waits until this happens in a tab, and gives back what is told of it. What happened before counts, until it was taken.
    pub(super) fn wait(&mut self, session: &str, method: &str) -> Value {
        loop {
            let found = self.events.iter().position(|event| event.session == session && event.method == method);
            if let Some(event) = found.and_then(|at| self.events.remove(at)) {
                return event.params;
            }
            let heard = self.hear();
            self.keep(heard);
        }
    }

    /// All that happened of this kind in a tab and was not taken yet.
    pub(super) fn take(&mut self, session: &str, method: &str) -> Vec<Value> {
        let (taken, left) = std::mem::take(&mut self.events)
            .into_iter()
            .partition(|event: &Event| event.session == session && event.method == method);
        self.events = left;
        let taken: VecDeque<Event> = taken;
        taken.into_iter().map(|event| event.params).collect()
    }

    fn keep(&mut self, mut heard: Value) {
        let (Some(method), Some(session)) = (heard["method"].as_str(), heard["sessionId"].as_str()) else { return };
        let (method, session) = (method.to_owned(), session.to_owned());
        self.events.push_back(Event { session, method, params: heard["params"].take() });
    }

    fn hear(&mut self) -> Value {
        loop {
            let next = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, self.socket.next()).await });
            let message = next.expect("the browser says something in time").expect("the browser runs");
            let message = message.expect("a sound message");
            if let Some(text) = message.as_text() {
                return serde_json::from_str(text).expect("JSON");
            }
        }
    }
}
