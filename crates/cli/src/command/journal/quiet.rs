//! `quiet`

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::output::filled;
use kintsugi_home::Home;
use kintsugi_home::sentences::CAME;

/// For how many days at most.
const MOST_DAYS: i32 = 366;

/// A time of quiet: what your partner writes is taken in and not shown by itself, and nobody is told
///
/// Your own lines and the hearts stay. kintsugi read --all shows everything at any time.
#[derive(Args)]
pub(crate) struct Quiet {
    /// For how long: 3d, 2w, until 2026-06-10, or off
    #[arg(value_name = "HOW LONG")]
    long: Vec<String>,
}

impl Quiet {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.long.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => {}
            ["off"] => {
                if let Some(came) = home.end_quiet()? {
                    return over(context, came);
                }
            }
            ["until", ref day @ ..] if !day.is_empty() => {
                let today = context.now.today(&home.journal_settings()?);
                begin(context, &home, today, dates::coming(&day.join(" "), today)?)?;
            }
            ref long => {
                let today = context.now.today(&home.journal_settings()?);
                begin(context, &home, today, today.saturating_add(days(&long.join(""))?.days()))?;
            }
        }
        show(context, &home)
    }
}

fn over(context: &Context, came: bool) -> Result<(), CommandError> {
    context.output.done("The time of quiet is over.");
    if came {
        context.output.screen(CAME);
    }
    context.output.json(&json!({ "quiet": false, "until": null }));
    Ok(())
}

fn begin(context: &Context, home: &Home, today: Date, until: Date) -> Result<(), CommandError> {
    if until <= today || until > today.saturating_add(MOST_DAYS.days()) {
        return Err(
            CommandError::usage("a time of quiet ends on a day to come, within a year").hint("Nothing was changed.")
        );
    }
    Ok(home.begin_quiet(until, &context.now)?)
}

/// `3d`, `2w`: a number of days.
fn days(text: &str) -> Result<i32, CommandError> {
    let (number, each) = match text.strip_suffix(['d', 'w']) {
        Some(number) => (number, if text.ends_with('w') { 7 } else { 1 }),
        None => (text, 0),
    };
    let days = number.parse::<i32>().ok().and_then(|number| number.checked_mul(each)).filter(|days| *days > 0);
    days.ok_or_else(|| {
        CommandError::usage(format!("“{text}” is no time of quiet"))
            .hint("Nothing was changed. Write 3d, 2w, until 2026-06-10, or off.")
    })
}

fn show(context: &Context, home: &Home) -> Result<(), CommandError> {
    let until = home.sight(&context.now)?.quiet_until();
    context.output.done(&filled(&match until {
        Some(until) => format!(
            "Quiet until {}. What comes until then is kept and not shown by itself; kintsugi read --all shows it. Nobody is told.",
            dates::short(until)
        ),
        None => "No time of quiet is set. kintsugi quiet 3d begins one.".to_owned(),
    }));
    context.output.json(&json!({ "quiet": until.is_some(), "until": until.map(|day| day.to_string()) }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks_are_counted_and_nothing_else() {
        assert_eq!(days("3d").ok(), Some(3));
        assert_eq!(days("2w").ok(), Some(14));
        for text in ["", "d", "3", "0d", "-1d", "3m", "tomorrow", "99999999999d", "2000000000w"] {
            assert!(days(text).is_err(), "{text}");
        }
    }
}
