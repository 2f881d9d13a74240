//! Staying in touch: `sync --watch`.
//!
//! One process owns the endpoint and keeps one connection. It opens the endpoint anew when the networks change, when the
//! laptop woke up, or when the partner is near and cannot be reached. Other commands of this home speak to it over a local
//! socket instead of opening an endpoint of their own.

mod client;
mod keeper;
mod news;
mod said;
mod socket;

use std::time::Duration;

use kintsugi_lan::{Bind, Guest, HomeEndpoint, Parting, Surroundings, keep};
use tokio::time::sleep;

use crate::context::Context;
use crate::error::CommandError;
use crate::network::{self, choose, in_use, interrupted, open_endpoint, take_lock};
use kintsugi_home::Home;

pub(crate) use client::{Pause, Paused, ask, end, is_running, pause, stop};
use keeper::Company;
use news::News;
use said::Said;
pub(crate) use socket::{Answer, Request};
use socket::{Server, Wish};

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

/// Stays in touch until somebody ends it, also when the partner has got another laptop meanwhile.
async fn watch(context: &Context, home: &Home) -> Result<(), CommandError> {
    while let Over::Anew = watch_one(context, home).await? {}
    Ok(())
}

/// Stays in touch with one laptop.
async fn watch_one(context: &Context, home: &Home) -> Result<Over, CommandError> {
    let partner = home.companion()?;
    let said = Said::new(context.output);
    let mut lock = take_lock(home)?.ok_or_else(in_use)?;
    let mut server = Server::start(home.folder())?;
    let mut surroundings = Surroundings::start().await;
    let news = News::start(home)?;
    let company = Company::new(home, &partner, &news, &said);
    said.talk(&format!("Staying in touch with {}. Ctrl-C ends it.", partner.name));
    loop {
        let next = stretch(context, home, &company, &mut server, &mut surroundings).await?;
        company.is_apart();
        match next {
            Next::Reopen => {}
            Next::Unwelcome(parting) => {
                said.once(unwelcome(parting, &partner.name));
                tokio::select! {
                    () = wait(&mut server, &company, REFUSED) => {}
                    () = interrupted() => return Ok(Over::Stop),
                }
            }
            Next::Pause(pause) => {
                drop(lock);
                tokio::select! {
                    () = pause.until_over() => {}
                    () = interrupted() => return Ok(Over::Stop),
                }
                lock = loop {
                    match take_lock(home)? {
                        Some(lock) => break lock,
                        None => sleep(Duration::from_millis(100)).await,
                    }
                };
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
    context: &Context,
    home: &Home,
    company: &Company<'_>,
    server: &mut Server,
    surroundings: &mut Surroundings,
) -> Result<Next, CommandError> {
    let binds = match choose(context, home) {
        Ok(binds) => binds,
        Err(_) => {
            return Ok(tokio::select! {
                next = without_network(context, home, company, server, surroundings) => next,
                () = interrupted() => Next::Stop,
            });
        }
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
        () = moved(context, home, &binds, surroundings) => Next::Reopen,
        // The partner's laptop is told by the closing below.
        () = interrupted() => Next::Stop,
    };
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
                    Wish::Standing(answer) => company.tell(answer),
                    Wish::Pause(pause) => return Next::Pause(pause),
                    Wish::Stop => return Next::Stop,
                },
            }
        }
    }
}

/// Waits until one of the addresses is another one, or the laptop woke up.
async fn moved(context: &Context, home: &Home, binds: &[Bind], surroundings: &mut Surroundings) {
    while !surroundings.changed().await {
        if choose(context, home).ok().as_deref() != Some(binds) {
            return;
        }
    }
}

async fn without_network(
    context: &Context,
    home: &Home,
    company: &Company<'_>,
    server: &mut Server,
    surroundings: &mut Surroundings,
) -> Next {
    company.say_no_network();
    loop {
        tokio::select! {
            _ = surroundings.changed() => {
                if choose(context, home).is_ok() {
                    return Next::Reopen;
                }
            }
            wish = server.next() => match wish {
                Wish::Meet(answer) => { company.meet_soon(answer); }
                Wish::Standing(answer) => company.tell(answer),
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
                Wish::Standing(answer) => company.tell(answer),
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

fn unwelcome(parting: Parting, partner: &str) -> String {
    match parting {
        Parting::Version => format!("{partner}'s laptop runs another version of kintsugi. Use the same on both."),
        _ => format!("{partner}'s laptop answered and would not meet this one."),
    }
}

/// Runs it on a runtime of its own.
pub(crate) fn run(context: &Context, home: &Home) -> Result<(), CommandError> {
    network::run(watch(context, home))
}
