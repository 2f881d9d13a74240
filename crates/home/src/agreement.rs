//! The agreement of this home: one text that both edit, and what both have said yes to.

use jiff::civil::Date;
use kintsugi_journal::{
    Agreed, Assent, ChangeHash, DocId, Document, Key, LineChange, PersonId, changed_lines, check_agreement,
};
use kintsugi_vault::{DocRow, Reader, Writer};

use crate::moment::Moment;
use crate::{Home, HomeError};

/// The text at one moment, and where it stood then.
pub struct Agreement {
    /// The words.
    pub text: String,
    /// The heads of its document, to edit from.
    pub heads: Vec<ChangeHash>,
    /// What both have said yes to: it stays until both have said yes to another text.
    pub agreed: Option<AgreedText>,
    /// I have said yes to the text as it is. Whether the other has shows only once both have.
    pub mine: bool,
    /// What has changed since it was shown here last.
    pub since_shown: Vec<LineChange>,
}

/// A text that both have said yes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedText {
    /// The words.
    pub text: String,
    /// The day of the later yes.
    pub day: Date,
    /// What has changed since then.
    pub since: Vec<LineChange>,
}

impl Home {
    /// What the agreement says now, and what both have said yes to.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn agreement(&self) -> Result<Agreement, HomeError> {
        let reader = self.vault().read()?;
        let (_, document) = self.document(&reader, DocId::Agreement)?;
        self.agreement_of(&reader, &document)
    }

    /// Makes it say `wanted`, as an edit of what it said `from` there. What came in since then stays. It may be begun alone: it
    /// goes to the partner at pairing, as it is then.
    ///
    /// # Errors
    /// [`HomeError::Words`] when it is too long or holds what no text may.
    pub fn edit_agreement(&self, from: &Agreement, wanted: &str) -> Result<Agreement, HomeError> {
        check_agreement(wanted)?;
        self.change(|writer, _| {
            let (mut row, mut document) = self.document(writer, DocId::Agreement)?;
            let mut beside = document.as_of(&from.heads)?;
            let changes = beside.edit_text(wanted)?;
            document.adopt(&changes)?;
            writer.append(&mut row, &changes, document.heads())?;
            Self::fold(writer, &mut row, &document)?;
            let after = self.agreement_of(writer, &document)?;
            // Whoever writes it has seen what they wrote, and nothing else.
            Ok(Agreement { since_shown: changed_lines(wanted, &after.text), ..after })
        })
    }

    /// Says yes to the text, as it was `read`. What both had said yes to before stays until the other has said so, too.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`], [`HomeError::NothingAgreed`] where there is no text, [`HomeError::AgreementMoved`] where it has
    /// changed since it was read.
    pub fn agree(&self, read: &Agreement, moment: &Moment) -> Result<Agreement, HomeError> {
        self.change(|writer, _| {
            writer.partner()?.ok_or(HomeError::NotPaired)?;
            let (mut row, mut document) = self.document(writer, DocId::Agreement)?;
            let now = self.agreement_of(writer, &document)?;
            if now.text.trim().is_empty() {
                return Err(HomeError::NothingAgreed);
            }
            if now.text != read.text {
                return Err(HomeError::AgreementMoved);
            }
            if now.mine {
                return Ok(now);
            }
            if now.heads.len() > Agreed::MOST_HEADS {
                join_heads(writer, &mut row, &mut document)?;
            }
            let (_, table) = self.document(writer, DocId::Table)?;
            let both = self.both_agreed(writer, &table, &document)?.map(|(both, _)| both);
            let now = Agreed { day: moment.today_in(writer)?, heads: document.heads() };
            let me = self.identity().person();
            self.put_marks(writer, &[(Key::Agreed(me), Assent { now, both }.to_value())])?;
            self.agreement_of(writer, &document)
        })
    }

    /// It was shown here as it is in `shown`.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn agreement_is_shown(&self, shown: &Agreement) -> Result<(), HomeError> {
        if self.vault().read()?.shown_here()?.agreement == shown.heads {
            return Ok(());
        }
        self.change(|writer, _| {
            let mut here = writer.shown_here()?;
            here.agreement.clone_from(&shown.heads);
            Ok(writer.put_shown_here(&here)?)
        })
    }

    fn agreement_of(&self, reader: &Reader<'_>, document: &Document) -> Result<Agreement, HomeError> {
        let (_, table) = self.document(reader, DocId::Table)?;
        let text = document.text();
        let shown = text_at(document, &reader.shown_here()?.agreement)?;
        let agreed = self.both_agreed(reader, &table, document)?.map(|(both, words)| AgreedText {
            since: changed_lines(&words, &text),
            text: words,
            day: both.day,
        });
        let mine = table.assent(self.identity().person());
        let mine = mine.map(|mine| text_at(document, &mine.now.heads)).transpose()?.flatten();
        let since_shown = shown.map_or_else(Vec::new, |shown| changed_lines(&shown, &text));
        Ok(Agreement { mine: mine.as_ref() == Some(&text), since_shown, agreed, heads: document.heads(), text })
    }

    /// The newest text that both have said yes to, where there is one, and its words.
    fn both_agreed(
        &self,
        reader: &Reader<'_>,
        table: &Document,
        document: &Document,
    ) -> Result<Option<(Agreed, String)>, HomeError> {
        let Some(partner) = reader.partner()? else { return Ok(None) };
        let mine = said_yes(table, document, self.identity().person())?;
        let theirs = said_yes(table, document, partner.person)?;
        let mut both: Vec<(Agreed, String)> = Vec::new();
        for (one, words) in mine {
            let other = theirs.iter().find(|(_, other)| *other == words).map(|(other, _)| other.day);
            both.extend(other.map(|day| (Agreed { day: one.day.max(day), ..one }, words)));
        }
        Ok(both.into_iter().next())
    }
}

/// Makes one of the many heads of what was edited apart: a letter put in and taken out again, so that the text stays.
fn join_heads(writer: &Writer<'_>, row: &mut DocRow, document: &mut Document) -> Result<(), HomeError> {
    let text = document.text();
    for wanted in [format!("{text} "), text] {
        let changes = document.edit_text(&wanted)?;
        writer.append(row, &changes, document.heads())?;
    }
    Ok(())
}

/// The texts that somebody has said yes to, the newer first, as far as they are here.
fn said_yes(table: &Document, document: &Document, person: PersonId) -> Result<Vec<(Agreed, String)>, HomeError> {
    let mut texts = Vec::new();
    for one in table.assent(person).iter().flat_map(Assent::each) {
        texts.extend(text_at(document, &one.heads)?.map(|words| (one.clone(), words)));
    }
    Ok(texts)
}

/// What the agreement said there; `None` where not all of it has come, or nobody asks.
fn text_at(document: &Document, heads: &[ChangeHash]) -> Result<Option<String>, HomeError> {
    if heads.is_empty() || !heads.iter().all(|head| document.knows(head)) {
        return Ok(None);
    }
    Ok(Some(document.as_of(heads)?.text()))
}
