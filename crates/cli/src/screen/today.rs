//! Today: what was written, and the hearts of the month. What is not there is not mentioned.

use super::Names;
use super::entries::one;
use crate::dates;
use crate::output::{FAINT, HEART, STRONG, hanging, has_unicode};
use kintsugi_home::{Listed, Today};

/// So many lines of the other's stand on a day, each with so many letters, in so many rows.
const NEWEST: usize = 3;
const LETTERS: usize = 400;
const ROWS: usize = 8;

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

/// Mine whole; of the other's the newest three, each to so many letters, so that nobody buries a day.
fn folded(lines: &[Listed], names: &Names) -> String {
    let (mine, mut theirs): (Vec<&Listed>, Vec<&Listed>) = lines.iter().partition(|listed| listed.mine);
    theirs.sort_by_key(|listed| listed.line.order());
    let more = theirs.len().saturating_sub(NEWEST);
    let newest = theirs.split_off(more);
    let shown: Vec<Listed> = newest.iter().map(|listed| brief(listed)).collect();
    let cut = newest.iter().zip(&shown).any(|(listed, brief)| listed.line.text != brief.line.text);
    let mut screen: String = mine.into_iter().map(|listed| one(listed, names)).collect();
    screen.extend(shown.iter().map(|listed| one(listed, names)));
    if more > 0 || cut {
        screen.push_str(&format!("{FAINT}  More of today: kintsugi read{FAINT:#}\n"));
    }
    screen
}

fn brief(listed: &Listed) -> Listed {
    let mut brief = listed.clone();
    for text in brief.line.text.iter_mut().chain(&mut brief.line.also) {
        if let Some((end, _)) = text.char_indices().nth(LETTERS) {
            text.truncate(end);
            text.push_str(" …");
        }
        *text = text.lines().take(ROWS).collect::<Vec<_>>().join("\n");
    }
    brief
}
