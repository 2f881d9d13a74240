//! Rounds: one turn of something that both write before either reads.
//!
//! A sealed entry names its round on the page and holds only a commitment there; how far somebody is stands as a mark beside
//! it. [`RoundSide`] is what one person's documents say of a round.

use serde::{Deserialize, Serialize};

use crate::entries::record::{Record, RecordState, Visibility};
use crate::names::commitment::Commitment;
use crate::names::doc_id::DocId;
use crate::names::id::{EntryId, PersonId};
use crate::names::round_id::{RoundId, Topic};
use crate::rounds::mark::{RoundMark, SealDigest};

/// One entry that waits for, or was opened in, a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The entry.
    pub entry: EntryId,
    /// The page that holds its record.
    pub doc: DocId,
    /// What its body must hash to.
    pub commitment: Commitment,
    /// The record says open.
    pub opened: bool,
    /// Its words were changed since they were first written, or others stand beside them.
    pub edited: bool,
}

impl Seal {
    /// The seal that an entry has in a round, by what its document says; `None` when it is not, or no longer, part of it.
    pub fn of(doc: DocId, entry: EntryId, state: &RecordState, round: RoundId) -> Option<Self> {
        let part = |record: &&Record| record.round == Some(round) && doc.is_shared();
        let records = state.current.iter().filter(part).filter(|_| !state.deleted);
        // Opened stays opened, whatever else was written apart.
        let record = records.max_by_key(|record| record.visibility == Visibility::Open)?;
        let opened = record.visibility == Visibility::Open;
        Some(Self { entry, doc, commitment: record.commitment, opened, edited: state.is_edited(record) })
    }
}

/// What one person's documents say of one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundSide {
    /// Which round.
    pub round: RoundId,
    /// Whose side.
    pub person: PersonId,
    /// What is sealed for it, and what was opened in it, ascending by entry. What was withdrawn is gone.
    pub seals: Vec<Seal>,
    /// The entries that were open in it and were taken back since, ascending.
    pub taken_back: Vec<EntryId>,
    /// How far this person is.
    pub mark: RoundMark,
}

impl RoundSide {
    /// A side that knows nothing yet.
    pub const fn new(round: RoundId, person: PersonId) -> Self {
        Self { round, person, seals: Vec::new(), taken_back: Vec::new(), mark: RoundMark::Waiting }
    }

    /// Whether there is nothing to remember.
    pub fn is_empty(&self) -> bool {
        self.seals.is_empty() && self.taken_back.is_empty() && self.mark == RoundMark::Waiting
    }

    /// The words that are sealed and not opened.
    pub fn sealed(&self) -> impl Iterator<Item = &Seal> {
        self.seals.iter().filter(|seal| !seal.opened)
    }

    /// The digest of the words that are sealed and not opened.
    pub fn digest(&self) -> SealDigest {
        SealDigest::of(self.round, self.sealed().map(|seal| seal.commitment))
    }

    /// Whether this person's mark says that it is opened.
    pub fn is_opened(&self) -> bool {
        self.mark == RoundMark::Opened
    }

    /// Whether anything of this side is open: the mark says so, or a record that came before its mark.
    pub fn has_opened(&self) -> bool {
        self.is_opened() || self.seals.iter().any(|seal| seal.opened)
    }

    /// Whether it is over as the other person sees it: the mark says opened, and words stand, or stood, open in it. A mark
    /// alone says nothing about which rounds there were.
    pub fn has_shown(&self) -> bool {
        self.is_opened() && (!self.taken_back.is_empty() || self.seals.iter().any(|seal| seal.opened))
    }

    /// Whether this person is ready, with exactly the words that are sealed now. A reading may open without words.
    pub fn is_ready(&self) -> bool {
        let something = self.round.topic == Topic::Reading || self.sealed().next().is_some();
        something && self.mark == RoundMark::Ready(self.digest())
    }

    /// Takes in what a document says of an entry.
    pub fn note(&mut self, doc: DocId, entry: EntryId, state: &RecordState) {
        self.put(entry, Seal::of(doc, entry, state, self.round));
        let open = |record: &Record| record.round == Some(self.round) && record.visibility == Visibility::Open;
        self.taken_back.retain(|other| *other != entry);
        if state.deleted && doc.is_shared() && state.current.iter().any(open) {
            self.taken_back.push(entry);
            self.taken_back.sort_unstable();
        }
    }

    /// Puts a seal in its place, or takes out the one that the entry had.
    pub fn put(&mut self, entry: EntryId, seal: Option<Seal>) {
        self.seals.retain(|other| other.entry != entry);
        self.seals.extend(seal);
        self.seals.sort_unstable_by_key(|seal| seal.entry);
    }

    /// Whether the words of this side go before those of the other: the smaller commitment does; where neither side has
    /// words, the smaller person.
    pub fn leads(&self, other: &Self) -> bool {
        let place = |side: &Self| {
            let first = side.sealed().map(|seal| seal.commitment).min();
            (first.is_none(), first, side.person)
        };
        place(self).lt(&place(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::month::Month;

    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 3 };

    fn side(person: u8, commitments: &[u8]) -> RoundSide {
        let person = PersonId::from_bytes([person; 16]);
        let mut side = RoundSide::new(LETTER, person);
        for n in commitments {
            let entry = EntryId::from_bytes([*n; 16]);
            let doc = DocId::drawer(person);
            side.put(
                entry,
                Some(Seal { entry, doc, commitment: Commitment::from_bytes([*n; 32]), opened: false, edited: false }),
            );
        }
        side
    }

    #[test]
    fn ready_means_exactly_the_words_that_are_sealed_now() {
        let mut mine = side(1, &[4]);
        assert!(!mine.is_ready());
        mine.mark = RoundMark::Ready(mine.digest());
        assert!(mine.is_ready());
        let added = side(1, &[4, 5]);
        assert!(!RoundSide { mark: mine.mark, ..added }.is_ready(), "words were added");
        let withdrawn = side(1, &[]);
        assert!(!RoundSide { mark: mine.mark, ..withdrawn }.is_ready(), "words were withdrawn");
        let empty = side(1, &[]);
        assert!(!RoundSide { mark: RoundMark::Ready(empty.digest()), ..empty }.is_ready(), "a letter needs words");
    }

    /// Page and drawer are two documents: after a restored backup one of them may come first.
    #[test]
    fn a_record_that_is_open_counts_before_its_mark_has_come() {
        let mut mine = side(1, &[4]);
        assert!(!mine.has_opened());
        mine.seals[0].opened = true;
        assert!(mine.has_opened() && !mine.is_opened() && !mine.is_ready());
    }

    #[test]
    fn a_mark_alone_shows_nothing() {
        let mut theirs = side(2, &[]);
        theirs.mark = RoundMark::Opened;
        assert!(!theirs.has_shown());
        let mut open = RoundSide { mark: RoundMark::Opened, ..side(2, &[4]) };
        assert!(!open.has_shown(), "its words are sealed");
        open.seals[0].opened = true;
        assert!(open.has_shown() && !RoundSide { mark: RoundMark::Waiting, ..open }.has_shown());
    }

    #[test]
    fn what_was_open_and_is_taken_back_was_shown() {
        let (doc, entry) = (DocId::drawer(PersonId::from_bytes([2; 16])), EntryId::from_bytes([4; 16]));
        let commitment = Commitment::from_bytes([4; 32]);
        for visibility in [Visibility::Sealed, Visibility::Open] {
            let record = Record { visibility, revision: 1, round: Some(LETTER), commitment, later: false };
            let mut theirs = RoundSide { mark: RoundMark::Opened, ..side(2, &[4]) };
            theirs.note(doc, entry, &RecordState { current: vec![record], deleted: true });
            assert!(theirs.seals.is_empty());
            assert_eq!(theirs.has_shown(), visibility == Visibility::Open);
        }
    }

    #[test]
    fn a_week_in_which_nobody_or_only_one_wrote_can_be_ready() {
        let mut quiet = RoundSide::new(RoundId { topic: Topic::Reading, number: 9 }, PersonId::from_bytes([1; 16]));
        quiet.mark = RoundMark::Ready(quiet.digest());
        assert!(quiet.is_ready());
    }

    #[test]
    fn exactly_one_of_the_two_leads() {
        for (mine, theirs) in [(vec![4], vec![5]), (vec![9, 2], vec![3]), (vec![4], vec![]), (vec![], vec![])] {
            let (a, b) = (side(1, &mine), side(2, &theirs));
            assert_ne!(a.leads(&b), b.leads(&a), "{mine:?} {theirs:?}");
        }
        assert!(side(2, &[9, 2]).leads(&side(1, &[3])), "the smaller commitment goes first");
        assert!(side(2, &[1]).leads(&side(1, &[])), "who has words goes first");
        assert!(side(1, &[]).leads(&side(2, &[])) && !side(1, &[]).leads(&side(1, &[])), "where nobody has any");
    }

    fn record(visibility: Visibility, round: RoundId, n: u8) -> Record {
        Record {
            visibility,
            revision: 1,
            round: Some(round),
            commitment: Commitment::from_bytes([n; 32]),
            later: false,
        }
    }

    fn state(current: &[Record], deleted: bool) -> RecordState {
        RecordState { current: current.to_vec(), deleted }
    }

    const BEN: PersonId = PersonId::from_bytes([2; 16]);
    const ENTRY: EntryId = EntryId::from_bytes([4; 16]);

    #[test]
    fn an_entry_is_part_of_the_round_that_its_record_names_while_it_stands() {
        let (doc, sealed) = (DocId::drawer(BEN), record(Visibility::Sealed, LETTER, 4));
        let seal = Seal { entry: ENTRY, doc, commitment: sealed.commitment, opened: false, edited: false };
        assert_eq!(Seal::of(doc, ENTRY, &state(&[sealed], false), LETTER), Some(seal));
        assert_eq!(Seal::of(doc, ENTRY, &state(&[sealed], true), LETTER), None, "taken back");
        let next = RoundId { number: 4, ..LETTER };
        assert_eq!(Seal::of(doc, ENTRY, &state(&[sealed], false), next), None, "of another round");
        let private = DocId::Private { person: BEN, month: Month::DRAWER };
        assert_eq!(Seal::of(private, ENTRY, &state(&[sealed], false), LETTER), None, "withdrawn");
        let again = Record { revision: 2, ..sealed };
        assert_eq!(Seal::of(doc, ENTRY, &state(&[again], false), LETTER), Some(Seal { edited: true, ..seal }));
    }

    #[test]
    fn opened_stays_opened_whatever_was_written_apart() {
        let (doc, open) = (DocId::drawer(BEN), record(Visibility::Open, LETTER, 4));
        let sealed = record(Visibility::Sealed, LETTER, 9);
        for records in [[open, sealed], [sealed, open]] {
            let seal = Seal::of(doc, ENTRY, &state(&records, false), LETTER).expect("part of it");
            assert_eq!((seal.opened, seal.commitment), (true, open.commitment));
        }
    }

    #[test]
    fn a_side_is_empty_only_where_nothing_is_sealed_taken_back_or_said() {
        let empty = side(2, &[]);
        assert!(empty.is_empty() && !side(2, &[4]).is_empty());
        assert!(!RoundSide { taken_back: vec![ENTRY], ..empty.clone() }.is_empty());
        assert!(!RoundSide { mark: RoundMark::Opened, ..empty }.is_empty());
    }

    #[test]
    fn seals_stand_in_order_each_entry_once() {
        let mut side = side(2, &[5, 3, 4]);
        let entries = |side: &RoundSide| side.seals.iter().map(|seal| seal.entry.as_bytes()[0]).collect::<Vec<_>>();
        assert_eq!(entries(&side), [3, 4, 5]);
        side.put(ENTRY, Some(Seal { opened: true, ..side.seals[1] }));
        assert_eq!((entries(&side), side.sealed().count()), (vec![3, 4, 5], 2), "opened");
        side.put(ENTRY, None);
        assert_eq!(entries(&side), [3, 5], "withdrawn");
    }

    #[test]
    fn what_was_open_here_and_is_taken_back_is_remembered_once_and_in_order() {
        let (doc, open) = (DocId::drawer(BEN), record(Visibility::Open, LETTER, 4));
        let entry = |n: u8| EntryId::from_bytes([n; 16]);
        let mut side = side(2, &[4]);
        for n in [5, 7, 4, 7] {
            side.note(doc, entry(n), &state(&[open], true));
        }
        assert_eq!((side.taken_back.as_slice(), side.seals.len()), (&[entry(4), entry(5), entry(7)][..], 0));
        side.note(doc, entry(5), &state(&[open], false));
        assert_eq!((side.taken_back.as_slice(), side.seals.len()), (&[entry(4), entry(7)][..], 1), "it stands again");
        let before = side.clone();
        let private = DocId::Private { person: BEN, month: Month::DRAWER };
        side.note(private, entry(8), &state(&[open], true));
        side.note(doc, entry(8), &state(&[record(Visibility::Open, RoundId { number: 4, ..LETTER }, 8)], true));
        assert_eq!(side, before, "neither was open in this round");
    }
}
