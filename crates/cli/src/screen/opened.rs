//! What has opened in a meeting.

use std::collections::BTreeSet;

use kintsugi_journal::{RoundId, Topic};

use crate::error::CommandError;
use kintsugi_home::Home;

/// The rounds that are open at one moment.
pub(crate) struct Opened(BTreeSet<RoundId>);

impl Opened {
    pub(crate) fn now(home: &Home) -> Result<Self, CommandError> {
        Ok(Self(home.rounds()?.iter().filter(|round| round.is_opened()).map(|round| round.id).collect()))
    }

    /// What has opened since then, a line for each topic; empty where nothing has.
    pub(crate) fn since(&self, home: &Home) -> Result<Vec<&'static str>, CommandError> {
        let now = Self::now(home)?;
        let mut lines: Vec<&'static str> = now.0.difference(&self.0).map(|round| line(round.topic)).collect();
        lines.dedup();
        Ok(lines)
    }
}

const fn line(topic: Topic) -> &'static str {
    match topic {
        Topic::Letter => "Your letters are open: kintsugi letter read",
        Topic::Miss => "What each of you misses is open: kintsugi miss",
        Topic::Question(_) => "Answers are open: kintsugi ask",
        Topic::Reading => "The week is open for reading: kintsugi read --together",
    }
}
