//! What this rests on: a heading, and a few short sentences.

/// To what the end of a part leads. A front end names its own way there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To people who help.
    Help,
    /// To a page for a counsellor.
    Sheet,
}

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What stands above it.
    pub heading: &'static str,
    /// A few short sentences. The last one has no end where it leads somewhere.
    pub text: &'static str,
    /// Where that is.
    pub leads: Option<Leads>,
}

const fn part(heading: &'static str, text: &'static str) -> Part {
    Part { heading, text, leads: None }
}

impl Part {
    const fn leading(self, to: Leads) -> Self {
        Self { leads: Some(to), ..self }
    }
}

/// All of it, in order.
pub const GUIDE: [Part; 8] = [
    part(
        "Safety first",
        "Both of you can say no, at any time and to any part. Where one of you is afraid, this is not the tool",
    )
    .leading(Leads::Help),
    part("Honesty", "Write what is true, plainly. Nothing holds on top of something that is hidden."),
    part("Time", "Nobody can say how long it takes. Small and often does more than much at once."),
    part("Take what fits", "Skip, change or repeat every part. A missed day is blank; nothing counts it."),
    part("Not forgetting", "What happened may stay in sight, without being brought up again and again."),
    part("Not earning", "Acts and hearts are no points. Nobody earns forgiveness here, or owes it."),
    part("Anger is allowed", "So are tears, silence and a pause. Say when you will be back."),
    part("Help is no weakness", "A counsellor sees what two cannot. Bring a page").leading(Leads::Sheet),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_sentences_are_short() {
        for sentence in GUIDE.iter().flat_map(|part| part.text.split_inclusive('.')) {
            assert!(sentence.split_whitespace().count() <= 18, "{sentence}");
        }
    }
}
