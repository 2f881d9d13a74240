//! `rest`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::Kind;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::save::{resolve_day, said, written};

/// Mark a day of rest
#[derive(Args)]
pub(crate) struct Rest {
    /// The day: today, yesterday, monday, 2026-06-03
    #[arg(long, short, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    day: Option<String>,
}

impl Rest {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let day = resolve_day(context, &home, self.day.as_deref())?;
        let line = home.rest(written(context, Kind::Rest, day, String::new()), &context.now)?;
        context.output.json(&serde_json::json!({ "id": line.entry.to_string(), "day": day.to_string() }));
        context.output.done(&format!("A day of rest: {}.{}", said(context, &home, day)?, context.id(line.entry)));
        Ok(())
    }
}
