//! What is chosen before pairing: what of the lines so far the partner may read, when new ones open, and which network is home.
//! Asked only where there is something to choose.

use kintsugi_home::{HomeError, Share};
use kintsugi_journal::LinesOpen;
use kintsugi_meet::{ALL, Chosen, choose, names, networks};
use maud::{Markup, html};

use crate::layout::choice;
use crate::visit::Visit;

pub(super) fn form(visit: &Visit<'_>) -> Result<Markup, HomeError> {
    Ok(html! {
        @if visit.home.asks_share()? {
            fieldset {
                legend { "You have written before. What may your partner read of it?" }
                div class="list" {
                    (choice("share", "all", true, "All of it", "But for what is only for you: that stays yours in any case."))
                    (choice("share", "today", false, "From today on", "What is older becomes private."))
                    (choice("share", "none", false, "Nothing so far", "It becomes private."))
                }
            }
        }
        @if visit.home.asks_lines()? {
            fieldset {
                legend { "When may each of you read the other's new lines?" }
                div class="list" {
                    (choice("lines", "at-once", true, "At once", "From the next meeting of the laptops on."))
                    (choice("lines", "weekly", false, "Weekly", "At the reading for which both of you are ready."))
                }
                p class="small soft" { "Each of you has a wish; the more careful one counts. You can change yours at any time." }
            }
        }
        @if let Some(found) = unchosen(visit) {
            fieldset {
                legend { "This laptop is on more than one network. Which one is yours?" }
                div class="list" {
                    @for name in &found { (choice("network", name, false, name, "")) }
                    (choice("network", ALL, true, "Each of them", ""))
                }
            }
        }
    })
}

/// Keeps what was chosen. What to share is for the pairing that begins.
pub(super) fn take(visit: &Visit<'_>) -> Result<Share, HomeError> {
    let (home, form) = (visit.home, &visit.form);
    if home.asks_lines()? {
        home.put_lines_open(if form.get("lines") == "weekly" { LinesOpen::Weekly } else { LinesOpen::AtOnce })?;
    }
    let network = form.get("network");
    if unchosen(visit).is_some_and(|names| network == ALL || names.iter().any(|name| name == network)) {
        choose(home, vec![network.to_owned()])?;
    }
    Ok(match form.get("share") {
        "none" if home.asks_share()? => Share::Nothing(visit.today),
        "today" if home.asks_share()? => Share::From(visit.today),
        _ => Share::All,
    })
}

/// The networks to choose from, where there are several and nobody has chosen.
fn unchosen(visit: &Visit<'_>) -> Option<Vec<String>> {
    match networks(visit.home, &visit.company.around()?.outside()) {
        Ok(Chosen::Ask(binds)) => Some(names(&binds)),
        // Where there is none, whoever needs one says so.
        _ => None,
    }
}
