//! `safety`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;
use serde_json::json;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::{FAINT, STRONG, filled};
use crate::safety::{NOTE, TRACES};
use kintsugi_home::help::{CHECKED, DANGER, HelpLine, SOURCES, in_region};

/// For whom this is, what it cannot do, and people who help
///
/// It needs no journal, opens none, and records nothing.
#[derive(Args)]
pub(crate) struct Safety {
    /// A country, by name or by its two letters; without one, all are shown
    #[arg(add = ArgValueCandidates::new(complete::countries))]
    region: Option<String>,
}

impl Safety {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let lines = in_region(self.region.as_deref());
        context.output.json(&json!({
            "note": NOTE,
            "checked": CHECKED,
            "lines": lines.iter().map(|line| json!({
                "region": line.region.0, "country": line.region.1, "who": line.who, "number": line.number,
                "page": line.page, "written": (!line.written.is_empty()).then_some(line.written),
            })).collect::<Vec<_>>(),
        }));
        let shown = if lines.is_empty() {
            "  No line is listed for that country.".to_owned()
        } else {
            lines.iter().map(show).collect::<Vec<_>>().join("\n")
        };
        context.output.long(&format!(
            "{NOTE}\n\n{STRONG}People who help{STRONG:#}\n{shown}\n\n{}\n\n{TRACES}\n\n{}",
            filled(DANGER),
            filled(&format!("{SOURCES} It was last edited on {CHECKED}."))
        ));
        Ok(())
    }
}

fn show(line: &HelpLine) -> String {
    let written = if line.written.is_empty() { String::new() } else { format!(" · {}", line.written) };
    format!(
        "  {:15} {:16} {}\n  {:15} {FAINT}{}{written}{FAINT:#}",
        line.region.1, line.number, line.who, "", line.page
    )
}
