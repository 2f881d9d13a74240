//! Eight lines of our own, the heart with its seam, and the seam below a title.

use maud::{Markup, PreEscaped, html};

/// What an icon stands for.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    Today,
    Write,
    Read,
    Hearts,
    Together,
    Hide,
    More,
    Left,
    Right,
}

impl Icon {
    const fn drawn(self) -> &'static str {
        match self {
            Self::Today => {
                r#"<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>"#
            }
            Self::Write => r#"<path d="M4 20l1-4L16 5l3 3L8 19z"/><path d="M14 7l3 3"/>"#,
            Self::Read => {
                r#"<path d="M12 6.5C10 5 7 4.7 4 5v13c3-.3 6 0 8 1.5 2-1.5 5-1.8 8-1.5V5c-3-.3-6 0-8 1.5z"/><path d="M12 6.5v13"/>"#
            }
            Self::Hearts => {
                r#"<path d="M12 19.5C9 17 4 14 4 9.5 4 6.8 6 5 8 5c1.7 0 3.2 1 4 2.7C12.8 6 14.3 5 16 5c2 0 4 1.8 4 4.5 0 4.5-5 7.5-8 10z"/>"#
            }
            Self::Together => r#"<circle cx="9" cy="12" r="5.5"/><circle cx="15" cy="12" r="5.5"/>"#,
            Self::Hide => {
                r#"<path d="M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6z"/><path d="M4 4l16 16"/>"#
            }
            Self::More => r#"<path d="M5 7h14M5 12h14M5 17h14"/>"#,
            Self::Left => r#"<path d="M14.5 5.5 8 12l6.5 6.5"/>"#,
            Self::Right => r#"<path d="M9.5 5.5 16 12l-6.5 6.5"/>"#,
        }
    }
}

/// One of them. It says nothing; words stand beside it.
pub(crate) fn icon(icon: Icon) -> Markup {
    html! { svg class="i" viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(icon.drawn())) } }
}

const HEART: &str = r#"<path class="body" d="M0 8C-2 6-9 2-9-3-9-6.4-6.6-8-4.5-8-2.5-8-.8-6.9 0-5 .8-6.9 2.5-8 4.5-8 6.6-8 9-6.4 9-3 9 2 2 6 0 8Z"/><path class="seam" d="M-7.9-5.6C-5.9-4.6-4.2-2.6-2.1-1.8M-2.1-1.8C.6-2.6 4.4-2.2 8.1-.4M-2.1-1.8C-1.6.8-2.7 2.6-2.3 6.4"/>"#;

/// A heart: three fine lines that meet, and do not split it.
pub(crate) fn heart() -> Markup {
    html! { svg class="heart" viewBox="-10 -10 20 20" aria-hidden="true" { (PreEscaped(HEART)) } }
}

/// An act of one alone.
pub(crate) fn act() -> Markup {
    html! { svg viewBox="-10 -10 20 20" aria-hidden="true" { circle class="sign" r="4.3" {} } }
}

/// A day of rest.
pub(crate) fn rest() -> Markup {
    html! {
        svg viewBox="-10 -10 20 20" aria-hidden="true" { path class="sign rest" d="M-8 1.5C-5.5-2.5-2.5-2.5 0 1.5 2.5 5.5 5.5 5.5 8 1.5" {} }
    }
}

/// The seam: one a page, under its title.
pub(crate) fn seam() -> Markup {
    const SEAM: &str = r#"<svg class="seam" viewBox="0 0 1000 22" preserveAspectRatio="none" aria-hidden="true"><defs><linearGradient id="gold"><stop offset="0" class="g1"/><stop offset=".34" class="g2"/><stop offset=".6" class="g1"/><stop offset="1" class="g0"/></linearGradient></defs><path class="main" d="M0 12C46 9 88 14 131 12.5C176 11 205 5 252 7C301 9 322 15 371 15.5C418 16 449 9.5 498 9C556 8.4 592 14 654 13.5C715 13 760 8.5 822 10C884 11.5 940 11 1000 10"/><path class="branch" d="M498 9C540 10.5 584 17.5 642 18.5C676 19 700 20.5 736 21"/></svg>"#;
    html! { (PreEscaped(SEAM)) }
}

/// The bowl with its seam.
pub(super) fn mark() -> Markup {
    const MARK: &str = r#"<svg viewBox="0 3 24 24" aria-hidden="true"><path d="M3 10h18c0 6-3.6 10-9 10S3 16 3 10z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/><path class="vein" d="M13.5 10l-1.6 3 2 2-1.7 2.2.6 2.7" fill="none" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>"#;
    html! { (PreEscaped(MARK)) }
}
