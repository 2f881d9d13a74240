//! In which order proposals are looked at: each once, after all those that it follows.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use kintsugi_journal::{AuthorTag, ChangeHash, Proposal};

/// All proposals that announce one hash: only one of them can be true, and which one is found out later.
#[derive(Default)]
struct Group {
    proposals: Vec<(Proposal, AuthorTag)>,
    /// The groups that follow this one, each as often as it names it.
    followers: Vec<usize>,
    /// How often those before it are named.
    waits_for: usize,
}

/// Orders proposals so that each comes after those that it follows; of several that could be next the one that came first.
/// What follows itself over others comes last, as nothing can be taken in before what it follows. The time grows with what
/// came, in whatever order it came.
pub(super) fn by_dependencies(proposals: Vec<(Proposal, AuthorTag)>) -> VecDeque<(Proposal, AuthorTag)> {
    let mut groups = grouped(proposals);
    let mut next: BinaryHeap<Reverse<usize>> =
        groups.iter().enumerate().filter(|(_, group)| group.waits_for == 0).map(|(at, _)| Reverse(at)).collect();
    let mut ordered = VecDeque::new();
    while let Some(Reverse(at)) = next.pop() {
        let Group { proposals, followers, .. } = std::mem::take(&mut groups[at]);
        ordered.extend(proposals);
        for follower in followers {
            let group = &mut groups[follower];
            group.waits_for -= 1;
            if group.waits_for == 0 {
                next.push(Reverse(follower));
            }
        }
    }
    ordered.extend(groups.into_iter().flat_map(|group| group.proposals));
    ordered
}

fn grouped(proposals: Vec<(Proposal, AuthorTag)>) -> Vec<Group> {
    let mut places: HashMap<ChangeHash, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for one in proposals {
        let at = *places.entry(one.0.hash).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group::default());
        }
        groups[at].proposals.push(one);
    }
    for at in 0..groups.len() {
        let deps = groups[at].proposals.iter().flat_map(|(proposal, _)| &proposal.deps);
        let before: Vec<usize> = deps.filter_map(|dep| places.get(dep).copied()).collect();
        groups[at].waits_for = before.len();
        before.into_iter().for_each(|earlier| groups[earlier].followers.push(at));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_journal::{Actor, DocId, PersonId};

    fn proposal(number: u8, deps: &[u8]) -> (Proposal, AuthorTag) {
        let proposal = Proposal {
            doc: DocId::Table,
            actor: Actor::new([number; 16], PersonId::from_bytes([1; 16])),
            seq: 1,
            deps: deps.iter().map(|dep| [*dep; 32]).collect(),
            operations: Vec::new(),
            hash: [number; 32],
        };
        (proposal, AuthorTag([0; 16]))
    }

    fn ordered(proposals: Vec<(Proposal, AuthorTag)>) -> Vec<u8> {
        by_dependencies(proposals).iter().map(|(proposal, _)| proposal.hash[0]).collect()
    }

    #[test]
    fn what_is_followed_comes_first_and_else_what_came_first() {
        let one = |number: u8, deps: &[u8]| proposal(number, deps);
        assert_eq!(ordered(vec![one(3, &[2]), one(2, &[1]), one(1, &[])]), [1, 2, 3]);
        assert_eq!(ordered(vec![one(7, &[]), one(5, &[]), one(6, &[5, 7])]), [7, 5, 6]);
        assert_eq!(ordered(vec![one(2, &[1, 1, 99]), one(1, &[99])]), [1, 2], "named twice, and one that is not there");
    }

    #[test]
    fn all_that_announce_one_hash_come_before_what_follows_it() {
        let mut other = proposal(1, &[]);
        other.0.seq = 2;
        let three = by_dependencies(vec![proposal(2, &[1]), proposal(1, &[]), other]);
        assert_eq!(three.iter().map(|(one, _)| (one.hash[0], one.seq)).collect::<Vec<_>>(), [(1, 1), (1, 2), (2, 1)]);
    }

    #[test]
    fn a_circle_comes_last_and_is_lost_nowhere() {
        let circle = vec![proposal(1, &[2]), proposal(2, &[1]), proposal(3, &[3]), proposal(4, &[])];
        assert_eq!(ordered(circle), [4, 1, 2, 3]);
    }
}
