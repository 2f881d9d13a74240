//! The jar: which slip a day has.
//!
//! Two laptops that are apart draw the same one: each slip has a keyed hash for the day, and the smallest is drawn. Where one
//! jar holds a slip that the other lacks, the two still agree unless it is just that one (rendezvous hashing, Thaler and
//! Ravishankar 1998).

use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::names::id::EntryId;

const LABEL: &[u8] = b"kintsugi draw v1";
/// How many slips can be put back on one day before the jar has had enough of it.
const MAX_BACK: usize = 14;

/// What was drawn on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The slip of the day; none once it was put back.
    pub slip: Option<EntryId>,
    /// Those that were put back on this day, at most 14. They are not drawn again before tomorrow.
    pub back: Vec<EntryId>,
}

impl Draw {
    /// The value at `draw/<day>`.
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("ids can be encoded")
    }

    /// Reads exactly what [`encode`](Self::encode) writes; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let draw: Self = postcard::from_bytes(bytes).ok()?;
        (draw.back.len() <= MAX_BACK && draw.encode() == bytes).then_some(draw)
    }

    /// The same with the slip put back; `None` when none is drawn or too many were put back already.
    pub fn put_back(mut self) -> Option<Self> {
        let slip = self.slip.take().filter(|_| self.back.len() < MAX_BACK)?;
        self.back.push(slip);
        Some(self)
    }
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
    use jiff::civil::date;

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
        let draw = Draw { slip: slips(1..2).pop(), back: slips(2..5) };
        assert_eq!(Draw::decode(&draw.encode()), Some(draw.clone()));
        let bytes = draw.encode();
        assert_eq!(Draw::decode(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Draw::decode(&Draw { slip: None, back: slips(0..33) }.encode()), None);
        let back = draw.put_back().expect("one is drawn");
        assert_eq!((back.slip, back.back.len()), (None, 4));
        assert_eq!(back.put_back(), None, "nothing is drawn now");
    }
}
