//! `write`

use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};
use kintsugi_journal::{Audience, Draft, Kind, Visibility};

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::input::{ENDS, Task};
use crate::output::filled;
use crate::save::{day_and_words, kinds, said, wait, written};
use crate::{input, json, screen, template};
use kintsugi_home::Home;

/// After a setback, once, and to whoever wrote it.
const WAY_BACK: &str = "\
A step back is part of the way. There are three ways on.
  Talk, when both of you are calm:  kintsugi practice start safe-space
  Begin anew, with one small act:   kintsugi act
  Go on. That is a way, too.";

/// Write a line or two
///
/// Without words it asks for them: they stand in no history of a shell then. With - they are read from stdin. They may begin with
/// their day (yesterday: …), and a word with @ before it is a tag.
#[derive(Args)]
pub(crate) struct Write {
    /// What it is about
    #[arg(long, short, default_value = "note", value_parser = kinds())]
    kind: Kind,
    /// The day it is about: today, yesterday, monday, 2026-06-03
    #[arg(long, short, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    day: Option<String>,
    /// A tag; may be given several times
    #[arg(long, short, value_name = "TAG", add = ArgValueCandidates::new(complete::tags))]
    tag: Vec<String>,
    /// For your eyes only: it never leaves this laptop
    #[arg(long, short)]
    private: bool,
    /// Hold it back neither for the ten to forty minutes of kintsugi sync --watch nor for the weekly reading
    #[arg(long)]
    now: bool,
    /// Open the editor
    #[arg(long, short)]
    editor: bool,
    /// Begin with headings, of day, thanks, hard-day, week or a file of yours: without an editor each is asked for
    #[arg(long, value_name = "NAME|FILE", conflicts_with = "text", add = ArgValueCompleter::new(complete::templates))]
    template: Option<PathBuf>,
    /// The words, or - for stdin; without them it asks
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
}

impl Write {
    /// Words of this kind, for today.
    pub(crate) const fn of(kind: Kind) -> Self {
        Self {
            kind,
            day: None,
            tag: Vec::new(),
            private: false,
            now: false,
            editor: false,
            template: None,
            text: Vec::new(),
        }
    }

    /// The journal, where a step back was saved in it.
    pub(crate) fn run(self, context: &Context) -> Result<Option<Home>, CommandError> {
        // Unlocking comes before writing, so that nobody writes into the void.
        let home = context.home().map_err(|error| input::rescue_stdin(context, &self.text, error))?;
        let question = if self.private { "A line or two, for your eyes only." } else { "A line or two." };
        let template = self.template.as_deref().map(|file| template::read(context, file)).transpose()?;
        let task = match &template {
            Some(template) => template::task("write", template),
            None => Task::asking("write", format!("{question} {ENDS}")),
        };
        let (arguments, task) = (self.text.clone(), task.in_editor(self.editor));
        let (step_back, mut saved) = (self.kind == Kind::Setback, false);
        input::save(context, &home, &arguments, task, |text| {
            match &template {
                Some(template) => template::filled(context, template, &text, |text| self.save(context, &home, text)),
                None => self.save(context, &home, text),
            }?;
            saved = true;
            Ok(())
        })?;
        Ok(Some(home).filter(|_| step_back && saved))
    }

    pub(crate) fn save(self, context: &Context, home: &Home, text: String) -> Result<(), CommandError> {
        let (day, text) = day_and_words(context, home, self.day.as_deref(), text)?;
        let mut words = written(context, self.kind, day, text);
        words.tags = self.tag.iter().map(|tag| tag.trim_start_matches(['#', '@']).to_owned()).collect();
        let line = if self.private {
            home.save(Draft { words, audience: Audience::Me }, &context.now)?
        } else {
            home.save_line(words, wait(self.now), &context.now)?
        };
        let aside = match line.visibility {
            Visibility::Private => ", for your eyes only",
            Visibility::Sealed => ", sealed until the reading",
            Visibility::Open => "",
        };
        context.output.json(&json::Saved::of(&line));
        if self.kind == Kind::Setback {
            context.output.talk(WAY_BACK);
        }
        context.output.done(&format!("Saved for {}{aside}.{}", said(context, home, day)?, context.id(line.entry)));
        if line.visibility == Visibility::Private && !self.private {
            context.output.done(&filled(
                "The readings of this week and the next are over, so it stays with you. For both of you: kintsugi share",
            ));
        }
        home.almost_full_with(line.doc)?.iter().for_each(|full| context.output.talk(&screen::almost_full(full)));
        Ok(())
    }
}

/// A first line of somebody whose journal has just begun, if they wish.
pub(crate) fn first_line(context: &Context, home: &Home) -> Result<(), CommandError> {
    ask(context, home, Kind::Note, &format!("A first line, if you wish: anything at all. {ENDS}"))
}

/// Asks for a line of today.
pub(crate) fn ask(context: &Context, home: &Home, kind: Kind, question: &str) -> Result<(), CommandError> {
    let task = Task::asking("write", question);
    input::save(context, home, &[], task, |text| Write::of(kind).save(context, home, text))
}
