//! The short code: the secret of a pairing as 16 characters to read across the table.
//!
//! Fifteen characters of Crockford's base 32 hold the 75 bits, the sixteenth is a check: with a primitive element α of
//! GF(32), the sum of αⁱ·cᵢ over all sixteen is zero. So one wrong character is always noticed, and so are two that changed
//! places. Reading is lenient about case, dashes and blanks, and takes O for 0 and I or L for 1. `docs/formats.md` has a
//! vector.

use super::PairingSecret;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 16;

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// Not sixteen characters of the alphabet.
    #[error("a code has 16 letters and digits")]
    NotACode,
    /// The check says that a character is wrong.
    #[error("the code is mistyped")]
    Mistyped,
}

impl PairingSecret {
    /// The code, in four groups: `6RZ9-TS5K-6EEG-YM6P`.
    pub fn to_code(&self) -> String {
        let mut wide = [0; 16];
        wide[6..].copy_from_slice(self.as_bytes());
        let bits = u128::from_be_bytes(wide);
        let mut digits: Vec<u8> = (0..CHARACTERS - 1).rev().map(|at| (bits >> (5 * at)) as u8 & 31).collect();
        digits.push(check(&digits));
        let text: Vec<char> = digits.iter().map(|digit| char::from(ALPHABET[usize::from(*digit)])).collect();
        text.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// Reads a code.
    ///
    /// # Errors
    /// [`CodeError`]; nothing is sent in any of these cases.
    pub fn from_code(text: &str) -> Result<Self, CodeError> {
        let typed = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(CHARACTERS + 1);
        let digits: Option<Vec<u8>> = typed.map(digit).collect();
        let digits = digits.filter(|digits| digits.len() == CHARACTERS).ok_or(CodeError::NotACode)?;
        let (data, sum) = digits.split_at(CHARACTERS - 1);
        if check(data) != sum[0] {
            return Err(CodeError::Mistyped);
        }
        let bits = data.iter().fold(0_u128, |bits, digit| bits * 32 + u128::from(*digit));
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&bits.to_be_bytes()[6..]);
        Ok(Self::new(bytes))
    }
}

fn digit(typed: char) -> Option<u8> {
    let typed = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|known| char::from(*known) == typed)?;
    u8::try_from(at).ok()
}

/// The sixteenth character: its weight is one, those before it weigh α¹⁵ to α¹.
fn check(data: &[u8]) -> u8 {
    data.iter().fold(0, |sum, digit| times_alpha(sum ^ digit))
}

/// Multiplies by α in GF(32) = GF(2)[x] / (x⁵ + x² + 1).
const fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> PairingSecret {
        PairingSecret::new(*b"kintsugi!!")
    }

    #[test]
    fn a_code_is_read_back_however_it_was_typed() {
        let code = secret().to_code();
        assert_eq!(code.len(), 19);
        let plain = code.replace('-', "");
        for typed in [code.to_lowercase(), plain.clone(), format!(" {} ", plain.replace('0', "o").replace('1', "l"))] {
            let read = PairingSecret::from_code(&typed).expect("a sound code");
            assert_eq!(read.as_bytes(), secret().as_bytes());
        }
    }

    #[test]
    fn every_wrong_character_and_every_swap_is_noticed() {
        let code: Vec<char> = secret().to_code().replace('-', "").chars().collect();
        let read = |code: &[char]| PairingSecret::from_code(&code.iter().collect::<String>());
        for at in 0..code.len() {
            for other in ALPHABET.iter().map(|c| char::from(*c)).filter(|c| *c != code[at]) {
                let mut wrong = code.clone();
                wrong[at] = other;
                assert!(matches!(read(&wrong), Err(CodeError::Mistyped)), "{other} at {at}");
            }
            for with in (0..at).filter(|with| code[*with] != code[at]) {
                let mut wrong = code.clone();
                wrong.swap(at, with);
                assert!(matches!(read(&wrong), Err(CodeError::Mistyped)), "{at} and {with} swapped");
            }
        }
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        for text in ["", "hello", "6RZ9-TS5K-6EEG", "6RZ9-TS5K-6EEG-YM6P-6RZ9", "6RZ9-TS5K-6EEG-YM6U"] {
            assert!(matches!(PairingSecret::from_code(text), Err(CodeError::NotACode)), "{text}");
        }
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_code_of_the_documentation() {
        let code = PairingSecret::new([7; 10]).to_code();
        assert!(include_str!("../../../../docs/formats.md").contains(&code), "docs/formats.md lacks {code}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Ok(secret) = PairingSecret::from_code(&text) {
                let again = PairingSecret::from_code(&secret.to_code()).expect("our own");
                proptest::prop_assert_eq!(again.as_bytes(), secret.as_bytes());
            }
        }
    }
}
