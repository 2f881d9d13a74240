//! Under which name the page is reached. It is a new one each time, so that no site can know it and no cookie of another page on
//! this laptop is sent along: cookies have no ports, but they have names.

use data_encoding::BASE32_NOPAD;
use kintsugi_vault::random;

/// The name and the port, as a browser says them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// A name of 16 random letters below `localhost`, and this port.
    pub fn fresh(port: u16) -> Self {
        let letters = BASE32_NOPAD.encode(&random::<10>()).to_lowercase();
        Self(format!("{letters}.localhost:{port}"))
    }

    /// `127.0.0.1` and this port, for browsers that do not know names below `localhost`. Its cookie is sent to every page on
    /// this laptop.
    pub fn plain(port: u16) -> Self {
        Self(format!("127.0.0.1:{port}"))
    }

    /// What stands in `Host`, byte for byte.
    pub fn host(&self) -> &str {
        &self.0
    }

    /// What stands in `Origin`, byte for byte.
    pub fn origin(&self) -> String {
        format!("http://{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_long_new_and_below_localhost() {
        let (one, other) = (Address::fresh(4711), Address::fresh(4711));
        assert_ne!(one, other);
        let name = one.host().strip_suffix(".localhost:4711").expect("below localhost, with its port");
        assert!(name.len() == 16 && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{name}");
        assert_eq!(one.origin(), format!("http://{name}.localhost:4711"));
    }
}
