//! The tracker: a grid of days. Hearts add up; a blank day is a blank day.

use jiff::civil::Weekday;
use kintsugi_journal::{Month, TrackerDay};

use crate::dates::weekday_short;
use crate::output::{FAINT, HEART, STRONG, has_unicode};
use kintsugi_home::Tracker;

struct Signs {
    heart: char,
    act: char,
    rest: char,
    blank: char,
}

fn signs() -> Signs {
    if has_unicode() {
        Signs { heart: '♥', act: '•', rest: '~', blank: '·' }
    } else {
        Signs { heart: '#', act: 'o', rest: '~', blank: '.' }
    }
}

impl Signs {
    fn of(&self, day: &TrackerDay) -> String {
        match day {
            TrackerDay { heart: true, .. } => format!("{HEART}{}{HEART:#}", self.heart),
            TrackerDay { my_acts: 1.., .. } => self.act.to_string(),
            TrackerDay { rest: true, .. } => self.rest.to_string(),
            _ => format!("{FAINT}{}{FAINT:#}", self.blank),
        }
    }

    fn legend(&self) -> String {
        let Self { heart, act, rest, .. } = self;
        format!("{HEART}{heart}{HEART:#} both of you   {act} an act of yours   {rest} rest")
    }
}

/// One month, week by week.
pub(crate) fn month(month: Month, tracker: &Tracker, start: Weekday) -> String {
    let signs = signs();
    let title = month.first_day().strftime("%B %Y").to_string();
    let mut screen = format!("{STRONG}{title}{STRONG:#}\n\n ");
    for name in start.cycle_forward().take(7) {
        screen.push_str(&format!(" {FAINT}{}{FAINT:#}", weekday_short(name)));
    }
    screen.push('\n');
    let mut column = usize::from(month.first_day().weekday().since(start).unsigned_abs());
    screen.push_str(&"    ".repeat(column));
    for day in &tracker.days {
        screen.push_str(&format!("   {}", signs.of(day)));
        column += 1;
        if column == 7 {
            screen.push('\n');
            column = 0;
        }
    }
    format!("{}\n\n{}\n{}", screen.trim_end(), signs.legend(), total(tracker.hearts))
}

/// One year, a row for each month.
pub(crate) fn year(year: i16, tracker: &Tracker) -> String {
    let signs = signs();
    let mut screen = format!("{STRONG}{year}{STRONG:#}\n\n");
    for days in tracker.days.chunk_by(|a, b| a.day.month() == b.day.month()) {
        let name = days[0].day.strftime("%b").to_string();
        let row: String = days.iter().map(|day| signs.of(day)).collect();
        screen.push_str(&format!("  {name}  {row}\n"));
    }
    format!("{screen}\n{}\n{}", signs.legend(), total(tracker.hearts))
}

fn total(hearts: usize) -> String {
    match hearts {
        0 => "Hearts come when they come.".into(),
        1 => "One heart.".into(),
        many => format!("{many} hearts."),
    }
}
