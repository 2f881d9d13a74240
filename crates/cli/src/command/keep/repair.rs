//! `repair`

use std::path::PathBuf;

use clap::Args;
use kintsugi_home::{Gone, Home, Lost, Repaired};
use kintsugi_vault::{Folder, StoreKey};

use crate::command::keep::verify::worded;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::output::filled;
use crate::{confirm, dates, unlock};

/// Mend a journal that the disk has damaged
///
/// It says first what it found and what it would do. The store as it is stays beside (journal.db.before-repair) until you
/// take words back. What cannot be read comes back from the copies in this folder, or from your partner's laptop at the next
/// meeting; what is gone is named. What is stored and can be read stays as it is.
#[derive(Args)]
pub(crate) struct Repair {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Repair {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let (folder, key) = unlock::key(&context.access())?;
        let Some(found) = found(context, &folder, &key)? else { return nothing_to_do(context) };
        let copies = copies(&folder);
        context.output.screen(&plan(&found, copies.len()));
        if !self.yes {
            if !context.can_ask() {
                return Err(CommandError::usage("repair changes the journal").hint("Add --yes if you mean it."));
            }
            if !confirm::ask_yes(context, "Repair it now? [y/N] ")? {
                context.output.talk("Nothing was changed.");
                return Ok(());
            }
        }
        let (home, repaired) = Home::repair(folder, &key, context.vocabulary, &copies, &kintsugi_meet::end)?;
        show(context, &repaired);
        let left = home.verify()?.problems;
        if left.is_empty() {
            return Ok(());
        }
        let left: Vec<String> = left.iter().map(worded).collect();
        Err(CommandError::new(Exit::Damaged, "damaged", format!("something is left: {}", left.join("; ")))
            .hint("What was there before the repair stands beside, in journal.db.before-repair."))
    }
}

/// What is wrong, in words; `None` where nothing is.
fn found(context: &Context, folder: &Folder, key: &StoreKey) -> Result<Option<String>, CommandError> {
    match problems(context, folder, key) {
        Ok(problems) => Ok((!problems.is_empty()).then(|| problems.join("\n"))),
        Err(error) if error.exit == Exit::Damaged && error.code != "other-key" => Ok(Some(error.message)),
        Err(error) => Err(error),
    }
}

/// What `verify` finds. It cannot even look where the file does not say rightly where its rows begin.
fn problems(context: &Context, folder: &Folder, key: &StoreKey) -> Result<Vec<String>, CommandError> {
    let home = Home::open_knowing(folder.clone(), key, context.vocabulary, &kintsugi_meet::end)?;
    Ok(home.verify()?.problems.iter().map(worded).collect())
}

/// Stores of this home from before, the newest first.
fn copies(folder: &Folder) -> Vec<PathBuf> {
    kintsugi_vault::Vault::copies_of(folder)
}

fn nothing_to_do(context: &Context) -> Result<(), CommandError> {
    context.output.json(&in_json(&Repaired::default()));
    context.output.screen("All is well: there is nothing to repair.");
    Ok(())
}

fn plan(found: &str, copies: usize) -> String {
    let back = match copies {
        0 => "There is no copy of it in this folder to bring words back from.".to_owned(),
        1 => "What the copy in this folder still has comes back.".to_owned(),
        copies => format!("What the {copies} copies in this folder still have comes back."),
    };
    let found: Vec<String> = found.lines().map(|line| format!("  {line}")).collect();
    let will = filled(&format!(
        "First the journal is copied as it is: journal.db.before-repair. Then what cannot be read is taken out. {back} \
         What your partner's laptop has of it comes when you meet. A line whose words are damaged \
         may leave the screen until then. Everything else stays."
    ));
    format!("What was found:\n\n{}\n\n{will}\n", found.join("\n"))
}

fn show(context: &Context, repaired: &Repaired) {
    context.output.json(&in_json(repaired));
    let mut lines = vec![match repaired.restored {
        0 => "It is repaired.".to_owned(),
        restored => format!("It is repaired. Brought back: {restored}."),
    }];
    if repaired.asked > 0 {
        lines.push(format!("Asked for when you meet next: {}. kintsugi sync", repaired.asked));
    }
    if !repaired.gone.is_empty() {
        lines.push("Not here any more:".to_owned());
        lines.extend(repaired.gone.iter().map(|gone| format!("  {}", named(gone))));
        lines.push("A backup may still have them: kintsugi restore".to_owned());
    }
    context.output.screen(&lines.join("\n"));
}

fn named(gone: &Gone) -> String {
    let day = gone.day.map_or_else(String::new, |day| format!("{}: ", dates::short(day)));
    let count = if gone.count > 1 { format!(" ({})", gone.count) } else { String::new() };
    format!("{day}{}{count}", what(gone.what))
}

const fn what(lost: Lost) -> &'static str {
    match lost {
        Lost::Line => "a line of yours",
        Lost::Sealed => "words of yours that were sealed",
        Lost::Theirs => "a line of theirs",
        Lost::Places => "the place of something that was taken back",
        Lost::Since => "perhaps what you saved last: the journal was found as it had been at an earlier time",
        Lost::Known => "something that this laptop was told, such as a setting, a draft or the name of a laptop",
    }
}

fn in_json(repaired: &Repaired) -> serde_json::Value {
    let gone = |gone: &Gone| serde_json::json!({ "day": gone.day, "what": what(gone.what), "count": gone.count });
    let gone: Vec<_> = repaired.gone.iter().map(gone).collect();
    serde_json::json!({ "restored": repaired.restored, "asked": repaired.asked, "gone": gone })
}
