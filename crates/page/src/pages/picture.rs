//! The hearts as a picture for the downloads: a file that everybody can look at, of which that is said first.

use jiff::civil::Date;
use kintsugi_home::{HomeError, week_start};
use kintsugi_journal::Month;
use kintsugi_picture::{hearts_alone, month, png, year};
use maud::{Markup, html};

use super::trouble;
use crate::answer::Answer;
use crate::visit::Visit;
use crate::work::{Held, Outcome, Work};

/// Which days are drawn.
enum Drawn {
    Month(Date),
    Year(i16),
}

impl Drawn {
    fn of(visit: &Visit<'_>) -> Option<Self> {
        let form = &visit.form;
        if form.has("year") {
            let year = form.get("year").parse().ok();
            return year.filter(|year| (1..=5000).contains(year)).map(Self::Year);
        }
        format!("{}-01", form.get("month")).parse().ok().map(Self::Month)
    }

    fn ends(&self) -> Option<(Month, Month)> {
        let (first, last) = match self {
            Self::Month(day) => (*day, *day),
            Self::Year(year) => (Date::new(*year, 1, 1).ok()?, Date::new(*year, 12, 1).ok()?),
        };
        Some((Month::of(first), Month::of(last)))
    }
}

/// Draws it beside the desk, and hands it out.
pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let wanted = Drawn::of(visit).and_then(|drawn| Some((drawn.ends()?, drawn)));
    let Some(((first, last), drawn)) = wanted else { return Ok(trouble::nothing_here()) };
    let (home, mine) = (visit.home.again()?, visit.form.has("mine"));
    Ok(Answer::Work(Work::new(move || {
        let tracker = home.tracker(first, last)?;
        let tracker = if mine { tracker } else { hearts_alone(tracker) };
        let svg = match drawn {
            Drawn::Month(_) => month(first, &tracker, week_start(&home.journal_settings()?)),
            Drawn::Year(number) => year(number, &tracker),
        };
        Ok(match png(&svg) {
            Ok(bytes) => Outcome::file("kintsugi-hearts.png", Held::Open(bytes)),
            Err(why) => Outcome::told("/hearts", trouble::sentence(&why.to_string())),
        })
    })))
}

/// The way to it, below a month or a year.
pub(super) fn form(name: &str, value: &str) -> Markup {
    html! {
        details {
            summary { "Save as a picture" }
            form class="stack" method="post" action="/hearts/picture" {
                input type="hidden" name=(name) value=(value);
                p class="soft" { "It goes to the downloads of this browser as kintsugi-hearts.png, and is not encrypted. On it stand the days of a heart." }
                label class="check" { input type="checkbox" name="mine" value="1"; " Also the days on which I did something, and my days of rest" }
                p { button class="button quiet" { "Save as a picture" } }
            }
        }
    }
}
