//! One piece of writing on its way out of a journal.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use kintsugi_journal::WrittenAt;

/// What a journal holds that may leave it, in the order in which it is read.
#[derive(Clone, Copy, Debug)]
pub struct Book<'b> {
    /// Whose journal it is.
    pub owner: &'b str,
    /// Who keeps it with them.
    pub partner: Option<&'b str>,
    /// The day on which it is written.
    pub today: Date,
    /// The pieces, ascending by day.
    pub pieces: &'b [Piece],
}

impl Book<'_> {
    /// The pieces of each day.
    pub fn days(&self) -> impl Iterator<Item = &[Piece]> {
        self.pieces.chunk_by(|a, b| a.day == b.day)
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its name, the same for ever: 26 characters.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// Whether that is the owner of the journal.
    pub mine: bool,
    /// The day it is about.
    pub day: Date,
    /// When it was written, where that is known here.
    pub written_at: Option<WrittenAt>,
    /// What it is: `hard`, `note` and so on.
    pub kind: String,
    /// Tags, without a sign.
    pub tags: Vec<String>,
    /// For its writer alone.
    pub private: bool,
    /// With the owner's star.
    pub starred: bool,
    /// Changed since it was first written.
    pub edited: bool,
    /// The words.
    pub text: String,
}

impl Piece {
    /// The writer's wall clock when it was written, where that is known here.
    pub fn clock(&self) -> Option<DateTime> {
        let written = self.written_at?;
        let offset = Offset::from_seconds(i32::from(written.offset_minutes) * 60).unwrap_or(Offset::UTC);
        Some(offset.to_datetime(written.at))
    }

    /// Hour and minute as they are shown, where it was written on the day that it is about.
    pub(crate) fn time(&self) -> Option<String> {
        self.clock().filter(|clock| clock.date() == self.day).map(|clock| clock.strftime("%H:%M").to_string())
    }

    /// A moment on its day for programs that must have one: the one at which it was written where that was on this day, else
    /// midnight, which says that none is known.
    pub(crate) fn moment(&self) -> DateTime {
        self.clock().filter(|clock| clock.date() == self.day).unwrap_or_else(|| self.day.at(0, 0, 0, 0))
    }
}
