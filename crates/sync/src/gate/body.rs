//! Bodies at the gate: a body is taken only for a record that wants it, and only if it is what that record commits to.

use kintsugi_journal::{EntryId, PersonId, Record, SealedBody};

use super::Refused;

/// A body that is what its record commits to. Only the gate makes one.
pub struct VerifiedBody(SealedBody);

impl VerifiedBody {
    /// As it is stored.
    pub fn into_sealed(self) -> SealedBody {
        self.0
    }
}

/// Checks a body that came for `record`, the record of an `entry` of `person`. Whether this version can read it is not
/// asked: what a later version wrote is kept, too.
///
/// # Errors
/// [`Refused::Body`] when it does not hash to the record's commitment.
pub fn check_body(
    sealed: SealedBody,
    person: PersonId,
    entry: EntryId,
    record: &Record,
) -> Result<VerifiedBody, Refused> {
    if sealed.commitment(person, entry, record.round, record.revision) != record.commitment {
        return Err(Refused::Body);
    }
    Ok(VerifiedBody(sealed))
}
