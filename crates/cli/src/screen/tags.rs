//! The tags of lines, and how often each stands there.

/// The most frequent one first.
pub(crate) fn tags(counted: &[(String, usize)]) -> String {
    let widest = counted.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    let rows: Vec<String> = counted.iter().map(|(tag, count)| format!("{count:>widest$}  #{tag}")).collect();
    rows.join("\n")
}
