//! The frame: a rail on the left, or a bar at the foot of a narrow screen.

use kintsugi_home::Waits;
use kintsugi_meet::said::{SOMETHING_WAITS, new_line_waits};
use kintsugi_vault::{PageLook, Theme, WindowName};
use maud::{DOCTYPE, Markup, html};

use super::icons::{Icon, icon, mark, seam};
use crate::visit::Visit;

/// Which of the ways is the one that was gone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Here {
    Today,
    Write,
    Read,
    Hearts,
    Together,
    More,
}

const WAYS: [(Here, Icon, &str, &str); 5] = [
    (Here::Today, Icon::Today, "Today", "/"),
    (Here::Write, Icon::Write, "Write", "/write"),
    (Here::Read, Icon::Read, "Read", "/read"),
    (Here::Hearts, Icon::Hearts, "Hearts", "/hearts"),
    (Here::Together, Icon::Together, "Together", "/together"),
];

/// A whole page: its head, and its body. Its title never says what stands on it, so no history and no list of windows does.
/// What is typed is looked at for its spelling in no field unless that is wished for.
pub(crate) fn whole(look: PageLook, goes_on: bool, body: &Markup) -> Markup {
    let (theme, scheme) = match look.theme {
        Theme::System => (None, "light dark"),
        Theme::Light => (Some("light"), "light"),
        Theme::Dark => (Some("dark"), "dark"),
    };
    let window = match look.window {
        WindowName::Kintsugi => "Kintsugi",
        WindowName::Notes => "Notes",
    };
    html! {
        (DOCTYPE)
        html lang="en" translate="no" spellcheck=(look.spelling) data-theme=[theme] {
            head {
                meta charset="utf-8";
                title { (window) }
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content=(scheme);
                meta name="google" content="notranslate";
                link rel="icon" href="/mark.svg" type="image/svg+xml";
                link rel="stylesheet" href="/kintsugi.css";
                script src="/page.js" defer {}
                @if goes_on { noscript { meta http-equiv="refresh" content="4"; } }
            }
            (body)
        }
    }
}

/// A page in the frame.
pub(crate) fn framed(visit: &Visit<'_>, here: Here, body: &Markup) -> Markup {
    html! {
            body data-live=[visit.goes_on.get().then_some(visit.told)] {
                a class="skip" href="#main" { "To the page" }
                (news())
                div class="frame" {
                    header class="top slim" { (brand()) (hide(true)) (more(here, true)) }
                    aside class="rail" aria-label="Kintsugi" {
                        (brand())
                        nav aria-label="Pages" { ul {
                            @for (way, drawn, name, path) in WAYS {
                                li { a href=(path) aria-current=[(way == here).then_some("page")] { (icon(drawn)) (name) } }
                            }
                        } }
                        div class="foot" { (waits(visit)) (hide(false)) (more(here, false)) }
                    }
                    main id="main" {
                        @if let Some(notice) = &visit.notice {
                            div class="column" { div class="notice" role="status" {
                                p { (notice.said) }
                                @if notice.ways { (ways_back()) }
                            } }
                        }
                        (body)
                    }
                }
                (covers())
            }
    }
}

/// What has happened since the page was made. It is shown by script, and changes nothing under somebody's hands.
fn news() -> Markup {
    html! {
        div class="news" role="status" {
            p data-on="arrived opened" hidden { "There is something new to read. " a class="tap" href="" { "Show it." } }
            p data-on="changed" hidden { "Something was changed here meanwhile. " a class="tap" href="" { "Show it." } }
        }
    }
}

/// What takes the place of a page once the journal is locked, or once nobody answers any more. It is shown by script.
pub(super) fn covers() -> Markup {
    html! {
        main class="cover" data-on="locked" hidden {
            div class="card" { h1 { "Your journal is locked" } p { a class="button large" href="/" { "Unlock" } } }
        }
        main class="cover" data-on="ended" hidden {
            div class="card" { h1 { "This page has ended" } p { "What you saved is safe. You can close this window." } }
        }
    }
}

fn brand() -> Markup {
    html! { a class="mark" href="/" { (mark()) "Kintsugi" } }
}

/// What of mine waits. Of the other laptop nothing is said.
fn waits(visit: &Visit<'_>) -> Markup {
    let at = |until| visit.moment.zone().to_datetime(until).strftime("%H:%M").to_string();
    let said = match visit.waits {
        Some(Waits::Until(until)) => Some(new_line_waits(&at(until))),
        Some(Waits::Meeting) => Some(SOMETHING_WAITS.to_owned()),
        None => None,
    };
    html! { @if let Some(said) = said { p class="touch small soft" { (said) } } }
}

/// It changes what is shown, so it is a form.
fn hide(small: bool) -> Markup {
    html! {
        form method="post" action="/hide" data-hide[!small] {
            @if small { button class="tool" aria-label="Hide" { (icon(Icon::Hide)) } }
            @else { button class="tool" { (icon(Icon::Hide)) span { "Hide " kbd class="wide" { "Esc Esc" } } } }
        }
    }
}

fn more(here: Here, small: bool) -> Markup {
    let current = (here == Here::More).then_some("page");
    html! {
        @if small { a class="tool" href="/more" aria-label="More" aria-current=[current] { (icon(Icon::More)) } }
        @else { a class="tool" href="/more" aria-current=[current] { (icon(Icon::More)) span { "More" } } }
    }
}

/// After a step back, once, and to whoever wrote it.
fn ways_back() -> Markup {
    html! {
        p { "There are three ways on." }
        ul class="ways" {
            li { "Talk, when both of you are calm." }
            li { a href="/#act" { "Begin anew, with one small act." } }
            li { "Go on. That is a way, too." }
        }
    }
}

/// A page with nothing around it.
pub(crate) fn alone(body: &Markup) -> Markup {
    html! { body class="alone" { main id="main" class="rest" { (body) } (covers()) } }
}

/// The last page: it stays once nobody answers any more, and nothing takes its place.
pub(crate) fn last(body: &Markup) -> Markup {
    html! { body class="alone" { main id="main" class="rest" data-on="ended" { (body) } } }
}

/// A title, what stands beside it, and the seam.
pub(crate) fn title(name: &str, beside: &Markup) -> Markup {
    html! { div class="head" { h1 { (name) } (beside) } (seam()) }
}
