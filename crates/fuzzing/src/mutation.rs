//! Mutations by a seed: what stands in for the fuzzer where tests are run without one. Blind, and the same everywhere.

use kintsugi_simulation::Dice;

/// What is put in place of bytes, because it has ended programs before.
const ODD: [&[u8]; 8] =
    [&[0], &[0xff], &[0x80], &[0x7f], &[0xff; 4], &[0; 8], "\u{1b}[2J".as_bytes(), "\u{202e}\u{0301}".as_bytes()];

/// One of these inputs with some bytes changed, taken out, doubled or taken from another input.
pub fn mutated(inputs: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = pick(inputs, dice).clone();
    for _ in 0..=dice.below(4) {
        let (from, to) = span(bytes.len(), dice);
        match dice.below(6) {
            0 => bytes[from..to].iter_mut().for_each(|byte| *byte ^= 1 << dice.below(8)),
            1 => drop(bytes.drain(from..to)),
            2 => drop(bytes.splice(from..to, pick(&ODD, dice).iter().copied())),
            3 => drop(bytes.splice(from..from, bytes[from..to].to_vec())),
            4 => bytes.truncate(to),
            _ => {
                let other = pick(inputs, dice);
                let (first, last) = span(other.len(), dice);
                drop(bytes.splice(from..to, other[first..last].iter().copied()));
            }
        }
    }
    bytes
}

fn pick<'a, T>(from: &'a [T], dice: &mut Dice) -> &'a T {
    &from[index(from.len(), dice)]
}

/// A number below `length`; 0 where there is none.
fn index(length: usize, dice: &mut Dice) -> usize {
    usize::try_from(dice.below(length.max(1) as u64)).unwrap_or_default()
}

/// Some neighbours, mostly few.
fn span(length: usize, dice: &mut Dice) -> (usize, usize) {
    let from = index(length, dice);
    let most = if dice.below(8) == 0 { length } else { 8 };
    (from, (from + index(most, dice) + 1).min(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_nothing_at_all_can_be_mutated() {
        let inputs = [b"a line of Ana".to_vec(), Vec::new()];
        let some = |seed| (0..200).scan(Dice(seed), |dice, _| Some(mutated(&inputs, dice))).collect::<Vec<_>>();
        assert_eq!(some(1), some(1));
        assert_ne!(some(1), some(2));
        assert!(some(3).iter().filter(|bytes| !inputs.contains(bytes)).count() > 100);
    }
}
