//! Calls and what comes back, as JSON; what comes unasked is kept until somebody looks.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::line::Line;

/// Something that happened in a tab.
pub(super) struct Event {
    pub(super) session: String,
    pub(super) method: String,
    pub(super) params: Value,
}

/// The way to a browser.
pub(super) struct Wire {
    line: Line,
    calls: u64,
    events: VecDeque<Event>,
}

impl Wire {
    pub(super) const fn over(line: Line) -> Self {
        Self { line, calls: 0, events: VecDeque::new() }
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
        self.line.say(message.to_string());
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
        serde_json::from_str(&self.line.hear()).expect("JSON")
    }
}
