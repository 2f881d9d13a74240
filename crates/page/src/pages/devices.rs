//! The laptops of the two: what they are called here, which was replaced, and a new one that takes the place of the one before.

use data_encoding::HEXLOWER;
use kintsugi_home::{Device, HomeError, Purpose, Share};
use maud::{Markup, html};

use super::trouble;
use crate::answer::Answer;
use crate::company::Wish;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/devices";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)?))
}

/// Names one, for this journal alone.
pub(crate) fn name(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let devices = visit.home.devices()?;
    let Some(device) = devices.iter().find(|device| HEXLOWER.encode(&device.id) == visit.part) else {
        return Ok(trouble::nothing_here());
    };
    let name = visit.form.trimmed("name").to_owned();
    if kintsugi_home::check_name(&name).is_err() {
        return Ok(Answer::again(page(visit, Some("A name of one to a few words is needed, in plain letters."))?));
    }
    visit.home.name_device(device.id, name.clone())?;
    Ok(Answer::told(PATH, format!("It is called “{}” here.", said(&name))))
}

/// Shows a code for a new laptop of the partner.
pub(crate) fn replace(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.check_purpose(Purpose::Replace)?;
    visit.company.pair(visit.home, Wish::Show, Share::All)?;
    Ok(Answer::go("/pair"))
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Result<Markup, HomeError> {
    let partner = said(visit.names.partner());
    let replaces = visit.home.check_purpose(Purpose::Replace).is_ok();
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Laptops", &html! { a class="small tap" href="/meet" { "The other laptop" } }))
            div class="stack roomy" {
                @for device in visit.home.devices()? { (one(&device, &partner)) }
                @if replaces {
                    form class="stack" method="post" action={ (PATH) "/replace" } {
                        h2 { "A new laptop of " (partner) }
                        p { "It takes the place of the one before, which is refused from then on, whatever it proves. There, " (partner) " begins with the 12 words or a backup, and then types the code that is shown here." }
                        p { button class="button large" { "Show a code for it" } }
                    }
                }
                p class="small soft" { "A new laptop of yours: begin on it with your 12 words or a backup, and then type there the code that " (partner) "'s page shows here, below Laptops." }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn one(device: &Device, partner: &str) -> Markup {
    let id = HEXLOWER.encode(&device.id);
    let whose = match (device.mine, device.replaced) {
        (true, _) => "This laptop".to_owned(),
        (false, true) => "Replaced, and refused".to_owned(),
        (false, false) => format!("{partner}'s laptop"),
    };
    let short = &id[..10];
    html! {
        form class="sheet stack" method="post" action={ (PATH) "/" (id) } autocomplete="off" {
            h2 { (whose) " " code { (short) } }
            p class="field" {
                label for={ "name-" (short) } { "What it is called here" }
                input type="text" id={ "name-" (short) } name="name" value=(device.name.as_deref().map(said).unwrap_or_default()) autocomplete="off" spellcheck="false";
            }
            p class="row save" { button class="button quiet" { "Save" } }
        }
    }
}
