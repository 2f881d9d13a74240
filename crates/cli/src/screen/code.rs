//! The code of a pairing, large and alone, to be read across the table.

use crate::output::{STRONG, has_unicode};

/// The code in a frame: its groups apart, its letters apart. Blanks and dashes are no part of it, so it may be copied as it stands.
pub(crate) fn code(code: &str) -> String {
    let group = |group: &str| group.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let groups: Vec<String> = code.split('-').map(group).collect();
    let row = groups.join("   ");
    let wide = row.chars().count() + 6;
    let [top, side, bottom] = if has_unicode() {
        [format!("┌{}┐", "─".repeat(wide)), "│".to_owned(), format!("└{}┘", "─".repeat(wide))]
    } else {
        [format!("+{}+", "-".repeat(wide)), "|".to_owned(), format!("+{}+", "-".repeat(wide))]
    };
    let air = format!("{side}{}{side}", " ".repeat(wide));
    format!("  {top}\n  {air}\n  {side}   {STRONG}{row}{STRONG:#}   {side}\n  {air}\n  {bottom}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_a_narrow_screen_and_reads_as_the_code() {
        let shown = anstream::adapter::strip_str(&code("6RZ9-TS5K-6EEG-YM6P")).to_string();
        assert!(shown.lines().all(|line| line.chars().count() <= 50), "{shown}");
        assert!(shown.contains("   6 R Z 9   T S 5 K   6 E E G   Y M 6 P   "), "{shown}");
    }
}
