//! What has become of the time of the check-in, told once.

use kintsugi_home::{Home, Moved};
use kintsugi_journal::Schedule;

use crate::context::Context;
use crate::dates::day_and_time;
use crate::error::CommandError;
use crate::output::filled;

/// Says once what has become of the time since it was shown here last.
pub(crate) fn tell_moved(context: &Context, home: &Home) -> Result<(), CommandError> {
    if !context.output.is_talking() {
        return Ok(());
    }
    if let Some(moved) = home.moved_sitting(&context.now)? {
        context.output.screen(&filled(&in_words(&moved)));
    }
    Ok(home.sitting_is_shown(&context.now)?)
}

fn in_words(moved: &Moved) -> String {
    let same = |one: &Schedule, other: &Schedule| (one.weekday, one.minute) == (other.weekday, other.minute);
    match (&moved.before, &moved.now) {
        (Some(before), Some(now)) if same(before, now) => "The check-in has another place.".into(),
        (Some(before), Some(now)) => {
            format!("The check-in was moved to {}. Before it was {}.", day_and_time(now), day_and_time(before))
        }
        (Some(before), None) => format!("The check-in was cancelled. It was {}.", day_and_time(before)),
        (None, Some(now)) => format!("A check-in was agreed on: each {}.", day_and_time(now)),
        (None, None) => String::new(),
    }
}
