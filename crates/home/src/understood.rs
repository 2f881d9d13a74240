//! What this program understands of the things that only the next version knows, for tests of how two versions meet.

use kintsugi_journal::{DocId, Key, Kind, SettingName, Topic};

use crate::{Home, HomeError};

/// How many of each are understood here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// Marks on the table.
    pub marks: usize,
    /// Lines of the new kind, mine and theirs.
    pub lines: usize,
    /// Rounds of the new topic.
    pub rounds: usize,
    /// Settings of the journal.
    pub settings: usize,
}

impl Home {
    /// What is understood here of the things that only the next version knows.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn understood(&self) -> Result<Understood, HomeError> {
        let (_, table) = self.document(&self.vault().read()?, DocId::Table)?;
        let keys = table.keys();
        let count = |of: fn(&Key) -> bool| keys.iter().filter(|key| of(key)).count();
        Ok(Understood {
            marks: count(|key| matches!(key, Key::Trial(_))),
            settings: count(|key| matches!(key, Key::Setting(SettingName::Trial))),
            lines: self.all_lines(|_| true)?.iter().filter(|listed| listed.line.kind == Some(Kind::Trial)).count(),
            rounds: self.rounds_of(Topic::Trial)?.len(),
        })
    }
}
