//! What the two and their lines are called on a screen.

use kintsugi_journal::EntryId;

use crate::error::CommandError;
use crate::output::FAINT;
use kintsugi_home::Home;

/// My name, my partner's, and whether lines bear their ids.
pub(crate) struct Names {
    mine: String,
    partner: String,
    ids: bool,
}

impl Names {
    pub(crate) fn of(home: &Home) -> Result<Self, CommandError> {
        let partner = home.partner()?.map(|partner| partner.name.clone()).unwrap_or_default();
        let mine = Some(home.identity().name()).filter(|name| !name.is_empty()).unwrap_or("You");
        Ok(Self { mine: mine.to_owned(), partner, ids: false })
    }

    /// The same, and lines bear their ids where these are wished for.
    pub(crate) fn with_ids(self, ids: bool) -> Self {
        Self { ids, ..self }
    }

    /// The id of a line, behind what stands before it.
    pub(crate) fn id(&self, entry: EntryId) -> String {
        if self.ids { format!(" {FAINT}{}{FAINT:#}", entry.short()) } else { String::new() }
    }

    /// Of me, or of my partner.
    pub(crate) fn of_author(&self, mine: bool) -> &str {
        if mine { &self.mine } else { &self.partner }
    }
}
