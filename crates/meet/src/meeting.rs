//! One meeting that somebody asks for: over the watch of this home where one is running, else over an endpoint of its own.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;
use kintsugi_home::{Home, HomeError, Wait};
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

/// How somebody asks for a meeting.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// How long the partner's laptop is looked for.
    pub within: Duration,
    /// Where it may be, besides the last place.
    pub besides: &'a [SocketAddr],
    /// Whether new lines go on waiting, or go with it.
    pub lines: Wait,
}

/// Meets once: finds the partner's laptop, and makes both copies one.
///
/// # Errors
/// [`Error::NotReached`]; [`Error::Meeting`] when it was cut or refused; and as [`Network::while_open`].
pub async fn meet(
    home: &Home,
    outside: &Outside<'_>,
    asking: Asking<'_>,
    stop: impl Future<Output = ()>,
    told: &dyn Fn(Step),
) -> Result<Met, Error> {
    let partner = home.companion()?;
    // An address that somebody names is tried by this process itself; a watch leaves it the endpoint.
    if asking.besides.is_empty()
        && let Some(met) = through_watch(home, &asking, told).await?
    {
        return Ok(met);
    }
    let guest = Guest::Partner(partner.device);
    Network::while_open(home, outside, (None, guest), stop, async |network| {
        told(Step::Looking);
        let deadline = Instant::now() + asking.within;
        until(home, outside, network, (&partner, &asking), deadline, told).await
    })
    .await
}

/// Asks the watch of this home for a meeting, where one is running.
async fn through_watch(home: &Home, asking: &Asking<'_>, told: &dyn Fn(Step)) -> Result<Option<Met>, Error> {
    if !socket::is_running(home.folder()).await {
        return Ok(None);
    }
    told(Step::Asking);
    if asking.lines == Wait::Not {
        home.release()?;
    }
    match socket::ask(home.folder(), &Request::Meet, asking.within).await {
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
    (partner, asking): (&Partner, &Asking<'_>),
    deadline: Instant,
    told: &dyn Fn(Step),
) -> Result<Met, Error> {
    let progress = |progress| told(Step::Meeting(progress));
    let desk = Desk::of(home)?;
    loop {
        let found = timeout_at(deadline, find(&network.endpoint, &rendezvous(partner, asking.besides))).await;
        let link = match found {
            Ok(Ok(link)) => link,
            Ok(Err(LinkError::Refused)) => return Err(LinkError::Refused.into()),
            Ok(Err(_)) => continue,
            Err(_) => return Err(Error::NotReached),
        };
        let waiting_at = (asking.lines == Wait::AsChosen).then(|| outside.now());
        match hold(outside, (&desk, link), waiting_at, &progress).await {
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

/// One meeting over an open link, and what is kept of it. With a moment, lines wait that wait then.
///
/// # Errors
/// [`MeetError`]; what was durable before stays, and the next meeting takes up from there.
pub(crate) async fn hold(
    outside: &Outside<'_>,
    (desk, link): (&Desk, Link),
    waiting_at: Option<Timestamp>,
    told: &dyn Fn(Progress),
) -> Result<Met, MeetError<HomeError>> {
    let at: Option<SocketAddr> = link.remote_address();
    let mut held = desk.begin(waiting_at, Some(told)).await.map_err(MeetError::Store)?;
    let outcome = kintsugi_lan::hold(link, &mut held).await?;
    held.finish(outcome, outside.moment(), at).await.map_err(MeetError::Store)?;
    Ok(Met::of(&outcome))
}
