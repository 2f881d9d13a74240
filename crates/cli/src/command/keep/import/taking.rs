//! From pieces of another program to lines of the journal, some hundred at a time.

use jiff::civil::Date;
use kintsugi_exchange::read::{Flow, Found};
use kintsugi_home::{Arrival, Arrived, Home};
use kintsugi_journal::{Kind, Words};

use crate::context::Context;
use crate::error::CommandError;
use crate::progress::Progress;

/// How many lines one transaction takes in.
const STEP: usize = 256;

/// What became of the pieces.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) import: Option<u32>,
    pub(super) added: u64,
    pub(super) private: u64,
    pub(super) already: u64,
    /// The place of each, and its day.
    pub(super) changed: Vec<(String, Date)>,
    /// Of days to come, which stay private.
    pub(super) to_come: u64,
    /// Somebody else's words: the place, and whose.
    pub(super) of_others: Vec<(String, String)>,
}

pub(super) struct Taking<'c> {
    context: &'c Context,
    home: &'c Home,
    form: &'static str,
    open: bool,
    dry_run: bool,
    bar: &'c Progress,
    today: Date,
    waiting: Vec<(Found, Arrival)>,
    done: u64,
    taken: Taken,
    failed: Option<CommandError>,
}

impl<'c> Taking<'c> {
    pub(super) fn new(
        context: &'c Context,
        home: &'c Home,
        form: &'static str,
        open: bool,
        dry_run: bool,
        bar: &'c Progress,
    ) -> Result<Self, CommandError> {
        let today = context.now.today(&home.journal_settings()?);
        let (waiting, taken) = (Vec::with_capacity(STEP), Taken::default());
        Ok(Self { context, home, form, open, dry_run, bar, today, waiting, done: 0, taken, failed: None })
    }

    /// Takes one piece; whether more is wanted.
    pub(super) fn give(&mut self, found: Found) -> Flow {
        if let Err(error) = self.take(found) {
            self.failed = Some(error);
            return Flow::Break(());
        }
        Flow::Continue(())
    }

    /// Takes in the rest.
    pub(super) fn finish(mut self) -> Result<Taken, CommandError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.step()?;
        Ok(self.taken)
    }

    fn take(&mut self, found: Found) -> Result<(), CommandError> {
        if let Some(author) = &found.author {
            let is_here = found.id.map(|id| self.home.stands_in_month_of(id, found.day)).transpose()?;
            if is_here == Some(true) {
                self.taken.already += 1;
            } else {
                self.taken.of_others.push((found.place, author.clone()));
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
        let private = !self.open || found.private || day > self.today;
        Arrival { key: found.key, id: found.id, words, private, starred: found.starred }
    }

    fn step(&mut self) -> Result<(), CommandError> {
        let (found, arrivals): (Vec<Found>, Vec<Arrival>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        let private: Vec<bool> = arrivals.iter().map(|arrival| arrival.private).collect();
        let outcome = if self.dry_run {
            self.home.look_at_import(&arrivals)?
        } else {
            let (import, outcome) = self.home.import(self.taken.import, self.form, arrivals, &self.context.now)?;
            self.taken.import = import;
            outcome
        };
        for ((found, private), arrived) in found.into_iter().zip(private).zip(outcome) {
            self.count(found, private, arrived);
        }
        self.bar.at(self.done);
        Ok(())
    }

    fn count(&mut self, found: Found, private: bool, arrived: Arrived) {
        self.done += 1;
        let to_come = self.open && !found.private && found.day > self.today;
        match arrived {
            Arrived::Added => {
                self.taken.added += 1;
                self.taken.private += u64::from(private);
                self.taken.to_come += u64::from(to_come);
            }
            // A key that names the words alone has no other words.
            Arrived::Changed if found.is_named => self.taken.changed.push((found.place, found.day)),
            Arrived::Changed | Arrived::Already => self.taken.already += 1,
        }
    }
}
