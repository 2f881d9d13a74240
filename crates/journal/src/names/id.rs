//! Random 128-bit names: of a person, and of a piece of writing.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};

use crate::error::IdError;

/// Crockford's base 32 in lower case: no `i`, `l`, `o` or `u`, read aloud without doubt. <https://www.crockford.com/base32.html>
static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.translate.from.push_str("ABCDEFGHJKMNPQRSTVWXYZ");
    spec.translate.to.push_str("abcdefghjkmnpqrstvwxyz");
    spec.check_trailing_bits = true;
    spec.encoding().expect("the alphabet has 32 distinct symbols")
});

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Takes 16 bytes as they are; for a new id they come from the operating system's randomness.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            /// 26 lower-case characters.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&CROCKFORD.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            /// Reads the 26 characters that `Display` writes, in either case.
            ///
            /// # Errors
            /// [`IdError`] when it is anything else.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let bytes = CROCKFORD.decode(text.as_bytes()).map_err(|_| IdError)?;
                Ok(Self(bytes.try_into().map_err(|_| IdError)?))
            }
        }
    };
}

random_id! {
    /// One of the two people, for ever. Derived from the recovery code, so that the code alone brings the person back.
    PersonId
}

random_id! {
    /// One piece of writing, for ever: editing keeps it, sharing a private line makes a new one.
    EntryId
}

impl EntryId {
    /// How many characters of an id the screens show; more are asked for only where these are not unique.
    pub const SHORT: usize = 6;

    /// The first [`Self::SHORT`] characters.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(Self::SHORT);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_in_either_case() {
        let id = EntryId::from_bytes(*b"sixteen bytes ok");
        assert_eq!(id.to_string().len(), 26);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse(), Ok(id));
    }

    #[test]
    fn a_short_a_long_and_a_foreign_text_are_refused() {
        for text in ["", "abc", &"0".repeat(27), &"u".repeat(26), &"é".repeat(13), &"z".repeat(26)] {
            assert_eq!(text.parse::<EntryId>(), Err(IdError), "{text:?}");
        }
    }
}
