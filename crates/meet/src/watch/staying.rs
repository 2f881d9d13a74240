//! Staying in touch: `sync --watch`.
//!
//! One process owns the endpoint and keeps one connection. It opens the endpoint anew when the networks change, when the
//! laptop woke up, or when the partner is near and cannot be reached. Other commands of this home speak to it over a local
//! socket instead of opening an endpoint of their own.

use std::cell::Cell;
use std::time::Duration;

use kintsugi_home::Home;
use kintsugi_lan::{Bind, EndpointLock, Guest, HomeEndpoint, Parting, Surroundings, keep};
use tokio::time::sleep;

use super::bell::Bell;
use super::event::Event;
use super::ground::Ground;
use super::keeper::Company;
use super::news::News;
use super::pause::Pause;
use super::server::{Server, Wish};
use crate::network::{open_endpoint, take_lock};
use crate::{Error, Outside};

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
    let bell = Bell::hang(home.folder())?;
    let ground = Ground::new(home, outside, told);
    let end = server.order();
    let is_wanted = Cell::new(false);
    let stay = async {
        while let Over::Anew = stay_with(home, outside, (&mut server, &bell), &ground, &mut lock, told).await? {}
        if !is_wanted.get() {
            told(Event::EndedHere);
        }
        Ok(())
    };
    let ended = async {
        stop.await;
        is_wanted.set(true);
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
    (server, bell): (&mut Server, &Bell),
    ground: &Ground<'_>,
    lock: &mut Option<EndpointLock>,
    told: &dyn Fn(Event),
) -> Result<Over, Error> {
    let partner = home.companion()?;
    let mut surroundings = Surroundings::start().await;
    let news = News::start(home, bell)?;
    let company = Company::new(home, outside, &partner, &news, told)?;
    company.tell(Event::Begun { partner: partner.name.clone() });
    loop {
        let next = stretch(home, &company, server, ground, &mut surroundings, bell).await?;
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
    company: &Company<'_>,
    server: &mut Server,
    ground: &Ground<'_>,
    surroundings: &mut Surroundings,
    bell: &Bell,
) -> Result<Next, Error> {
    let binds = match ground.look() {
        Ok(binds) => binds,
        Err(Error::NewerStore) => return Err(Error::NewerStore),
        Err(_) => {
            company.tell(Event::NoNetwork);
            return tokio::select! {
                next = alone(company, server) => Ok(next),
                found = moved(ground, None, surroundings, bell) => found.map(|()| Next::Reopen),
            };
        }
    };
    let partner = home.companion()?.device;
    let endpoint = match open_endpoint(home, binds.clone(), None, Guest::Partner(partner)).await {
        Ok(endpoint) => endpoint,
        Err(Error::NewerStore) => return Err(Error::NewerStore),
        Err(_) => {
            // An address that has just gone; the next look shows the new one.
            sleep(Duration::from_millis(200)).await;
            return Ok(Next::Reopen);
        }
    };
    let next = tokio::select! {
        next = in_company(&endpoint, company, server) => Ok(next),
        moved = moved(ground, Some(&binds), surroundings, bell) => moved.map(|()| Next::Reopen),
        () = company.overtaken() => Err(Error::NewerStore),
    };
    // The partner's laptop is told by this.
    endpoint.close().await;
    next
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

/// Waits until the networks to use are other ones than these, or the laptop woke up. Somebody may have chosen others, too.
async fn moved(
    ground: &Ground<'_>,
    binds: Option<&[Bind]>,
    surroundings: &mut Surroundings,
    bell: &Bell,
) -> Result<(), Error> {
    loop {
        let woke = tokio::select! {
            woke = surroundings.changed() => woke,
            () = bell.chosen() => false,
        };
        match ground.look() {
            Err(Error::NewerStore) => return Err(Error::NewerStore),
            now if woke || now.as_deref().ok() != binds => return Ok(()),
            _ => {}
        }
    }
}

/// Answers, while there is no network.
async fn alone(company: &Company<'_>, server: &mut Server) -> Next {
    loop {
        match server.next().await {
            Wish::Meet(answer) => {
                company.meet_soon(answer);
            }
            Wish::Standing(answer) => company.stand(answer),
            Wish::Pause(pause) => return Next::Pause(pause),
            Wish::Stop => return Next::Stop,
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
