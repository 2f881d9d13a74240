//! Entries: day by day, one voice after the other.

use std::fmt::Write;

use kintsugi_journal::{KeptFrom, Kind, Line, Sought, Stood, Visibility};

use super::Names;
use crate::dates;
use crate::output::{FAINT, FOUND, STRONG, has_screen, indented};
use kintsugi_home::Listed;

/// In place of the words that a later version wrote.
pub(crate) const LATER: &str = "a line this version cannot show";

/// In place of the words of an act that nobody put into words.
pub(super) const UNSAID: &str = "an act of repair";

/// Some days of the journal.
pub(crate) fn entries(lines: &[Listed], names: &Names) -> String {
    if lines.is_empty() {
        return "Nothing is written here yet.".into();
    }
    days(lines, names)
}

/// What a search found; at a terminal with a line under what was looked for.
pub(crate) fn found(lines: &[Listed], names: &Names, sought: &[Sought]) -> String {
    let mut lines = lines.to_vec();
    if has_screen() {
        for line in lines.iter_mut().map(|listed| &mut listed.line) {
            line.text.iter_mut().chain(&mut line.also).for_each(|text| *text = marked(text, sought));
        }
    }
    days(&lines, names)
}

/// A text with a line under each place of these words.
fn marked(text: &str, sought: &[Sought]) -> String {
    let mut places: Vec<_> = sought.iter().flat_map(|words| words.places(text)).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
    for place in places.into_iter().filter(|place| !place.is_empty()) {
        let (start, end) = (place.start.max(at), place.end.max(at));
        shown.push_str(&text[at..start]);
        if start < end {
            shown.push_str(&format!("{FOUND}{}{FOUND:#}", &text[start..end]));
        }
        at = end;
    }
    shown + &text[at..]
}

/// One entry, with its day.
pub(crate) fn entry(listed: &Listed, names: &Names) -> String {
    days(std::slice::from_ref(listed), names)
}

fn days(lines: &[Listed], names: &Names) -> String {
    let mut screen = String::new();
    for day in lines.chunk_by(|a, b| a.line.day == b.line.day) {
        if !screen.is_empty() {
            screen.push('\n');
        }
        let date = dates::long(day[0].line.day);
        // Writing into a String cannot fail.
        let _ = writeln!(screen, "{STRONG}{date}{STRONG:#}");
        for listed in day {
            screen.push_str(&one(listed, names));
        }
    }
    screen.trim_end().to_owned()
}

/// A head line with name, kind and id, and the words below it.
pub(super) fn one(listed: &Listed, names: &Names) -> String {
    let line = &listed.line;
    let mut head = vec![names.of_author(listed.mine).to_owned()];
    head.extend(line.kind.filter(|kind| *kind != Kind::Note).map(|kind| kind.name().to_owned()));
    if line.visibility == Visibility::Private {
        head.push("private".into());
    }
    if line.visibility == Visibility::Sealed && listed.mine {
        head.push("sealed until the reading".into());
    }
    let kept_from = KeptFrom::of(line);
    head.extend(kept_from.map(|from| kept(from, names)));
    if line.edited {
        head.push("edited".into());
    }
    if line.starred {
        head.push("starred".into());
    }
    let mut shown = format!("  {}{}\n", head.join(" · "), names.id(line.entry));
    if let Some(stood) = line.stood {
        shown.push_str(&format!("{FAINT}    {}{FAINT:#}\n", elsewhere(stood, line)));
    }
    match &line.text {
        None if line.later => shown.push_str(&format!("{FAINT}    {LATER}{FAINT:#}\n")),
        None => shown.push_str(&format!("{FAINT}    taken back{FAINT:#}\n")),
        Some(text) if text.is_empty() => shown.push_str(&format!("{FAINT}    {UNSAID}{FAINT:#}\n")),
        Some(text) => shown.push_str(&wrapped(text)),
    }
    for other in &line.also {
        shown.push_str(&format!("{FAINT}    or, from an edit made apart:{FAINT:#}\n{}", wrapped(other)));
    }
    let shown_as_tag = |tag: &&String| kept_from.is_none() || !KeptFrom::is_tag(tag);
    let tags: Vec<String> = line.tags.iter().filter(shown_as_tag).map(|tag| format!("#{tag}")).collect();
    if !tags.is_empty() {
        shown.push_str(&format!("{FAINT}    {}{FAINT:#}\n", tags.join(" ")));
    }
    shown
}

/// `kept, from Ben, 3 June`.
pub(crate) fn kept(from: KeptFrom, names: &Names) -> String {
    let who = Some(names.of_author(from.mine)).filter(|name| !name.is_empty());
    format!("kept, from {}, {}", who.unwrap_or("your partner"), dates::day_of_month(from.day))
}

/// Where a line stood before it was changed, or stands by an edit made apart.
fn elsewhere(stood: Stood, line: &Line) -> String {
    let day = (stood.day != line.day).then(|| format!("on {}", dates::long(stood.day)));
    let kind = stood.kind().filter(|kind| line.kind != Some(*kind)).map(|kind| format!("as {}", kind.name()));
    let place: Vec<String> = day.into_iter().chain(kind).collect();
    match (place.join(", "), line.also.is_empty()) {
        (place, _) if place.is_empty() => "stood as another kind of line before".into(),
        (place, true) => format!("stood {place} before"),
        (place, false) => format!("or {place}, from an edit made apart"),
    }
}

fn wrapped(text: &str) -> String {
    indented(text, "    ") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, date};
    use kintsugi_journal::{Body, BodyForm, DocId, EntryId};

    fn stood(kind: Kind, day: Date) -> Stood {
        let body = Body { kind, day, order: 1, text: "words".into(), tags: Vec::new(), rest: Vec::new() };
        Stood::of(&BodyForm::Known(body)).expect("a place")
    }

    fn line(stood: Stood) -> Line {
        Line {
            entry: EntryId::from_bytes([1; 16]),
            doc: DocId::Table,
            kind: Some(Kind::Note),
            day: date(2026, 6, 3),
            order: 1,
            written_at: None,
            text: Some("words".into()),
            also: Vec::new(),
            tags: Vec::new(),
            visibility: Visibility::Open,
            edited: true,
            stood: Some(stood),
            starred: false,
            later: false,
        }
    }

    #[test]
    fn what_was_looked_for_is_marked_once_where_it_stands() {
        let sought = Sought::all(&["tea".to_owned(), "teap".to_owned(), "gard".to_owned()]);
        let shown = marked("Tea, teapot; in the GÁRDEN", &sought).replace("\u{1b}[4m", "<").replace("\u{1b}[0m", ">");
        assert_eq!(shown, "<Tea>, <tea><p>ot; in the <GÁRD>EN");
    }

    #[test]
    fn a_line_that_was_changed_says_where_it_stood() {
        let today = date(2026, 6, 3);
        for (stood, says) in [
            (stood(Kind::Note, date(2026, 5, 1)), "stood on Friday 1 May 2026 before"),
            (stood(Kind::Hard, today), "stood as hard before"),
            (stood(Kind::Hard, date(2026, 5, 1)), "stood on Friday 1 May 2026, as hard before"),
        ] {
            assert_eq!(elsewhere(stood, &line(stood)), says);
        }
        let apart = stood(Kind::Note, date(2026, 5, 1));
        let line = Line { also: vec!["other words".into()], ..line(apart) };
        assert_eq!(elsewhere(apart, &line), "or on Friday 1 May 2026, from an edit made apart");
    }
}
