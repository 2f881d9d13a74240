//! Repair: from every damage there is a way back. Somebody asks for it, and a copy of what was there stays beside.
//!
//! The vault has dropped what does not open and brought back what a copy still had, row by row. Here documents are put together
//! again from their pieces and those of copies, what is derived is derived, and lines that screens could still show are held
//! against what there is now. A line of mine whose words only the screen still had is written again. What the partner's
//! laptop has comes back at the next meeting: it is wanted, as on a new laptop. What is left is named.

mod documents;
mod gone;
mod words;

use std::path::PathBuf;

use jiff::civil::Date;
use kintsugi_journal::Vocabulary;
use kintsugi_vault::{Folder, Mended, StoreKey, Vault};

use crate::{Home, HomeError};

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// How many pieces came back from copies, or were put together again.
    pub restored: u64,
    /// How many entries are asked for at the next meeting.
    pub asked: u64,
    /// What is gone.
    pub gone: Vec<Gone>,
}

/// Something that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The day that it was about, where that is known.
    pub day: Option<Date>,
    /// What it was.
    pub what: Lost,
    /// How many of these.
    pub count: u64,
}

/// What can be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A line of mine.
    Line,
    /// Words of mine that were sealed.
    Sealed,
    /// A line of somebody with whom this journal is not paired any more.
    Theirs,
    /// The places of what was taken back.
    Places,
    /// What this laptop was told, or knew of itself: settings, drafts, names of laptops.
    Known,
    /// What was saved after the time from which the store is, whatever that was.
    Since,
}

impl Home {
    /// Repairs a home with its key, whether or not it can be opened. `copies` are stores of it from before, the newest first.
    /// `ask` asks whoever still works with it to end.
    ///
    /// # Errors
    /// As [`Vault::mend`], with the store as it was; [`HomeError::Vault`] with `Damaged` when who I am is gone and no copy has
    /// it.
    pub fn repair(
        folder: Folder,
        key: &StoreKey,
        vocabulary: Vocabulary,
        copies: &[PathBuf],
        ask: &dyn Fn(&Folder),
    ) -> Result<(Self, Repaired), HomeError> {
        let Mended { mut vault, copies, rows } = Vault::mend(&folder, key, copies, ask)?;
        vault.know(vocabulary);
        let identity = vault.read()?.identity()?;
        let home = Self::of(folder, vault, identity);
        let mut repaired = Repaired { restored: rows.restored, ..Repaired::default() };
        repaired.gone.extend(rows.lost.iter().filter_map(|(table, count)| gone_of(table, *count)));
        repaired.gone.extend(rows.behind.then_some(Gone { day: None, what: Lost::Since, count: 1 }));
        home.change_derived(|writer, views| {
            let cut = home.put_together(writer, &copies, rows.lost.contains_key("document"), &mut repaired)?;
            home.bring_words_back(writer, &copies, &mut repaired)?;
            writer.forget_older()?;
            home.derive_in(writer, views)?;
            home.take_back_again(writer, views)?;
            home.name_what_is_gone(writer, views, &rows, &cut, &mut repaired)?;
            // Of what no screen could show, either, the documents say that it is wanted.
            repaired.asked = repaired.asked.max(writer.wanted()?.len() as u64);
            Ok(())
        })?;
        Ok((home, repaired))
    }
}

fn gone_of(table: &str, count: u64) -> Option<Gone> {
    let what = match table {
        "husk" => Lost::Places,
        "meta" | "import" => Lost::Known,
        // Documents and words are held against what there is now; the rest is nobody's loss.
        _ => return None,
    };
    Some(Gone { day: None, what, count })
}
