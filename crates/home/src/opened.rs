//! What has opened in a meeting.

use std::collections::BTreeSet;

use kintsugi_journal::{RoundId, Topic};

use crate::{Home, HomeError};

/// The rounds that are open at one moment.
pub struct Opened(BTreeSet<RoundId>);

impl Opened {
    /// Those that are open now.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn now(home: &Home) -> Result<Self, HomeError> {
        Ok(Self(home.rounds()?.iter().filter(|round| round.is_opened()).map(|round| round.id).collect()))
    }

    /// The topics of what has opened since then; empty where nothing has.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn since(&self, home: &Home) -> Result<Vec<Topic>, HomeError> {
        let now = Self::now(home)?;
        Ok(now.0.difference(&self.0).map(|round| round.topic).collect())
    }
}
