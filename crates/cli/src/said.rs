//! What a command says that stays in touch. A terminal that was closed, or that nobody reads, never holds it up.

use std::cell::RefCell;
use std::sync::mpsc::{SyncSender, sync_channel};

use serde_json::Value;

use crate::output::Output;

/// How many lines may wait for somebody to read them; what is more is dropped.
const WAITING: usize = 64;

enum Line {
    Talk(String),
    Object(Value),
}

/// A voice of its own thread.
pub(crate) struct Said {
    lines: SyncSender<Line>,
    last: RefCell<String>,
}

impl Said {
    pub(crate) fn new(output: Output) -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        // It ends with the process; where there is no thread for it, nothing is said.
        let _ = std::thread::Builder::new().name("said".into()).spawn(move || {
            for line in waiting {
                match line {
                    Line::Talk(text) => output.talk(&text),
                    Line::Object(object) => output.json(&object),
                }
            }
        });
        Self { lines, last: RefCell::new(String::new()) }
    }

    pub(crate) fn talk(&self, text: &str) {
        let _ = self.lines.try_send(Line::Talk(text.to_owned()));
    }

    /// Says it, unless it was the last thing said in this way.
    pub(crate) fn once(&self, text: String) {
        if *self.last.borrow() != text {
            self.talk(&text);
            self.last.replace(text);
        }
    }

    pub(crate) fn object(&self, object: Value) {
        let _ = self.lines.try_send(Line::Object(object));
    }
}
