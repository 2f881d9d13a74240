//! Between two sessions: nothing is said. Whether the other is there the transport asks by itself, see
//! [`endpoint`](crate::endpoint); a question of ours beside it would be twice as many packets and wake-ups.

use std::time::Duration;

use tokio::time::Instant;

use crate::link::{Link, LinkError};
use kintsugi_sync::Frame;

/// How long the other side, which has nothing else to do, may take over its first word.
pub(crate) const ANSWER: Duration = Duration::from_secs(2);
/// Who says more between sessions than so many frames at once, and one in a second, is not heard any more.
const AT_ONCE: u32 = 16;

/// Waits until the other side begins a session. What it has said of that stays in the link. Who asks is answered.
pub(crate) async fn idle(link: &mut Link) -> Result<(), LinkError> {
    let mut calm = Calm::new(Instant::now());
    loop {
        let heard = link.recv.next(Frame::length).await?;
        match Frame::decode(&heard)? {
            Frame::Ping => link.send_frame(&Frame::Pong).await?,
            // What a later version says between sessions is none of this one's.
            Frame::Pong | Frame::Later(_) => {}
            _ => {
                let length = u32::try_from(heard.len()).expect("a frame is short");
                link.recv.put_back([&length.to_be_bytes(), &heard[..]].concat());
                return Ok(());
            }
        }
        if !calm.hears(Instant::now()) {
            return Err(LinkError::Lost);
        }
    }
}

/// How much is said while nothing is to be said.
struct Calm {
    since: Instant,
    heard: u32,
}

impl Calm {
    const fn new(now: Instant) -> Self {
        Self { since: now, heard: 0 }
    }

    /// One more frame; whether it is calm still.
    fn hears(&mut self, now: Instant) -> bool {
        self.heard = self.heard.saturating_add(1);
        u64::from(self.heard) <= u64::from(AT_ONCE) + now.saturating_duration_since(self.since).as_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_asks_now_and_then_is_answered_and_one_who_asks_without_end_is_not() {
        let begun = Instant::now();
        let at = |n: u32, every: Duration| begun + every * n;
        let mut calm = Calm::new(begun);
        assert!((1..10_000).all(|n| calm.hears(at(n, Duration::from_secs(4)))));
        let mut calm = Calm::new(begun);
        let answered = (1..10_000).take_while(|n| calm.hears(at(*n, Duration::from_millis(1)))).count();
        assert_eq!(answered, AT_ONCE as usize);
    }
}
