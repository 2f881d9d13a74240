//! Words on their way out: lines in a form that other programs read, or on a page to keep. None of it is encrypted.

use jiff::civil::Date;
use kintsugi_exchange::write::dayone::Unzipped;
use kintsugi_exchange::{Book, Piece as Written, write};
use kintsugi_journal::{Kind, Month, Visibility};

use crate::{Home, HomeError, Listed, Moment, Piece, Query, Voice};

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutForm {
    /// Markdown, day by day.
    Markdown,
    /// Everything, for programs.
    Json,
    /// A file that jrnl opens.
    Jrnl,
    /// As jrnl writes JSON.
    JrnlJson,
    /// A zip that Day One takes in.
    DayOne,
    /// A page to keep and to print.
    Html,
    /// Plain text.
    Text,
}

impl OutForm {
    /// All lines that leave in this form where nothing else is said: private ones stay away from a page that is to be printed,
    /// unless they are wished for, and what was taken back is nobody's any more.
    pub fn query(self, private: bool, mine: bool) -> Query {
        let voice = if mine { Voice::Mine } else { Voice::Both };
        Query { voice, private: private || self != Self::Html, deleted: false, ..Query::default() }
    }
}

/// What leaves.
pub struct Outgoing {
    owner: String,
    partner: Option<String>,
    today: Date,
    pieces: Vec<Written>,
    /// The days of a heart, where the form shows them.
    hearts: Vec<Date>,
}

impl Home {
    /// What of the journal leaves in this form. A page to keep has the hearts, and the letters that are open, too.
    ///
    /// # Errors
    /// [`HomeError::NoSuchEntry`] and [`HomeError::Ambiguous`] for an id in the query, or as every reading function here.
    pub fn outgoing(&self, form: OutForm, query: &Query, moment: &Moment) -> Result<Outgoing, HomeError> {
        let (owner, partner) = self.authors()?;
        let names = (owner.as_str(), partner.as_deref().unwrap_or_default());
        let mut outgoing = Outgoing::of(self.query(query)?, names);
        if form == OutForm::Html {
            outgoing.pieces.extend(self.letters_out(query, names)?);
            outgoing.pieces.sort_by_key(|piece| piece.day);
            outgoing.hearts = self.hearts_of(&outgoing.pieces)?;
        }
        Ok(Outgoing { owner, partner, today: self.today(moment)?, ..outgoing })
    }

    /// What the two are called on what leaves.
    pub(crate) fn authors(&self) -> Result<(String, Option<String>), HomeError> {
        let mine = Some(self.identity().name()).filter(|name| !name.is_empty()).unwrap_or("You").to_owned();
        Ok((mine, self.partner()?.map(|partner| partner.name.clone())))
    }

    /// The letters that are open, within the days and of the voice that are wanted, at the end of the day on which each was
    /// written. None where only some lines are: a letter has no tag, and is no line.
    fn letters_out(&self, query: &Query, names: (&str, &str)) -> Result<Vec<Written>, HomeError> {
        if !query.kinds.is_empty() || query.tag.is_some() || !query.ids.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = |letter: &Written| {
            (query.from..=query.to).contains(&letter.day) && (query.voice == Voice::Both || letter.mine)
        };
        Ok(self.open_letters()?.into_iter().filter_map(|piece| letter(piece, names)).filter(wanted).collect())
    }

    fn hearts_of(&self, pieces: &[Written]) -> Result<Vec<Date>, HomeError> {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Ok(Vec::new()) };
        let days = self.tracker(Month::of(first.day), Month::of(last.day))?.days;
        Ok(days.into_iter().filter(|day| day.heart).map(|day| day.day).collect())
    }
}

impl Outgoing {
    /// These lines, under my name and my partner's; where edits made apart stand beside a line, each is a piece.
    pub fn of(lines: Vec<Listed>, names: (&str, &str)) -> Self {
        let pieces: Vec<Written> = lines.into_iter().flat_map(|listed| pieces(listed, names)).collect();
        let today = pieces.last().map(|piece| piece.day).unwrap_or_default();
        Self { owner: names.0.to_owned(), partner: None, today, pieces, hearts: Vec::new() }
    }

    /// How many pieces there are.
    pub const fn count(&self) -> usize {
        self.pieces.len()
    }

    /// How many of them are private.
    pub fn count_private(&self) -> usize {
        self.pieces.iter().filter(|piece| piece.private).count()
    }

    /// A Markdown file for each day: its path, such as `2026/2026-11-24.md`, and what it holds.
    pub fn days(&self) -> Vec<(String, String)> {
        write::markdown::days(&self.book()).collect()
    }

    /// All of it in one file.
    ///
    /// # Errors
    /// [`Unzipped`] where it would be larger than a zip may be.
    pub fn in_one(&self, form: OutForm) -> Result<Vec<u8>, Unzipped> {
        let book = self.book();
        Ok(match form {
            OutForm::Markdown => write::markdown::text(&book).into_bytes(),
            OutForm::Json => write::json::text(&book).into_bytes(),
            OutForm::Jrnl => write::jrnl::text(&book).into_bytes(),
            OutForm::JrnlJson => write::jrnl::json(&book).into_bytes(),
            OutForm::DayOne => write::dayone::zip(&book)?,
            OutForm::Html => write::keepsake::page(&book, &self.hearts).into_bytes(),
            OutForm::Text => write::text::text(&book).into_bytes(),
        })
    }

    /// The same as Markdown, a day after the other.
    pub fn markdown(&self) -> String {
        write::markdown::text(&self.book())
    }

    fn book(&self) -> Book<'_> {
        Book { owner: &self.owner, partner: self.partner.as_deref(), today: self.today, pieces: &self.pieces }
    }
}

const fn author<'n>((mine, partner): (&'n str, &'n str), is_mine: bool) -> &'n str {
    if is_mine { mine } else { partner }
}

/// A line as it leaves; where edits made apart stand beside it, each is a piece.
fn pieces(listed: Listed, names: (&str, &str)) -> Vec<Written> {
    let line = listed.line;
    let Some(text) = line.text else { return Vec::new() };
    let piece = Written {
        id: line.entry.to_string(),
        author: author(names, listed.mine).to_owned(),
        mine: listed.mine,
        day: line.day,
        written_at: line.written_at,
        kind: line.kind.map_or("note", Kind::name).to_owned(),
        tags: line.tags,
        private: line.visibility == Visibility::Private,
        starred: line.starred,
        edited: line.edited,
        text,
    };
    let also = line.also.into_iter().map(|text| Written { text, ..piece.clone() });
    std::iter::once(piece.clone()).chain(also).collect()
}

fn letter(piece: Piece, names: (&str, &str)) -> Option<Written> {
    let body = piece.body?;
    Some(Written {
        id: piece.entry.to_string(),
        author: author(names, piece.mine).to_owned(),
        mine: piece.mine,
        day: body.day,
        written_at: None,
        kind: Kind::Letter.name().to_owned(),
        tags: body.tags,
        private: false,
        starred: false,
        edited: piece.edited,
        text: body.text,
    })
}
