//! `letter`

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::{Kind, Occasion, Topic, Visibility};
use serde_json::json;

use super::invite::invite;
use super::withdraw::withdraw;
use crate::complete;
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::input::{self, ENDS, Part, Task};
use crate::once::awkward;
use crate::output::{FAINT, STRONG, indented};
use crate::page::Page;
use crate::save::{resolve_day, said, written};
use crate::screen::Names;
use crate::terminal::{given_back, read_pages};
use kintsugi_home::sentences::{BEFORE_READING, LOST, LOST_BESIDE, ON_ITS_WAY, OPENS};
use kintsugi_home::{Home, Piece, Round, Standing, Wait, in_hand, letter};

/// Write letters to each other: sealed until both are ready, then read aloud
#[derive(Args)]
pub(crate) struct Letter {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Write yours; it is sealed, and stays on this laptop until both are ready
    Write {
        /// Open the editor
        #[arg(long, short)]
        editor: bool,
        /// The words, or - for stdin; without them your editor opens on three parts, or it asks for one after the other
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Invite your partner to a letter each; at most once a week, shown once
    Invite,
    /// Say that yours may be opened, once your partner is ready too
    Ready,
    /// Take yours back before it is opened; its words are destroyed
    Withdraw {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Read the letters aloud, one part on each screen
    Read {
        /// Which round; without it the last one that is open
        number: Option<u32>,
        /// Read your own, also while it is sealed
        #[arg(long)]
        mine: bool,
    },
    /// List what you promised: each line of a letter of yours that begins with +
    Promises,
    /// Note a promise of yours as an act of repair
    Kept {
        /// Which, by its number in the list of promises
        number: usize,
        /// The day: today, yesterday, monday, 2026-06-03
        #[arg(long, short, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
        day: Option<String>,
    },
}

impl Letter {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.what {
            None => show(context, &context.home()?),
            Some(What::Write { text, editor }) => write(context, &text, editor),
            Some(What::Invite) => invite(context, &context.home()?, Occasion::Letter, None),
            Some(What::Ready) => ready(context, &context.home()?),
            Some(What::Withdraw { yes }) => withdraw(context, &context.home()?, Topic::Letter, yes),
            Some(What::Read { number, mine }) => read(context, &context.home()?, number, mine),
            Some(What::Promises) => promises(context, &context.home()?),
            Some(What::Kept { number, day }) => kept(context, &context.home()?, number, day.as_deref()),
        }
    }
}

fn show(context: &Context, home: &Home) -> Result<(), CommandError> {
    let rounds = home.rounds_of(Topic::Letter)?;
    let in_hand = in_hand(&rounds);
    let standing = in_hand.map_or(Standing::Nothing, Round::standing);
    let number = in_hand.map(|round| round.id.number);
    context.output.screen(&says(standing));
    let beside = in_hand.filter(|round| round.has_mine() && round.lost && !round.is_opened());
    if beside.is_some() {
        context.output.screen(&format!("{FAINT}{LOST_BESIDE}{FAINT:#}"));
    }
    // What was not shared at pairing has become private, letters too.
    for listed in home.all_lines(|line| line.kind == Some(Kind::Letter) && line.visibility == Visibility::Private)? {
        let (day, id) = (dates::short(listed.line.day), listed.line.entry.short());
        context.output.screen(&format!("{FAINT}A letter of {day} is for your eyes only: kintsugi show {id}{FAINT:#}"));
    }
    let opened = rounds.iter().filter(|round| round.is_opened()).count();
    if opened > 1 {
        context.output.screen(&format!("{FAINT}Letters that are open: {opened}. kintsugi letter read NUMBER{FAINT:#}"));
    }
    context.output.json(&json!({ "number": number, "state": standing.name(), "opened": opened }));
    Ok(())
}

fn says(standing: Standing) -> String {
    match standing {
        Standing::Nothing => {
            "No letter of yours is sealed. kintsugi letter write begins one.\nNobody reads it before both of you are ready."
                .into()
        }
        Standing::Lost => {
            format!("{LOST}\nkintsugi letter write begins another; kintsugi letter withdraw clears its place.")
        }
        Standing::Sealed => {
            "Your letter is sealed, and only on this laptop.\nWhen it may be read: kintsugi letter ready".into()
        }
        Standing::Ready => format!("Your letter is sealed and ready. {OPENS}"),
        Standing::Open => "The letters are open: kintsugi letter read".into(),
    }
}

fn write(context: &Context, arguments: &[String], editor: bool) -> Result<(), CommandError> {
    let home = context.home().map_err(|error| input::rescue_stdin(context, arguments, error))?;
    if in_hand(&home.rounds_of(Topic::Letter)?).is_some_and(|round| !round.is_opened() && round.has_mine()) {
        let error = CommandError::from(kintsugi_home::HomeError::AlreadySealed);
        return Err(input::rescue_stdin(context, arguments, error));
    }
    awkward(context.output, &home, "letter")?;
    let task = Task::from_template("letter write", letter::TEMPLATE).or_in_parts(parts()).in_editor(editor);
    input::save(context, &home, arguments, task, |text| seal(context, &home, &text))
}

/// The parts of a letter, as they are asked for.
fn parts() -> Vec<Part> {
    let part = |part: letter::Part| {
        let title = part.title.unwrap_or_default();
        let guide = part.text.trim_matches(['(', ')']);
        Part { heading: format!("# {title}"), question: format!("{title}\n{guide}\n{ENDS}") }
    };
    letter::parts(letter::TEMPLATE).into_iter().map(part).collect()
}

fn seal(context: &Context, home: &Home, text: &str) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let text = letter::without_guidance(text);
    let (round, line) = home.seal(Topic::Letter, written(context, Kind::Letter, today, text), &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "number": round.number, "state": "sealed" }));
    context.output.screen(&says(Standing::Sealed));
    Ok(())
}

fn ready(context: &Context, home: &Home) -> Result<(), CommandError> {
    let round = home
        .sealed_round(Topic::Letter)
        .map_err(|error| CommandError::from(error).and("kintsugi letter write begins one."))?;
    home.make_ready(&[round])?;
    context.output.json(&json!({ "number": round.number, "state": "ready" }));
    context.output.done(&format!("Your letter is ready. {OPENS}"));
    Ok(())
}

/// The round that is asked for; without a number the last one that can be read so.
fn pick(home: &Home, number: Option<u32>, mine: bool) -> Result<Round, CommandError> {
    let readable = |round: &Round| if mine { !round.mine.seals.is_empty() } else { round.is_opened() };
    let wanted = |round: &Round| number.is_none_or(|number| round.id.number == number);
    let found = home.rounds_of(Topic::Letter)?.into_iter().rev().find(|round| wanted(round) && readable(round));
    found.ok_or_else(|| {
        CommandError::new(Exit::Failed, "nothing-open", "no letter is open yet")
            .hint(format!("{OPENS} Your own: kintsugi letter read --mine"))
    })
}

fn read(context: &Context, home: &Home, number: Option<u32>, mine: bool) -> Result<(), CommandError> {
    let round = pick(home, number, mine)?;
    let names = Names::of(home)?;
    let pieces: Vec<Piece> = home.pieces(&round)?.into_iter().filter(|piece| !mine || piece.mine).collect();
    context.output.json(&json!({
        "number": round.id.number,
        "letters": pieces.iter().map(|piece| json!({
            "id": piece.entry.to_string(), "author": names.of_author(piece.mine), "mine": piece.mine,
            "text": piece.body.as_ref().map(|body| &body.text), "edited": piece.edited,
        })).collect::<Vec<_>>(),
    }));
    if context.can_ask() && crate::output::has_screen() {
        let mut pages: Vec<Page> = pieces.iter().flat_map(|piece| aloud(piece, &names)).collect();
        if !mine {
            pages.insert(0, Page { head: "Before you read".into(), text: BEFORE_READING.into() });
        }
        read_pages(&pages).map_err(given_back)?;
        return Ok(());
    }
    let shown: Vec<String> = pieces.iter().map(|piece| plain(piece, &names)).collect();
    context.output.screen(&shown.join("\n\n"));
    Ok(())
}

/// A letter, part by part.
fn aloud(piece: &Piece, names: &Names) -> Vec<Page> {
    let author = &by(piece, names);
    let Some(body) = &piece.body else {
        return vec![Page { head: author.clone(), text: not_here(piece).into() }];
    };
    let head = |part: &letter::Part| match &part.title {
        Some(title) => format!("{author} · {title}"),
        None => author.clone(),
    };
    letter::parts(&body.text).into_iter().map(|part| Page { head: head(&part), text: part.text }).collect()
}

/// Whose it is, and whether its words were changed.
fn by(piece: &Piece, names: &Names) -> String {
    let author = names.of_author(piece.mine);
    if piece.edited { format!("{author} · edited") } else { author.to_owned() }
}

/// In place of words that are not on this laptop.
const fn not_here(piece: &Piece) -> &'static str {
    if piece.mine { LOST } else { ON_ITS_WAY }
}

fn plain(piece: &Piece, names: &Names) -> String {
    let author = by(piece, names);
    let text = piece.body.as_ref().map_or(not_here(piece), |body| &body.text);
    let part = |part: letter::Part| {
        let title = part.title.map_or_else(String::new, |title| format!("  {FAINT}{title}{FAINT:#}\n"));
        format!("{title}{}", indented(&part.text, "  ") + "\n")
    };
    let parts: Vec<String> = letter::parts(text).into_iter().map(part).collect();
    format!("{STRONG}{author}{STRONG:#}\n\n{}", parts.join("\n").trim_end())
}

fn promises(context: &Context, home: &Home) -> Result<(), CommandError> {
    let all = letter::promised(home)?;
    let rows: Vec<String> = all.iter().enumerate().map(|(n, text)| format!("  {:>2}  {text}", n + 1)).collect();
    let screen = if rows.is_empty() {
        "No promise is marked. A line of your letter that begins with + is one.".to_owned()
    } else {
        format!("{}\n\n{FAINT}kintsugi letter kept NUMBER notes one as an act of repair.{FAINT:#}", rows.join("\n"))
    };
    context.output.screen(&screen);
    context.output.json(&json!({ "promises": all }));
    Ok(())
}

fn kept(context: &Context, home: &Home, number: usize, day: Option<&str>) -> Result<(), CommandError> {
    let all = letter::promised(home)?;
    let text = number.checked_sub(1).and_then(|at| all.get(at)).cloned();
    let text = text.ok_or_else(|| {
        CommandError::usage(format!("there is no promise {number}")).hint("kintsugi letter promises lists them.")
    })?;
    let day = resolve_day(context, home, day)?;
    let line = home.save_for_both(written(context, Kind::Act, day, text), Wait::AsChosen, &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "day": day.to_string() }));
    context.output.done(&format!("An act of repair, for {}.{}", said(context, home, day)?, context.id(line.entry)));
    Ok(())
}
