//! What has come from the partner, to be compared with what had come before.

use kintsugi_journal::{ChangeHash, DocId};

use crate::{Home, HomeError};

/// Which changes of the partner are here, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Come(Vec<(DocId, Vec<ChangeHash>)>);

impl Home {
    /// What has come from the partner until now. It is another one when something more has come, and the same whatever is
    /// written here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn come(&self) -> Result<Come, HomeError> {
        let reader = self.vault().read()?;
        let Some(partner) = reader.partner()? else { return Ok(Come(Vec::new())) };
        let theirs = reader.documents()?.into_iter().filter(|row| row.doc.person() == Some(partner.person));
        Ok(Come(theirs.map(|row| (row.doc, row.heads)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use crate::Wait;
    use crate::testing::{body, evening, paired};
    use kintsugi_journal::Kind;

    #[test]
    fn what_is_written_here_has_not_come() {
        let (_root, home) = paired();
        let before = home.come().expect("a sound store");
        home.save_line(body(Kind::Note, "tea"), Wait::Not, &evening()).expect("saved");
        assert_eq!(home.come().expect("a sound store"), before);
    }
}
