//! How things stand. Nothing here says who is missing, and meetings are kept to the day.

use kintsugi_home::ForStick;
use kintsugi_journal::{LinesOpen, Setting, SettingName};
use kintsugi_meet::said;
use kintsugi_vault::{JournalSettings, LocalSettings, PartnerState};

use crate::dates;
use crate::standing::{NEXT_LOOK, StaleCopy, Standing, UPDATE_HERE, UPDATE_THERE};

pub(crate) fn standing(standing: &Standing) -> String {
    let name = if standing.name.is_empty() { "You" } else { &standing.name };
    let mut lines = vec![format!("{name}, {}.", entries(standing.entries))];
    let partner = standing.partner.as_deref().unwrap_or_default();
    lines.push(match standing.state {
        None => "Not paired yet: kintsugi pair on one laptop, kintsugi join on the other.".into(),
        Some(PartnerState::Pending) => {
            format!("Pairing with {partner} is almost done: run kintsugi sync on both laptops.")
        }
        Some(PartnerState::Left) => format!("You have left the partnership with {partner}."),
        Some(PartnerState::Apart) => format!(
            "Restored, and not yet joined with {partner} again: kintsugi device replace there, kintsugi join here."
        ),
        Some(PartnerState::Paired) => format!("Paired with {partner}."),
    });
    if let Some(day) = standing.last_meeting.as_ref().and_then(|day| day.parse().ok()) {
        lines.push(said::last_met(&dates::long(day)));
    }
    for time in standing.waits.iter().filter_map(|waits| waits.time.as_ref()) {
        lines.push(said::new_line_waits(time));
    }
    match (standing.up_to_date, standing.state) {
        (_, Some(PartnerState::Left | PartnerState::Apart)) => {}
        (Some(true), _) => lines.push(said::NOTHING_WAITS.into()),
        (Some(false), Some(PartnerState::Paired)) => lines.push(said::SOMETHING_WAITS.into()),
        _ => {}
    }
    lines.extend(standing.stick.as_ref().filter(|_| standing.up_to_date == Some(false)).map(stick));
    if let Some(partner) = standing.partner.as_ref().filter(|_| standing.state != Some(PartnerState::Left)) {
        let waits = |what| standing.waits.iter().any(|waits| waits.r#for == what);
        lines.extend(said::waits(partner, waits(UPDATE_THERE), waits(UPDATE_HERE)));
        lines.extend(waits(NEXT_LOOK).then(|| said::left(partner)));
    }
    lines.extend(standing.limits.iter().cloned());
    lines.extend(standing.stale_copy.as_ref().map(stale));
    match standing.nowhere {
        0 => {}
        1 => lines.push(
            "The words of one line are on neither laptop. If a backup has them, restoring it brings them back.".into(),
        ),
        many => lines.push(format!(
            "The words of {many} lines are on neither laptop. If a backup has them, restoring it brings them back."
        )),
    }
    if standing.held_back > 0 {
        lines.push(format!("Held back, because it could not be taken in ({}):", standing.held_back));
        let mut reasons = standing.reasons.clone();
        reasons.sort_unstable();
        reasons.dedup();
        lines.extend(reasons.into_iter().map(|reason| format!("  {reason}")));
        lines.push(
            "Most likely one laptop was restored from a backup, or runs another version. Your words are safe.".into(),
        );
    }
    lines.join("\n")
}

/// What is to be left in the folder over which the two meet, and how.
fn stick(stick: &ForStick) -> String {
    let said = said::for_stick(stick.waits, stick.lines, &stick.folder);
    if !stick.waits {
        return said;
    }
    format!("{}: kintsugi bundle sync {}", said.trim_end_matches('.'), shell_words::quote(&stick.folder))
}

fn stale(stale: &StaleCopy) -> String {
    let days = stale.days;
    match stale.newest.as_ref() {
        Some(day) => format!(
            "The newest copy inside this journal is of {}: on {days} days since, none could be made.",
            dates::long(*day)
        ),
        None => format!("There is no copy inside this journal: on {days} days, none could be made."),
    }
}

pub(crate) fn settings(
    shown: &[(SettingName, Setting)],
    journal: &JournalSettings,
    local: &LocalSettings,
    reminder: bool,
) -> String {
    let mut lines = Vec::new();
    for (name, setting) in shown {
        let value = |value: i64| match (name, value) {
            (SettingName::WeekStart, 7) => "sunday".to_owned(),
            (SettingName::WeekStart, _) => "monday".to_owned(),
            (SettingName::DayStart, hour) => format!("{hour}:00"),
            (_, value) => value.to_string(),
        };
        lines.push(format!("{:16}{}", name.as_str(), value(setting.value)));
        if !setting.also.is_empty() {
            let others: Vec<String> = setting.also.iter().map(|other| value(*other)).collect();
            lines.push(format!("{:16}(chosen apart as {} too; choosing once more settles it)", "", others.join(", ")));
        }
    }
    lines.push(format!("{:16}{}", "lines-open", lines_open(journal)));
    let networks = if local.networks.is_empty() { "all".to_owned() } else { local.networks.join(", ") };
    lines.push(format!("{:16}{} (this laptop only)", "unlock-minutes", local.unlock_minutes));
    lines.push(format!("{:16}{} (this laptop only)", "hold-minutes", local.hold_minutes));
    lines.push(format!("{:16}{} (this laptop only)", "room-megabytes", local.room_megabytes));
    lines.push(format!("{:16}{} (this laptop only)", "backup-reminder", if reminder { "on" } else { "off" }));
    lines.push(format!("{:16}{networks} (this laptop only)", "network"));
    lines.join("\n")
}

/// What counts, and what I wish where that is something else.
fn lines_open(journal: &JournalSettings) -> String {
    let (counts, mine) = (journal.lines_open.as_str(), journal.lines_open_mine.as_str());
    if counts == mine {
        counts.to_owned()
    } else {
        format!("{counts} (your own wish is {mine}; the more careful one counts)")
    }
}

/// When lines open from now on, and how somebody wishes otherwise. Nothing says whose wish it was.
pub(crate) fn lines_open_from_now_on(wish: LinesOpen) -> String {
    let further = match wish {
        LinesOpen::AtOnce => "kintsugi config lines-open weekly if you wish otherwise; the more careful wish counts.",
        LinesOpen::Weekly => "The more careful wish of the two of you counts.",
    };
    format!("{} {further}", said::lines_open(wish))
}

pub(super) fn entries(count: usize) -> String {
    match count {
        0 => "no lines yet".into(),
        1 => "1 line".into(),
        many => format!("{many} lines"),
    }
}
