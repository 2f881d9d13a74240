//! What somebody asks for and need not wait for: one meeting, or a look at what is in the way.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kintsugi_home::{Home, Wait};
use kintsugi_meet::{Asking, Error, Finding, Met, Step, examine, meet};
use tokio::sync::watch;

use super::surroundings::Surroundings;
use crate::live::{Live, News};

/// For how long the other laptop is looked for.
const WITHIN: Duration = Duration::from_secs(20);
/// The same where it is looked what is in the way.
const EXAMINE: Duration = Duration::from_secs(8);

/// How far it has come.
#[derive(Clone)]
pub(crate) enum Found {
    /// The other laptop is looked for.
    Looking,
    /// The two speak.
    Meeting,
    /// They have met.
    Met(Met),
    /// They have not.
    Not(Arc<Error>),
    /// It is looked what is in the way.
    Examining,
    /// This was found.
    Examined(Vec<Finding>),
}

/// One of the two, on its way. Whoever drops it ends it.
pub(crate) struct Errand {
    found: Arc<Mutex<Found>>,
    _over: watch::Sender<()>,
}

impl Errand {
    /// Meets. New lines go on waiting.
    pub(super) fn meet(home: Home, around: Surroundings, live: Live) -> Option<Self> {
        Self::begin(Found::Looking, live, move |tell, stop| {
            let asking = Asking { within: WITHIN, besides: &[], lines: Wait::AsChosen };
            let told = |step| tell(if matches!(step, Step::Meeting(_)) { Found::Meeting } else { Found::Looking });
            let met = kintsugi_meet::run(meet(&home, &around.outside(), asking, stop, &told));
            tell(met.map_or_else(|error| Found::Not(Arc::new(error)), Found::Met));
        })
    }

    /// Looks what is in the way.
    pub(super) fn examine(home: Home, around: Surroundings, live: Live) -> Option<Self> {
        Self::begin(Found::Examining, live, move |tell, stop| {
            let findings = kintsugi_meet::run(examine(&home, &around.outside(), EXAMINE, stop, &|| {}));
            tell(findings.map_or_else(|error| Found::Not(Arc::new(error)), Found::Examined));
        })
    }

    fn begin(first: Found, live: Live, work: impl FnOnce(&dyn Fn(Found), Stop) + Send + 'static) -> Option<Self> {
        let found = Arc::new(Mutex::new(first));
        let (over, stop) = watch::channel(());
        let shown = Arc::clone(&found);
        let begun = std::thread::Builder::new().name("errand".into()).spawn(move || {
            let tell = |now| {
                let before = std::mem::replace(&mut *shown.lock().unwrap_or_else(PoisonError::into_inner), now);
                let after = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if std::mem::discriminant(&before) != std::mem::discriminant(&after) {
                    live.tell(News::Changed);
                }
            };
            work(&tell, Box::pin(gone(stop)));
        });
        begun.is_ok().then_some(Self { found, _over: over })
    }

    pub(super) fn found(&self) -> Found {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

type Stop = std::pin::Pin<Box<dyn Future<Output = ()>>>;

/// Waits until nobody wants it any more.
async fn gone(mut stop: watch::Receiver<()>) {
    while stop.changed().await.is_ok() {}
}
