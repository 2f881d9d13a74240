//! The link with which a browser enters: 128 random bits, once, within a minute.
//!
//! Whoever uses it a second time ends what the first one began: if it was stolen, both see it.

use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;
use kintsugi_vault::random;
use subtle::ConstantTimeEq;

/// For how long a link is good.
pub const LASTS: Duration = Duration::from_secs(60);

/// So many wait at most; a newer one takes the place of the oldest.
const WAITING: usize = 4;

struct Link {
    token: String,
    made: Instant,
}

/// What using a link comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entered {
    /// It was good, and is used up.
    Once,
    /// It is the one with which the session of now was made.
    Again,
    /// It is none of ours, or its minute is over.
    No,
}

/// The links that were made.
#[derive(Default)]
pub(crate) struct Links {
    waiting: Vec<Link>,
    /// The one that made the session of now.
    used: Option<String>,
}

impl Links {
    /// A new one.
    pub(crate) fn make(&mut self, now: Instant) -> String {
        let token = BASE32_NOPAD.encode(&random::<16>()).to_lowercase();
        if self.waiting.len() == WAITING {
            self.waiting.remove(0);
        }
        self.waiting.push(Link { token: token.clone(), made: now });
        token
    }

    /// Uses one.
    pub(crate) fn take(&mut self, token: &str, now: Instant) -> Entered {
        self.waiting.retain(|link| now.saturating_duration_since(link.made) < LASTS);
        if let Some(at) = self.waiting.iter().position(|link| is_same(&link.token, token)) {
            self.used = Some(self.waiting.remove(at).token);
            return Entered::Once;
        }
        match &self.used {
            Some(used) if is_same(used, token) => Entered::Again,
            _ => Entered::No,
        }
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_once_and_for_a_minute() {
        let (mut links, now) = (Links::default(), Instant::now());
        let (one, late, other) = (links.make(now), links.make(now), links.make(now + LASTS));
        assert_eq!(links.take(&one, now), Entered::Once);
        assert_eq!(links.take(&one, now), Entered::Again);
        assert_eq!(links.take(&late, now + LASTS), Entered::No);
        assert_eq!(links.take(&other, now + LASTS), Entered::Once);
        assert_eq!(links.take(&one, now + LASTS), Entered::No, "another session has begun since");
    }

    #[test]
    fn a_link_with_one_letter_changed_is_none() {
        let (mut links, now) = (Links::default(), Instant::now());
        let token = links.make(now);
        for at in 0..token.len() {
            let changed: String = token
                .chars()
                .enumerate()
                .map(|(n, c)| if n == at { if c == 'a' { 'b' } else { 'a' } } else { c })
                .collect();
            assert_eq!(links.take(&changed, now), Entered::No);
        }
        for other in ["", &token[1..], &token.to_uppercase(), &format!("{token}a")] {
            assert_eq!(links.take(other, now), Entered::No);
        }
        assert_eq!(links.take(&token, now), Entered::Once);
    }

    #[test]
    fn a_newer_link_takes_the_place_of_the_oldest() {
        let (mut links, now) = (Links::default(), Instant::now());
        let first = links.make(now);
        let rest: Vec<String> = (0..WAITING).map(|_| links.make(now)).collect();
        assert_eq!(links.take(&first, now), Entered::No);
        assert!(rest.iter().all(|link| links.take(link, now) == Entered::Once));
    }
}
