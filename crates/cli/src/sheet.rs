//! The sheet for a counsellor on a screen, before it is written.

use kintsugi_home::{HEARTS, LETTERS, Piece, Sheet};

use crate::output::{STRONG, indented};
use crate::screen::{self, Names};

pub(crate) fn screen(sheet: &Sheet, names: &Names) -> String {
    let text = |piece: &Piece| indented(piece.body.as_ref().map_or("", |body| &body.text), "  ");
    let told = |piece: &Piece| format!("{}\n{}", sheet.by(piece), text(piece));
    let headed = |head: &str, parts: Vec<String>| format!("{STRONG}{head}{STRONG:#}\n{}", parts.join("\n\n"));
    let mut parts = Vec::new();
    parts.extend((!sheet.lines.is_empty()).then(|| screen::entries(&sheet.lines, names)));
    parts.extend((!sheet.letters.is_empty()).then(|| headed(LETTERS, sheet.letters.iter().map(told).collect())));
    parts.extend(sheet.answers.iter().map(|(question, answers)| headed(question, answers.iter().map(told).collect())));
    parts.extend(sheet.agreed().map(|(above, text)| headed(&above, vec![indented(text, "  ")])));
    let days = || headed(HEARTS, vec![indented(&sheet.days_of_hearts(), "  ")]);
    parts.extend((!sheet.hearts.is_empty()).then(days));
    parts.join("\n\n")
}
