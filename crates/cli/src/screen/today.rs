//! Today: what was written, and the hearts of the month. What is not there is not mentioned.

use jiff::civil::Date;
use kintsugi_journal::Kind;

use super::Names;
use super::entries::one;
use crate::dates;
use crate::output::{FAINT, HEART, STRONG, has_unicode, width};
use kintsugi_home::{Listed, Tracker};

pub(crate) fn today(
    today: Date,
    lines: &[Listed],
    tracker: &Tracker,
    names: &Names,
    around: &[String],
    paired: bool,
) -> String {
    let mut screen = format!("{STRONG}{}{STRONG:#}\n", dates::long(today));
    for listed in lines.iter().filter(|listed| listed.line.is_entry()) {
        screen.push_str(&one(listed, names));
    }
    let acts = lines.iter().filter(|listed| listed.mine && listed.line.kind == Some(Kind::Act)).count();
    if acts > 0 {
        screen.push_str(&format!(
            "  {}\n",
            if acts == 1 { "An act of repair of yours." } else { "Acts of repair of yours." }
        ));
    }
    if lines.is_empty() {
        screen.push_str(&format!("{FAINT}  A line or two? kintsugi write{FAINT:#}\n"));
    }
    if !around.is_empty() {
        screen.push('\n');
    }
    let options = textwrap::Options::new(width()).initial_indent("  ").subsequent_indent("    ");
    for line in around {
        screen.push_str(&format!("{}\n", textwrap::fill(line, &options)));
    }
    if tracker.hearts > 0 {
        let heart = if has_unicode() { "♥" } else { "<3" };
        let days = if tracker.hearts == 1 { "One heart" } else { "Hearts" };
        let hearts = vec![heart; tracker.hearts].join(" ");
        screen.push_str(&format!("\n{HEART}{hearts}{HEART:#}  {days} this month.\n"));
    }
    if !paired {
        screen.push_str(&format!(
            "\n{FAINT}This journal is yours alone so far. kintsugi pair invites your partner.{FAINT:#}\n"
        ));
    }
    screen.trim_end().to_owned()
}
