//! What is said while the two laptops stay in touch.

use kintsugi_meet::Event;
use serde_json::json;

use super::{left, moved, opened, waits};
use crate::said::Said;

/// Says what has happened.
pub(crate) fn say(said: &Said, partner: &str, event: &Event) {
    match event {
        Event::Begun { partner } => said.talk(&format!("What you and {partner} write goes by itself now. Ctrl-C ends it.")),
        // Whether the other laptop is there is nobody's to watch: it speaks when words have crossed.
        Event::Looking | Event::InTouch => {}
        Event::Met(met) => {
            said.object(json!({
                "partner": partner, "received": met.received, "sent": met.sent, "up_to_date": met.up_to_date,
            }));
            said.talk(&moved(partner, met.received, met.sent));
            waits(partner, met.waits_there, met.waits_here).into_iter().for_each(|line| said.once(line));
            met.left.then(|| left(partner)).into_iter().for_each(|line| said.once(line));
        }
        Event::Opened(topics) => opened(topics, &[]).iter().for_each(|line| said.talk(line)),
        Event::ManyNetworks { used, besides } if besides.is_empty() => said.talk(&format!(
            "This laptop is on more than one network, and each is used ({}). kintsugi config network says which one is yours.",
            used.join(", ")
        )),
        Event::ManyNetworks { used, besides } => said.talk(&format!(
            "This laptop is on another network, too ({}). It goes on with {}; kintsugi config network changes that.",
            besides.join(", "),
            used.join(", ")
        )),
        Event::NoNetwork => {
            said.once("Not connected to a network. It goes on as soon as this laptop is.".to_owned());
        }
        Event::OtherVersion => {
            said.once(format!(
                "{partner}'s laptop runs a kintsugi that this one cannot meet. What you write is safe here, and the two meet again once the older one is updated."
            ));
        }
        Event::Refused => said.once("The two laptops could not meet. kintsugi doctor says more.".to_owned()),
        Event::BrokenOff(error) => said.once(format!("A meeting was broken off: {error}.")),
        Event::EndedHere => said.talk(
            "Another command on this laptop has ended this, such as kintsugi lock. What you write is sent once it runs again.",
        ),
        Event::NotKept(error) => said.once(format!("The meeting could not be kept: {error}.")),
    }
}
