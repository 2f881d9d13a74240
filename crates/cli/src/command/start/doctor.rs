//! `doctor`

use std::time::Duration;

use clap::Args;
use kintsugi_meet::said::NOTHING_IN_THE_WAY;
use kintsugi_meet::{State, examine};
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::network::{interrupted, outside, settle};
use crate::output::{FAINT, STRONG, indented};
use crate::screen::doctor::{check, found, verdict};

/// Find out why the laptops do not meet
///
/// Start kintsugi sync or kintsugi sync --watch on the other laptop first, then run this here.
#[derive(Args)]
pub(crate) struct Doctor {
    /// How long to look for the other laptop
    #[arg(long, value_name = "SECONDS", default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=120))]
    wait: u64,
    /// What was looked at, in a table
    #[arg(long)]
    details: bool,
}

impl Doctor {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        settle(context, &home)?;
        let looking = || context.output.talk("Looking for the other laptop. Run kintsugi sync there, too ...");
        let wait = Duration::from_secs(self.wait);
        let findings = kintsugi_meet::run(examine(&home, &outside(context)?, wait, interrupted(), &looking))
            .map_err(CommandError::from)?;
        let verdict = verdict(&findings);
        let version = format!("{} on {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS);
        let looks = findings.iter().map(|finding| (check(finding), finding.state(), found(finding)));
        let looks: Vec<_> = looks.chain([("version", State::Fine, version)]).collect();
        let checks =
            looks.iter().map(|(check, state, found)| json!({ "check": check, "state": word(*state), "found": found }));
        context.output.json(&json!({
            "ok": verdict.is_none(), "verdict": verdict, "checks": checks.collect::<Vec<_>>(),
        }));
        let mut lines = match verdict {
            None => vec![NOTHING_IN_THE_WAY.to_owned()],
            Some(verdict) => vec![
                format!("{STRONG}What is the matter{STRONG:#}\n{}", wrapped(&verdict.cause)),
                format!("{STRONG}What to do{STRONG:#}\n{}", wrapped(&verdict.action)),
            ],
        };
        if self.details {
            lines.push(String::new());
            lines.extend(looks.iter().map(|(check, state, found)| format!("{}  {check:14} {found}", mark(*state))));
        } else {
            lines.push(format!("{FAINT}kintsugi doctor --details shows what was looked at.{FAINT:#}"));
        }
        context.output.screen(&lines.join("\n"));
        Ok(())
    }
}

fn wrapped(text: &str) -> String {
    indented(text, "  ")
}

const fn word(state: State) -> &'static str {
    match state {
        State::Fine => "fine",
        State::Note => "note",
        State::Problem => "problem",
        State::Skipped => "skipped",
    }
}

const fn mark(state: State) -> &'static str {
    match state {
        State::Fine => "ok",
        State::Note => "..",
        State::Problem => "!!",
        State::Skipped => "--",
    }
}
