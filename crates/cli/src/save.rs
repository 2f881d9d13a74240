//! What `write`, `act` and `rest` share: the words of a day.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{Audience, Draft, Kind, Words, WrittenAt};

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use kintsugi_home::{Home, HomeError, Wait, week_start};

/// The day that was asked for, or today.
pub(crate) fn resolve_day(context: &Context, home: &Home, wanted: Option<&str>) -> Result<Date, CommandError> {
    let settings = home.journal_settings()?;
    let today = context.now.today(&settings);
    let Some(text) = wanted else { return Ok(today) };
    if text.trim().eq_ignore_ascii_case("tomorrow") {
        return Err(not_yet(today.saturating_add(1.day())));
    }
    come(context, home, dates::day(text, today, week_start(&settings))?)
}

/// The day of words and the words: as the option says, else as they begin (`yesterday: …`), else today.
pub(crate) fn day_and_words(
    context: &Context,
    home: &Home,
    wanted: Option<&str>,
    text: String,
) -> Result<(Date, String), CommandError> {
    if wanted.is_some() {
        return Ok((resolve_day(context, home, wanted)?, text));
    }
    let settings = home.journal_settings()?;
    let today = context.now.today(&settings);
    match dates::heading(&text, today, week_start(&settings))? {
        Some((day, words)) => Ok((come(context, home, day)?, words.to_owned())),
        None => Ok((today, text)),
    }
}

/// A day as it is echoed: with its year where that is not this one.
pub(crate) fn said(context: &Context, home: &Home, day: Date) -> Result<String, CommandError> {
    Ok(dates::said(day, context.now.today(&home.journal_settings()?)))
}

/// A day that has come.
fn come(context: &Context, home: &Home, day: Date) -> Result<Date, CommandError> {
    home.check_day(day, &context.now).map_err(|error| match error {
        HomeError::NotYet(day) => not_yet(day),
        other => other.into(),
    })?;
    Ok(day)
}

fn not_yet(day: Date) -> CommandError {
    CommandError {
        message: format!("{} has not come yet", dates::long(day)),
        ..CommandError::from(HomeError::NotYet(day))
    }
}

/// Words of this kind, as they are written now.
pub(crate) fn written(context: &Context, kind: Kind, day: Date, text: String) -> Words {
    let written_at = WrittenAt { at: context.now.timestamp(), offset_minutes: context.now.offset_minutes() };
    Words { kind, day, text, tags: Vec::new(), written_at: Some(written_at) }
}

/// A draft, as it is written now.
pub(crate) fn draft(context: &Context, kind: Kind, day: Date, text: String, audience: Audience) -> Draft {
    Draft { words: written(context, kind, day, text), audience }
}

/// Whether `--now` was given.
pub(crate) const fn wait(now: bool) -> Wait {
    if now { Wait::Not } else { Wait::AsChosen }
}

/// The kinds of entry, for an option.
pub(crate) fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ENTRIES.map(Kind::name))
        .map(|name| Kind::ENTRIES.into_iter().find(|kind| kind.name() == name).unwrap_or(Kind::Note))
}
