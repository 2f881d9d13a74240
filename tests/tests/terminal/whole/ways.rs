//! What is walked through, question by question.

use super::story::{self, Story};

/// A way through the program.
pub(super) struct Way {
    pub(super) name: &'static str,
    /// For the shell.
    pub(super) arguments: &'static str,
    /// What has happened before.
    pub(super) story: fn() -> Option<Story>,
    pub(super) steps: &'static [Step],
    /// It has the screen for itself, so that another size has it drawn anew.
    pub(super) redrawn: bool,
}

/// A question, or a screen that waits for a key.
pub(super) struct Step {
    /// What stands last on it.
    pub(super) shown: &'static str,
    /// The answer; `{}` is what only this story knows.
    pub(super) keys: &'static str,
    /// It asks for words, which are never lost.
    pub(super) words: bool,
}

const fn step(shown: &'static str, keys: &'static str) -> Step {
    Step { shown, keys, words: false }
}

const fn words(shown: &'static str, keys: &'static str) -> Step {
    Step { shown, keys, words: true }
}

/// Everything that an evening asks, in the order in which it asks.
pub(super) const EVENING: Way = Way {
    name: "an evening",
    arguments: "evening",
    story: story::evening,
    steps: &[
        step("Enter goes on.", "\r"),
        step("Draw the slip of today? [y/N]", "y\r"),
        step("Is it done? Enter leaves it for later. [y/N]", "\r"),
        step("or Enter for none:", "1\r"),
        words("An empty line ends it. >", "The rice was good.\r\r"),
        words("Enter alone notes none. >", "made the call\r\r"),
        step("Ten minutes: did you do it today? [y/N]", "y\r"),
        step("Enter goes on.", "\r"),
    ],
    redrawn: false,
};

pub(super) const WEEK: Way = Way {
    name: "a week",
    arguments: "week",
    story: story::week,
    steps: &[
        step("Enter goes on.", "\r"),
        step("Read it together now? [y/N]", "y\r"),
        step("1 of 2", "\r"),
        step("2 of 2", "\r"),
        step("Were both of you here? [y/N]", "y\r"),
        step("or Enter for none:", "1\r"),
        step("Enter for none:", "tomorrow\r"),
        words("An empty line ends it. >", "the evenings\r\r"),
        step("or Enter for none:", "1\r"),
    ],
    redrawn: false,
};

pub(super) const BEGIN: Way = Way {
    name: "to begin",
    arguments: "",
    story: story::begun,
    steps: &[
        step("Your name, as your partner will see it:", "Ana\r"),
        step("A passphrase for this journal:", "tea\r"),
        step("The same again:", "tea\r"),
        step("Enter, once they are on paper:", "\r"),
        step("on your paper?", "{}\r"),
        words("An empty line ends it. >", "It rained all day.\r\r"),
    ],
    redrawn: false,
};

pub(super) const RECOVER: Way = Way {
    name: "to come back",
    arguments: "recover",
    story: story::forgotten,
    steps: &[
        step("Show what you type? [y/N]", "\r"),
        step("Word 1 of 12:", "kintsugi\r"),
        step("Word 1 of 12:", "{}\r"),
        step("A passphrase for this journal:", "rain on a tin roof\r"),
        step("The same again:", "rain on a tin roof\r"),
    ],
    redrawn: false,
};

pub(super) const JOIN: Way = Way {
    name: "to join",
    arguments: "join",
    story: story::invited,
    steps: &[step("The code:", "{}\r"), step("the same words? [y/N]", "y\r")],
    redrawn: false,
};

pub(super) const READING: Way = Way {
    name: "a reading",
    arguments: "read --together",
    story: story::read,
    steps: &[step("1 of 2", "\r"), step("2 of 2", "\r"), step("Were both of you here? [y/N]", "y\r")],
    redrawn: true,
};

pub(super) const CHECK_IN: Way = Way {
    name: "a check-in",
    arguments: "checkin start --minutes 0.01",
    story: story::paired,
    steps: &[
        step("Enter begins step 1 of 2", "\r"),
        step("Enter begins step 2 of 2", "\r"),
        step("Were both of you here? [y/N]", "y\r"),
        words("An empty line ends it. >", "We sat long.\r\r"),
    ],
    redrawn: true,
};

pub(super) const EDIT: Way = Way {
    name: "to edit",
    arguments: "edit",
    story: story::evening,
    steps: &[step("Which one?", "1\r"), words(">", " And the tea.\r\r")],
    redrawn: false,
};

pub(super) const DELETE: Way = Way {
    name: "to take back",
    arguments: "delete",
    story: story::evening,
    steps: &[step("Which one?", "1\r"), step("[y/N]", "y\r")],
    redrawn: false,
};
