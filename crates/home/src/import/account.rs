//! What came of bringing something along, in the same words on every front end.

use jiff::civil::Date;
use kintsugi_exchange::read::Account;

/// How many places are named; of the rest it is said how many there are.
const SHOWN: usize = 8;

/// What came in, or would.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// The number of the import; nothing where nothing came in.
    pub import: Option<u32>,
    /// How many lines came in.
    pub added: u64,
    /// How many of them are for me alone.
    pub private: u64,
    /// How many were here already.
    pub already: u64,
    /// Here already with other words: the place of each, and its day.
    pub changed: Vec<(String, Date)>,
    /// Of days to come, which stay private.
    pub to_come: u64,
    /// Somebody else's words: the place, and whose.
    pub of_others: Vec<(String, String)>,
    /// What of the source could not be taken.
    pub account: Account,
}

impl Brought {
    /// What was left out: where it stands, and why.
    pub fn skipped(&self) -> Vec<(&str, String)> {
        let of_others = self.of_others.iter();
        let of_others = of_others.map(|(place, who)| (place.as_str(), format!("these are words of {who}")));
        let skipped = self.account.skipped.iter().map(|one| (one.place.as_str(), one.why.clone()));
        skipped.chain(of_others).collect()
    }

    /// What did not come along, by its name, and how much of it.
    pub fn not_carried(&self) -> Vec<(&'static str, u64)> {
        let to_come = (self.to_come > 0).then_some(("open_days_to_come", self.to_come));
        self.account.not_carried.iter().map(|(what, count)| (*what, *count)).chain(to_come).collect()
    }

    /// All of it, a line each; what belongs to the line before is set in by two blanks. `looked`: it would be so, and nothing
    /// came in. `day` is how a day is shown, and `rest` stands behind how many more there are.
    pub fn lines(&self, looked: bool, day: impl Fn(Date) -> String, rest: &str) -> Vec<String> {
        let mut lines = vec![self.came_in(looked)];
        lines.extend((self.already > 0).then(|| format!("Here already: {}.", counted(self.already))));
        if !self.changed.is_empty() {
            lines.push("With other words now in the files than here; yours stayed as they are:".to_owned());
            lines.extend(named(self.changed.iter().map(|(place, on)| format!("{place}, {}", day(*on))), rest));
        }
        let skipped = self.skipped();
        if !skipped.is_empty() {
            lines.push("Left out:".to_owned());
            lines.extend(named(skipped.into_iter().map(|(place, why)| format!("{place}: {why}")), rest));
        }
        lines.extend(self.not_carried().into_iter().map(|(what, count)| match what {
            "open_days_to_come" => format!("Private all the same, because their day is still to come: {count}."),
            what => format!("Stayed behind: {count} {}.", what.replace('_', " ")),
        }));
        lines
    }

    fn came_in(&self, looked: bool) -> String {
        let Self { added, private, .. } = *self;
        let verb = if looked { "would come in" } else { "came in" };
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
fn named(all: impl Iterator<Item = String>, rest: &str) -> Vec<String> {
    let all: Vec<String> = all.collect();
    let more = (all.len() > SHOWN).then(|| format!("  and {} more{rest}", all.len() - SHOWN));
    all.iter().take(SHOWN).map(|one| format!("  {one}")).chain(more).collect()
}
