//! What is listed of both, as lines and as a number that is kept, so that nobody who asks for it reads a line.

use jiff::civil::Date;
use kintsugi_journal::{Line, PersonId, Visibility};
use kintsugi_vault::Reader;

use crate::hearts::Hearts;
use crate::{Home, HomeError};

/// A line, and whether it is mine.
#[derive(Clone)]
pub struct Listed {
    /// Written by me.
    pub mine: bool,
    /// The line.
    pub line: Line,
}

impl Listed {
    /// Whether both may read it now: not private, not taken back, and of mine nothing that is still sealed.
    pub fn is_open(&self) -> bool {
        let may = match self.line.visibility {
            Visibility::Private => false,
            // What is here of the partner's has been opened.
            Visibility::Sealed => !self.mine,
            Visibility::Open => true,
        };
        may && !self.line.is_deleted()
    }
}

impl Home {
    /// What is listed within both ends, in order.
    ///
    /// # Errors
    /// As every reading function here.
    pub(crate) fn listed_in(&self, reader: &Reader<'_>, from: Date, to: Date) -> Result<Vec<Listed>, HomeError> {
        self.kept_lines(reader, from, to, &|listed, hearts| hearts.lists(listed.mine, &listed.line))
    }

    /// How much is listed over all days: what [`query`](Self::query) gives. Whatever else of the partner is here is not counted,
    /// so that no number tells of it.
    ///
    /// # Errors
    /// As every reading function here.
    pub(crate) fn count_listed_in(&self, reader: &Reader<'_>) -> Result<usize, HomeError> {
        let people = [Some(self.identity().person()), reader.partner()?.map(|partner| partner.person)];
        let mut counted = 0;
        for person in people.into_iter().flatten() {
            counted += reader.count_listed(person)?;
        }
        Ok(usize::try_from(counted).unwrap_or(usize::MAX))
    }

    /// The same, counted anew from the lines.
    pub(crate) fn count_listed_anew(&self, reader: &Reader<'_>) -> Result<usize, HomeError> {
        Ok(self.listed_in(reader, Date::MIN, Date::MAX)?.len())
    }

    /// The same for a damaged store: what does not open is passed over.
    pub(crate) fn count_readable_in(&self, reader: &Reader<'_>) -> Result<usize, HomeError> {
        if let Ok(counted) = self.count_listed_anew(reader) {
            return Ok(counted);
        }
        let mut counted = 0;
        // Which acts of the partner are shown hangs on lines that may be among the damaged.
        let (me, hearts) = (self.identity().person(), Hearts::default());
        reader.each_sound_view(|person, view| {
            counted += view.lines().iter().filter(|line| hearts.lists(person == me, line)).count();
        })?;
        Ok(counted)
    }

    /// Whether the day of this line of another person has a heart.
    pub(crate) fn has_heart(&self, reader: &Reader<'_>, person: PersonId, line: &Line) -> Result<bool, HomeError> {
        let month = line.month();
        let mine = reader.view(self.identity().person(), month)?;
        Ok(Hearts::of(&mine, &reader.view(person, month)?).has(line))
    }
}
