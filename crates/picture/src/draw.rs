//! Drawing the tracker. All texts are ours, numbers and names of days: nothing in here needs escaping.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use kintsugi_home::Tracker;
use kintsugi_journal::{Month, TrackerDay};

const INK: &str = "#3d3a38";
const FAINT: &str = "#8a8580";
const PAPER: &str = "#fffdf9";
const CELL: &str = "#f4efe8";
const HEART: &str = "#a83a44";

/// One month: a grid of weeks.
pub fn month(month: Month, tracker: &Tracker, start: Weekday) -> String {
    const SIDE: usize = 72;
    let title = month.first_day().strftime("%B %Y").to_string();
    let before = usize::from(month.first_day().weekday().since(start).unsigned_abs());
    let rows = (before + tracker.days.len()).div_ceil(7);
    let (width, height) = (7 * SIDE + 48, 108 + rows * SIDE + 84);
    let mut body = heading(&title);
    for (n, name) in start.cycle_forward().take(7).enumerate() {
        body.push_str(&text(24 + n * SIDE + SIDE / 2, 96, 14, FAINT, "middle", &short(name)));
    }
    for (n, day) in tracker.days.iter().enumerate() {
        let (column, row) = ((before + n) % 7, (before + n) / 7);
        let (x, y) = (24 + column * SIDE, 108 + row * SIDE);
        body.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{CELL}\"/>\n",
            x + 3,
            y + 3,
            SIDE - 6,
            SIDE - 6
        ));
        body.push_str(&text(x + 12, y + 22, 13, FAINT, "start", &day.day.day().to_string()));
        body.push_str(&sign(day, x + SIDE / 2, y + SIDE / 2 + 9, 1.8));
    }
    body.push_str(&legend(24, height - 52, tracker));
    picture(width, height, &title, tracker, &body)
}

/// One year: a row for each month.
pub fn year(year: i16, tracker: &Tracker) -> String {
    const SIDE: usize = 22;
    const LEFT: usize = 72;
    let (width, height) = (LEFT + 31 * SIDE + 24, 96 + 12 * (SIDE + 6) + 84);
    let mut body = heading(&year.to_string());
    for day in [1, 5, 10, 15, 20, 25, 30] {
        body.push_str(&text(LEFT + (day - 1) * SIDE + SIDE / 2, 76, 11, FAINT, "middle", &day.to_string()));
    }
    for days in tracker.days.chunk_by(|a, b| a.day.month() == b.day.month()) {
        let row = usize::from(days[0].day.month().unsigned_abs()) - 1;
        let y = 84 + row * (SIDE + 6);
        body.push_str(&text(24, y + 16, 14, FAINT, "start", &days[0].day.strftime("%b").to_string()));
        for day in days {
            let x = LEFT + (usize::from(day.day.day().unsigned_abs()) - 1) * SIDE;
            body.push_str(&format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{CELL}\"/>\n",
                x + 1,
                y + 1,
                SIDE - 2,
                SIDE - 2
            ));
            body.push_str(&sign(day, x + SIDE / 2, y + SIDE / 2, 0.9));
        }
    }
    body.push_str(&legend(24, height - 52, tracker));
    picture(width, height, &year.to_string(), tracker, &body)
}

/// `Mon`, as any day of that name says it.
fn short(day: Weekday) -> String {
    const MONDAY: Date = date(2024, 1, 1);
    MONDAY.saturating_add(i64::from(day.to_monday_zero_offset()).days()).strftime("%a").to_string()
}

fn picture(width: usize, height: usize, title: &str, tracker: &Tracker, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title description\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"description\">{}</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>\n{body}</svg>\n",
        alternative(tracker)
    )
}

/// The picture in words.
fn alternative(tracker: &Tracker) -> String {
    let days: Vec<String> =
        tracker.days.iter().filter(|day| day.heart).map(|day| day.day.strftime("%-d %B").to_string()).collect();
    match days.len() {
        0 => "A calendar. Hearts come when they come.".into(),
        1 => format!("A calendar with one heart, on {}.", days[0]),
        many => format!("A calendar with {many} hearts, on {}.", days.join(", ")),
    }
}

fn heading(title: &str) -> String {
    text(24, 52, 28, INK, "start", title)
}

fn text(x: usize, y: usize, size: usize, fill: &str, anchor: &str, content: &str) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"DejaVu Sans, Verdana, sans-serif\" font-size=\"{size}\" fill=\"{fill}\" text-anchor=\"{anchor}\">{content}</text>\n"
    )
}

/// What a day is, around the middle of its cell: a full heart, a ring for an act of mine, a soft wave for rest, or nothing.
fn sign(day: &TrackerDay, x: usize, y: usize, scale: f64) -> String {
    let shape = match day {
        TrackerDay { heart: true, .. } => heart(),
        TrackerDay { my_acts: 1.., .. } => ring(),
        TrackerDay { rest: true, .. } => wave(),
        _ => return String::new(),
    };
    format!("<g transform=\"translate({x} {y}) scale({scale})\">{shape}</g>\n")
}

fn heart() -> String {
    let path = "M0 8C-2 6-9 2-9-3-9-6.4-6.6-8-4.5-8-2.5-8-.8-6.9 0-5 .8-6.9 2.5-8 4.5-8 6.6-8 9-6.4 9-3 9 2 2 6 0 8Z";
    format!("<path d=\"{path}\" fill=\"{HEART}\"/>")
}

fn ring() -> String {
    format!("<circle r=\"4.2\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"1.8\"/>")
}

fn wave() -> String {
    format!(
        "<path d=\"M-8 1.5C-5.5-2.5-2.5-2.5 0 1.5 2.5 5.5 5.5 5.5 8 1.5\" fill=\"none\" stroke=\"{FAINT}\" stroke-width=\"1.6\" stroke-linecap=\"round\"/>"
    )
}

/// What the signs mean that stand in the picture.
fn legend(x: usize, y: usize, tracker: &Tracker) -> String {
    let day = |heart: bool, my_acts: u32, rest: bool| TrackerDay { day: Date::ZERO, my_acts, rest, heart };
    let mut legend = String::new();
    let signs =
        [(day(true, 1, false), "both of us"), (day(false, 1, false), "an act of mine"), (day(false, 0, true), "rest")];
    let stands = |shown: &TrackerDay| {
        let alike = |one: &TrackerDay| (one.heart, one.my_acts > 0, one.rest) == (false, shown.my_acts > 0, shown.rest);
        shown.heart || tracker.days.iter().any(alike)
    };
    for (n, (day, meaning)) in signs.iter().filter(|(day, _)| stands(day)).enumerate() {
        let at = x + 10 + n * 150;
        legend.push_str(&sign(day, at, y, 1.1));
        legend.push_str(&text(at + 20, y + 5, 14, INK, "start", meaning));
    }
    let total = match tracker.hearts {
        0 => "Hearts come when they come.".to_owned(),
        1 => "One heart.".to_owned(),
        many => format!("{many} hearts."),
    };
    legend + &text(x, y + 34, 14, FAINT, "start", &total)
}
