//! `safety`

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::safety::{CHECKED, HelpLine, NOTE, in_region};

/// For whom this is, what it cannot do, and people who help
///
/// It needs no journal, opens none, and records nothing.
#[derive(Args)]
pub(crate) struct Safety {
    /// A country, by name or by its two letters; without one, all are shown
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
            })).collect::<Vec<_>>(),
        }));
        let shown = if lines.is_empty() {
            "  No line is listed for that country.".to_owned()
        } else {
            lines.iter().map(show).collect::<Vec<_>>().join("\n")
        };
        context.output.screen(&format!(
            "{NOTE}\n\nPeople who help, by phone:\n{shown}\n\nIn danger now: the emergency number. 112 in Europe and many other countries,\n911 in North America, 999 in the UK, 000 in Australia.\n\nThis list was last edited on {CHECKED} from what is publicly known, and may be\nout of date; a search for “domestic violence helpline” and your country finds others."
        ));
        Ok(())
    }
}

fn show(line: &HelpLine) -> String {
    format!("  {:15} {:16} {}", line.region.1, line.number, line.who)
}
