//! `export --sheet`: a page to bring along, shown before it is written.

use jiff::civil::Date;
use serde_json::json;

use super::{Besides, Export, new_file};
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::screen::Names;
use crate::{dates, sheet};
use kintsugi_home::{Home, Picking, Query, Sheet, has_words_of_partner, week_start};

impl Export {
    pub(super) fn write_sheet(&self, context: &Context, file: &std::path::Path) -> Result<(), CommandError> {
        let home = context.home()?;
        if file.exists() {
            return Err(CommandError::usage(format!("{} exists already", file.display())).hint("Nothing was changed."));
        }
        let names = Names::of(&home)?;
        let sheet = self.pick(context, &home)?;
        if sheet.is_empty() {
            return Err(CommandError::new(Exit::Failed, "nothing-picked", "nothing of the journal is picked")
                .hint("Pick other days with --from and --to, or lines with --only. Nothing was written."));
        }
        context.output.screen(&sheet::screen(&sheet, &names));
        if let Some(sentence) = sheet.whose() {
            let partner = names.of_author(false);
            context.output.screen(&format!("\n{sentence} Bring them only if {partner} knows."));
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
        new_file::write(file, sheet.page().as_bytes())?;
        context.output.json(&json!({ "file": file.display().to_string(), "entries": sheet.lines.len() }));
        context.output.done(&format!(
            "\nWritten to {}. It is not encrypted; print it, and delete it when you no longer need it.",
            file.display()
        ));
        Ok(())
    }

    fn pick(&self, context: &Context, home: &Home) -> Result<Sheet, CommandError> {
        let with = |what| self.with.contains(&what);
        let picking = Picking {
            query: self.query(context, home)?,
            theirs: self.theirs,
            letters: with(Besides::Letters),
            answers: with(Besides::Answers),
            agreement: with(Besides::Agreement),
            hearts: with(Besides::Hearts),
        };
        let sheet = home.sheet(&picking, &context.now)?;
        let of_both = with(Besides::Agreement) && home.partner()?.is_some();
        if !self.theirs && (of_both || sheet.lines.iter().any(has_words_of_partner)) {
            return Err(CommandError::usage("some of these are not your words")
                .hint("Add --theirs if your partner knows that you bring them."));
        }
        Ok(sheet)
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
        Ok(Query { from, to, kinds, tag, private: self.private, ids, ..Query::default() })
    }
}
