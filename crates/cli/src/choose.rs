//! Choosing by number, for who has no id at hand.

use kintsugi_home::{Choice, Found, Home, Listed};
use kintsugi_journal::Visibility;

use crate::confirm::ask_line;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::output::{FAINT, STRONG};
use crate::screen::{Names, shortened};

/// Where there is nothing to choose from.
const NONE: &str = "There is no such line yet. kintsugi write asks for one.";
/// How many are offered.
const OFFERED: usize = 7;

/// The line that is named by its id, by `last`, or by number at a terminal. `None` where nothing was chosen, which was said.
pub(crate) fn line(
    context: &Context,
    home: &Home,
    id: Option<&str>,
    choice: Choice,
) -> Result<Option<Found>, CommandError> {
    match id {
        Some("last") => match home.latest(choice, 1)?.pop() {
            Some(listed) => found(home, &listed).map(Some),
            None => Err(CommandError::usage("there is no such line yet").hint("Nothing was changed.")),
        },
        // A letter that has opened is no line, and can be kept all the same.
        Some(id) if matches!(choice, Choice::Keep) => Ok(Some(home.find_open(id)?)),
        Some(id) => Ok(Some(home.find(id)?)),
        None => {
            let (lines, names) = (home.latest(choice, OFFERED)?, Names::of(home)?);
            let rows = lines.into_iter().map(|listed| (row(&listed, &names), listed)).collect();
            let chosen = one_of(context, rows, "kintsugi read --ids shows the ids; last is the newest one.")?;
            chosen.map(|listed| found(home, &listed)).transpose()
        }
    }
}

fn found(home: &Home, listed: &Listed) -> Result<Found, CommandError> {
    Ok(home.find(&listed.line.entry.to_string())?)
}

fn row(listed: &Listed, names: &Names) -> String {
    let mut head = vec![dates::short(listed.line.day)];
    head.extend((!listed.mine).then(|| names.of_author(false).to_owned()));
    head.extend(listed.line.kind.map(|kind| kind.name().to_owned()));
    head.extend((listed.line.visibility == Visibility::Private).then(|| "private".to_owned()));
    format!("{FAINT}{}{FAINT:#}\n     {}", head.join(" · "), shortened(listed))
}

/// One of these rows, by its number. `None` where nothing was chosen, which was said; without a terminal an error that says `how` it is
/// named.
pub(crate) fn one_of<T>(context: &Context, rows: Vec<(String, T)>, how: &str) -> Result<Option<T>, CommandError> {
    if !context.can_ask() {
        return Err(CommandError::usage("which one is not said").hint(format!("{how} Nothing was changed.")));
    }
    if rows.is_empty() {
        context.output.talk(NONE);
        return Ok(None);
    }
    let shown = rows.iter().enumerate().map(|(n, (row, _))| format!("  {STRONG}{}{STRONG:#}  {row}", n + 1));
    context.output.insist(&shown.collect::<Vec<_>>().join("\n"));
    let Some(number) = number(context, rows.len())? else {
        context.output.talk("Nothing was changed.");
        return Ok(None);
    };
    Ok(rows.into_iter().nth(number - 1).map(|(_, one)| one))
}

fn number(context: &Context, most: usize) -> Result<Option<usize>, CommandError> {
    loop {
        let answer = ask_line(context, "Which one? Its number, or Enter for none: ")?.unwrap_or_default();
        match answer.trim() {
            "" => return Ok(None),
            text => match text.parse() {
                Ok(number) if (1..=most).contains(&number) => return Ok(Some(number)),
                _ => context.output.insist(&format!("A number from 1 to {most}, please.")),
            },
        }
    }
}
