//! The names of the two.

use crate::error::CommandError;
use kintsugi_home::Home;

/// My name, and my partner's.
pub(crate) struct Names {
    mine: String,
    partner: String,
}

impl Names {
    pub(crate) fn of(home: &Home) -> Result<Self, CommandError> {
        let partner = home.partner()?.map(|partner| partner.name.clone()).unwrap_or_default();
        let mine = Some(home.identity().name()).filter(|name| !name.is_empty()).unwrap_or("You");
        Ok(Self { mine: mine.to_owned(), partner })
    }

    /// Of me, or of my partner.
    pub(crate) fn of_author(&self, mine: bool) -> &str {
        if mine { &self.mine } else { &self.partner }
    }
}
