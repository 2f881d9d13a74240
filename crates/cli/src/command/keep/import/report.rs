//! What an import answers.

use kintsugi_exchange::read::Account;
use serde_json::{Value, json};

use super::taking::Taken;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;

/// How many places a screen names; `--json` names all.
const SHOWN: usize = 8;

pub(super) struct Report {
    pub(super) taken: Taken,
    pub(super) account: Account,
    pub(super) dry_run: bool,
}

impl Report {
    pub(super) fn tell(&self, context: &Context) -> Result<(), CommandError> {
        context.output.json(&self.object());
        let lines = self.lines().join("\n");
        // What was only asked for is shown, and so is what did not come along.
        if self.dry_run || !self.skipped().is_empty() || !self.not_carried().is_empty() {
            context.output.screen(&lines);
        } else {
            context.output.done(&lines);
        }
        Ok(())
    }

    fn skipped(&self) -> Vec<(&str, String)> {
        let of_others = self.taken.of_others.iter();
        let of_others = of_others.map(|(place, who)| (place.as_str(), format!("these are words of {who}")));
        let skipped = self.account.skipped.iter().map(|one| (one.place.as_str(), one.why.clone()));
        skipped.chain(of_others).collect()
    }

    fn not_carried(&self) -> Vec<(&'static str, u64)> {
        let to_come = (self.taken.to_come > 0).then_some(("open_days_to_come", self.taken.to_come));
        self.account.not_carried.iter().map(|(what, count)| (*what, *count)).chain(to_come).collect()
    }

    fn object(&self) -> Value {
        let skipped: Vec<Value> =
            self.skipped().into_iter().map(|(place, why)| json!({ "where": place, "why": why })).collect();
        let changes = self.taken.changed.iter().map(|(place, day)| json!({ "where": place, "day": day }));
        let not_carried: serde_json::Map<String, Value> =
            self.not_carried().into_iter().map(|(what, count)| (what.to_owned(), json!(count))).collect();
        json!({
            "import": self.taken.import,
            "added": self.taken.added,
            "private": self.taken.private,
            "open": self.taken.added - self.taken.private,
            "already_there": self.taken.already,
            "changed": self.taken.changed.len(),
            "changes": changes.collect::<Vec<_>>(),
            "skipped": skipped,
            "not_carried": not_carried,
            "dry_run": self.dry_run,
        })
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.added()];
        let already = self.taken.already;
        lines.extend((already > 0).then(|| format!("Here already: {}.", counted(already))));
        if !self.taken.changed.is_empty() {
            lines.push("With other words now in the files than here; yours stayed as they are:".to_owned());
            lines.extend(named(
                self.taken.changed.iter().map(|(place, day)| format!("{place}, {}", dates::short(*day))),
            ));
        }
        let skipped = self.skipped();
        if !skipped.is_empty() {
            lines.push("Left out:".to_owned());
            lines.extend(named(skipped.into_iter().map(|(place, why)| format!("{place}: {why}"))));
        }
        for (what, count) in self.not_carried() {
            lines.push(match what {
                "open_days_to_come" => format!("Private all the same, because their day is still to come: {count}."),
                what => format!("Stayed behind: {count} {}.", what.replace('_', " ")),
            });
        }
        if let Some(number) = self.taken.import {
            lines.push(format!("To take all of it back: kintsugi import --undo {number}"));
        }
        lines
    }

    fn added(&self) -> String {
        let Taken { added, private, .. } = self.taken;
        let verb = if self.dry_run { "would come in" } else { "came in" };
        let who = match added - private {
            _ if added == 0 => String::new(),
            0 => ", for you alone".to_owned(),
            open if private == 0 => format!(", {} for you both", if open == 1 { "open" } else { "all open" }),
            open => format!(", {private} for you alone and {open} for you both"),
        };
        if added == 0 { format!("Nothing new {verb}.") } else { format!("{} {verb}{who}.", counted(added)) }
    }
}

fn counted(lines: u64) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}

/// The first few, and how many more.
fn named(all: impl Iterator<Item = String>) -> Vec<String> {
    let all: Vec<String> = all.collect();
    let more = (all.len() > SHOWN).then(|| format!("  and {} more; --json names each", all.len() - SHOWN));
    all.iter().take(SHOWN).map(|one| format!("  {one}")).chain(more).collect()
}
