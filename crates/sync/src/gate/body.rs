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

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_journal::{Commitment, RoundId, Topic, Visibility};

    #[test]
    fn a_body_is_taken_for_its_own_record_alone() {
        let (person, entry) = (PersonId::from_bytes([1; 16]), EntryId::from_bytes([2; 16]));
        let round = Some(RoundId { topic: Topic::Letter, number: 1 });
        let sealed = || SealedBody { salt: [3; 32], bytes: vec![4; 64] };
        let commitment = sealed().commitment(person, entry, round, 1);
        let record = Record { visibility: Visibility::Open, revision: 1, round, commitment, later: false };
        let taken = check_body(sealed(), person, entry, &record).expect("its own").into_sealed();
        assert_eq!((taken.salt, taken.bytes), (sealed().salt, sealed().bytes));
        let refused = |sealed, person, entry, record: Record| {
            assert_eq!(check_body(sealed, person, entry, &record).err(), Some(Refused::Body));
        };
        refused(sealed(), PersonId::from_bytes([9; 16]), entry, record);
        refused(sealed(), person, EntryId::from_bytes([9; 16]), record);
        refused(sealed(), person, entry, Record { revision: 2, ..record });
        refused(sealed(), person, entry, Record { round: None, ..record });
        refused(sealed(), person, entry, Record { commitment: Commitment::from_bytes([9; 32]), ..record });
        refused(SealedBody { salt: [9; 32], ..sealed() }, person, entry, record);
        refused(SealedBody { bytes: vec![9; 64], ..sealed() }, person, entry, record);
    }
}
