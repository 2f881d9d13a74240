//! A letter in three parts: what it begins with, and how it is read.

use kintsugi_journal::Topic;

use crate::{Home, HomeError, template};

/// What the editor opens on. The lines in brackets are guidance and go away by themselves.
pub const TEMPLATE: &str = "\
# What hurt between us, and my part in it
(Plainly. If it was you who was hurt, you need not look for a fault.)


# What I understand of it
(What it was like for you, as far as I can see.)


# What I will do
(Small enough to be kept. A line that begins with + is a promise.)

";

/// One part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading, where it has one.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
}

/// The letter without the guidance of the template; nothing where only headings are left.
pub fn without_guidance(text: &str) -> String {
    template::without_guidance(TEMPLATE, text)
}

/// The parts of a letter: each begins with a line that begins with `# `.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("# "), parts.last_mut()) {
            (Some(title), _) => parts.push(Part { title: Some(title.trim().to_owned()), text: String::new() }),
            (None, None) => parts.push(Part { title: None, text: format!("{line}\n") }),
            (None, Some(part)) => {
                part.text.push_str(line);
                part.text.push('\n');
            }
        }
    }
    for part in &mut parts {
        part.text = part.text.trim().to_owned();
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// The promises of a letter: what stands behind a `+` at the beginning of a line.
pub fn promises(text: &str) -> Vec<String> {
    let promise = |line: &str| line.trim_start().strip_prefix('+').map(|rest| rest.trim().to_owned());
    text.lines().filter_map(promise).filter(|text| !text.is_empty()).collect()
}

/// What I promised in my letters, sealed ones too: the oldest first, numbered from 1.
///
/// # Errors
/// [`HomeError::Vault`] when the store cannot be read.
pub fn promised(home: &Home) -> Result<Vec<String>, HomeError> {
    let mut all = Vec::new();
    for round in home.rounds_of(Topic::Letter)? {
        for piece in home.pieces(&round)?.into_iter().filter(|piece| piece.mine) {
            all.extend(piece.body.iter().flat_map(|body| promises(&body.text)));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, body, evening};

    #[test]
    fn promises_of_all_letters_are_counted_through() {
        let (_root, home) = alone();
        let seal = |text: &str| {
            home.seal(Topic::Letter, body(kintsugi_journal::Kind::Letter, text), &evening()).expect("sealed")
        };
        let (first, _) = seal("I was late.\n+ Call.\n+ Cook.");
        crate::testing::open_mine(&home, first);
        seal("+ Listen.");
        assert_eq!(promised(&home).expect("a sound store"), ["Call.", "Cook.", "Listen."]);
    }

    #[test]
    fn the_template_alone_is_no_letter() {
        assert_eq!(without_guidance(TEMPLATE), "");
        let filled = TEMPLATE.replace(
            "(Plainly. If it was you who was hurt, you need not look for a fault.)",
            "I came late and said nothing.",
        );
        let letter = without_guidance(&filled);
        assert!(letter.contains("I came late") && !letter.contains("(Small enough"), "{letter}");
    }

    #[test]
    fn parts_and_promises_are_found_and_empty_ones_are_not() {
        let text = "Dear you,\n# What I did\nI shouted.\n\n# Empty\n\n# What I will do\n+ Call before eight.\n  +  Cook on Friday\nand rest";
        let titles: Vec<Option<String>> = parts(text).into_iter().map(|part| part.title).collect();
        assert_eq!(titles, [None, Some("What I did".into()), Some("What I will do".into())]);
        assert_eq!(promises(text), ["Call before eight.", "Cook on Friday"]);
        assert!(parts("").is_empty() && promises("a + b").is_empty());
    }
}
