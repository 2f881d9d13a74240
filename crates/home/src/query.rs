//! Asking for lines: by days, kind, tag, voice and words.

use jiff::civil::Date;
use kintsugi_journal::{Kind, Line, Sought, Visibility};
use kintsugi_vault::Glimpse;

use crate::hearts::Hearts;
use crate::sifted::Wish;
use crate::{Home, HomeError, Listed};

/// Whose lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// Both people's.
    #[default]
    Both,
    /// Mine.
    Mine,
    /// The partner's.
    Theirs,
}

/// Which lines of the journal are wanted. Acts are among them: one's own always, the other's on days on which both did one.
#[derive(Clone, Debug)]
pub struct Query {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Only so many, the last ones.
    pub last: Option<usize>,
    /// Only these kinds; all where there is none.
    pub kinds: Vec<Kind>,
    /// Only with this tag, in any case, with or without its sign.
    pub tag: Option<String>,
    /// Whose.
    pub voice: Voice,
    /// Only what both may read; the place of what was taken back stays, and acts on days with a heart.
    pub together: bool,
    /// Acts, too.
    pub acts: bool,
    /// Private lines, too.
    pub private: bool,
    /// The place of what was taken back, too.
    pub deleted: bool,
    /// Only with my star.
    pub starred: bool,
    /// Only on the day of the year of this one, in the years before it: at the end of a February also what a leap day holds.
    /// Nothing brings up a setback: there are none among these but where `kinds` names them.
    pub on_this_day: Option<Date>,
    /// Only with all of these in text or tags.
    pub words: Vec<Sought>,
    /// Only without any of these in text or tags.
    pub not: Vec<Sought>,
    /// Just these, by the beginnings of their ids. Who names a line wants it: nothing else that stands here counts then.
    pub ids: Vec<String>,
}

impl Default for Query {
    /// All lines of all days.
    fn default() -> Self {
        Self {
            from: Date::MIN,
            to: Date::MAX,
            last: None,
            kinds: Vec::new(),
            tag: None,
            voice: Voice::Both,
            together: false,
            acts: true,
            private: true,
            deleted: true,
            starred: false,
            on_this_day: None,
            words: Vec::new(),
            not: Vec::new(),
            ids: Vec::new(),
        }
    }
}

impl Home {
    /// The lines that are asked for, in order.
    ///
    /// # Errors
    /// As every reading function here; where ids are named, [`HomeError::NoSuchEntry`] and [`HomeError::Ambiguous`].
    pub fn query(&self, query: &Query) -> Result<Vec<Listed>, HomeError> {
        if !query.ids.is_empty() {
            return self.named(&query.ids);
        }
        let wanted = Wanted::of(query);
        if let Some(count) = query.last {
            return self.last_lines(count, |listed, hearts| wanted.keeps(listed, hearts));
        }
        let keep = |listed: &Listed, hearts: &Hearts| wanted.keeps(listed, hearts);
        let may = |glimpse: &Glimpse<'_>| wanted.may_keep(glimpse);
        let wish = Wish { keep: &keep, may: (!query.words.is_empty()).then_some(&may) };
        self.wished_lines(&self.vault().read()?, query.from, query.to, wish)
    }

    fn named(&self, ids: &[String]) -> Result<Vec<Listed>, HomeError> {
        let found = ids.iter().map(|id| self.find(id)).collect::<Result<Vec<_>, _>>()?;
        let me = self.identity().person();
        let mut lines: Vec<Listed> =
            found.into_iter().map(|found| Listed { mine: found.person == me, line: found.line }).collect();
        lines.sort_by_key(|listed| listed.line.order());
        Ok(lines)
    }
}

struct Wanted<'q> {
    query: &'q Query,
    tag: Option<String>,
}

impl<'q> Wanted<'q> {
    fn of(query: &'q Query) -> Self {
        let tag = query.tag.as_ref().map(|tag| tag.trim_start_matches(['#', '@']).to_lowercase());
        Self { query, tag }
    }

    fn keeps(&self, listed: &Listed, hearts: &Hearts) -> bool {
        let (query, line) = (self.query, &listed.line);
        hearts.lists(listed.mine, line)
            && (line.is_entry() || (query.acts && (!query.together || hearts.has(line))))
            && (query.from..=query.to).contains(&line.day)
            && (query.kinds.is_empty() || line.kind.is_some_and(|kind| query.kinds.contains(&kind)))
            && self.tag.as_ref().is_none_or(|tag| line.tags.iter().any(|other| other.to_lowercase() == *tag))
            && (query.voice != Voice::Mine || listed.mine)
            && (query.voice != Voice::Theirs || !listed.mine)
            && (!query.together || listed.is_open() || line.is_deleted())
            && (query.private || line.visibility != Visibility::Private)
            && (query.deleted || !line.is_deleted())
            && (!query.starred || line.starred)
            && query.on_this_day.is_none_or(|today| self.is_of_this_day(line, today))
            && query.words.iter().all(|words| is_in_line(words, line))
            && !query.not.iter().any(|words| is_in_line(words, line))
    }

    /// Whether its words are those that are looked for.
    fn may_keep(&self, glimpse: &Glimpse<'_>) -> bool {
        let texts = || glimpse.text.iter().chain(&glimpse.also).copied();
        self.query.words.iter().all(|words| is_in(words, texts(), glimpse.tags.iter().copied()))
    }

    fn is_of_this_day(&self, line: &Line, today: Date) -> bool {
        let ends_february = (today.month(), today.day()) == (2, 28) && !today.in_leap_year();
        let leap_day = ends_february && (line.day.month(), line.day.day()) == (2, 29);
        let same = (line.day.month(), line.day.day()) == (today.month(), today.day());
        let asked = line.kind != Some(Kind::Setback) || self.query.kinds.contains(&Kind::Setback);
        line.day.year() < today.year() && (same || leap_day) && asked
    }
}

fn is_in_line(words: &Sought, line: &Line) -> bool {
    let texts = line.text.iter().chain(&line.also).map(String::as_str);
    is_in(words, texts, line.tags.iter().map(String::as_str))
}

fn is_in<'t>(
    words: &Sought,
    mut texts: impl Iterator<Item = &'t str>,
    mut tags: impl Iterator<Item = &'t str>,
) -> bool {
    texts.any(|text| words.is_in(text)) || tags.any(|tag| words.is_tag(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pace;
    use crate::testing::{TODAY, alone, body, evening};
    use jiff::ToSpan;
    use jiff::civil::date;
    use kintsugi_journal::{Audience, Draft, Words};

    fn texts(home: &Home, query: &Query) -> Vec<String> {
        home.query(query).expect("a sound store").into_iter().filter_map(|listed| listed.line.text).collect()
    }

    fn sought(words: &str) -> Vec<Sought> {
        Sought::all(&[words.to_owned()])
    }

    fn journal() -> (tempfile::TempDir, Home) {
        let (root, home) = alone();
        let line = |text: &str, kind, days: i64, tag: &str, audience| {
            let tags = if tag.is_empty() { Vec::new() } else { vec![tag.to_owned()] };
            let day = TODAY.saturating_add(days.days());
            Draft { words: Words { day, tags, ..body(kind, text) }, audience }
        };
        let drafts = vec![
            line("tea in the garden", Kind::Moment, -9, "Home", Audience::Both),
            line("a long day", Kind::Hard, -1, "work", Audience::Both),
            line("you called", Kind::Appreciated, 0, "home", Audience::Both),
            line("for me alone", Kind::Hard, 0, "", Audience::Me),
            line("an act", Kind::Act, 0, "", Audience::Both),
        ];
        home.write(drafts, &evening(), Pace::AtOnce).expect("written");
        (root, home)
    }

    #[test]
    fn each_filter_keeps_what_it_names() {
        let (_root, home) = journal();
        let all = Query::default();
        assert_eq!(texts(&home, &all).len(), 5, "one's own acts are among them");
        assert_eq!(texts(&home, &Query { acts: false, ..all.clone() }).len(), 4);
        assert_eq!(texts(&home, &Query { from: TODAY, ..all.clone() }).len(), 3);
        assert_eq!(texts(&home, &Query { to: TODAY.saturating_sub(2.days()), ..all.clone() }), ["tea in the garden"]);
        assert_eq!(
            texts(&home, &Query { last: Some(1), kinds: vec![Kind::Moment], ..all.clone() }),
            ["tea in the garden"]
        );
        assert_eq!(
            texts(&home, &Query { tag: Some("#HOME".into()), ..all.clone() }),
            ["tea in the garden", "you called"]
        );
        assert_eq!(texts(&home, &Query { together: true, ..all.clone() }).len(), 3, "what is mine alone stays away");
        assert_eq!(texts(&home, &Query { voice: Voice::Mine, ..all.clone() }).len(), 5);
        assert!(texts(&home, &Query { voice: Voice::Theirs, ..all.clone() }).is_empty());
        assert_eq!(texts(&home, &Query { words: sought("LONG day"), ..all.clone() }), ["a long day"]);
        let both = [sought("long"), sought("tea")].concat();
        assert!(texts(&home, &Query { words: both, ..all.clone() }).is_empty(), "all words");
        let not = Query { words: sought("a"), not: sought("long"), ..all.clone() };
        assert_eq!(texts(&home, &not), ["for me alone", "an act"]);
        assert_eq!(texts(&home, &Query { private: false, acts: false, ..all }).len(), 3, "for a page to bring along");
    }

    #[test]
    fn whoever_names_a_line_gets_it_whatever_else_is_asked() {
        let (_root, home) = journal();
        let lines = home.query(&Query::default()).expect("a sound store");
        let id = |text: &str| lines.iter().find(|one| one.line.text.as_deref() == Some(text)).expect(text).line.entry;
        let ids = ["for me alone", "tea in the garden"].map(|text| id(text).to_string()).to_vec();
        let named = Query { ids, private: false, ..Query::default() };
        assert_eq!(texts(&home, &named), ["tea in the garden", "for me alone"]);
        let unknown = Query { ids: vec!["zz".into()], ..Query::default() };
        assert!(matches!(home.query(&unknown), Err(HomeError::NoSuchEntry(_))));
    }

    #[test]
    fn what_bears_my_star_is_found_by_it() {
        let (_root, home) = journal();
        let starred = Query { starred: true, ..Query::default() };
        assert!(texts(&home, &starred).is_empty());
        let tea = home.query(&Query { words: sought("tea"), ..Query::default() }).expect("a sound store");
        home.star(&home.find(&tea[0].line.entry.to_string()).expect("found"), true).expect("starred");
        assert_eq!(texts(&home, &starred), ["tea in the garden"]);
    }

    /// Written on that day in other years; 2026 has no 29 February.
    #[test]
    fn this_day_of_other_years_brings_up_no_setback_unasked() {
        let (_root, home) = alone();
        let line = |text: &str, kind, day| Draft { words: Words { day, ..body(kind, text) }, audience: Audience::Both };
        let drafts = vec![
            line("a leap day", Kind::Moment, date(2024, 2, 29)),
            line("a good day", Kind::Note, date(2025, 2, 28)),
            line("a step back", Kind::Setback, date(2025, 2, 28)),
            line("this year", Kind::Note, date(2026, 2, 28)),
            line("another day", Kind::Note, date(2025, 3, 1)),
        ];
        home.write(drafts, &evening(), Pace::AtOnce).expect("written");
        let today = Query { on_this_day: Some(date(2026, 2, 28)), ..Query::default() };
        assert_eq!(texts(&home, &today), ["a leap day", "a good day"]);
        let leap = Query { on_this_day: Some(date(2028, 2, 28)), ..Query::default() };
        assert_eq!(texts(&home, &leap), ["a good day", "this year"]);
        let asked = Query { kinds: vec![Kind::Setback], ..today };
        assert_eq!(texts(&home, &asked), ["a step back"]);
    }
}
