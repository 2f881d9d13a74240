//! Pairing, owned by one thread from the code to the first meeting. Pages show how far it has come, and hand in one answer:
//! whether both screens show the same words.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kintsugi_home::{Home, Share};
use kintsugi_lan::{Guest, Invitation};
use kintsugi_meet::{Comparing, Error, Inviting, Met, Network, join};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;

use super::surroundings::Surroundings;
use crate::live::{Live, News};

/// How long the network may take to be left.
const PARTING: Duration = Duration::from_millis(700);

/// What somebody wishes.
pub(crate) enum Wish {
    /// Show a code.
    Show,
    /// Take the code that the other laptop shows.
    Take(Invitation),
}

/// How far it has come.
#[derive(Clone)]
pub(crate) enum Step {
    /// The network is opened.
    Beginning,
    /// A code is shown, and the long one beside it.
    Showing { code: String, ticket: String },
    /// The laptop is looked for that shows the code.
    Looking,
    /// Both people compare these words; the other goes by this name.
    Comparing { words: [&'static str; 4], name: String },
    /// This side has said yes.
    Agreed { name: String },
    /// The first meeting.
    Meeting { name: String },
    /// It is done.
    Paired { name: String, met: Met },
    /// Both said yes, and the first meeting was cut.
    Cut { name: String },
    /// Somebody here said that the words differ.
    Declined,
    /// It came to nothing.
    Failed(Arc<Error>),
}

impl Step {
    /// Whether it is on its way.
    pub(crate) const fn is_in_hand(&self) -> bool {
        self.goes_on() || matches!(self, Self::Comparing { .. })
    }

    /// Whether it goes on by itself, so that there will be something else to see.
    pub(crate) const fn goes_on(&self) -> bool {
        matches!(
            self,
            Self::Beginning | Self::Showing { .. } | Self::Looking | Self::Agreed { .. } | Self::Meeting { .. }
        )
    }
}

/// The thread. Whoever drops this ends it; what both have said yes to stays.
pub(crate) struct Pairing {
    step: Arc<Mutex<Step>>,
    answer: UnboundedSender<bool>,
    over: watch::Sender<()>,
    /// Hangs up when the thread has ended.
    ended: Receiver<()>,
}

impl Pairing {
    pub(super) fn begin(home: Home, around: Surroundings, (wish, share): (Wish, Share), live: Live) -> Option<Self> {
        let step = Arc::new(Mutex::new(Step::Beginning));
        let (answer, answers) = unbounded_channel();
        let (over, stop) = watch::channel(());
        let shown = Shown { step: Arc::clone(&step), live };
        let (end, ended) = channel();
        let begun = std::thread::Builder::new().name("pairing".into()).spawn(move || {
            let task = Task { home: &home, around, shown: &shown };
            if let Err(error) = kintsugi_meet::run(task.work(wish, share, answers, gone(stop))) {
                shown.put(Step::Failed(Arc::new(error)));
            }
            drop(end);
        });
        begun.is_ok().then_some(Self { step, answer, over, ended })
    }

    /// Ends it, and waits for that, a moment: the next one needs the network.
    pub(super) fn end(self) {
        drop(self.over);
        let _ = self.ended.recv_timeout(PARTING);
    }

    /// Whether it has come to its end, whatever that was, and the network is free again.
    pub(super) fn is_over(&self) -> bool {
        self.ended.try_recv() == Err(TryRecvError::Disconnected)
    }

    pub(super) fn step(&self) -> Step {
        self.step.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What somebody says of the four words counts once. The page shows it at once.
    pub(super) fn compared(&self, same: bool) {
        let mut step = self.step.lock().unwrap_or_else(PoisonError::into_inner);
        if let Step::Comparing { name, .. } = &*step {
            *step = if same { Step::Agreed { name: name.clone() } } else { Step::Declined };
            // It may be over; then that is shown next.
            let _ = self.answer.send(same);
        }
    }
}

/// Waits until nobody wants it any more.
async fn gone(mut stop: watch::Receiver<()>) {
    while stop.changed().await.is_ok() {}
}

struct Shown {
    step: Arc<Mutex<Step>>,
    live: Live,
}

impl Shown {
    fn put(&self, step: Step) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
        self.live.tell(News::Changed);
    }
}

struct Task<'t> {
    home: &'t Home,
    around: Surroundings,
    shown: &'t Shown,
}

impl Task<'_> {
    async fn work(
        &self,
        wish: Wish,
        share: Share,
        answers: UnboundedReceiver<bool>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let guest = if matches!(wish, Wish::Show) { Guest::Invited } else { Guest::Nobody };
        let outside = self.around.outside();
        Network::while_open(self.home, &outside, (None, guest), stop, async |network| {
            let comparing = self.found(network, wish).await?;
            self.agree(comparing, share, answers).await
        })
        .await
    }

    /// Until the other laptop is there.
    async fn found<'n>(&'n self, network: &'n Network, wish: Wish) -> Result<Comparing<'n>, Error> {
        match wish {
            Wish::Show => {
                let inviting = Inviting::open(self.home, network, &self.around.outside());
                self.shown.put(Step::Showing { code: inviting.code(), ticket: inviting.ticket().to_owned() });
                inviting.wait().await
            }
            Wish::Take(invitation) => {
                self.shown.put(Step::Looking);
                join(self.home, network, &invitation).await
            }
        }
    }

    /// From the four words to the end of the first meeting.
    async fn agree(
        &self,
        comparing: Comparing<'_>,
        share: Share,
        mut answers: UnboundedReceiver<bool>,
    ) -> Result<(), Error> {
        let name = comparing.name().to_owned();
        self.shown.put(Step::Comparing { words: comparing.words(), name: name.clone() });
        if answers.recv().await != Some(true) {
            comparing.no();
            return Ok(());
        }
        let first = comparing.yes(share).await?;
        self.shown.put(Step::Meeting { name: name.clone() });
        let held = first.hold(&self.around.outside(), &|_| {}).await;
        // It is told on the page that is shown next.
        self.home.lines_open_anew()?;
        self.shown.put(match held {
            Ok(paired) => Step::Paired { name, met: paired.met },
            Err(_) => Step::Cut { name },
        });
        Ok(())
    }
}
