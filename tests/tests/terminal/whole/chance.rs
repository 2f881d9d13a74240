//! What falls by chance on a screen, made equal.

/// The 12 words of a screen, in their order.
pub(super) fn on_paper(screen: &str) -> Vec<String> {
    let mut words = vec![String::new(); 12];
    for pair in screen.split_whitespace().collect::<Vec<_>>().windows(2) {
        let number: usize = pair[0].parse().unwrap_or(0);
        if (1..=12).contains(&number) && is_word(pair[1]) {
            words[number - 1] = pair[1].to_owned();
        }
    }
    words
}

/// Which of them is asked back.
pub(super) fn asked_back(screen: &str) -> Option<usize> {
    let question = screen.lines().last()?.strip_prefix("Word ")?;
    question.strip_suffix(" on your paper?")?.parse().ok()
}

/// The screen, without what is another one each time.
pub(super) fn masked(screen: &str) -> String {
    let rows: Vec<String> = screen.lines().map(masked_row).collect();
    // What fills the rest of a screen comes last.
    let mut rows: Vec<&str> = rows.iter().map(String::as_str).filter(|row| !row.contains('▒')).collect();
    rows.dedup_by(|row, before| *row == TICKET_GOES_ON && (*before == TICKET_GOES_ON || before.ends_with("kin1…")));
    rows.join("\n").trim_end().to_owned()
}

/// A row that holds nothing but letters of a ticket.
const TICKET_GOES_ON: &str = "…";

fn masked_row(row: &str) -> String {
    if let Some((before, ticket)) = row.split_once("kin1")
        && ticket.chars().all(is_of_ticket)
    {
        return format!("{before}kin1…");
    }
    if row.len() > 6 && row.chars().all(is_of_ticket) {
        return TICKET_GOES_ON.into();
    }
    let parts: Vec<&str> = row.split_whitespace().collect();
    // Numbers and words in turn.
    if parts.len() > 2
        && parts.chunks(2).all(|pair| pair.len() == 2 && pair[0].parse::<u8>().is_ok() && is_word(pair[1]))
    {
        return parts.chunks(2).map(|pair| format!("{:>4} …", pair[0])).collect::<Vec<_>>().join("        ");
    }
    if row.starts_with("  ") && parts.len() == 4 && parts.iter().all(|part| is_word(part)) && !row.starts_with("   ") {
        return "  …  …  …  …".into();
    }
    if let Some((_, after)) = row.split_once(" on your paper?") {
        return format!("Word … on your paper?{}", if after.is_empty() { "" } else { " …" });
    }
    row.to_owned()
}

fn is_word(text: &str) -> bool {
    (3..=8).contains(&text.len()) && text.chars().all(|letter| letter.is_ascii_lowercase())
}

fn is_of_ticket(letter: char) -> bool {
    letter.is_ascii_lowercase() || ('2'..='7').contains(&letter)
}
