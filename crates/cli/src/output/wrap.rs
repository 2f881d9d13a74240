//! Texts as wide as the screen. No word is cut, and a command that is to be typed stays on one line.

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::{apart, width};

/// Stand for the spaces and dashes of a command while its text is wrapped: nothing breaks there.
const SPACE: char = '\u{f8fe}';
const DASH: char = '\u{f8fd}';
/// A command that is longer may be broken: a narrow screen has no room for it.
const LONGEST: usize = 30;

/// The second words of our commands.
const SECOND: [&str; 44] = [
    "adapt",
    "add",
    "agree",
    "answer",
    "better",
    "cancel",
    "change",
    "done",
    "draw",
    "edit",
    "export",
    "import",
    "install",
    "invite",
    "kept",
    "lines-open",
    "list",
    "name",
    "network",
    "next",
    "off",
    "pick",
    "plan",
    "promises",
    "read",
    "ready",
    "remove",
    "rename",
    "repeat",
    "replace",
    "room-megabytes",
    "schedule",
    "send",
    "set",
    "show",
    "skip",
    "start",
    "status",
    "until",
    "sync",
    "unplan",
    "weekly",
    "withdraw",
    "write",
];

/// A text as wide as the screen. Paths and commands in it are to be copied, so words stay whole.
pub(crate) fn filled(text: &str) -> String {
    let options = Options::new(width()).break_words(false).word_splitter(WordSplitter::NoHyphenation);
    loose(&textwrap::fill(&bound(text), options.word_separator(WordSeparator::AsciiSpace)))
}

/// A text as wide as the screen, set in by two, and by four from its second row on.
pub(crate) fn hanging(text: &str) -> String {
    let options = Options::new(width()).initial_indent("  ").subsequent_indent("    ");
    loose(&textwrap::fill(&bound(text), options.word_splitter(WordSplitter::NoHyphenation)))
}

/// A text as wide as the screen, each of its lines set in.
pub(crate) fn indented(text: &str, indent: &str) -> String {
    let room = width() - display_width(indent);
    let options = Options::new(room).word_splitter(WordSplitter::NoHyphenation);
    let bound = bound(text);
    let wrapped = bound.lines().flat_map(|line| textwrap::wrap(line, &options));
    let lines: Vec<String> = wrapped
        .map(|line| if line.is_empty() { String::new() } else { format!("{indent}{}", apart(&loose(&line))) })
        .collect();
    lines.join("\n")
}

/// The lines of a text that are wider than the screen, wrapped, and set in as they begin; the others as they are.
pub(crate) fn fitted(text: &str) -> String {
    text.split('\n').map(fitted_line).collect::<Vec<_>>().join("\n")
}

fn fitted_line(line: &str) -> String {
    if display_width(line) <= width() {
        return line.to_owned();
    }
    let begins = line.trim_start_matches(' ');
    let indent = " ".repeat((line.len() - begins.len()).min(width() / 2));
    let after = &line[line.trim_end().len()..];
    let options = Options::new(width()).break_words(false).word_splitter(WordSplitter::NoHyphenation);
    let options = options.word_separator(WordSeparator::AsciiSpace).initial_indent(&indent).subsequent_indent(&indent);
    loose(&textwrap::fill(&bound(begins.trim_end()), options)) + after
}

/// A text in which no command can be broken.
fn bound(text: &str) -> String {
    let mut rest = text;
    let mut whole = String::with_capacity(text.len());
    while let Some(at) = rest.find("kintsugi ") {
        let length = command(&rest[at..]);
        let typed = &rest[at..at + length];
        whole.push_str(&rest[..at]);
        whole.extend(typed.chars().map(|c| match c {
            ' ' => SPACE,
            '-' => DASH,
            other => other,
        }));
        rest = &rest[at + length..];
    }
    whole + rest
}

fn loose(text: &str) -> String {
    text.replace(SPACE, " ").replace(DASH, "-")
}

/// How long the command is with which this begins.
fn command(text: &str) -> usize {
    let mut length = "kintsugi".len();
    for (n, word) in text[length..].split(' ').skip(1).enumerate() {
        let plain = word.trim_end_matches(['.', ',', ':', ';', ')']);
        let named = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let fits = match n {
            0 => named,
            _ => plain.starts_with("--") || SECOND.contains(&plain) || is_placeholder(plain),
        };
        if !fits || word.contains('\n') || length + 1 + word.len() > LONGEST {
            break;
        }
        length += 1 + word.len();
        if plain.len() < word.len() {
            break;
        }
    }
    length
}

/// `NAME`, `FILE`.
fn is_placeholder(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(width: usize, text: &str) -> String {
        let options = Options::new(width).break_words(false).word_splitter(WordSplitter::NoHyphenation);
        loose(&textwrap::fill(&bound(text), options.word_separator(WordSeparator::AsciiSpace)))
    }

    #[test]
    fn a_command_stays_on_one_line_and_the_sentence_around_it_is_wrapped() {
        let text = "Something of it is here. kintsugi config lines-open weekly if you wish otherwise.";
        for width in 30..80 {
            let shown = at(width, text);
            assert!(shown.contains("kintsugi config lines-open"), "{shown}");
            assert!(shown.lines().all(|line| line.len() <= width), "{shown}");
            assert_eq!(shown.replace('\n', " "), text);
        }
    }

    #[test]
    fn what_follows_a_command_is_no_part_of_it() {
        for (text, typed) in [
            ("kintsugi write asks for a line", "kintsugi write"),
            ("kintsugi letter write begins one.", "kintsugi letter write"),
            ("kintsugi read --all shows it", "kintsugi read --all"),
            ("kintsugi backup FILE writes one", "kintsugi backup FILE"),
            ("kintsugi sync. Then more", "kintsugi sync."),
            ("kintsugi stopped", "kintsugi stopped"),
        ] {
            assert_eq!(&text[..command(text)], typed);
        }
    }

    #[test]
    fn a_line_that_is_too_wide_keeps_what_it_is_set_in_by_and_its_end() {
        let wide = format!("    {}", "word ".repeat(40));
        let shown = fitted(&format!("short\n{wide}"));
        assert!(shown.starts_with("short\n    word") && shown.ends_with("word "), "{shown:?}");
        assert!(
            shown
                .lines()
                .all(|line| display_width(line) <= width() + 1 && (line == "short" || line.starts_with("    w")))
        );
    }
}
