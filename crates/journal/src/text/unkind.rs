//! Words of the English list of BIP 39 that two people who mend something should not have to read to each other, nor keep on a paper.
//!
//! Neither the 12 words of a person nor the four of a pairing have one of them. Whoever types the 12 words of another program
//! may have them.

/// In their order.
pub const UNKIND: [&str; 107] = [
    "abandon", "abuse", "accuse", "addict", "affair", "afraid", "alcohol", "anger", "angry", "argue", "arrest",
    "assault", "attack", "betray", "bitter", "blame", "blood", "bomb", "broken", "bullet", "burden", "chaos", "crazy",
    "crime", "cruel", "crush", "cry", "damage", "danger", "demise", "deny", "despair", "destroy", "disease",
    "disorder", "divorce", "dumb", "enemy", "evil", "exile", "false", "fatal", "fault", "flee", "gossip", "guilt",
    "gun", "horror", "hurt", "ignore", "illegal", "illness", "injury", "insane", "jealous", "judge", "knife",
    "lawsuit", "liar", "lonely", "mad", "misery", "mistake", "monster", "nasty", "neglect", "orphan", "panic",
    "penalty", "pistol", "police", "poverty", "prison", "punch", "regret", "reject", "rifle", "rude", "sad", "sadness",
    "scare", "secret", "shock", "shoot", "shove", "sick", "spy", "sting", "strike", "struggle", "suffer", "suspect",
    "swear", "tragic", "trap", "trouble", "ugly", "unfair", "unhappy", "useless", "vicious", "virus", "warfare",
    "weapon", "worry", "wreck", "wrong",
];

/// Whether a word of the list is one of these.
pub fn is_unkind(word: &str) -> bool {
    UNKIND.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_stand_in_their_order_and_each_is_found() {
        assert!(UNKIND.is_sorted_by(|one, next| one < next));
        assert!(UNKIND.iter().all(|word| is_unkind(word)));
        assert!(["stumble", "toward", "shoe", "tone", ""].iter().all(|word| !is_unkind(word)));
    }
}
