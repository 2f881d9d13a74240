//! From pieces of another program to lines of the journal, some hundred at a time.

use jiff::civil::Date;
use kintsugi_exchange::read::{Flow, Form, Found, ReadError, Source, read};
use kintsugi_journal::{Kind, Words};

use super::account::Brought;
use super::{Arrival, Arrived, Known};
use crate::moment::Moment;
use crate::{Home, HomeError};

/// How many lines one transaction takes in.
const STEP: usize = 256;

/// How something is brought along.
#[derive(Clone, Copy, Debug)]
pub struct Bringing<'b> {
    /// What it is.
    pub form: Form,
    /// The same as it is remembered, such as `jrnl`.
    pub name: &'static str,
    /// Both may read it, but for what the source calls private and for days to come.
    pub open: bool,
    /// It is only looked at what would come in.
    pub look: bool,
    /// When, and where: a time that names no zone of its own counts there.
    pub moment: &'b Moment,
}

/// Why nothing more was brought along.
#[derive(Debug, thiserror::Error)]
pub enum NotBrought {
    /// The source. Whoever has counted it first has added nothing.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// The journal.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl Bringing<'_> {
    /// Reads all of the source and keeps nothing: how many pieces there are. Whoever does this first adds nothing of a source
    /// that is broken.
    ///
    /// # Errors
    /// [`ReadError`] when nothing can be made of it.
    pub fn count(&self, source: Source<'_>) -> Result<u64, ReadError> {
        let mut count = 0;
        read(self.form, source, self.moment.zone(), &mut |_| {
            count += 1;
            Flow::Continue(())
        })?;
        Ok(count)
    }
}

impl Home {
    /// Brings a source along, or looks what of it would come in. `done` hears how many pieces were looked at.
    ///
    /// # Errors
    /// [`NotBrought`]; lines that came in before stay, under the number of this import.
    pub fn bring(
        &self,
        source: Source<'_>,
        how: Bringing<'_>,
        done: &mut dyn FnMut(u64),
    ) -> Result<Brought, NotBrought> {
        let today = self.today(how.moment)?;
        let waiting = Vec::with_capacity(STEP);
        let (known, brought) = (Known::default(), Brought::default());
        let mut taking = Taking { home: self, how, done, today, known, waiting, count: 0, brought, failed: None };
        let account = read(how.form, source, how.moment.zone(), &mut |found| taking.give(found));
        let brought = taking.finish()?;
        Ok(Brought { account: account?, ..brought })
    }
}

struct Taking<'t> {
    home: &'t Home,
    how: Bringing<'t>,
    done: &'t mut dyn FnMut(u64),
    today: Date,
    known: Known,
    waiting: Vec<(Found, Arrival)>,
    count: u64,
    brought: Brought,
    failed: Option<HomeError>,
}

impl Taking<'_> {
    /// Takes one piece; whether more is wanted.
    fn give(&mut self, found: Found) -> Flow {
        if let Err(error) = self.take(found) {
            self.failed = Some(error);
            return Flow::Break(());
        }
        Flow::Continue(())
    }

    /// Takes in the rest.
    fn finish(mut self) -> Result<Brought, HomeError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.step()?;
        Ok(self.brought)
    }

    fn take(&mut self, found: Found) -> Result<(), HomeError> {
        if let Some(author) = &found.author {
            let is_here = found.id.map(|id| self.home.stands_in_month_of(id, found.day)).transpose()?;
            if is_here == Some(true) {
                self.brought.already += 1;
            } else {
                self.brought.of_others.push((found.place, author.clone()));
            }
            return Ok(());
        }
        let arrival = self.arrival(&found);
        self.waiting.push((found, arrival));
        if self.waiting.len() == STEP { self.step() } else { Ok(()) }
    }

    fn arrival(&self, found: &Found) -> Arrival {
        let Found { day, written_at, .. } = *found;
        let (text, tags) = (found.text.clone(), found.tags.clone());
        let words = Words { kind: found.kind.unwrap_or(Kind::Note), day, text, tags, written_at };
        let private = !self.how.open || found.private || day > self.today;
        Arrival { key: found.key, id: found.id, words, private, starred: found.starred }
    }

    fn step(&mut self) -> Result<(), HomeError> {
        let (found, arrivals): (Vec<Found>, Vec<Arrival>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        let private: Vec<bool> = arrivals.iter().map(|arrival| arrival.private).collect();
        let outcome = if self.how.look {
            self.home.look_at_import(&mut self.known, &arrivals)?
        } else {
            let before = self.brought.import;
            let how = &self.how;
            let (import, outcome) = self.home.import(&mut self.known, before, how.name, arrivals, how.moment)?;
            self.brought.import = import;
            outcome
        };
        for ((found, private), arrived) in found.into_iter().zip(private).zip(outcome) {
            self.count(found, private, arrived);
        }
        (self.done)(self.count);
        Ok(())
    }

    fn count(&mut self, found: Found, private: bool, arrived: Arrived) {
        self.count += 1;
        let to_come = self.how.open && !found.private && found.day > self.today;
        match arrived {
            Arrived::Added => {
                self.brought.added += 1;
                self.brought.private += u64::from(private);
                self.brought.to_come += u64::from(to_come);
            }
            // A key that names the words alone has no other words.
            Arrived::Changed if found.is_named => self.brought.changed.push((found.place, found.day)),
            Arrived::Changed | Arrived::Already => self.brought.already += 1,
        }
    }
}
