//! How things stand, as `status` answers.

use jiff::civil::Date;
use kintsugi_home::{ForStick, Moment, Status};
use kintsugi_vault::PartnerState;
use serde::Serialize;

use crate::clock;

/// Something of mine that waits.
#[derive(Serialize)]
pub(crate) struct Waits {
    /// What it waits for: `time`, the minutes in which a new line can still be taken back; `update-there` and `update-here`,
    /// a newer program on one of the laptops; `next-meeting`, another look at what could not be taken in yet; `stick`, the
    /// folder over which the two meet.
    pub(crate) r#for: &'static str,
    /// How many changes wait for it, and of a stick how many lines, where that is known.
    pub(crate) count: Option<usize>,
    /// Until when the next of them does.
    pub(crate) until: Option<String>,
    /// The same as a time of day.
    #[serde(skip)]
    pub(crate) time: Option<String>,
}

/// A newer program on the partner's laptop.
pub(crate) const UPDATE_THERE: &str = "update-there";
/// A newer program on this one.
pub(crate) const UPDATE_HERE: &str = "update-here";

/// Another look, at the next meeting.
pub(crate) const NEXT_LOOK: &str = "next-meeting";

/// The folder over which the two meet.
const STICK: &str = "stick";

/// The answer, for people and scripts.
#[derive(Serialize)]
pub(crate) struct Standing {
    pub(crate) name: String,
    pub(crate) partner: Option<String>,
    pub(crate) paired: bool,
    pub(crate) entries: usize,
    pub(crate) last_meeting: Option<String>,
    pub(crate) up_to_date: Option<bool>,
    pub(crate) held_back: usize,
    /// What of mine waits, and for what.
    pub(crate) waits: Vec<Waits>,
    /// The room that the partner's words take here, where there is a partner.
    pub(crate) room: Option<RoomTaken>,
    /// The newest copy inside the journal, where it is older than three days of use.
    pub(crate) stale_copy: Option<StaleCopy>,
    #[serde(skip)]
    pub(crate) reasons: Vec<String>,
    #[serde(skip)]
    pub(crate) state: Option<PartnerState>,
    /// How it stands with the folder over which the two meet.
    #[serde(skip)]
    pub(crate) stick: Option<ForStick>,
    #[serde(skip)]
    pub(crate) nowhere: usize,
    #[serde(skip)]
    pub(crate) limits: Vec<String>,
}

/// The newest copy inside the journal.
#[derive(Serialize)]
pub(crate) struct StaleCopy {
    /// Its day, where there is one.
    pub(crate) newest: Option<Date>,
    /// On how many days of use none could be made since.
    pub(crate) days: usize,
}

/// The room that the partner's words take here.
#[derive(Serialize)]
pub(crate) struct RoomTaken {
    /// What they take.
    pub(crate) megabytes: u64,
    /// What they may take.
    pub(crate) most_megabytes: u64,
    /// Entries whose words wait for more.
    pub(crate) waiting: usize,
}

impl Standing {
    /// `limits` are the lines for those that are near.
    pub(crate) fn of(status: Status, limits: Vec<String>, now: &Moment) -> Self {
        let state = status.partner.as_ref().map(|partner| partner.state);
        Self {
            waits: waits(&status, now),
            limits,
            room: status.partner.as_ref().map(|_| RoomTaken {
                megabytes: status.room.taken_megabytes(),
                most_megabytes: status.room.most_megabytes(),
                waiting: status.room.waiting,
            }),
            name: status.name,
            paired: state == Some(PartnerState::Paired),
            entries: status.entries,
            last_meeting: status.partner.as_ref().and_then(|partner| partner.last_meeting).map(|day| day.to_string()),
            up_to_date: status.partner.as_ref().map(|partner| partner.up_to_date),
            partner: status.partner.map(|partner| partner.name),
            held_back: status.held_back.len(),
            reasons: status.held_back,
            state,
            stick: status.stick,
            nowhere: status.nowhere,
            stale_copy: status.stale_copy.map(|stale| StaleCopy { newest: stale.newest, days: stale.days }),
        }
    }
}

/// Everything that waits, and for what.
fn waits(status: &Status, now: &Moment) -> Vec<Waits> {
    let time = status.waiting.map(|(count, until)| Waits {
        r#for: "time",
        count: Some(count),
        until: Some(until.to_string()),
        time: Some(clock::time_of(now, until)),
    });
    let update = |r#for| Waits { r#for, count: None, until: None, time: None };
    let there = status.understanding.waits_there.then(|| update(UPDATE_THERE));
    let here = status.understanding.waits_here.then(|| update(UPDATE_HERE));
    let space = status.understanding.left.then(|| update(NEXT_LOOK));
    let stick = status
        .stick
        .as_ref()
        .filter(|stick| stick.waits)
        .map(|stick| Waits { count: Some(stick.lines).filter(|lines| *lines > 0), ..update(STICK) });
    time.into_iter().chain(there).chain(here).chain(space).chain(stick).collect()
}
