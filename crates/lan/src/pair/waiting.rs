//! Those who knock at an open window, side by side, each until it has said its first message: whoever holds a connection and
//! falls silent holds up nobody.

use std::net::IpAddr;

use iroh::endpoint::{Accepting, Incoming, IncomingAddr};
use kintsugi_sync::pairing::Message;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;

use super::seats::{SEATS, gives_way};
use super::{PairError, STEP};
use crate::PAIR_ALPN;
use crate::link::Link;

/// Somebody who has said something.
pub(super) struct Knock {
    pub(super) link: Link,
    pub(super) first: Message,
}

#[derive(Default)]
pub(super) struct Waiting {
    knocks: JoinSet<Result<Knock, PairError>>,
    seats: Vec<(IpAddr, AbortHandle)>,
}

impl Waiting {
    /// Lets somebody in as far as the first message.
    pub(super) fn seat(&mut self, incoming: Incoming) {
        // Where many come, only who can be answered at the address that is named.
        if self.seats.len() >= SEATS / 2 && !incoming.remote_addr_validated() {
            // It fails only for an address that is validated.
            let _ = incoming.retry();
            return;
        }
        let IncomingAddr::Ip(from) = incoming.remote_addr() else { return incoming.ignore() };
        let Ok(accepting) = incoming.accept() else { return };
        self.make_room(from.ip());
        let task = self.knocks.spawn(async { timeout(STEP, knock(accepting)).await.map_err(|_| PairError::Lost)? });
        self.seats.push((from.ip(), task));
    }

    fn make_room(&mut self, newcomer: IpAddr) {
        let taken: Vec<IpAddr> = self.seats.iter().map(|(from, _)| *from).collect();
        if let Some(n) = gives_way(&taken, newcomer) {
            self.seats.remove(n).1.abort();
        }
    }

    /// The next who has said something. Waits for ever where nobody does.
    pub(super) async fn next(&mut self) -> Knock {
        while let Some(ended) = self.knocks.join_next_with_id().await {
            let id = ended.as_ref().map_or_else(tokio::task::JoinError::id, |(id, _)| *id);
            self.seats.retain(|(_, task)| task.id() != id);
            if let Ok((_, Ok(knock))) = ended {
                return knock;
            }
        }
        std::future::pending().await
    }
}

async fn knock(accepting: Accepting) -> Result<Knock, PairError> {
    let connection = accepting.await.map_err(|_| PairError::Lost)?;
    if connection.alpn() != PAIR_ALPN {
        return Err(PairError::Lost);
    }
    let (send, recv) = connection.accept_bi().await.map_err(|_| PairError::Lost)?;
    let mut link = Link::new(connection, send, recv, false);
    let first = link.read_message(STEP).await?;
    Ok(Knock { link, first })
}
