//! The sheet for a counsellor: what somebody picks to bring along, and the page that it becomes. Nothing of it is written here.

mod page;

use jiff::civil::Date;
use kintsugi_journal::{KeptFrom, Month};

use crate::{Agreement, Home, HomeError, Listed, Moment, Piece, Query, Voice};

/// What somebody wishes to bring along.
#[derive(Clone, Debug, Default)]
pub struct Picking {
    /// Which lines; whose is said by `theirs`.
    pub query: Query,
    /// The partner's words that are open, too.
    pub theirs: bool,
    /// Letters that are open.
    pub letters: bool,
    /// Answers that are open, with their questions.
    pub answers: bool,
    /// The agreement, which is of both.
    pub agreement: bool,
    /// The days of a heart.
    pub hearts: bool,
}

/// What was picked.
pub struct Sheet {
    /// Lines of the journal, by their days.
    pub lines: Vec<Listed>,
    /// Letters.
    pub letters: Vec<Piece>,
    /// Each question with its answers.
    pub answers: Vec<(String, Vec<Piece>)>,
    agreement: Option<Agreement>,
    /// The days of a heart.
    pub hearts: Vec<Date>,
    owner: String,
    partner: Option<String>,
    today: Date,
}

impl Home {
    /// What stands on a sheet.
    ///
    /// # Errors
    /// [`HomeError::NoSuchEntry`] and [`HomeError::Ambiguous`] for an id in the query, or as every reading function here.
    pub fn sheet(&self, picking: &Picking, moment: &Moment) -> Result<Sheet, HomeError> {
        let (owner, partner) = self.authors()?;
        let today = self.today(moment)?;
        let voice = if picking.theirs { Voice::Both } else { Voice::Mine };
        let query = Query { voice, deleted: false, acts: false, ..picking.query.clone() };
        let here = |piece: &Piece| piece.body.is_some() && (piece.mine || picking.theirs);
        let letters = if picking.letters { self.open_letters()? } else { Vec::new() };
        let answers = if picking.answers { self.open_answers()? } else { Vec::new() };
        let answers =
            answers.into_iter().map(|(question, answers)| (question, answers.into_iter().filter(here).collect()));
        Ok(Sheet {
            lines: self.query(&query)?,
            letters: letters.into_iter().filter(here).collect(),
            answers: answers.filter(|(_, answers): &(String, Vec<Piece>)| !answers.is_empty()).collect(),
            agreement: if picking.agreement { Some(self.agreement()?) } else { None },
            hearts: if picking.hearts { self.hearts_within(query.from, query.to.min(today))? } else { Vec::new() },
            owner,
            partner,
            today,
        })
    }

    /// The days of a heart between two days.
    fn hearts_within(&self, from: Date, to: Date) -> Result<Vec<Date>, HomeError> {
        let days = self.tracker(Month::of(from), Month::of(to))?.days.into_iter();
        Ok(days.filter(|day| day.heart && (from..=to).contains(&day.day)).map(|day| day.day).collect())
    }
}

impl Sheet {
    /// Whether nothing stands on it.
    pub fn is_empty(&self) -> bool {
        let nothing_else = self.letters.is_empty() && self.answers.is_empty() && self.hearts.is_empty();
        self.lines.is_empty() && nothing_else && self.agreed().is_none()
    }

    /// Whether words of the partner are on it; what both agreed to is of both.
    pub fn has_theirs(&self) -> bool {
        let pieces = self.letters.iter().chain(self.answers.iter().flat_map(|(_, answers)| answers));
        (self.agreed().is_some() && self.partner.is_some())
            || self.lines.iter().any(has_words_of_partner)
            || pieces.into_iter().any(|piece| !piece.mine)
    }

    /// What stands above it where there are such words.
    pub fn whose(&self) -> Option<String> {
        let partner = self.partner.as_deref().filter(|name| !name.is_empty()).unwrap_or("your partner");
        self.has_theirs().then(|| format!("Some of these words are {partner}'s."))
    }

    /// The agreement with what stands above it: the text that both said yes to, and on which day; without one the text as it is.
    pub fn agreed(&self) -> Option<(String, &str)> {
        let agreement = self.agreement.as_ref()?;
        let (text, above) = match &agreement.agreed {
            Some(agreed) => (&agreed.text, format!("Our agreement, of {}", long(agreed.day))),
            None if self.partner.is_none() => (&agreement.text, "An agreement that I began".to_owned()),
            None => (&agreement.text, "Our agreement; not both of us have said yes to it yet".to_owned()),
        };
        Some((above, text.trim_end())).filter(|(_, text)| !text.is_empty())
    }

    /// Who wrote a piece, and on which day.
    pub fn by(&self, piece: &Piece) -> String {
        let day = piece.body.as_ref().map(|body| format!(" · {}", long(body.day)));
        format!("{}{}", self.author(piece.mine), day.unwrap_or_default())
    }

    fn author(&self, mine: bool) -> &str {
        if mine { &self.owner } else { self.partner.as_deref().unwrap_or_default() }
    }

    /// The days of a heart in one line.
    pub fn days_of_hearts(&self) -> String {
        let days: Vec<String> = self.hearts.iter().map(|day| day.strftime("%-d %B %Y").to_string()).collect();
        days.join(" · ")
    }
}

/// What stands above letters on it.
pub const LETTERS: &str = "Letters";
/// What stands above the days of a heart on it.
pub const HEARTS: &str = "Days on which both of us did one small act of repair";

/// Written by the partner, or kept from them.
pub fn has_words_of_partner(listed: &Listed) -> bool {
    !listed.mine || KeptFrom::of(&listed.line).is_some_and(|kept| !kept.mine)
}

/// `Tuesday 3 June 2026`.
fn long(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wait;
    use crate::testing::{TODAY, alone, body, evening};
    use kintsugi_journal::Kind;

    fn picked(home: &Home, picking: &Picking) -> Sheet {
        home.sheet(picking, &evening()).expect("a sound store")
    }

    #[test]
    fn of_somebody_alone_an_agreement_is_their_own_and_a_page_says_what_is_private() {
        let (_root, home) = alone();
        assert!(picked(&home, &Picking::default()).is_empty());
        home.save_line(body(Kind::Hard, "a <b> line"), Wait::Not, &evening()).expect("saved");
        let begun = home.agreement().expect("a sound store");
        home.edit_agreement(&begun, "I say when I am late.").expect("changed");
        let days = Query { from: TODAY, ..Query::default() };
        let all = Picking { query: days.clone(), agreement: true, hearts: true, ..Picking::default() };
        let sheet = picked(&home, &all);
        assert!(!sheet.is_empty() && !sheet.has_theirs() && sheet.whose().is_none());
        let page = sheet.page();
        assert!(page.contains("a &lt;b&gt; line") && page.contains("An agreement that I began"), "{page}");
        assert!(page.contains("What I want to ask") && !page.contains("one small act"), "{page}");
        let none = Picking { query: Query { to: days.from, from: Date::MAX, ..days }, ..Picking::default() };
        assert!(picked(&home, &none).is_empty());
    }
}
