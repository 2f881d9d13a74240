//! `export --sheet`: a page to bring along, shown before it is written.

use jiff::civil::Date;
use serde_json::json;

use super::{Export, new_file};
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::screen::{self, Names};
use crate::{dates, sheet};
use kintsugi_home::{Home, Listed, Query, Voice, week_start};

impl Export {
    pub(super) fn write_sheet(&self, context: &Context, file: &std::path::Path) -> Result<(), CommandError> {
        let home = context.home()?;
        if file.exists() {
            return Err(CommandError::usage(format!("{} exists already", file.display())).hint("Nothing was changed."));
        }
        let lines = self.pick(context, &home)?;
        let names = Names::of(&home)?;
        if lines.is_empty() {
            return Err(CommandError::new(Exit::Failed, "nothing-picked", "nothing of the journal is picked")
                .hint("Pick other days with --from and --to, or lines with --only. Nothing was written."));
        }
        let partner = lines.iter().any(has_words_of_partner);
        let sentence = partner.then(|| sheet::with_theirs(names.of_author(false)));
        context.output.screen(&screen::entries(&lines, &names));
        if let Some(sentence) = &sentence {
            context.output.screen(&format!("\n{sentence} Bring them only if {} knows.", names.of_author(false)));
        }
        if !self.yes {
            if !context.can_ask() {
                return Err(CommandError::usage("the page is shown before it is written")
                    .hint("Add --yes to write it without asking."));
            }
            if !ask_yes(context, &format!("\nWrite this to {}? [y/N] ", file.display()))? {
                context.output.talk("Nothing was written.");
                return Ok(());
            }
        }
        let today = context.now.today(&home.journal_settings()?);
        new_file::write(file, sheet::page(&lines, &names, today, sentence.as_deref()).as_bytes())?;
        context.output.json(&json!({ "file": file.display().to_string(), "entries": lines.len() }));
        context.output.done(&format!(
            "\nWritten to {}. It is not encrypted; print it, and delete it when you no longer need it.",
            file.display()
        ));
        Ok(())
    }

    fn pick(&self, context: &Context, home: &Home) -> Result<Vec<Listed>, CommandError> {
        let lines = home.query(&self.query(context, home)?)?;
        if !self.theirs && lines.iter().any(has_words_of_partner) {
            return Err(CommandError::usage("some of these are not your words")
                .hint("Add --theirs if your partner knows that you bring them."));
        }
        Ok(lines)
    }

    fn query(&self, context: &Context, home: &Home) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), week_start(&settings));
        let from = match &self.from {
            Some(text) => dates::days(text, today, start)?.first,
            None => today.saturating_sub(jiff::Span::new().days(27)),
        };
        let to = match &self.to {
            Some(text) => dates::days(text, today, start)?.last,
            None => Date::MAX,
        };
        let (kinds, tag, ids) = (self.kind.clone(), self.tag.clone(), self.only.clone());
        let voice = if self.theirs { Voice::Both } else { Voice::Mine };
        let (private, deleted) = (self.private, false);
        Ok(Query { from, to, kinds, tag, voice, private, deleted, ids, acts: false, ..Query::default() })
    }
}

/// Written by the partner, or kept from them.
fn has_words_of_partner(listed: &Listed) -> bool {
    !listed.mine || kintsugi_journal::KeptFrom::of(&listed.line).is_some_and(|kept| !kept.mine)
}
