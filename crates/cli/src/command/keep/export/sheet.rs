//! `export --sheet`: a page to bring along, shown before it is written.

use jiff::civil::Date;
use serde_json::json;

use super::{Besides, Export, new_file};
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::screen::Names;
use crate::sheet::Sheet;
use crate::{dates, sheet};
use kintsugi_home::{Home, Piece, Query, Voice, week_start};
use kintsugi_journal::Month;

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
        if sheet.has_theirs() {
            let partner = names.of_author(false);
            let sentence = sheet::with_theirs(partner);
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
        let today = context.now.today(&home.journal_settings()?);
        new_file::write(file, sheet::page(&sheet, &names, today).as_bytes())?;
        context.output.json(&json!({ "file": file.display().to_string(), "entries": sheet.lines.len() }));
        context.output.done(&format!(
            "\nWritten to {}. It is not encrypted; print it, and delete it when you no longer need it.",
            file.display()
        ));
        Ok(())
    }

    fn pick(&self, context: &Context, home: &Home) -> Result<Sheet, CommandError> {
        let query = self.query(context, home)?;
        let with = |what| self.with.contains(&what);
        let lines = home.query(&query)?;
        let alone = home.partner()?.is_none();
        if !self.theirs && ((with(Besides::Agreement) && !alone) || lines.iter().any(sheet::has_words_of_partner)) {
            return Err(CommandError::usage("some of these are not your words")
                .hint("Add --theirs if your partner knows that you bring them."));
        }
        let here = |piece: &Piece| piece.body.is_some() && (piece.mine || self.theirs);
        let letters = if with(Besides::Letters) { home.open_letters()? } else { Vec::new() };
        let answers = if with(Besides::Answers) { home.open_answers()? } else { Vec::new() };
        let answers =
            answers.into_iter().map(|(question, answers)| (question, answers.into_iter().filter(here).collect()));
        Ok(Sheet {
            agreement: if with(Besides::Agreement) { Some(home.agreement()?) } else { None },
            hearts: if with(Besides::Hearts) { hearts(home, &query, context)? } else { Vec::new() },
            letters: letters.into_iter().filter(here).collect(),
            answers: answers.filter(|(_, answers): &(String, Vec<Piece>)| !answers.is_empty()).collect(),
            lines,
            alone,
        })
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

/// The days of a heart within the days that were picked.
fn hearts(home: &Home, query: &Query, context: &Context) -> Result<Vec<Date>, CommandError> {
    let last = query.to.min(context.now.today(&home.journal_settings()?));
    let days = home.tracker(Month::of(query.from), Month::of(last))?.days.into_iter();
    Ok(days.filter(|day| day.heart && (query.from..=last).contains(&day.day)).map(|day| day.day).collect())
}
