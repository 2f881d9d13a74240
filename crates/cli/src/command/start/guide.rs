//! `guide`

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::output::{STRONG, indented};
use kintsugi_home::help::{GUIDE, Leads, Part};

const NEXT: &str = "A day: kintsugi evening\nA week: kintsugi week\nAll exercises: kintsugi practice";

/// What this rests on, on one page
///
/// It needs no journal, opens none, and records nothing.
#[derive(Args)]
pub(crate) struct Guide {}

impl Guide {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let part = |part: Part| format!("{STRONG}{}{STRONG:#}\n{}", part.heading, indented(&text(part), "  "));
        context.output.long(&format!("{}\n\n{NEXT}", GUIDE.map(part).join("\n")));
        let parts = GUIDE.map(|part| json!({ "heading": part.heading, "text": text(part) }));
        context.output.json(&json!({ "guide": parts }));
        Ok(())
    }
}

/// Its text, with the command to which it leads.
fn text(part: Part) -> String {
    match part.leads {
        Some(Leads::Help) => format!("{}: kintsugi safety", part.text),
        Some(Leads::Sheet) => format!("{}: kintsugi export --sheet FILE", part.text),
        None => part.text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_one_page() {
        let rows: usize = GUIDE.iter().map(|part| 1 + indented(&text(*part), "  ").lines().count()).sum();
        assert!(rows + 4 <= 24, "{rows}");
    }
}
