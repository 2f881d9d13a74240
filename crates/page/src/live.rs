//! What open pages in the browser are told: that something happened, never what.
//!
//! Each of them reads a stream of names. What is told while nobody reads it waits, each name once, so a page that sleeps costs
//! nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;

/// So many streams at once: a browser has six connections to one place, and needs some of them for pages.
const MOST: usize = 4;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Something was changed here, in another window or by another command.
    Changed,
    /// Lines of the partner have come.
    Arrived,
    /// What both had sealed is open.
    Opened,
    /// The journal is locked.
    Locked,
    /// It is over: the page was closed, or is shown elsewhere.
    Ended,
}

impl News {
    /// As it is told, a line each.
    pub const fn line(self) -> &'static str {
        match self {
            Self::Changed => "changed\n",
            Self::Arrived => "arrived\n",
            Self::Opened => "opened\n",
            Self::Locked => "locked\n",
            Self::Ended => "ended\n",
        }
    }
}

#[derive(Default)]
struct Waiting {
    news: Vec<News>,
    over: bool,
}

#[derive(Default)]
struct Ear {
    waiting: Mutex<Waiting>,
    told: Notify,
}

impl Ear {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, news: News) {
        let mut waiting = self.waiting();
        waiting.over |= news == News::Ended;
        if !waiting.news.contains(&news) {
            waiting.news.push(news);
        }
        drop(waiting);
        self.told.notify_one();
    }
}

/// What one open page is told. It ends after [`News::Ended`].
#[derive(Clone)]
pub struct Stream(Arc<Ear>);

impl Stream {
    /// What has happened and was not told yet; `None` where there is nothing.
    pub fn take(&self) -> Option<News> {
        let mut waiting = self.0.waiting();
        if waiting.news.is_empty() { None } else { Some(waiting.news.remove(0)) }
    }

    /// The next thing that happens; `None` when nothing will any more.
    pub async fn next(self) -> Option<News> {
        loop {
            if let Some(news) = self.take() {
                return Some(news);
            }
            if self.0.waiting().over {
                return None;
            }
            self.0.told.notified().await;
        }
    }
}

#[derive(Default)]
struct Ears {
    open: Vec<Weak<Ear>>,
    /// How often something was told, whoever heard it.
    told: u64,
}

/// The open pages. Whoever has one of these can tell them something.
#[derive(Clone, Default)]
pub(crate) struct Live(Arc<Mutex<Ears>>);

impl Live {
    fn ears(&self) -> MutexGuard<'_, Ears> {
        let mut ears = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ears.open.retain(|ear| ear.strong_count() > 0);
        ears
    }

    /// How often something was told until now.
    pub(crate) fn told(&self) -> u64 {
        self.ears().told
    }

    /// One more stream; `None` where there are as many as there may be. A page that shows how things stood when so much was told, and
    /// waits for more, is told at once where there was more before it listened.
    pub(crate) fn listen(&self, told: Option<u64>) -> Option<Stream> {
        let mut ears = self.ears();
        if ears.open.len() == MOST {
            return None;
        }
        let ear = Arc::new(Ear::default());
        ears.open.push(Arc::downgrade(&ear));
        if told.is_some_and(|told| told != ears.told) {
            ear.tell(News::Changed);
        }
        Some(Stream(ear))
    }

    pub(crate) fn tell(&self, news: News) {
        let mut ears = self.ears();
        ears.told += 1;
        ears.open.iter().filter_map(Weak::upgrade).for_each(|ear| ear.tell(news));
    }

    /// Ends each of them.
    pub(crate) fn end(&self) {
        self.tell(News::Ended);
        self.ears().open.clear();
    }

    /// Whether any page is open.
    pub(crate) fn is_heard(&self) -> bool {
        !self.ears().open.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_waits_once_and_in_order() {
        let live = Live::default();
        live.tell(News::Arrived);
        let (one, other) = (live.listen(None).expect("room"), live.listen(None).expect("room"));
        assert_eq!(one.take(), None, "nobody heard it");
        for _ in 0..1_000 {
            live.tell(News::Arrived);
            live.tell(News::Changed);
        }
        for stream in [&one, &other] {
            assert_eq!([stream.take(), stream.take(), stream.take()], [Some(News::Arrived), Some(News::Changed), None]);
        }
    }

    #[test]
    fn a_fifth_is_none_until_one_of_four_has_gone() {
        let live = Live::default();
        let mut streams: Vec<Stream> = (0..MOST).filter_map(|_| live.listen(None)).collect();
        assert!(streams.len() == MOST && live.listen(None).is_none());
        streams.pop();
        assert!(live.listen(None).is_some() && live.is_heard());
        drop(streams);
        assert!(!live.is_heard());
    }

    /// What was told between the making of a page and its stream was told to nobody, and the page waited for ever.
    #[test]
    fn who_listens_late_is_told_at_once() {
        let live = Live::default();
        let made = live.told();
        assert_eq!(live.listen(Some(made)).expect("room").take(), None);
        live.tell(News::Changed);
        assert_eq!(live.listen(Some(made)).expect("room").take(), Some(News::Changed));
        assert_eq!(live.listen(Some(live.told())).expect("room").take(), None);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn what_has_ended_says_so_and_then_nothing() {
        let live = Live::default();
        let stream = live.listen(None).expect("room");
        let read =
            tokio::spawn(
                async move { (stream.clone().next().await, stream.clone().next().await, stream.next().await) },
            );
        tokio::task::yield_now().await;
        live.tell(News::Locked);
        live.end();
        live.tell(News::Arrived);
        assert_eq!(read.await.expect("no panic"), (Some(News::Locked), Some(News::Ended), None));
    }
}
