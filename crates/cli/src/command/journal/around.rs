//! What stands around a day, in words: the check-in, the practice of these days, what is planned.

use jiff::civil::Date;

use crate::dates;
use kintsugi_home::Around;

/// A line each.
pub(crate) fn around(around: &Around, today: Date) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(sitting) = &around.sitting {
        let place = sitting.place.as_ref().map_or_else(String::new, |place| format!(", {place}"));
        let day = if sitting.next == today { "today".to_owned() } else { dates::short(sitting.next) };
        lines.push(format!("Check-in: {day} at {}{place}.", dates::clock(&sitting.schedule)));
    }
    if around.reading {
        lines.push("The weekly reading is today, whenever you both have time: kintsugi week".into());
    }
    if let Some(focus) = &around.focus {
        let line = |title: &str| format!("Focus, day {} of {}: {title}.", focus.day, focus.days);
        lines.extend(focus.practice.as_ref().map(|practice| line(&practice.title)));
    }
    lines.extend(around.planned.iter().map(|(day, one)| {
        let day = if *day == today { "today".to_owned() } else { dates::short(*day) };
        format!("Planned for {day}: {}", one.text)
    }));
    lines.extend(around.slip.as_ref().map(|slip| format!("The slip of today: {}", slip.text)));
    if !around.habits.is_empty() {
        lines.push(format!("Small habits: {}. kintsugi routine done WORD", around.habits.join("; ")));
    }
    if around.waits {
        lines.push("Something of yours is sealed and ready. It opens at a meeting, once both of you are ready.".into());
    }
    match around.unsaved {
        0 => {}
        1 => lines.push("Words of yours were not saved and are kept as a draft: kintsugi draft".into()),
        many => lines.push(format!("Words of yours were not saved and are kept as {many} drafts: kintsugi draft")),
    }
    lines
}
