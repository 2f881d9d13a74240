//! The watch's end of the local socket (0600, in the home's own folder).

use std::collections::VecDeque;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use kintsugi_vault::Folder;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::pause::Pause;
use crate::Error;
use crate::socket::{Answer, MAX_LINE, Request, line_of};

const PATIENCE: Duration = Duration::from_secs(2);

/// A question on its way to whoever can answer it.
pub(super) enum Wish {
    Standing(oneshot::Sender<Answer>),
    Meet(oneshot::Sender<Answer>),
    Pause(Pause),
    Stop,
}

pub(super) struct Server {
    wishes: mpsc::Receiver<Wish>,
    orders: mpsc::Sender<Wish>,
    first: VecDeque<Wish>,
    path: std::path::PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        // The next watch replaces one that stays behind.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Server {
    /// Listens. Only for who holds the endpoint's lock: whatever stands at the socket's place is of a process that has ended.
    pub(super) fn start(folder: &Folder) -> Result<Self, Error> {
        let path = folder.socket();
        let failed = |error| Error::Socket { path: path.clone(), error };
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path).map_err(failed)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
        let (send, wishes) = mpsc::channel(8);
        tokio::spawn(listen(listener, send.clone()));
        Ok(Self { wishes, orders: send, first: VecDeque::new(), path })
    }

    /// Where whoever began the watch can put a wish beside those of other commands.
    pub(super) fn order(&self) -> mpsc::Sender<Wish> {
        self.orders.clone()
    }

    /// The next question.
    pub(super) async fn next(&mut self) -> Wish {
        if let Some(wish) = self.first.pop_front() {
            return wish;
        }
        match self.wishes.recv().await {
            Some(wish) => wish,
            None => std::future::pending().await,
        }
    }

    /// Keeps a question for the next who asks for one.
    pub(super) fn put_back(&mut self, wish: Wish) {
        self.first.push_back(wish);
    }
}

async fn listen(listener: UnixListener, wishes: mpsc::Sender<Wish>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve(stream, wishes.clone()));
            }
            // Too many open files, for a moment.
            Err(_) => tokio::time::sleep(PATIENCE).await,
        }
    }
}

async fn serve(stream: UnixStream, wishes: mpsc::Sender<Wish>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read.take(MAX_LINE));
    let mut line = String::new();
    let asked = timeout(PATIENCE, lines.read_line(&mut line)).await;
    let Ok(Ok(_)) = asked else { return };
    let Ok(request) = serde_json::from_str::<Request>(&line) else { return };
    let (answer, answered) = oneshot::channel();
    let answered = match request {
        Request::Standing | Request::Meet => {
            let wish = if request == Request::Meet { Wish::Meet(answer) } else { Wish::Standing(answer) };
            if wishes.send(wish).await.is_err() {
                return;
            }
            let mut end = [0];
            tokio::select! {
                answered = answered => answered.ok(),
                // Who asked has hung up.
                _ = lines.read(&mut end) => None,
            }
        }
        Request::Pause => {
            let (free, freed) = oneshot::channel();
            let (over, until) = oneshot::channel();
            if wishes.send(Wish::Pause(Pause::new(free, until))).await.is_err() || freed.await.is_err() {
                return;
            }
            if write.write_all(&line_of(&Answer::Done)).await.is_ok() {
                let mut end = [0];
                // It ends when the other process hangs up, in whatever way.
                let _ = lines.read(&mut end).await;
            }
            let _ = over.send(());
            return;
        }
        Request::Stop => {
            if wishes.send(Wish::Stop).await.is_err() {
                return;
            }
            Some(Answer::Done)
        }
    };
    if let Some(answer) = answered {
        let _ = write.write_all(&line_of(&answer)).await;
    }
}
