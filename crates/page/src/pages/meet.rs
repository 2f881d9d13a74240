//! The other laptop: when the two met last, what waits, and a meeting now. Whether it is there is said when somebody asks.

use kintsugi_home::{HomeError, Status};
use kintsugi_meet::{Error, Finding, Met, NetworksFinding, UnicastFinding, cause, is_together, said as sentences};
use kintsugi_vault::PartnerState;
use maud::{Markup, html};

use super::trouble;
use crate::answer::Answer;
use crate::company::Found;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let status = visit.home.status(visit.moment)?;
    let found = visit.company.found();
    visit.goes_on.set(matches!(found, Some(Found::Looking | Found::Meeting | Found::Examining)));
    let body = html! {
        div class="narrow" {
            (title("The other laptop", &html! {}))
            div class="stack roomy" {
                @match status.partner.as_ref().map(|partner| partner.state) {
                    None | Some(PartnerState::Left | PartnerState::Apart) => (apart(visit, &status)),
                    Some(_) => {
                        (stands(visit, &status))
                        @if let Some(found) = found { div class="notice" role="status" { (came_of(visit, &found)) } }
                        (ways(visit))
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Meets now. New lines go on waiting.
pub(crate) fn now(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.companion()?;
    visit.company.meet(visit.home)?;
    Ok(Answer::go("/meet"))
}

/// Looks what is in the way.
pub(crate) fn doctor(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.company.examine(visit.home)?;
    Ok(Answer::go("/meet"))
}

/// Whether the other laptop is there, once, for who asks.
pub(crate) fn look(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let partner = said(&visit.home.companion()?.name);
    let together = kintsugi_meet::run(async { Ok::<_, Error>(is_together(visit.home.folder()).await) });
    Ok(Answer::told(
        "/meet",
        match together {
            Ok(Some(true)) => format!("{partner}'s laptop is there, and the two are in touch."),
            _ => format!("{partner}'s laptop is not in touch with this one right now."),
        },
    ))
}

/// Whether it stays in touch after the last page was closed.
pub(crate) fn stay(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.company.lasts = visit.form.has("lasts");
    Ok(Answer::told(
        "/meet",
        if visit.company.lasts {
            "It stays in touch after this window is closed, until you lock it, close Kintsugi, or log out."
        } else {
            "It ends ten minutes after the last window was closed."
        },
    ))
}

/// Without a partner to meet.
fn apart(visit: &Visit<'_>, status: &Status) -> Markup {
    let partner = said(visit.names.partner());
    html! {
        @match status.partner.as_ref().map(|partner| partner.state) {
            Some(PartnerState::Left) => p { (sentences::only_with(&partner)) " Nothing crosses any more. What you have stays yours and readable here." },
            Some(PartnerState::Apart) => p { "This journal was restored and has not joined " (partner) "'s again. There, below The other laptop and Laptops, a code is shown for a new laptop. Here you type it." },
            _ => p { "This journal is yours alone so far. Two laptops are paired once, side by side: one shows a code, the other takes it." },
        }
        p class="row" {
            a class="button large" href="/pair" { "Show a code" }
            a class="button quiet" href="/join" { "I have a code" }
        }
    }
}

/// How it stands, to the day; what waits is mine.
fn stands(visit: &Visit<'_>, status: &Status) -> Markup {
    let Some(partner) = &status.partner else { return html! {} };
    let name = said(&partner.name);
    let until = |at| visit.moment.zone().to_datetime(at).strftime("%H:%M").to_string();
    html! {
        div class="stack" {
            @if partner.state == PartnerState::Pending {
                p { "You and " (name) " both said yes. A meeting finishes the pairing." }
            }
            @if let Some(day) = partner.last_meeting { p { (sentences::last_met(&day.strftime("%A, %-d %B %Y").to_string())) } }
            @if let Some((_, at)) = status.waiting { p { (sentences::new_line_waits(&until(at))) } }
            p { @if partner.up_to_date { (sentences::NOTHING_WAITS) } @else { (sentences::SOMETHING_WAITS) } }
            @if let Some(stick) = status.stick.as_ref().filter(|_| !partner.up_to_date) {
                p { (sentences::for_stick(stick.waits, stick.lines, &said(&stick.folder))) }
            }
            @for line in sentences::waits(&name, status.understanding.waits_there, status.understanding.waits_here) { p { (line) } }
            @if status.understanding.left { p { (sentences::left(&name)) } }
        }
    }
}

fn ways(visit: &Visit<'_>) -> Markup {
    let partner = said(visit.names.partner());
    html! {
        form class="row" method="post" action="/meet/now" {
            button class="button large" disabled[visit.goes_on.get()] { "Meet now" }
            button class="button quiet" formaction="/meet/look" { "Is " (partner) "'s laptop there?" }
        }
        form class="stack" method="post" action="/meet/stay" {
            label class="check" { input type="checkbox" name="lasts" value="1" checked[visit.company.lasts]; " Stay in touch after this window is closed" }
            p class="row" { button class="button quiet" { "Save" } }
            p class="small soft" { "While this page is open and not locked, the two laptops meet by themselves. A new line waits ten to forty minutes before it goes." }
        }
        form class="stack" method="post" action="/meet/doctor" {
            p class="small soft" { "When they do not meet: " button class="button plain" { "What is in the way?" } }
            p class="small soft" { "Two laptops that do not know each other any more " a class="tap" href="/pair" { "are paired once more" } ". A file on a stick does the same as a meeting: " a class="tap" href="/stick" { "a stick" } ". A new laptop takes the place of another: " a class="tap" href="/devices" { "laptops" } "." }
        }
    }
}

/// What came of what somebody asked for.
pub(crate) fn came_of(visit: &Visit<'_>, found: &Found) -> Markup {
    let partner = said(visit.names.partner());
    html! {
        @match found {
            Found::Looking => p { "Looking for " (partner) "'s laptop. Is it on and near, with Kintsugi open?" },
            Found::Meeting => p { "The two laptops speak." },
            Found::Met(met) => (met_with(&partner, *met)),
            Found::Not(error) => (not_met(&partner, error)),
            Found::Examining => p { "Looking for what is in the way. Kintsugi should be open on the other laptop, too." },
            Found::Examined(findings) => (examined(findings)),
        }
    }
}

fn met_with(partner: &str, met: Met) -> Markup {
    html! {
        p { (sentences::moved(partner, met.received, met.sent)) }
        @for line in sentences::waits(partner, met.waits_there, met.waits_here) { p { (line) } }
        @if met.left { p { (sentences::left(partner)) } }
    }
}

fn not_met(partner: &str, error: &Error) -> Markup {
    html! {
        @match error {
            Error::NotReached => p { (partner) "'s laptop did not answer. Is it on and near, with Kintsugi open? What you wrote is safe here." },
            Error::Home(error) => p { (trouble::in_words(error)) },
            error => p { (trouble::sentence(&error.to_string())) " What you wrote is safe here." },
        }
    }
}

/// The first problem decides: what comes later may only follow from it.
fn examined(findings: &[Finding]) -> Markup {
    let problem = findings.iter().find_map(|finding| Some((cause(finding)?, action(finding))));
    html! {
        @match problem {
            None => p { (sentences::NOTHING_IN_THE_WAY) },
            Some((cause, action)) => { p { b { (cause) } } p { (action) } }
        }
    }
}

fn action(finding: &Finding) -> String {
    match finding {
        Finding::Clock(_) => "Set date and time, then try again.".into(),
        Finding::Lock(_) => "Finish or close it, then try again.".into(),
        Finding::Networks(NetworksFinding::None(_)) => "Connect both laptops to the same network, then try again.".into(),
        Finding::Unicast(UnicastFinding::Silent { port }) => format!(
            "Open Kintsugi on the other laptop. In the firewall of this one allow UDP port {port} and UDP port 5353 (mDNS) from your own network. Some networks keep their guests apart: use another one, or a stick."
        ),
        _ => "Show a code on one laptop and type it on the other: that renews it, and both keep what is there. A laptop that was replaced stays out.".into(),
    }
}
