//! One meeting that somebody asks for: over the watch of this home where one is running, else over an endpoint of its own.

use std::net::SocketAddr;
use std::time::Duration;

use kintsugi_home::{Home, HomeError};
use kintsugi_lan::{Guest, Link, LinkError, MeetError, Rendezvous, find};
use kintsugi_sync::Progress;
use kintsugi_vault::{Partner, random};
use tokio::time::{Instant, timeout_at};

use crate::desk::Desk;
use crate::met::Met;
use crate::socket::{self, Answer, Request};
use crate::{Error, Network, Outside};

/// How far a meeting has come.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The kintsugi that stays in touch is asked to meet.
    Asking,
    /// The other laptop is looked for.
    Looking,
    /// It was found, and the two speak.
    Meeting(Progress),
}

/// Meets once: finds the partner's laptop within `wait`, also at the addresses `besides`, and makes both copies one.
///
/// # Errors
/// [`Error::NotReached`]; [`Error::Meeting`] when it was cut or refused; and as [`Network::while_open`].
pub async fn meet(
    home: &Home,
    outside: &Outside<'_>,
    (wait, besides): (Duration, &[SocketAddr]),
    stop: impl Future<Output = ()>,
    told: &dyn Fn(Step),
) -> Result<Met, Error> {
    let partner = home.companion()?;
    // An address that somebody names is tried by this process itself; a watch leaves it the endpoint.
    if besides.is_empty()
        && let Some(met) = through_watch(home, wait, told).await?
    {
        return Ok(met);
    }
    let guest = Guest::Partner(partner.device);
    Network::while_open(home, outside, (None, guest), stop, async |network| {
        told(Step::Looking);
        let deadline = Instant::now() + wait;
        until(home, outside, network, (&partner, besides), deadline, told).await
    })
    .await
}

/// Asks the watch of this home for a meeting, where one is running.
async fn through_watch(home: &Home, wait: Duration, told: &dyn Fn(Step)) -> Result<Option<Met>, Error> {
    if !socket::is_running(home.folder()).await {
        return Ok(None);
    }
    told(Step::Asking);
    match socket::ask(home.folder(), &Request::Meet, wait).await {
        Some(Answer::Met(met)) => Ok(Some(met)),
        // It has ended meanwhile: this process meets by itself.
        _ if !socket::is_running(home.folder()).await => Ok(None),
        _ => Err(Error::NotReached),
    }
}

/// Tries again after a cut, as long as there is time.
async fn until(
    home: &Home,
    outside: &Outside<'_>,
    network: &Network,
    (partner, besides): (&Partner, &[SocketAddr]),
    deadline: Instant,
    told: &dyn Fn(Step),
) -> Result<Met, Error> {
    let progress = |progress| told(Step::Meeting(progress));
    let desk = Desk::of(home)?;
    loop {
        let found = timeout_at(deadline, find(&network.endpoint, &rendezvous(partner, besides))).await;
        let link = match found {
            Ok(Ok(link)) => link,
            Ok(Err(LinkError::Refused)) => return Err(LinkError::Refused.into()),
            Ok(Err(_)) => continue,
            Err(_) => return Err(Error::NotReached),
        };
        match hold(outside, (&desk, link), &progress).await {
            Err(MeetError::Link(LinkError::Lost | LinkError::Ended)) if Instant::now() < deadline => {}
            outcome => return Ok(outcome?),
        }
    }
}

/// Whom to find, and where they may be: as last known, and at these addresses besides.
pub(crate) fn rendezvous(partner: &Partner, besides: &[SocketAddr]) -> Rendezvous {
    let known = partner.addresses.iter().filter_map(|at| at.parse().ok());
    Rendezvous {
        partner: partner.device,
        secret: partner.secret.0.into(),
        known: besides.iter().copied().chain(known).collect(),
        nonce: random(),
    }
}

/// One meeting over an open link, and what is kept of it.
///
/// # Errors
/// [`MeetError`]; what was durable before stays, and the next meeting takes up from there.
pub(crate) async fn hold(
    outside: &Outside<'_>,
    (desk, link): (&Desk, Link),
    told: &dyn Fn(Progress),
) -> Result<Met, MeetError<HomeError>> {
    let at: Option<SocketAddr> = link.remote_address();
    let mut held = desk.begin(None, Some(told)).await.map_err(MeetError::Store)?;
    let outcome = kintsugi_lan::hold(link, &mut held).await?;
    held.finish(outcome, outside.moment(), at).await.map_err(MeetError::Store)?;
    Ok(Met::of(&outcome))
}
