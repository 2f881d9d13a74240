//! The other end of the socket: how `sync`, `pair`, `status` and `lock` speak to a watch of the same home.

use std::time::Duration;

use kintsugi_vault::Folder;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::time::{sleep, timeout};

use super::protocol::{Answer, MAX_LINE, Request, line_of};

const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the watch of this home. `None` when there is none, or it did not answer in time.
pub(crate) async fn ask(folder: &Folder, request: &Request, wait: Duration) -> Option<Answer> {
    let mut stream = UnixStream::connect(folder.socket()).await.ok()?;
    exchange(&mut stream, request, wait).await
}

/// Ends the watch of this home. Whether there was one.
pub async fn stop(folder: &Folder) -> bool {
    ask(folder, &Request::Stop, PATIENCE).await.is_some()
}

/// Ends the watch of this home and waits until it has ended, for a while: its store is about to be brought along to another
/// format. Whatever stays is refused by the store itself.
pub fn end(folder: &Folder) {
    // Without a runtime nobody can be asked, and the store refuses all the same.
    let _ = crate::run(async {
        if stop(folder).await {
            let gone = async {
                while is_running(folder).await {
                    sleep(Duration::from_millis(20)).await;
                }
            };
            let _ = timeout(PATIENCE, gone).await;
        }
        Ok::<_, crate::Error>(())
    });
}

/// Whether a watch of this home is running.
pub async fn is_running(folder: &Folder) -> bool {
    UnixStream::connect(folder.socket()).await.is_ok()
}

/// Whether the two laptops are together now, as the watch of this home has it; `None` where none is running. For when somebody
/// asks, and never to be shown by itself.
pub async fn is_together(folder: &Folder) -> Option<bool> {
    match ask(folder, &Request::Standing, PATIENCE).await? {
        Answer::Standing { together, .. } => Some(together),
        _ => None,
    }
}

async fn exchange(stream: &mut UnixStream, request: &Request, wait: Duration) -> Option<Answer> {
    stream.write_all(&line_of(request)).await.ok()?;
    let mut line = String::new();
    let mut lines = BufReader::new(stream.take(MAX_LINE));
    timeout(wait, lines.read_line(&mut line)).await.ok()?.ok()?;
    serde_json::from_str(&line).ok()
}

/// The watch leaves the endpoint to this process for as long as this is kept.
pub(crate) struct Paused {
    _stream: UnixStream,
}

/// Asks the watch for the endpoint. `None` when there is none.
pub(crate) async fn pause(folder: &Folder) -> Option<Paused> {
    let mut stream = UnixStream::connect(folder.socket()).await.ok()?;
    let answer = exchange(&mut stream, &Request::Pause, PATIENCE).await?;
    (answer == Answer::Done).then_some(Paused { _stream: stream })
}
