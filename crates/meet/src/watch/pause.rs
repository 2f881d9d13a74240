//! Another process wants the endpoint: the watch's side of it.

use tokio::sync::oneshot;

/// A wish for the endpoint, until whoever has it hangs up.
pub(super) struct Pause {
    free: oneshot::Sender<()>,
    over: oneshot::Receiver<()>,
}

impl Pause {
    pub(super) const fn new(free: oneshot::Sender<()>, over: oneshot::Receiver<()>) -> Self {
        Self { free, over }
    }

    /// Tells that the endpoint is free, and waits until it is not needed any more.
    pub(super) async fn until_over(self) {
        if self.free.send(()).is_ok() {
            // It ends also when the other process is gone.
            let _ = self.over.await;
        }
    }
}
