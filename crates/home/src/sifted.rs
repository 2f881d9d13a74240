//! Lines of many months, looked through by as many threads as the laptop has cores: one reads sealed rows, the others open them
//! and keep what is wanted. So no more than a few months are in memory at once, however long the journal is.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use kintsugi_journal::{Month, PersonId};
use kintsugi_vault::{Glimpse, Reader, SealedView};

use crate::hearts::Hearts;
use crate::{HomeError, Listed};

/// Whether a line is wanted, by the hearts of its month.
pub(crate) type Keep<'k> = dyn Fn(&Listed, &Hearts) -> bool + Sync + 'k;
/// Whether a line may be wanted, by its words alone.
pub(crate) type May<'k> = dyn Fn(&Glimpse<'_>) -> bool + Sync + 'k;

/// What is wanted.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'k> {
    pub(crate) keep: &'k Keep<'k>,
    /// Where words are looked for: a month in which no line may be wanted is passed over, and none of its lines is made.
    pub(crate) may: Option<&'k May<'k>>,
}

/// So few months are opened by whoever asks: a thread would cost more than it saves.
const FEW: usize = 3;
/// More threads than this wait for the one that reads.
const MOST_THREADS: usize = 8;

/// What both have, month by month.
pub(crate) struct Pages<'r, 'v> {
    pub(crate) reader: &'r Reader<'v>,
    pub(crate) me: PersonId,
    pub(crate) partner: Option<PersonId>,
}

impl<'v> Pages<'_, 'v> {
    /// A month of both, as it stands in the store.
    pub(crate) fn of(&self, month: Month) -> Result<SealedMonth<'v>, HomeError> {
        let mine = self.reader.sealed_view(self.me, month)?;
        let theirs = self.partner.map(|person| self.reader.sealed_view(person, month)).transpose()?;
        Ok(SealedMonth { mine, theirs })
    }
}

/// A month of both, still sealed.
pub(crate) struct SealedMonth<'v> {
    mine: SealedView<'v>,
    theirs: Option<SealedView<'v>>,
}

impl SealedMonth<'_> {
    /// Opens it, and keeps what is wanted.
    pub(crate) fn kept(self, Wish { keep, may }: Wish<'_>) -> Result<Vec<Listed>, HomeError> {
        let mine = self.mine.unseal()?;
        let theirs = self.theirs.map(SealedView::unseal).transpose()?.unwrap_or_default();
        if let Some(may) = may
            && !mine.any(may)?
            && !theirs.any(may)?
        {
            return Ok(Vec::new());
        }
        let (mine, theirs) = (mine.lines()?, theirs.lines()?);
        let hearts = Hearts::of(&mine, &theirs);
        let listed = [(mine, true), (theirs, false)]
            .into_iter()
            .flat_map(|(view, mine)| view.into_lines().into_iter().map(move |line| Listed { mine, line }));
        Ok(listed.filter(|listed| keep(listed, &hearts)).collect())
    }
}

/// What is wanted of these months, in no order.
pub(crate) fn sift(
    months: impl Iterator<Item = Month>,
    pages: Pages<'_, '_>,
    wish: Wish<'_>,
) -> Result<Vec<Listed>, HomeError> {
    let months: Vec<Month> = months.collect();
    let threads = if months.len() <= FEW { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    if threads > 1 {
        return sift_in_threads(&months, &pages, wish, threads.min(MOST_THREADS));
    }
    let mut lines = Vec::new();
    for month in months {
        lines.extend(pages.of(month)?.kept(wish)?);
    }
    Ok(lines)
}

fn sift_in_threads(
    months: &[Month],
    pages: &Pages<'_, '_>,
    wish: Wish<'_>,
    threads: usize,
) -> Result<Vec<Listed>, HomeError> {
    let (hand, handed) = sync_channel(threads);
    // Owned by the threads alone: where all of them have ended, nobody waits to hand them more.
    let handed = std::sync::Arc::new(Mutex::new(handed));
    thread::scope(|scope| {
        let start = |_| {
            scope.spawn({
                let handed = handed.clone();
                move || keep_handed(&handed, wish)
            })
        };
        let workers: Vec<_> = (0..threads).map(start).collect();
        drop(handed);
        let read = months.iter().try_for_each(|month| {
            // Who no longer listens has met an error, and says so below.
            let _ = hand.send(pages.of(*month)?);
            Ok(())
        });
        drop(hand);
        let mut lines = Vec::new();
        for worker in workers {
            lines.extend(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        read.map(|()| lines)
    })
}

/// Keeps what is wanted of months that are handed over, until there are no more, or one does not open.
fn keep_handed(handed: &Mutex<Receiver<SealedMonth<'_>>>, wish: Wish<'_>) -> Result<Vec<Listed>, HomeError> {
    let mut lines = Vec::new();
    loop {
        let next = handed.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(month) = next else { return Ok(lines) };
        lines.extend(month.kept(wish)?);
    }
}
