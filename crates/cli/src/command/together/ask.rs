//! `ask`

use clap::{Args, Subcommand};
use jiff::civil::Date;
use kintsugi_journal::{Audience, Kind, Occasion, Topic};
use serde_json::json;

use super::invite::invite;
use super::withdraw::withdraw;
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, STRONG, filled, indented};
use crate::save::{draft, written};
use crate::screen::Names;
use kintsugi_home::repertoire::{Question, question, questions};
use kintsugi_home::sentences::OPENS_WRITTEN;
use kintsugi_home::{Home, Round, Standing, in_hand};

/// Questions that both answer before either reads, again and again over time
#[derive(Args)]
pub(crate) struct Ask {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Answer a question; your answer is sealed until both have answered
    Answer {
        /// Which question, by its number in the list
        question: String,
        /// Open the editor
        #[arg(long, short)]
        editor: bool,
        /// The words, or - for stdin; without them it asks
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Invite your partner to answer a question; at most one a week, shown once
    Invite {
        /// Which question
        question: String,
    },
    /// Read the answers to a question, earlier ones beside today's
    Read {
        /// Which question
        question: String,
        /// Read your own, also while it is sealed
        #[arg(long)]
        mine: bool,
    },
    /// Take your sealed answer back; its words are destroyed
    Withdraw {
        /// Which question
        question: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Add a question of your own, for both
    Add {
        /// The question, or - for stdin; without it, it asks
        text: Vec<String>,
    },
    /// Take away a question that one of you added
    Remove {
        /// Which question
        question: String,
    },
}

impl Ask {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.what {
            None => list(context, &context.home()?),
            Some(What::Answer { question, text, editor }) => answer(context, &question, &text, editor),
            Some(What::Invite { question }) => {
                let home = context.home()?;
                invite(context, &home, Occasion::Question, Some(find(&home, &question)?.id))
            }
            Some(What::Read { question, mine }) => read(context, &context.home()?, &question, mine),
            Some(What::Withdraw { question, yes }) => {
                let home = context.home()?;
                withdraw(context, &home, Topic::Question(find(&home, &question)?.id), yes)
            }
            Some(What::Add { text }) => {
                let (home, task) = (context.home()?, Task::asking("ask add", format!("Your question. {ENDS}")));
                input::save(context, &home, &text, task, |text| add(context, &home, text))
            }
            Some(What::Remove { question }) => remove(context, &context.home()?, &question),
        }
    }
}

/// The rounds of a question, the earliest first.
fn rounds_of(home: &Home, question: &Question) -> Result<Vec<Round>, CommandError> {
    Ok(home.rounds_of(Topic::Question(question.id))?)
}

fn find(home: &Home, named: &str) -> Result<Question, CommandError> {
    question(home, named)?.ok_or_else(|| {
        CommandError::usage(format!("there is no question {named}")).hint("kintsugi ask lists them with their numbers.")
    })
}

fn list(context: &Context, home: &Home) -> Result<(), CommandError> {
    let mut rows = Vec::new();
    let mut answer = Vec::new();
    for (n, question) in questions(home)?.into_iter().enumerate() {
        let rounds = rounds_of(home, &question)?;
        let standing = in_hand(&rounds).map_or(Standing::Nothing, Round::standing);
        let opened = rounds.iter().filter(|round| round.is_opened()).count();
        let text = indented(&question.text, "      ");
        rows.push(format!("  {STRONG}{:>2}{STRONG:#}  {}{}", n + 1, text.trim_start(), note(standing, opened)));
        answer.push(json!({
            "number": n + 1, "id": question.id.to_string(), "text": question.text, "own": question.own,
            "state": standing.name(), "opened": opened,
        }));
    }
    context.output.screen(&format!(
        "{}\n\n{FAINT}kintsugi ask answer NUMBER   kintsugi ask read NUMBER{FAINT:#}",
        rows.join("\n")
    ));
    context.output.json(&json!({ "questions": answer }));
    Ok(())
}

fn note(standing: Standing, opened: usize) -> String {
    let text = match standing {
        Standing::Nothing => return String::new(),
        Standing::Lost => "what you sealed is not on this laptop any more; you may answer anew".to_owned(),
        Standing::Sealed | Standing::Ready => "yours is sealed and ready".to_owned(),
        Standing::Open if opened == 1 => "open".to_owned(),
        Standing::Open => format!("open, {opened} times"),
    };
    format!("\n      {FAINT}{text}{FAINT:#}")
}

fn answer(context: &Context, named: &str, arguments: &[String], editor: bool) -> Result<(), CommandError> {
    let home = context.home().map_err(|error| input::rescue_stdin(context, arguments, error))?;
    let question = find(&home, named).map_err(|error| input::rescue_stdin(context, arguments, error))?;
    if let Some(day) = home.again_from(question.id, &context.now)? {
        return Err(input::rescue_stdin(context, arguments, opened_lately(day)));
    }
    awkward(context.output, &home, "ask")?;
    context.output.talk(&filled(&question.text));
    let task = Task::asking(format!("ask answer {}", question.id.short()), format!("Your answer. {ENDS}"));
    let seal = |text| seal(context, &home, &question, text);
    input::save(context, &home, arguments, task.in_editor(editor), seal)
}

/// A question that has opened rests for a week.
fn opened_lately(day: Date) -> CommandError {
    CommandError::new(Exit::Failed, "opened-lately", "this question has opened in these seven days")
        .hint(format!("Nothing was saved. It can be answered again from {} on.", dates::long(day)))
}

fn seal(context: &Context, home: &Home, question: &Question, text: String) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let topic = Topic::Question(question.id);
    let (round, line) = home.seal(topic, written(context, Kind::Answer, today, text), &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "number": round.number, "state": "ready" }));
    context.output.done(&format!("Your answer is sealed. {OPENS_WRITTEN}"));
    Ok(())
}

fn read(context: &Context, home: &Home, named: &str, mine: bool) -> Result<(), CommandError> {
    let question = find(home, named)?;
    let names = Names::of(home)?;
    let readable = |round: &Round| if mine { !round.mine.seals.is_empty() } else { round.is_opened() };
    let opened: Vec<Round> = rounds_of(home, &question)?.into_iter().filter(readable).collect();
    if opened.is_empty() {
        return Err(CommandError::new(Exit::Failed, "nothing-open", "no answer is open yet")
            .hint(format!("{OPENS_WRITTEN} Your own: kintsugi ask read {named} --mine")));
    }
    let mut screen = format!("{STRONG}{}{STRONG:#}\n", filled(&question.text));
    let mut answer = Vec::new();
    for round in opened {
        let mut pieces = Vec::new();
        for piece in home.pieces(&round)?.into_iter().filter(|piece| piece.mine || !mine) {
            let author = names.of_author(piece.mine);
            let Some(body) = piece.body else {
                screen
                    .push_str(&format!("\n  {author}\n    {FAINT}on its way; it comes at the next meeting{FAINT:#}\n"));
                continue;
            };
            let edited = if piece.edited { " · edited" } else { "" };
            let day = dates::long(body.day);
            screen
                .push_str(&format!("\n  {author} {FAINT}· {day}{edited}{FAINT:#}\n{}\n", indented(&body.text, "    ")));
            pieces.push(json!({ "author": author, "mine": piece.mine, "day": body.day.to_string(), "text": body.text,
                    "edited": piece.edited }));
        }
        answer.push(json!({ "number": round.id.number, "answers": pieces }));
    }
    context.output.screen(screen.trim_end());
    context.output.json(&json!({ "question": question.text, "rounds": answer }));
    Ok(())
}

fn add(context: &Context, home: &Home, text: String) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let line = home.save(draft(context, Kind::Question, today, text, Audience::Both), &context.now)?;
    let number = questions(home)?.iter().position(|question| question.id == line.entry).map_or(0, |at| at + 1);
    context.output.json(&json!({ "id": line.entry.to_string(), "number": number }));
    context.output.done(&format!("Added as question {number}, for both of you."));
    Ok(())
}

fn remove(context: &Context, home: &Home, named: &str) -> Result<(), CommandError> {
    let question = find(home, named)?;
    if !question.own {
        return Err(CommandError::usage("the questions that come along stay").hint("Nothing was changed."));
    }
    home.take_away(question.id)?;
    context.output.json(&json!({ "id": question.id.to_string(), "removed": true }));
    context.output.done("Taken away.");
    Ok(())
}
