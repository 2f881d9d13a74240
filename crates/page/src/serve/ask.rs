//! How other commands of this journal speak to its page: over a socket in its folder (0600), a line of JSON each way.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kintsugi_vault::Folder;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tokio::time::timeout;

use crate::desk::Desk;
use crate::door::link::LASTS;
use crate::now::Now;
use crate::page::Page;

/// The longest line, in bytes.
const MAX_LINE: u64 = 1024;
/// For how long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(5);

/// What another command asks of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Another link.
    Link,
    /// Lock the journal.
    Lock,
    /// Close.
    End,
}

/// A link, good once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The link.
    pub url: String,
    /// Until when it is good.
    pub until: Timestamp,
}

impl Page {
    /// A new link, and until when it is good.
    pub fn enter_until(&mut self, now: &Now) -> Link {
        let lasts = SignedDuration::try_from(LASTS).unwrap_or_default();
        let until = now.moment.timestamp().checked_add(lasts).unwrap_or(Timestamp::MAX);
        Link { url: self.link(now), until }
    }
}

/// Asks the page of this journal. `None` where there is none; of what it answers a link is the only thing that says anything.
pub fn ask(folder: &Folder, asked: Asked) -> Option<Option<Link>> {
    let mut stream = UnixStream::connect(folder.page_socket()).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    let mut line = serde_json::to_vec(&asked).ok()?;
    line.push(b'\n');
    stream.write_all(&line).ok()?;
    let mut answer = String::new();
    BufReader::new(stream.take(MAX_LINE)).read_line(&mut answer).ok()?;
    serde_json::from_str(&answer).ok()
}

/// Answers other commands for as long as there is a page.
pub(super) async fn answer(listener: UnixListener, desk: Desk) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(answer_one(stream, desk.clone()))),
            // Too many open files, for a moment.
            Err(_) => tokio::time::sleep(PATIENCE).await,
        }
    }
}

async fn answer_one(stream: tokio::net::UnixStream, desk: Desk) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    let mut lines = tokio::io::BufReader::new(read.take(MAX_LINE));
    timeout(PATIENCE, lines.read_line(&mut line)).await.ok()?.ok()?;
    let asked: Asked = serde_json::from_str(&line).ok()?;
    let told = desk.ask(move |page, now| match asked {
        Asked::Link => Some(page.enter_until(now)),
        Asked::Lock => {
            page.lock(now);
            None
        }
        Asked::End => {
            page.end(now);
            None
        }
    });
    let mut line = serde_json::to_vec(&told.await?).ok()?;
    line.push(b'\n');
    timeout(PATIENCE, write.write_all(&line)).await.ok()?.ok()
}
