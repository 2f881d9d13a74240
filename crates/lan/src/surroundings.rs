//! What changes around this laptop: its networks, and whether it slept.

use std::time::{Duration, Instant, SystemTime};

use iroh::Watcher;
use netwatch::netmon::Monitor;

/// How often the two clocks are compared. One of them stands still while the laptop sleeps.
const LOOK: Duration = Duration::from_secs(10);
/// A gap between the clocks that is no mere correction.
const SLEPT: Duration = Duration::from_secs(5);

/// Notices changes of the networks as the system tells of them, and sleep by the clocks.
pub struct Surroundings {
    monitor: Option<Monitor>,
    clocks: (Instant, SystemTime),
}

impl Surroundings {
    /// Begins to look.
    pub async fn start() -> Self {
        // Where the system tells nothing, the look at the clocks is used for the networks, too.
        Self { monitor: Monitor::new().await.ok(), clocks: now() }
    }

    /// Waits until the networks may have changed, or the laptop woke up. Whether it slept.
    pub async fn changed(&mut self) -> bool {
        let networks = async {
            match &self.monitor {
                Some(monitor) => {
                    let mut state = monitor.interface_state();
                    // It fails when the monitor has ended, and then nothing more comes.
                    if state.updated().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                }
                None => tokio::time::sleep(LOOK).await,
            }
        };
        let slept = async {
            loop {
                tokio::time::sleep(LOOK).await;
                let (then, now) = (self.clocks, now());
                let (steady, wall) = (now.0 - then.0, now.1.duration_since(then.1).unwrap_or_default());
                if wall.saturating_sub(steady) > SLEPT {
                    return;
                }
            }
        };
        let woke = tokio::select! {
            () = networks => false,
            () = slept => true,
        };
        self.clocks = now();
        woke
    }
}

fn now() -> (Instant, SystemTime) {
    (Instant::now(), SystemTime::now())
}
