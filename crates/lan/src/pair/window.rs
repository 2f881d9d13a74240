//! The side that shows the code: a window of ten minutes, three tries, one success.

use std::sync::Arc;
use std::time::Duration;

use kintsugi_sync::pairing::{Admitted, Beacon, Message, PairingSecret, Proved, Tries, WINDOW_SECONDS};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::waiting::{Knock, Waiting};
use super::{Offer, PairError, Proven, STEP, TRY, channel};
use crate::code;
use crate::endpoint::HomeEndpoint;
use crate::link::Link;
use crate::nearby::Nearby;

const OPEN: Duration = Duration::from_secs(WINDOW_SECONDS.unsigned_abs());

/// Waits for somebody with the ticket or the code: ten minutes, three tries, one success. Meanwhile this laptop is announced
/// under the name that the code gives. A try is used up by whoever knows the code and has been answered, however it ends;
/// nobody else costs anything.
///
/// # Errors
/// [`PairError::WindowOver`] and [`PairError::WindowBurned`]; [`PairError::SamePerson`], [`PairError::Name`] and
/// [`PairError::Refused`] for somebody who proved the secret.
pub async fn invite(home: &HomeEndpoint, secret: Arc<PairingSecret>, offer: &Offer) -> Result<Proven, PairError> {
    let beacon = Beacon::for_pairing(&secret, home.id());
    let window = Window {
        home,
        announced: Nearby::start(home.binds(), home.addresses(), Some(beacon), None),
        secret,
        offer,
        tries: Tries::default(),
        waiting: Waiting::default(),
        trying: JoinSet::new(),
    };
    timeout(OPEN, window.stand()).await.unwrap_or(Err(PairError::WindowOver))
}

struct Window<'a> {
    home: &'a HomeEndpoint,
    announced: Nearby,
    secret: Arc<PairingSecret>,
    offer: &'a Offer,
    tries: Tries,
    waiting: Waiting,
    trying: JoinSet<Result<Proven, PairError>>,
}

impl Window<'_> {
    async fn stand(mut self) -> Result<Proven, PairError> {
        loop {
            tokio::select! {
                incoming = self.home.next_incoming() => self.waiting.seat(incoming.ok_or(PairError::WindowOver)?),
                knock = self.waiting.next() => self.admit(knock),
                // Nobody is looked for; this keeps what strangers ask within its budget.
                _ = self.announced.next() => {}
                Some(tried) = self.trying.join_next() => match tried {
                    Ok(Ok(proven)) => return Ok(proven),
                    // Whoever holds the secret and then says no was meant: it is over on both screens.
                    Ok(Err(error @ (PairError::Refused | PairError::SamePerson | PairError::Name(_)))) => return Err(error),
                    _ if self.tries.left() == 0 && self.trying.is_empty() => return Err(PairError::WindowBurned),
                    _ => {}
                },
            }
        }
    }

    /// Counts a try for whoever knows the code, before anything of this side is said.
    fn admit(&mut self, knock: Knock) {
        let Knock { link, first } = knock;
        let joiner = *link.connection.remote_id().as_bytes();
        let Ok(channel) = channel(&link.connection, self.home.id(), joiner) else { return };
        let Ok(admitted) = Admitted::new(self.secret.clone(), channel, &first, &mut self.tries) else {
            return link.refuse(code::REFUSED);
        };
        let attempt = attempt(link, admitted, self.offer.clone());
        self.trying.spawn(async { timeout(TRY, attempt).await.map_err(|_| PairError::Lost)? });
    }
}

/// One try, from the hello on.
async fn attempt(mut link: Link, admitted: Admitted, offer: Offer) -> Result<Proven, PairError> {
    // Whoever has proven nothing about both hellos yet has no say in whether it is over.
    let (proved, answer) = prove(&mut link, admitted, &offer).await.ok_or(PairError::Unproven)?;
    link.send_message(&answer).await?;
    Proven::named(link, proved, &offer).await
}

async fn prove(link: &mut Link, admitted: Admitted, offer: &Offer) -> Option<(Proved, Message)> {
    let (greeted, hello) = admitted.greet(offer.hello());
    link.send_message(&hello).await.ok()?;
    let Ok(Message::Hello(hello)) = link.read_message(STEP).await else { return None };
    let Ok(Message::Proof(proof)) = link.read_message(STEP).await else { return None };
    greeted.check(hello, &proof).inspect_err(|_| link.refuse(code::REFUSED)).ok()
}
