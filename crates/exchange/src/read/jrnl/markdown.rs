//! jrnl's export as Markdown: `### 2026-11-24 21:04 Title` in one file, `# …` where each piece has its own. Headings in the words
//! stand so much deeper.

use super::super::error::ReadError;
use super::super::intake::Intake;
use super::{clock_of, raw};

/// The signs before a piece, its stamp, and its title.
fn head(line: &str) -> Option<(usize, &str, &str)> {
    let depth = line.len() - line.trim_start_matches('#').len();
    let rest = line.get(depth..)?.strip_prefix(' ')?;
    let (stamp, title) = rest.get(..16).zip(rest.get(16..))?;
    let is_one =
        matches!(depth, 1 | 3) && (title.is_empty() || title.starts_with(' ')) && clock_of(stamp, None).is_some();
    is_one.then(|| (depth, stamp, title.trim()))
}

pub(super) fn is_one(text: &str) -> bool {
    text.lines().any(|line| head(line).is_some())
}

pub(super) fn read(text: &str, place: &str, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let lines: Vec<&str> = text.lines().collect();
    let depth = lines.iter().find_map(|line| head(line)).map_or(3, |(depth, _, _)| depth);
    let is_head = |line: &str| head(line).is_some_and(|(one, _, _)| one == depth);
    // Of the year and the month.
    let is_shelf = |line: &str| depth == 3 && (line.starts_with("# ") || line.starts_with("## "));
    let starts: Vec<usize> = (0..lines.len()).filter(|at| is_head(lines[*at])).collect();
    for (number, at) in starts.iter().copied().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(lines.len());
        let Some((_, stamp, title)) = head(lines[at]) else { continue };
        let Some((day, clock)) = clock_of(stamp, None) else { continue };
        let body = lines[at + 1..end].iter().filter(|line| !is_shelf(line)).map(|line| raised(line, depth));
        let text: Vec<&str> = std::iter::once(title).chain(body).collect();
        intake.take(raw(
            format!("{place}, line {}", at + 1),
            day,
            clock,
            false,
            text.join("\n").trim_end().to_owned(),
        ))?;
    }
    Ok(())
}

/// A heading of the words, as deep as it was.
fn raised(line: &str, depth: usize) -> &str {
    let signs = line.len() - line.trim_start_matches('#').len();
    let is_heading = signs > depth && line[signs..].starts_with(' ');
    if is_heading { &line[depth..] } else { line }
}
