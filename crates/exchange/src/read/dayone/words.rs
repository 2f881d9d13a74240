//! The words of an entry as people typed them: without what Day One put around them.

/// The words, with a backslash before a sign taken off once, and without links to pictures that did not come along. How many
/// of those there were.
pub(super) fn words(text: &str) -> (String, u64) {
    let (mut lines, mut links) = (Vec::new(), 0);
    for line in text.lines() {
        let (line, gone) = without_media(line);
        if gone == 0 || !line.trim().is_empty() {
            lines.push(unescaped(&line));
        }
        links += gone;
    }
    (lines.join("\n"), links)
}

fn without_media(line: &str) -> (String, u64) {
    let (mut kept, mut rest, mut gone) = (String::new(), line, 0);
    while let Some(at) = rest.find("![") {
        let link = &rest[at..];
        let target = link.find("](").filter(|mid| link[mid + 2..].starts_with("dayone-moment:"));
        let Some(end) = target.and_then(|mid| link[mid..].find(')').map(|end| mid + end + 1)) else {
            kept.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        kept.push_str(&rest[..at]);
        rest = &link[end..];
        gone += 1;
    }
    kept.push_str(rest);
    (kept, gone)
}

fn unescaped(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        let sign = letters.peek().copied().filter(|next| c == '\\' && next.is_ascii_punctuation());
        kept.push(sign.unwrap_or(c));
        if sign.is_some() {
            letters.next();
        }
    }
    kept
}
