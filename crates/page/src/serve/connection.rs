//! Connections: who is at the other end, for how long somebody may speak, and how much somebody may say.

use std::convert::Infallible;
use std::io::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::seats::{Quiet, Seats};
use super::told::sent;
use crate::answer::plain;
use crate::desk::Desk;
use crate::door::gate::FILES;
use crate::door::listen::Listening;
use crate::door::{Address, gate, headers, peer};
use crate::trays::Filled;
use crate::work::Work;

/// How long a head may take.
const HEAD: Duration = Duration::from_secs(5);
/// How many bytes it may have.
const HEAD_BYTES: usize = 16 * 1024;
/// How long a body may take.
const BODY: Duration = Duration::from_secs(10);
/// How many bytes it may have: 64 KiB of words, each byte in the three letters of a form, and what stands around them.
const BODY_BYTES: usize = 256 * 1024;
/// How long answers that are on their way may take when the page ends.
const LAST: Duration = Duration::from_secs(1);

/// Serves until `end`.
pub(super) async fn serve(
    listening: &Listening,
    address: Address,
    desk: Desk,
    end: impl Future<Output = ()>,
) -> Result<(), Error> {
    let four = ear(&listening.four)?;
    let six = listening.six.as_ref().map(ear).transpose()?;
    let (host, user) = (Arc::new(address), rustix::process::geteuid().as_raw());
    let (mut seats, mut tasks) = (Seats::default(), JoinSet::new());
    let (parting, over) = watch::channel(());
    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            () = &mut end => break,
            accepted = four.accept() => accepted,
            accepted = accept(six.as_ref()) => accepted,
            Some(_) = tasks.join_next() => continue,
        };
        match accepted {
            Ok((stream, there)) => {
                if is_mine(user, &stream, there) && seats.make_room() {
                    let quiet = Quiet::new();
                    let conversation = converse(stream, Arc::clone(&host), desk.clone(), quiet.clone(), over.clone());
                    let task = tasks.spawn(conversation);
                    seats.take(quiet, task);
                }
            }
            // Too many open files, for a moment.
            Err(_) => sleep(LAST).await,
        }
    }
    drop(parting);
    let _ = timeout(LAST, async { while tasks.join_next().await.is_some() {} }).await;
    Ok(())
}

fn ear(listener: &std::net::TcpListener) -> Result<TcpListener, Error> {
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener.try_clone()?)
}

async fn accept(ear: Option<&TcpListener>) -> Result<(TcpStream, SocketAddr), Error> {
    match ear {
        Some(ear) => ear.accept().await,
        None => std::future::pending().await,
    }
}

fn is_mine(user: u32, stream: &TcpStream, there: SocketAddr) -> bool {
    stream.local_addr().is_ok_and(|here| peer::is_of(user, here, there))
}

async fn converse(stream: TcpStream, address: Arc<Address>, desk: Desk, quiet: Quiet, mut over: watch::Receiver<()>) {
    // Small answers go at once.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let (address, desk, quiet) = (Arc::clone(&address), desk.clone(), quiet.clone());
        async move {
            quiet.busy();
            Ok::<_, Infallible>(sent(answer(request, &address, &desk).await, quiet))
        }
    });
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES).auto_date_header(false);
    let conversation = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(conversation);
    tokio::select! {
        // Whoever speaks no HTTP, or goes away, is told nothing.
        _ = &mut conversation => return,
        // What is being answered is answered to its end, and nothing after it.
        _ = over.changed() => conversation.as_mut().graceful_shutdown(),
    }
    let _ = conversation.await;
}

/// The gate is asked before a body is read, and once more by the page, which trusts nobody.
async fn answer(request: Request<Incoming>, address: &Address, desk: &Desk) -> Response<Vec<u8>> {
    let (head, body) = request.into_parts();
    if let Err(refusal) = gate::admit(&head, address) {
        return refused(refusal.status());
    }
    if head.uri.path().starts_with(FILES) {
        return file(head, body, desk).await;
    }
    if body.size_hint().lower() > BODY_BYTES as u64 {
        return refused(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let read = timeout(BODY, Limited::new(body, BODY_BYTES).collect()).await;
    let body = match read {
        Ok(Ok(body)) => body.to_bytes().to_vec(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return refused(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => return refused(StatusCode::BAD_REQUEST),
        Err(_) => return refused(StatusCode::REQUEST_TIMEOUT),
    };
    let request = Request::from_parts(head, body);
    answered(request, desk).await.unwrap_or_else(|| refused(StatusCode::SERVICE_UNAVAILABLE))
}

/// Takes a file in, part by part: only from whoever has entered, and for as long as something comes.
async fn file(mut head: Parts, mut body: Incoming, desk: &Desk) -> Response<Vec<u8>> {
    let asked = head.clone();
    let tray = desk.ask(move |page, now| {
        page.pass_time(now);
        page.tray(&asked)
    });
    if let Some(Some(mut tray)) = tray.await {
        loop {
            match timeout(BODY, body.frame()).await {
                Ok(None) => break,
                Ok(Some(Ok(part))) => {
                    if part.into_data().is_ok_and(|part| !tray.put(&part)) {
                        break;
                    }
                }
                Ok(Some(Err(_))) => return refused(StatusCode::BAD_REQUEST),
                Err(_) => return refused(StatusCode::REQUEST_TIMEOUT),
            }
        }
        head.extensions.insert(Filled::of(tray));
    }
    let answer = answered(Request::from_parts(head, Vec::new()), desk).await;
    // What is left of a file that was not taken is not heard.
    let answer = answer.unwrap_or_else(|| refused(StatusCode::SERVICE_UNAVAILABLE));
    if answer.status().is_success() { answer } else { closing(answer) }
}

/// What the page answers; what takes its time is done meanwhile, and nobody else waits for it.
async fn answered(request: crate::Request, desk: &Desk) -> Option<Response<Vec<u8>>> {
    let mut response = desk.ask(move |page, now| page.answer(request, now)).await?;
    let Some(work) = response.extensions_mut().remove::<Work>() else { return Some(response) };
    let (tell, told) = oneshot::channel();
    let begun = std::thread::Builder::new().name("work".into()).spawn(move || {
        // Whoever waited has gone away.
        let _ = tell.send(work.run());
    });
    begun.ok()?;
    let done = told.await.ok()??;
    desk.ask(move |page, now| page.answer_of(done, now)).await
}

/// Nothing but a number; and what else may be said over this connection is not heard.
fn refused(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = plain(status, "");
    headers::put(response.headers_mut());
    closing(response)
}

fn closing(mut response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
