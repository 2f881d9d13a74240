//! What stands around a day: the check-in, the practice of these days, what is planned. What is not there is not mentioned.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::Topic;

use super::checkin::clock;
use super::miss::missed;
use crate::dates;
use crate::error::CommandError;
use crate::screen::Standing;
use kintsugi_home::Home;
use kintsugi_home::repertoire::practices;

/// For this day, a line each.
pub(super) fn around(home: &Home, today: Date) -> Result<Vec<String>, CommandError> {
    let mut lines = Vec::new();
    if let Some(sitting) = home.sitting(today)? {
        let place = sitting.place.map_or_else(String::new, |place| format!(", {place}"));
        let day = if sitting.next == today { "today".to_owned() } else { dates::short(sitting.next) };
        lines.push(format!("Check-in: {day} at {}{place}.", clock(&sitting.schedule)));
    }
    let table = home.table()?;
    if let Some((focus, day)) = table.focus_on(today) {
        let practice = practices(home)?.into_iter().find(|practice| practice.id == focus.practice);
        lines.extend(practice.map(|practice| format!("Focus, day {day} of {}: {}.", focus.days, practice.title)));
    }
    for one in missed(home)?.into_iter().filter(|one| !one.done) {
        match one.planned {
            Some(day) if day == today => lines.push(format!("Planned for today: {}", one.text)),
            Some(day) if day > today && day <= today.saturating_add(6.days()) => {
                lines.push(format!("Planned for {}: {}", dates::short(day), one.text));
            }
            _ => {}
        }
    }
    lines.extend(home.drawn(today)?.map(|drawn| format!("The slip of today: {}", drawn.slip.text)));
    let waits = |round: &&kintsugi_home::Round| {
        let sealed = matches!(Standing::of(Some(round)), Standing::Ready);
        sealed && round.id.topic != Topic::Reading
    };
    if home.rounds()?.iter().any(|round| waits(&round)) {
        lines.push("Something of yours is sealed and ready. It opens when both are here.".into());
    }
    Ok(lines)
}
