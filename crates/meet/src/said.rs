//! What there is to say of the two laptops, in sentences that every front end says alike. None of them names a command or a
//! button.

use kintsugi_journal::LinesOpen;

/// Where the doctor has found nothing.
pub const NOTHING_IN_THE_WAY: &str = "Nothing on this laptop and this network is in the way.";
/// What I wrote is there, as far as is known here.
pub const NOTHING_WAITS: &str = "Nothing is waiting to be sent.";
/// Not all of it is.
pub const SOMETHING_WAITS: &str = "Something waits for the next meeting.";

/// The day of the last meeting.
pub fn last_met(day: &str) -> String {
    format!("The laptops last met on {day}.")
}

/// A new line can still be taken back unseen, until this time of day.
pub fn new_line_waits(until: &str) -> String {
    format!("A new line waits until {until}, so that you can still take it back.")
}

/// Whoever has left may only come back to the same partner.
pub fn only_with(partner: &str) -> String {
    format!("You have left. Only {partner} can be paired with this journal.")
}

/// What pairing comes to for two who are paired already.
pub fn renews(partner: &str) -> String {
    format!(
        "You are paired with {partner}. This renews it, for when one laptop was restored from an older copy. Both keep what is there."
    )
}

/// `1 line`, `5 lines`.
pub fn count(entries: impl Into<u64>) -> String {
    let entries = entries.into();
    if entries == 1 { "1 line".into() } else { format!("{entries} lines") }
}

/// What a meeting has moved: entries that changed here, and there.
pub fn moved(partner: &str, received: u32, sent: u32) -> String {
    match (received, sent) {
        (0, 0) => format!("You and {partner} have the same now."),
        (0, sent) => format!("{} went to {partner}.", count(sent)),
        (received, 0) => format!("{} came from {partner}.", count(received)),
        (received, sent) => format!("{} came from {partner}, {} went there.", count(received), count(sent)),
    }
}

/// The lines for what waits there, until the partner's program is a newer one, and here, until this one is.
pub fn waits(partner: &str, there: bool, here: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if there {
        lines.push(format!(
            "Some of what you wrote can be shown on {partner}'s laptop once the kintsugi there is updated. Nothing is lost."
        ));
    }
    if here {
        lines.push(format!(
            "Some of what {partner} wrote can be shown here once this kintsugi is updated. Nothing is lost."
        ));
    }
    lines
}

/// The line for what could not be taken in yet, because there is no space for it or because of what else is here.
pub fn left(partner: &str) -> String {
    format!("Some things of {partner}'s laptop could not be taken in yet. Each meeting looks at them again.")
}

/// What of mine waits for the folder over which the two meet, as far as is known here; nobody looks into it for that. What waits
/// and is no line is named as something.
pub fn for_stick(waits: bool, lines: usize, folder: &str) -> String {
    match (waits, lines) {
        (false, _) => format!("What you wrote was left in {folder}."),
        (true, 0) => "Something of yours waits for the stick.".into(),
        (true, 1) => "1 line of yours waits for the stick.".into(),
        (true, lines) => format!("{lines} lines of yours wait for the stick."),
    }
}

/// When new lines open, after two have paired. Nothing says whose wish it was.
pub const fn lines_open(wish: LinesOpen) -> &'static str {
    match wish {
        LinesOpen::AtOnce => "From now on new lines open at the next meeting of the laptops.",
        LinesOpen::Weekly => "From now on new lines open at the weekly reading, once both of you are ready.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_laptop_says_its_side_of_it_and_two_alike_say_nothing() {
        assert!(waits("Ben", false, false).is_empty());
        assert!(waits("Ben", true, false)[0].contains("on Ben's laptop once the kintsugi there is updated"));
        assert!(waits("Ana", false, true)[0].contains("here once this kintsugi is updated"));
    }

    #[test]
    fn what_waits_for_a_stick_is_counted_in_lines_where_it_is_lines() {
        assert_eq!(for_stick(true, 2, "/media/stick"), "2 lines of yours wait for the stick.");
        assert_eq!(for_stick(true, 0, "/media/stick"), "Something of yours waits for the stick.");
        assert_eq!(for_stick(false, 0, "/media/stick"), "What you wrote was left in /media/stick.");
    }

    #[test]
    fn what_moved_is_counted_in_lines() {
        assert_eq!(moved("Ben", 0, 0), "You and Ben have the same now.");
        assert_eq!(moved("Ben", 0, 1), "1 line went to Ben.");
        assert_eq!(moved("Ben", 5, 0), "5 lines came from Ben.");
        assert_eq!(moved("Ben", 2, 3), "2 lines came from Ben, 3 lines went there.");
    }
}
