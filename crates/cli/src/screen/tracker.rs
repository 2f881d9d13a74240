//! The tracker: a grid of days. Hearts add up; a blank day is a blank day.

use std::cmp::Ordering;

use jiff::civil::{Date, Weekday};
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

    /// The days of one week, each with its number.
    fn week(&self, days: &[Option<&TrackerDay>], today: Date) -> String {
        let mut week = String::from(" ");
        let mut follows_today = false;
        for day in days {
            let is_today = day.is_some_and(|day| day.day == today);
            week.push(if is_today {
                '['
            } else if follows_today {
                ']'
            } else {
                ' '
            });
            week.push_str(&day.map_or_else(|| "   ".to_owned(), |day| self.numbered(day, today)));
            follows_today = is_today;
        }
        if follows_today {
            week.push(']');
        }
        week.trim_end().to_owned()
    }

    fn numbered(&self, day: &TrackerDay, today: Date) -> String {
        let number = day.day.day();
        match day.day.cmp(&today) {
            Ordering::Greater => format!("{FAINT}{number:>2}{FAINT:#} "),
            Ordering::Equal => format!("{STRONG}{number:>2}{STRONG:#}{}", self.of(day)),
            Ordering::Less => format!("{number:>2}{}", self.of(day)),
        }
    }

    fn legend(&self) -> String {
        let Self { heart, act, rest, .. } = self;
        format!("{HEART}{heart}{HEART:#} both of you   {act} an act of yours   {rest} rest")
    }
}

/// One month, week by week: today stands in brackets, and a day to come has nothing beside its number.
pub(crate) fn month(month: Month, tracker: &Tracker, start: Weekday, today: Date) -> String {
    let signs = signs();
    let title = month.first_day().strftime("%B %Y").to_string();
    let names: String =
        start.cycle_forward().take(7).map(|name| format!(" {FAINT}{}{FAINT:#}", weekday_short(name))).collect();
    let blank = usize::from(month.first_day().weekday().since(start).unsigned_abs());
    let cells: Vec<Option<&TrackerDay>> =
        std::iter::repeat_n(None, blank).chain(tracker.days.iter().map(Some)).collect();
    let weeks: Vec<String> = cells.chunks(7).map(|week| signs.week(week, today)).collect();
    let grid = weeks.join("\n");
    let total = total(tracker.hearts);
    format!("{STRONG}{title}{STRONG:#}\n\n {names}\n{grid}\n\n{}\n{total}", signs.legend())
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
