//! Today: what was written, and the hearts of the month. What is not there is not mentioned.

use super::Names;
use super::entries::one;
use crate::dates;
use crate::output::{FAINT, HEART, STRONG, hanging, has_unicode};
use kintsugi_home::{Folded, Listed, Today};

pub(crate) fn today(today: &Today, names: &Names, around: &[String]) -> String {
    let (lines, tracker) = (&today.lines, &today.tracker);
    let mut screen = format!("{STRONG}{}{STRONG:#}\n", dates::long(today.day));
    screen.push_str(&folded(lines, names));
    if lines.is_empty() && !today.rest {
        screen.push_str(&format!("{FAINT}  A line or two? kintsugi write{FAINT:#}\n"));
    }
    if !around.is_empty() {
        screen.push('\n');
    }
    for line in around {
        screen.push_str(&format!("{}\n", hanging(line)));
    }
    if tracker.hearts > 0 {
        let heart = if has_unicode() { "♥" } else { "<3" };
        let days = if tracker.hearts == 1 { "One heart" } else { "Hearts" };
        let hearts = vec![heart; tracker.hearts].join(" ");
        screen.push_str(&format!("\n{HEART}{hearts}{HEART:#}  {days} this month.\n"));
    }
    if !today.paired {
        screen.push_str(&format!(
            "\n{FAINT}This journal is yours alone so far. kintsugi pair invites your partner.{FAINT:#}\n"
        ));
    }
    screen.trim_end().to_owned()
}

/// Mine whole, and what of the other's is shown by itself.
fn folded(lines: &[Listed], names: &Names) -> String {
    let folded = Folded::of(lines);
    let mut screen: String = folded.lines.iter().map(|listed| one(listed, names)).collect();
    if folded.more {
        screen.push_str(&format!("{FAINT}  More of today: kintsugi read{FAINT:#}\n"));
    }
    screen
}
