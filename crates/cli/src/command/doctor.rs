//! `doctor`

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::doctor::{State, examine, verdict};
use crate::error::CommandError;
use crate::network;
use crate::output::{STRONG, indented};

/// Find out why the laptops do not meet
///
/// Start kintsugi sync or kintsugi sync --watch on the other laptop first, then run this here.
#[derive(Args)]
pub(crate) struct Doctor {
    /// How long to look for the other laptop
    #[arg(long, value_name = "SECONDS", default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=120))]
    wait: u64,
}

impl Doctor {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let findings = network::run(examine(context, self.wait))?;
        let verdict = verdict(&findings);
        context.output.json(&json!({ "ok": verdict.is_none(), "verdict": verdict, "checks": findings }));
        let mut lines: Vec<String> = findings
            .iter()
            .map(|finding| {
                let mark = match finding.state {
                    State::Fine => "ok",
                    State::Note => "..",
                    State::Problem => "!!",
                    State::Skipped => "--",
                };
                format!("{mark}  {:14} {}", finding.check, finding.found)
            })
            .collect();
        lines.push(String::new());
        match verdict {
            None => lines.push("Nothing stands between the two laptops.".to_owned()),
            Some(verdict) => {
                lines.push(format!("{STRONG}What is the matter{STRONG:#}\n{}", wrapped(&verdict.cause)));
                lines.push(format!("{STRONG}What to do{STRONG:#}\n{}", wrapped(&verdict.action)));
            }
        }
        context.output.screen(&lines.join("\n"));
        Ok(())
    }
}

fn wrapped(text: &str) -> String {
    indented(text, "  ")
}
