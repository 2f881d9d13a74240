//! What an import answers.

use kintsugi_home::Brought;
use serde_json::{Value, json};

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;

pub(super) struct Report {
    pub(super) brought: Brought,
    pub(super) dry_run: bool,
}

impl Report {
    pub(super) fn tell(&self, context: &Context) -> Result<(), CommandError> {
        context.output.json(&self.object());
        let lines = self.lines().join("\n");
        // What was only asked for is shown, and so is what did not come along.
        if self.dry_run || !self.brought.skipped().is_empty() || !self.brought.not_carried().is_empty() {
            context.output.screen(&lines);
        } else {
            context.output.done(&lines);
        }
        Ok(())
    }

    fn object(&self) -> Value {
        let brought = &self.brought;
        let skipped: Vec<Value> =
            brought.skipped().into_iter().map(|(place, why)| json!({ "where": place, "why": why })).collect();
        let changes = brought.changed.iter().map(|(place, day)| json!({ "where": place, "day": day }));
        let not_carried: serde_json::Map<String, Value> =
            brought.not_carried().into_iter().map(|(what, count)| (what.to_owned(), json!(count))).collect();
        json!({
            "import": brought.import,
            "added": brought.added,
            "private": brought.private,
            "open": brought.added - brought.private,
            "already_there": brought.already,
            "changed": brought.changed.len(),
            "changes": changes.collect::<Vec<_>>(),
            "skipped": skipped,
            "not_carried": not_carried,
            "dry_run": self.dry_run,
        })
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = self.brought.lines(self.dry_run, dates::short, "; --json names each");
        if let Some(number) = self.brought.import {
            lines.push(format!("To take all of it back: kintsugi import --undo {number}"));
        }
        lines
    }
}
