//! jrnl's own file: `[2026-11-24 21:04] A first sentence. More words`, and a `*` at the end of that line for a star.

use jiff::civil::{Date, DateTime};

use super::super::error::ReadError;
use super::super::intake::{Intake, Name, Raw};
use super::{NOT_JRNL, clock_of, raw};
use crate::write::jrnl::JOINER;

/// A day that a file is named for, in the folder of days: `2026/11/24.txt`.
pub(super) fn day_of_path(name: &str) -> Option<Date> {
    let parts: Vec<&str> = name.trim_end_matches(".txt").split(['/', '\\']).collect();
    let [.., year, month, day] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

struct Head<'t> {
    day: Date,
    clock: Option<DateTime>,
    rest: &'t str,
}

/// The first line of a piece. Before version 2 there were no brackets; those count where no line has any.
fn head(line: &str, named: Option<Date>, is_old: bool) -> Option<Head<'_>> {
    let (stamp, rest) = if is_old {
        (line.get(..16)?, line.get(16..)?.strip_prefix(' ').or_else(|| (line.len() == 16).then_some(""))?)
    } else {
        let (stamp, rest) = line.strip_prefix('[')?.split_once(']')?;
        (stamp, if rest.is_empty() { rest } else { rest.strip_prefix(' ')? })
    };
    let (day, clock) = clock_of(stamp, named)?;
    Some(Head { day, clock, rest })
}

pub(super) fn read(text: &str, place: &str, named: Option<Date>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let is_old = !text.lines().any(|line| head(line, named, false).is_some());
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| head(lines[*at], named, is_old).is_some()).collect();
    let Some(first) = starts.first().copied() else { return Err(ReadError::Other(NOT_JRNL)) };
    let before = lines[..first].join("\n");
    if !before.trim().is_empty() {
        // Words that bear no day stand with the first day, for their writer alone.
        let day = head(lines[first], named, is_old).map(|head| head.day).unwrap_or_default();
        let text = before;
        intake.take(Raw { private: true, ..Raw::new(format!("{place}, line 1"), Name::Words, day, text) })?;
    }
    for (number, at) in starts.iter().copied().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(lines.len());
        let Some(head) = head(lines[at], named, is_old) else { continue };
        let (title, starred) = star(head.rest);
        let text = [&[title.as_str()], &lines[at + 1..end]].concat().join("\n");
        intake.take(raw(format!("{place}, line {}", at + 1), head.day, head.clock, starred, text))?;
    }
    Ok(())
}

/// The first line, and whether it bears a star.
fn star(line: &str) -> (String, bool) {
    let starred = line.trim_end().strip_suffix('*').filter(|rest| rest.is_empty() || rest.ends_with(' '));
    match starred {
        Some(rest) => (rest.strip_suffix(' ').unwrap_or(rest).to_owned(), true),
        None => (line.strip_suffix(JOINER).filter(|rest| rest.ends_with('*')).unwrap_or(line).to_owned(), false),
    }
}
