//! `guide`

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::output::{STRONG, indented};

/// What this rests on: a heading, and a few short sentences.
const PARTS: [(&str, &str); 8] = [
    (
        "Safety first",
        "Both of you can say no, at any time and to any part. Where one of you is afraid, this is not the tool: \
         kintsugi safety",
    ),
    ("Honesty", "Write what is true, plainly. Nothing holds on top of something that is hidden."),
    ("Time", "Nobody can say how long it takes. Small and often does more than much at once."),
    ("Take what fits", "Skip, change or repeat every part. A missed day is blank; nothing counts it."),
    ("Not forgetting", "What happened may stay in sight, without being brought up again and again."),
    ("Not earning", "Acts and hearts are no points. Nobody earns forgiveness here, or owes it."),
    ("Anger is allowed", "So are tears, silence and a pause. Say when you will be back."),
    ("Help is no weakness", "A counsellor sees what two cannot. Bring a page: kintsugi export --sheet FILE"),
];

const NEXT: &str = "A day: kintsugi evening\nA week: kintsugi week\nAll exercises: kintsugi practice";

/// What this rests on, on one page
///
/// It needs no journal, opens none, and records nothing.
#[derive(Args)]
pub(crate) struct Guide {}

impl Guide {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let part = |(heading, text): (&str, &str)| format!("{STRONG}{heading}{STRONG:#}\n{}", indented(text, "  "));
        context.output.long(&format!("{}\n\n{NEXT}", PARTS.map(part).join("\n")));
        let parts = PARTS.map(|(heading, text)| json!({ "heading": heading, "text": text }));
        context.output.json(&json!({ "guide": parts }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_one_page_of_short_sentences() {
        let rows: usize = PARTS.iter().map(|(_, text)| 1 + indented(text, "  ").lines().count()).sum();
        assert!(rows + 4 <= 24, "{rows}");
        for sentence in PARTS.iter().flat_map(|(_, text)| text.split_inclusive(['.', ':'])) {
            assert!(sentence.split_whitespace().count() <= 18, "{sentence}");
        }
    }
}
