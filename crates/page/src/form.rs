//! What a form says, or what stands behind the question mark.

use zeroize::Zeroize;

/// Names and values, in order. They may be words or a passphrase, so they are wiped.
#[derive(Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `name=value&…`. Line ends are as they are kept here.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let plain = |value: &str| value.replace("\r\n", "\n");
        Self(form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), plain(&value))).collect())
    }

    /// The first value of this name; an empty one where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }

    /// All values of this name.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The same without the spaces around it.
    pub(crate) fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// Whether a box of this name is ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|(_, value)| value.zeroize());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let form = Form::read("text=a+line%0D%0Aand+%C3%A4%2B%26&private=1&kind=hard&kind=win&empty=".as_bytes());
        assert_eq!(form.get("text"), "a line\nand ä+&");
        assert_eq!((form.get("kind"), form.get("empty"), form.get("none")), ("hard", "", ""));
        assert_eq!(form.all("kind").collect::<Vec<_>>(), ["hard", "win"]);
        assert!(form.has("private") && form.has("empty") && !form.has("none"));
        assert_eq!(Form::read(b"&&=x&%ff=%zz").get(""), "x", "whatever it is, it is read");
    }
}
