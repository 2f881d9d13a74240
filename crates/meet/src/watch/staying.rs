//! Staying in touch: `sync --watch`.
//!
//! One process owns the endpoint and keeps one connection. It opens the endpoint anew when the networks change, when the
//! laptop woke up, or when the partner is near and cannot be reached. Other commands of this home speak to it over a local
//! socket instead of opening an endpoint of their own.

use std::time::Duration;

use kintsugi_home::Home;
use kintsugi_lan::{Bind, EndpointLock, Guest, HomeEndpoint, Parting, Surroundings, keep};
use tokio::time::sleep;

use super::event::Event;
use super::keeper::Company;
use super::news::News;
use super::pause::Pause;
use super::server::{Server, Wish};
use crate::network::{open_endpoint, take_lock};
use crate::{Chosen, Error, Outside, networks};

/// After this it is tried again with a partner who refused, or runs another version.
const REFUSED: Duration = Duration::from_secs(60);

/// How it ended.
enum Over {
    /// For good.
    Stop,
    /// Begin again with what holds now.
    Anew,
}

/// What ended one stretch of company.
enum Next {
    /// Open the endpoint anew.
    Reopen,
    /// The partner's laptop answered and would not.
    Unwelcome(Parting),
    /// Somebody else of this home needs the endpoint until they hang up.
    Pause(Pause),
    /// It is over.
    Stop,
}

/// Stays in touch until `stop` is over or another command of this home ends it, also when the partner has got another
/// laptop meanwhile. What happens is told.
///
/// # Errors
/// [`Error::InUse`], [`Error::Socket`], [`Error::System`], [`Error::Lock`] where it cannot begin, and [`Error::Home`].
pub async fn stay(
    home: &Home,
    outside: Outside<'_>,
    stop: impl Future<Output = ()>,
    told: &dyn Fn(Event),
) -> Result<(), Error> {
    let mut lock = Some(take_lock(home)?.ok_or(Error::InUse)?);
    let mut server = Server::start(home.folder())?;
    let end = server.order();
    let stay = async {
        while let Over::Anew = stay_with(home, outside, &mut server, &mut lock, told).await? {}
        Ok(())
    };
    let ended = async {
        stop.await;
        // Everything that waits hears the wishes of others, so it hears this one.
        let _ = end.send(Wish::Stop).await;
        std::future::pending().await
    };
    tokio::select! {
        outcome = stay => outcome,
        outcome = ended => outcome,
    }
}

/// Stays in touch with one laptop. The lock is free while another process needs the endpoint.
async fn stay_with(
    home: &Home,
    outside: Outside<'_>,
    server: &mut Server,
    lock: &mut Option<EndpointLock>,
    told: &dyn Fn(Event),
) -> Result<Over, Error> {
    let partner = home.companion()?;
    let mut surroundings = Surroundings::start().await;
    let news = News::start(home)?;
    let company = Company::new(home, outside, &partner, &news, told);
    company.tell(Event::Begun { partner: partner.name.clone() });
    loop {
        let next = stretch(home, &outside, &company, server, &mut surroundings).await?;
        company.is_apart();
        match next {
            Next::Reopen => {}
            Next::Unwelcome(parting) => {
                company.tell(if parting == Parting::Version { Event::OtherVersion } else { Event::Refused });
                wait(server, &company, REFUSED).await;
            }
            Next::Pause(pause) => {
                drop(lock.take());
                *lock = paused(home, &company, server, pause).await?;
                if lock.is_none() {
                    return Ok(Over::Stop);
                }
                if home.companion()?.device != partner.device {
                    return Ok(Over::Anew);
                }
            }
            Next::Stop => return Ok(Over::Stop),
        }
    }
}

/// One endpoint, for as long as nothing around it changes.
async fn stretch(
    home: &Home,
    outside: &Outside<'_>,
    company: &Company<'_>,
    server: &mut Server,
    surroundings: &mut Surroundings,
) -> Result<Next, Error> {
    let Ok(binds) = networks(home, outside).map(Chosen::unasked) else {
        return Ok(without_network(home, outside, company, server, surroundings).await);
    };
    let partner = home.companion()?.device;
    let opened = open_endpoint(home, binds.clone(), None, Guest::Partner(partner)).await;
    let Ok(endpoint) = opened else {
        // An address that has just gone; the next look shows the new one.
        sleep(Duration::from_millis(200)).await;
        return Ok(Next::Reopen);
    };
    let next = tokio::select! {
        next = in_company(&endpoint, company, server) => next,
        () = moved(home, outside, &binds, surroundings) => Next::Reopen,
    };
    // The partner's laptop is told by this.
    endpoint.close().await;
    Ok(next)
}

async fn in_company(endpoint: &HomeEndpoint, company: &Company<'_>, server: &mut Server) -> Next {
    loop {
        let parting = keep(endpoint, company);
        tokio::pin!(parting);
        loop {
            tokio::select! {
                parted = &mut parting => return match parted {
                    Parting::Reopen => Next::Reopen,
                    other => Next::Unwelcome(other),
                },
                wish = server.next() => match wish {
                    Wish::Meet(answer) => {
                        if !company.meet_soon(answer) {
                            // Nobody is there yet: look again at once instead of in a while.
                            break;
                        }
                    }
                    Wish::Standing(answer) => company.stand(answer),
                    Wish::Pause(pause) => return Next::Pause(pause),
                    Wish::Stop => return Next::Stop,
                },
            }
        }
    }
}

/// Waits until one of the addresses is another one, or the laptop woke up.
async fn moved(home: &Home, outside: &Outside<'_>, binds: &[Bind], surroundings: &mut Surroundings) {
    while !surroundings.changed().await {
        if networks(home, outside).map(Chosen::unasked).ok().as_deref() != Some(binds) {
            return;
        }
    }
}

async fn without_network(
    home: &Home,
    outside: &Outside<'_>,
    company: &Company<'_>,
    server: &mut Server,
    surroundings: &mut Surroundings,
) -> Next {
    company.tell(Event::NoNetwork);
    loop {
        tokio::select! {
            _ = surroundings.changed() => {
                if networks(home, outside).is_ok() {
                    return Next::Reopen;
                }
            }
            wish = server.next() => match wish {
                Wish::Meet(answer) => { company.meet_soon(answer); }
                Wish::Standing(answer) => company.stand(answer),
                Wish::Pause(pause) => return Next::Pause(pause),
                Wish::Stop => return Next::Stop,
            },
        }
    }
}

/// Answers questions for a while.
async fn wait(server: &mut Server, company: &Company<'_>, time: Duration) {
    let over = sleep(time);
    tokio::pin!(over);
    loop {
        tokio::select! {
            () = &mut over => return,
            wish = server.next() => match wish {
                Wish::Standing(answer) => company.stand(answer),
                Wish::Meet(answer) => {
                    company.meet_soon(answer);
                    return;
                }
                wish => {
                    server.put_back(wish);
                    return;
                }
            },
        }
    }
}

/// Leaves the endpoint to another process until it hangs up, and answers questions meanwhile. The lock again; `None` when
/// somebody ended it meanwhile.
async fn paused(
    home: &Home,
    company: &Company<'_>,
    server: &mut Server,
    pause: Pause,
) -> Result<Option<EndpointLock>, Error> {
    let mut later = Vec::new();
    let back = async {
        pause.until_over().await;
        loop {
            match take_lock(home) {
                Ok(None) => sleep(Duration::from_millis(100)).await,
                taken => return taken,
            }
        }
    };
    tokio::pin!(back);
    let taken = loop {
        tokio::select! {
            taken = &mut back => break taken,
            wish = server.next() => match wish {
                Wish::Standing(answer) => company.stand(answer),
                Wish::Meet(answer) => { company.meet_soon(answer); }
                Wish::Stop => break Ok(None),
                wish @ Wish::Pause(_) => later.push(wish),
            },
        }
    };
    later.into_iter().for_each(|wish| server.put_back(wish));
    taken
}
