//! What `write`, `act` and `rest` share: a draft of a day, saved and echoed.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use kintsugi_journal::{Audience, Body, Draft, Kind, Line};

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use kintsugi_home::{Home, Pace};

/// The day that was asked for, or today.
pub(crate) fn resolve_day(context: &Context, home: &Home, wanted: Option<&str>) -> Result<Date, CommandError> {
    let settings = home.journal_settings()?;
    let today = context.now.today(&settings);
    let Some(text) = wanted else { return Ok(today) };
    let day = dates::day(text, today, dates::week_start(settings.week_start))?;
    // The wall clock may be a day ahead of the journal's day, and the person's calendar one ahead of the laptop's.
    if day > context.now.civil_date().saturating_add(jiff::Span::new().days(1)) {
        return Err(CommandError::usage(format!("{} has not come yet", dates::long(day)))
            .hint("Nothing was saved. Write about days up to today."));
    }
    Ok(day)
}

/// Words of this kind, as they are written now.
pub(crate) fn body(context: &Context, kind: Kind, day: Date, text: String) -> Body {
    Body {
        kind,
        day,
        written_at: context.now.timestamp(),
        offset_minutes: context.now.offset_minutes(),
        zone: context.now.zone_name(),
        text,
        tags: Vec::new(),
    }
}

/// A draft, as it is written now.
pub(crate) fn draft(context: &Context, kind: Kind, day: Date, text: String, audience: Audience) -> Draft {
    Draft { body: body(context, kind, day, text), audience }
}

/// When what is written now may be sent by itself.
pub(crate) fn pace(context: &Context, home: &Home, now: bool) -> Result<Pace, CommandError> {
    let minutes = home.local_settings()?.hold_minutes;
    if now || minutes == 0 {
        return Ok(Pace::AtOnce);
    }
    let until = context.now.timestamp().checked_add(jiff::SignedDuration::from_mins(i64::from(minutes)));
    Ok(until.map_or(Pace::AtOnce, Pace::After))
}

/// Saves one draft.
pub(crate) fn save(context: &Context, home: &Home, draft: Draft, now: bool) -> Result<Line, CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let mut lines = home.write(vec![draft], today, pace(context, home, now)?)?;
    Ok(lines.pop().expect("one draft makes one line"))
}

/// The kinds of entry, for an option.
pub(crate) fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ENTRIES.map(Kind::name))
        .map(|name| Kind::ENTRIES.into_iter().find(|kind| kind.name() == name).unwrap_or(Kind::Note))
}
