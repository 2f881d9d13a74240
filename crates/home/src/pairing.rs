//! Pairing, as this home keeps it: pending once both said yes, paired once the first meeting is over.

use jiff::civil::Date;
use kintsugi_journal::{DocId, Vocabulary};
use kintsugi_sync::pairing::Introduction;
use kintsugi_vault::{DocRow, Former, Partner, PartnerState, Understanding, Writer};

use crate::{Home, HomeError};

/// Which of the lines written before pairing the partner may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All open ones.
    All,
    /// Those of this day and later.
    From(Date),
    /// None. What names no day of its own becomes private under this one.
    Nothing(Date),
}

impl Home {
    /// What I say of myself when pairing.
    pub fn introduction(&self) -> Introduction {
        let identity = self.identity();
        Introduction {
            vocabulary: self.vocabulary(),
            person: identity.person(),
            key: identity.person_key(),
            certificate: identity.certificate().to_vec(),
        }
    }

    /// Takes the name by which the partner knows me, where this laptop is a new one and has none yet. The next one who opens this
    /// home goes by it.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn take_name(&self, name: &str) -> Result<(), HomeError> {
        if !self.identity().name().is_empty() {
            return Ok(());
        }
        let named = self.identity().named(name.to_owned());
        self.change(|writer, _| Ok(writer.put_identity(&named)?))
    }

    /// Takes another name of mine. Screens of this laptop show it from the next command on, for old lines as well; the
    /// partner's laptop hears it at the next pairing.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn go_by(&self, name: &str) -> Result<(), HomeError> {
        let named = self.identity().named(name.to_owned());
        self.change(|writer, _| Ok(writer.put_identity(&named)?))
    }

    /// Whether there are open lines, or an agreement begun alone, that the partner would get to read.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn has_open_lines(&self) -> Result<bool, HomeError> {
        Ok(self.vault().read()?.documents()?.iter().any(|row| is_mine_to_share(row.doc)))
    }

    /// Whether somebody who pairs has to choose which lines the partner may read. What two have shared before stays as it is.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn asks_share(&self) -> Result<bool, HomeError> {
        let shared = self.partner()?.is_some_and(|partner| partner.state != PartnerState::Pending);
        Ok(!shared && self.has_open_lines()?)
    }

    /// Whether somebody who pairs has to choose when lines open: nobody was asked before.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn asks_lines(&self) -> Result<bool, HomeError> {
        Ok(self.partner()?.is_none())
    }

    /// Keeps what both agreed on, durably, before any words cross. What an earlier pairing that was never finished left
    /// behind goes away; what was shared with the same person before stays.
    ///
    /// # Errors
    /// [`HomeError::AnotherPerson`] or [`HomeError::ReplacedDevice`], or as every writing function here.
    pub fn begin_partnership(&self, partner: &Partner, share: Share) -> Result<(), HomeError> {
        self.change(|writer, views| {
            writer.put_understanding(Understanding::new(Vocabulary::FIRST))?;
            if let Some(earlier) = writer.partner()? {
                if earlier.state != PartnerState::Pending {
                    return self.renew_partnership(writer, &Former::from(&earlier), partner);
                }
                writer.remove_person(earlier.person)?;
                if earlier.person != partner.person {
                    self.renew_table(writer)?;
                }
            } else if let Some(undone) = writer.undone()? {
                // What crossed before it was undone is there still: for the same person it goes on from there.
                if undone.person == partner.person && undone.key == partner.key {
                    return self.renew_partnership(writer, &undone, partner);
                }
                self.renew_table(writer)?;
            }
            self.withhold(writer, views, share)?;
            Ok(writer.put_partner(partner)?)
        })
    }

    /// Remembers what the program on the partner's laptop knows, as its hello said.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn heard_of(&self, theirs: Vocabulary) -> Result<(), HomeError> {
        self.change(|writer, _| Ok(writer.put_understanding(Understanding { theirs, ..writer.understanding()? })?))
    }

    /// Writes the table and the marks of each year anew as my own, with what holds now: a later partner takes no change of an earlier one.
    pub(crate) fn renew_table(&self, writer: &Writer<'_>) -> Result<(), HomeError> {
        let of_both = |row: &DocRow| matches!(row.doc, DocId::Table | DocId::Marks { .. });
        for row in writer.documents()?.into_iter().filter(of_both) {
            let document = self.open_document(writer, &row)?;
            self.rewrite_table(writer, &row, &document, |_| true)?;
        }
        self.renew_agreement(writer)
    }

    /// The same for the agreement: its words, as mine, with a blank line at their end, so that what both began apart stands one
    /// below the other.
    pub(crate) fn renew_agreement(&self, writer: &Writer<'_>) -> Result<(), HomeError> {
        let Some(row) = writer.document(DocId::Agreement)? else { return Ok(()) };
        let text = self.open_document(writer, &row)?.text();
        writer.destroy_document(&row)?;
        if text.trim().is_empty() {
            return Ok(());
        }
        let (mut row, mut document) = self.document(writer, DocId::Agreement)?;
        let changes = document.edit_text(&format!("{}\n\n", text.trim_end()))?;
        Ok(writer.append(&mut row, &changes, document.heads())?)
    }
}

/// Pages of mine, and the agreement.
fn is_mine_to_share(doc: DocId) -> bool {
    doc.is_shared() && (doc.person().is_some() || doc == DocId::Agreement)
}
