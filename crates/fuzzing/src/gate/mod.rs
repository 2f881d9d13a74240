//! Changes that a partner's laptop proposes: well formed, hashed as they should be, and otherwise anything.

mod case;
mod forge;
mod laptop;

use arbitrary::{Arbitrary, Unstructured};
use case::Case;
use forge::Forge;
use kintsugi_journal::{AuthorTag, DocId, PersonId, Proposal, TagSecret};
use laptop::Laptop;

use crate::rehearsals;

const ANA: PersonId = PersonId::from_bytes([1; 16]);
const BEN: PersonId = PersonId::from_bytes([2; 16]);
const EVE: PersonId = PersonId::from_bytes([3; 16]);

/// With what Ana's tags are made.
fn secret() -> TagSecret {
    TagSecret::new([42; 32])
}

type Batch = Vec<(Proposal, AuthorTag)>;

/// Has Ana's laptop take in what Ben's proposes: at once, and once more in another order and in parts.
///
/// # Panics
/// When something passed that cannot be stored, opened and written, when the same gives something new, or when two orders
/// end in two documents although the gate left nothing for another day.
pub fn gate(bytes: &[u8]) {
    rehearsals::may_panic();
    let Ok(case) = Case::arbitrary(&mut Unstructured::new(bytes)) else { return };
    let doc = case.document.id();
    let proposals = Forge::at_work(doc, &case.sketches);
    let mut one = Laptop::new(doc);
    one.take_in_to_the_end(std::slice::from_ref(&proposals));
    let mut other = Laptop::new(doc);
    other.take_in_to_the_end(&in_parts(proposals, &case.order));
    if !one.left_something && !other.left_something {
        assert_eq!(one.heads(), other.heads(), "the order decides: {:?} and {:?}", one.refusals, other.refusals);
    }
    for laptop in [&one, &other] {
        laptop.is_sound();
    }
    assert!(doc != DocId::drawer(EVE) || one.heads().is_empty(), "nobody else's");
}

/// The same in another order, cut into up to three batches.
fn in_parts(proposals: Batch, order: &[u8]) -> Vec<Batch> {
    let mut shuffled: Batch = Vec::new();
    for (n, one) in proposals.into_iter().enumerate() {
        let at = usize::from(order.get(n).copied().unwrap_or_default()) % (shuffled.len() + 1);
        shuffled.insert(at, one);
    }
    let part = shuffled.len() / (1 + usize::from(order.first().copied().unwrap_or_default() % 3)) + 1;
    shuffled.chunks(part).map(<[_]>::to_vec).collect()
}
