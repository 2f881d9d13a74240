//! What a command says that stays in touch. A terminal that was closed, or that nobody reads, never holds it up.

use std::cell::RefCell;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::time::Duration;

use serde_json::Value;

use crate::output::Output;

/// How many lines may wait for somebody to read them; what is more is dropped.
const WAITING: usize = 64;

/// How long the end waits for the last of them to be said.
const LAST_WORDS: Duration = Duration::from_secs(3);

enum Line {
    Talk(String),
    Object(Value),
}

/// A voice of its own thread. Dropped, it waits until everything is said, but not long for somebody who reads nothing.
pub(crate) struct Said {
    /// Until the end.
    lines: Option<SyncSender<Line>>,
    /// Says nothing, and closes when the voice has ended.
    ended: Receiver<()>,
    last: RefCell<String>,
}

impl Drop for Said {
    fn drop(&mut self) {
        self.lines.take();
        let _ = self.ended.recv_timeout(LAST_WORDS);
    }
}

impl Said {
    pub(crate) fn new(output: Output) -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        let (end, ended) = channel();
        // Where there is no thread for it, nothing is said.
        let _ = std::thread::Builder::new().name("said".into()).spawn(move || {
            let _end: std::sync::mpsc::Sender<()> = end;
            for line in waiting {
                match line {
                    Line::Talk(text) => output.talk(&text),
                    Line::Object(object) => output.json(&object),
                }
            }
        });
        Self { lines: Some(lines), ended, last: RefCell::new(String::new()) }
    }

    pub(crate) fn talk(&self, text: &str) {
        self.say(Line::Talk(text.to_owned()));
    }

    /// Says it, unless it was the last thing said in this way.
    pub(crate) fn once(&self, text: String) {
        if *self.last.borrow() != text {
            self.talk(&text);
            self.last.replace(text);
        }
    }

    pub(crate) fn object(&self, object: Value) {
        self.say(Line::Object(object));
    }

    fn say(&self, line: Line) {
        let _ = self.lines.as_ref().map(|lines| lines.try_send(line));
    }
}
