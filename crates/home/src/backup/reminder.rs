//! A reminder of backups: once a month, to the person of this laptop alone, and never where they do not wish it.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::Month;
use kintsugi_vault::BackupReminder;

use crate::moment::Moment;
use crate::{Home, HomeError};

/// For how many days nothing is said after a backup, and after it was said.
const QUIET_DAYS: i32 = 30;

impl Home {
    /// Whether there are lines of a month ago and more, no backup was made for 30 days, and nothing was said of it for 30
    /// days, or it was said today.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn is_backup_due(&self, moment: &Moment) -> Result<bool, HomeError> {
        let reader = self.vault().read()?;
        let (today, kept) = (moment.today(&reader.journal_settings()?), reader.backup_reminder()?);
        let long_ago = today.saturating_sub(QUIET_DAYS.days());
        let old = reader.span()?.is_some_and(|span| span.first <= Month::of(long_ago).previous());
        let is_long_ago = |day: Option<Date>| day.is_none_or(|day| day <= long_ago);
        Ok(!kept.off && old && is_long_ago(kept.made) && (kept.said == Some(today) || is_long_ago(kept.said)))
    }

    /// It was said today.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn reminded_of_backup(&self, moment: &Moment) -> Result<(), HomeError> {
        self.remember_backups(moment, |kept, today| kept.said = Some(today))
    }

    /// A backup was made today.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn backed_up(&self, moment: &Moment) -> Result<(), HomeError> {
        self.remember_backups(moment, |kept, today| kept.made = Some(today))
    }

    /// Whether this home is ever to say so.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn put_backup_reminder(&self, on: bool) -> Result<(), HomeError> {
        self.change(|writer, _| {
            Ok(writer.put_backup_reminder(&BackupReminder { off: !on, ..writer.backup_reminder()? })?)
        })
    }

    /// Whether it is.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn has_backup_reminder(&self) -> Result<bool, HomeError> {
        Ok(!self.vault().read()?.backup_reminder()?.off)
    }

    fn remember_backups(&self, moment: &Moment, what: impl Fn(&mut BackupReminder, Date)) -> Result<(), HomeError> {
        let today = self.today(moment)?;
        let after = |before: BackupReminder| {
            let mut kept = before;
            what(&mut kept, today);
            (kept != before).then_some(kept)
        };
        // On the day on which it is said it is said each time, and nothing new has to be kept of that.
        if after(self.vault().read()?.backup_reminder()?).is_none() {
            return Ok(());
        }
        self.change(|writer, _| {
            let kept = after(writer.backup_reminder()?);
            Ok(kept.map_or(Ok(()), |kept| writer.put_backup_reminder(&kept))?)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::Wait;
    use crate::testing::{TODAY, alone, body, evening, evening_of};
    use kintsugi_journal::{Kind, Words};

    fn due_on(home: &Home, days: i32) -> bool {
        home.is_backup_due(&evening_of(TODAY.saturating_add(days.days()))).expect("a sound store")
    }

    #[test]
    fn it_is_said_on_one_day_a_month_and_not_after_a_backup() {
        let (_root, home) = alone();
        assert!(!due_on(&home, 0), "nothing is written yet");
        let old = Words { day: TODAY.saturating_sub(70.days()), ..body(Kind::Note, "long ago") };
        home.save_line(old, Wait::Not, &evening()).expect("saved");
        assert!(due_on(&home, 0));
        home.reminded_of_backup(&evening()).expect("said");
        home.wrote.store(false, Ordering::Relaxed);
        home.reminded_of_backup(&evening()).expect("said again");
        assert!(!home.wrote.load(Ordering::Relaxed), "there is nothing new to keep");
        assert!(due_on(&home, 0) && !due_on(&home, 1) && !due_on(&home, 29) && due_on(&home, 30));
        home.backed_up(&evening()).expect("made");
        assert!(!due_on(&home, 0) && !due_on(&home, 29) && due_on(&home, 30));
    }

    #[test]
    fn who_does_not_wish_it_hears_nothing() {
        let (_root, home) = alone();
        let old = Words { day: TODAY.saturating_sub(70.days()), ..body(Kind::Note, "long ago") };
        home.save_line(old, Wait::Not, &evening()).expect("saved");
        home.put_backup_reminder(false).expect("chosen");
        assert!(!due_on(&home, 0) && !home.has_backup_reminder().expect("a sound store"));
        home.put_backup_reminder(true).expect("chosen");
        assert!(due_on(&home, 0));
    }
}
