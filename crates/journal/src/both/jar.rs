//! The jar: which slip a day has.
//!
//! Two laptops that are apart draw the same one: the two people take turns by the day, each slip has a keyed hash for the day,
//! and the smallest is drawn. Where one jar holds a slip that the other lacks, the two still agree unless it is just that one
//! (rendezvous hashing, Thaler and Ravishankar 1998).

use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::{Date, date};
use sha2::Sha256;

use crate::names::id::{EntryId, PersonId};

const LABEL: &[u8] = b"kintsugi draw v1";
/// A day on which it is the turn of whoever has the lower id.
const FIRST_TURN: Date = date(2000, 1, 1);

/// The value at `draw/<day>`: the slip.
pub fn encode_slip(slip: EntryId) -> Vec<u8> {
    slip.as_bytes().to_vec()
}

/// Reads exactly what [`encode_slip`] writes; `None` for anything else.
pub fn decode_slip(bytes: &[u8]) -> Option<EntryId> {
    bytes.try_into().ok().map(EntryId::from_bytes)
}

/// From whose slips the day draws: the two take turns, whoever has more of them.
pub fn turn_of_the_day(day: Date, one: PersonId, other: PersonId) -> PersonId {
    let days = (day - FIRST_TURN).get_days();
    if days.rem_euclid(2) == 0 { one.min(other) } else { one.max(other) }
}

/// The slip for a day from those in the jar; `None` when it is empty. `secret` is the pair's, so that a draw is nobody's wish.
pub fn slip_of_the_day(secret: &[u8; 32], day: Date, jar: impl IntoIterator<Item = EntryId>) -> Option<EntryId> {
    let score = |slip: &EntryId| -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        mac.update(LABEL);
        mac.update(day.to_string().as_bytes());
        mac.update(slip.as_bytes());
        mac.finalize().into_bytes().into()
    };
    jar.into_iter().min_by_key(|slip| (score(slip), *slip))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(of: std::ops::Range<u8>) -> Vec<EntryId> {
        of.map(|n| EntryId::from_bytes([n; 16])).collect()
    }

    #[test]
    fn two_laptops_draw_the_same_whatever_the_order() {
        let day = date(2026, 6, 3);
        let mut turned = slips(1..20);
        turned.reverse();
        assert_eq!(slip_of_the_day(&[7; 32], day, slips(1..20)), slip_of_the_day(&[7; 32], day, turned));
        assert_eq!(slip_of_the_day(&[7; 32], day, []), None);
    }

    #[test]
    fn the_two_take_turns_whoever_asks() {
        let (ana, ben) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let (day, next) = (date(2026, 6, 3), date(2026, 6, 4));
        assert_eq!(turn_of_the_day(day, ana, ben), turn_of_the_day(day, ben, ana));
        assert_ne!(turn_of_the_day(day, ana, ben), turn_of_the_day(next, ana, ben));
        assert_ne!(turn_of_the_day(date(1999, 12, 31), ana, ben), turn_of_the_day(FIRST_TURN, ana, ben));
    }

    #[test]
    fn days_and_couples_differ_and_a_missing_slip_changes_little() {
        let days: Vec<Date> = date(2026, 6, 1).series(jiff::Span::new().days(1)).take(60).collect();
        let draw = |secret: u8, jar: &[EntryId], day| slip_of_the_day(&[secret; 32], day, jar.to_vec());
        let (whole, less) = (slips(1..21), slips(1..20));
        let drawn: std::collections::BTreeSet<_> = days.iter().map(|day| draw(7, &whole, *day)).collect();
        assert!(drawn.len() > 10, "{}", drawn.len());
        assert!(days.iter().any(|day| draw(7, &whole, *day) != draw(8, &whole, *day)));
        let same = days.iter().filter(|day| draw(7, &whole, **day) == draw(7, &less, **day)).count();
        assert!(same > 45, "{same}");
    }

    #[test]
    fn a_draw_is_read_back_and_a_long_or_cut_one_is_not() {
        let slip = slips(1..2)[0];
        let bytes = encode_slip(slip);
        assert_eq!(decode_slip(&bytes), Some(slip));
        assert_eq!(decode_slip(&bytes[1..]), None);
        assert_eq!(decode_slip(&[&bytes[..], &[0]].concat()), None);
    }
}
