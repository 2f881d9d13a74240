//! Who is let in: decided in the handshake hook, before any stream of theirs is read.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use iroh::endpoint::{AfterHandshakeOutcome, Connection, EndpointHooks};

use crate::{MEET_ALPN, PAIR_ALPN, code};

/// Who may connect now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guest {
    /// Nobody.
    Nobody,
    /// Anyone who may hold a ticket, for pairing.
    Invited,
    /// The partner's laptop, for a meeting.
    Partner([u8; 32]),
}

#[derive(Clone, Debug)]
pub(crate) struct Guard(Arc<Mutex<List>>);

#[derive(Debug)]
struct List {
    guest: Guest,
    /// Refused whatever they prove.
    never: Vec<[u8; 32]>,
}

impl Guard {
    pub(crate) fn new(guest: Guest) -> Self {
        Self(Arc::new(Mutex::new(List { guest, never: Vec::new() })))
    }

    pub(crate) fn admit(&self, guest: Guest) {
        self.list().guest = guest;
    }

    pub(crate) fn never(&self, ids: &[[u8; 32]]) {
        self.list().never = ids.to_vec();
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admits(&self, id: &[u8; 32], alpn: &[u8]) -> bool {
        let list = self.list();
        if list.never.contains(id) {
            return false;
        }
        match list.guest {
            Guest::Nobody => false,
            Guest::Invited => alpn == PAIR_ALPN,
            Guest::Partner(partner) => *id == partner && (alpn == MEET_ALPN || alpn == PAIR_ALPN),
        }
    }
}

impl EndpointHooks for Guard {
    async fn after_handshake(&self, connection: &Connection) -> AfterHandshakeOutcome {
        if self.admits(connection.remote_id().as_bytes(), connection.alpn()) {
            AfterHandshakeOutcome::Accept
        } else {
            AfterHandshakeOutcome::Reject { error_code: code::UNKNOWN.into(), reason: Vec::new() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_expected_is_let_in() {
        let guard = Guard::new(Guest::Nobody);
        assert!(!guard.admits(&[1; 32], MEET_ALPN));
        guard.admit(Guest::Invited);
        assert!(guard.admits(&[1; 32], PAIR_ALPN) && !guard.admits(&[1; 32], MEET_ALPN));
        guard.admit(Guest::Partner([1; 32]));
        assert!(guard.admits(&[1; 32], MEET_ALPN) && !guard.admits(&[2; 32], MEET_ALPN));
        assert!(!guard.admits(&[2; 32], PAIR_ALPN));
        guard.never(&[[1; 32]]);
        assert!(!guard.admits(&[1; 32], MEET_ALPN), "a replaced laptop, whoever it is");
        guard.admit(Guest::Invited);
        assert!(!guard.admits(&[1; 32], PAIR_ALPN) && guard.admits(&[2; 32], PAIR_ALPN));
    }
}
