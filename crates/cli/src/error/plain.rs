//! Errors of the system in words alone.

/// What the system says, without the number that it has for it.
pub(super) fn in_words(message: &str) -> String {
    let Some((before, after)) = message.split_once(" (os error ") else { return message.to_owned() };
    let rest = after.split_once(')').map_or("", |(_, rest)| rest);
    format!("{before}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_system_is_not_said() {
        let error = std::io::Error::from_raw_os_error(2);
        let said = in_words(&format!("the file x cannot be read: {error}"));
        assert_eq!(said, "the file x cannot be read: No such file or directory");
        assert_eq!(in_words("what (os error 13) else"), "what else");
        assert_eq!(in_words("nothing of it"), "nothing of it");
    }
}
