//! A check-in that was moved or let go: told once on each laptop, without whose doing it was.

use kintsugi_journal::Schedule;
use kintsugi_vault::{Reader, Writer};

use crate::moment::Moment;
use crate::{Home, HomeError};

/// What has become of the check-in since it was last shown here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// As it was shown here last; `None` where none was agreed.
    pub before: Option<Schedule>,
    /// As it is; `None` where it was cancelled.
    pub now: Option<Schedule>,
}

impl Home {
    /// What has become of the check-in since it was last shown here; `None` where nothing has, or it was never shown.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn moved_sitting(&self, moment: &Moment) -> Result<Option<Moved>, HomeError> {
        let reader = self.vault().read()?;
        if self.sight_in(&reader, moment)?.quiet_until().is_some() {
            return Ok(None);
        }
        let now = reader.table_view()?.schedule.value;
        let before = reader.shown_here()?.sitting;
        Ok(before.filter(|before| *before != now).map(|before| Moved { before, now }))
    }

    /// It was shown here as it is now.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn sitting_is_shown(&self, moment: &Moment) -> Result<(), HomeError> {
        if self.is_shown_as_it_is(&self.vault().read()?, moment)? {
            return Ok(());
        }
        self.change(|writer, _| self.note_sitting(writer))
    }

    /// Whoever changes it has seen it.
    pub(crate) fn note_sitting(&self, writer: &Writer<'_>) -> Result<(), HomeError> {
        let mut shown = writer.shown_here()?;
        shown.sitting = Some(writer.table_view()?.schedule.value);
        Ok(writer.put_shown_here(&shown)?)
    }

    fn is_shown_as_it_is(&self, reader: &Reader<'_>, moment: &Moment) -> Result<bool, HomeError> {
        let now = reader.table_view()?.schedule.value;
        if self.sight_in(reader, moment)?.quiet_until().is_some() {
            return Ok(true);
        }
        Ok(reader.shown_here()?.sitting.unwrap_or_default() == now)
    }
}
