//! Going back to a copy inside the journal, which is made on each day on which it is used.

use jiff::civil::Date;
use kintsugi_home::{Copied, Difference, ErrorKind, Home, Listed, Returning};
use kintsugi_vault::{Folder, JournalSettings, StoreKey};
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::{dates, screen, unlock};

/// Shows the copies that there are.
pub(super) fn list(context: &Context) -> Result<(), CommandError> {
    let (folder, key) = unlock::key(&context.access())?;
    let copies = kintsugi_home::copies(&folder, &key, context.vocabulary);
    let named = |copy: &Copied| json!({ "day": copy.day, "entries": copy.entries, "whole": copy.whole });
    context.output.json(&json!({ "copies": copies.iter().map(named).collect::<Vec<_>>() }));
    context.output.screen(&screen::copies(&copies));
    if !copies.is_empty() {
        let advice = format!(
            "To keep them elsewhere, too, take the files copy-*.db and keyfile in {}.",
            context.path().display()
        );
        context.output.talk(&advice);
    }
    Ok(())
}

/// Goes back to the copy of this day.
pub(super) fn back(context: &Context, day: &str, yes: bool) -> Result<(), CommandError> {
    let (folder, key) = unlock::key(&context.access())?;
    Back { context, folder, key, yes }.to(day)
}

struct Back<'a> {
    context: &'a Context,
    folder: Folder,
    key: StoreKey,
    yes: bool,
}

impl Back<'_> {
    fn to(&self, text: &str) -> Result<(), CommandError> {
        let day = self.day(text)?;
        let copy = Returning::read(&self.folder, day, &self.key, self.context.vocabulary)?;
        let live = self.live()?;
        let change = live.as_ref().map(|live| copy.difference(live)).transpose();
        let (live, change) = match change {
            Ok(change) => (live, change),
            Err(_) => (None, None),
        };
        let entries = copy.count_entries()?;
        self.context.output.screen(&screen::going_back(day, entries, copy.is_whole(), change.as_ref()));
        if !self.may()? {
            self.context.output.talk("Nothing was changed.");
            return Ok(());
        }
        // Who has it open remembers what is not there any more.
        kintsugi_meet::end(&self.folder);
        copy.put_in_place(live.as_ref(), &self.context.now)?;
        drop(live);
        self.told(day, entries, change)
    }

    /// The journal as it is; nothing where it is damaged, which is the reason to go back. One of a newer program is let be.
    fn live(&self) -> Result<Option<Home>, CommandError> {
        match Home::open_knowing(self.folder.clone(), &self.key, self.context.vocabulary, &kintsugi_meet::end) {
            Err(error) if error.kind() == ErrorKind::Damaged => Ok(None),
            home => Ok(Some(home?)),
        }
    }

    /// A day of which there is a copy.
    fn day(&self, text: &str) -> Result<Date, CommandError> {
        let (days, settings) = (self.folder.copies(), JournalSettings::default());
        let day = dates::day(text, self.context.now.today(&settings), kintsugi_home::week_start(&settings))?;
        if days.contains(&day) {
            return Ok(day);
        }
        let error = CommandError::new(Exit::Failed, "no-copy", format!("there is no copy of {}", dates::long(day)));
        Err(error.hint("Nothing was changed. kintsugi restore --list shows the copies that there are."))
    }

    fn may(&self) -> Result<bool, CommandError> {
        if self.yes {
            return Ok(true);
        }
        if !self.context.can_ask() {
            return Err(
                CommandError::usage("going back needs a yes").hint("Nothing was changed. Add --yes in a script.")
            );
        }
        ask_yes(self.context, "Go back to it? [y/N] ")
    }

    fn told(&self, day: Date, entries: usize, change: Option<Difference>) -> Result<(), CommandError> {
        let was_sound = change.is_some();
        let gone = change.map(|change| change.gone).unwrap_or_default();
        let named = |listed: &Listed| json!({ "day": listed.line.day, "what": screen::shortened(listed) });
        self.context.output.json(&json!({ "restored": entries, "gone": gone.iter().map(named).collect::<Vec<_>>() }));
        self.context.output.done(&format!("The journal is as it was on {}.", dates::long(day)));
        if was_sound {
            self.context.output.talk(
                "To undo this: kintsugi restore --day today. The copy of today is your journal as it was before.",
            );
        }
        Ok(())
    }
}
