//! What words are for, and how they are asked for at a terminal.

/// What ends lines that are asked for.
pub(crate) const ENDS: &str = "An empty line ends it.";

/// What words are for, and how they are asked for at a terminal.
pub(crate) struct Task {
    /// The command that they are for, without its words.
    pub(super) purpose: String,
    /// What the editor opens on.
    pub(super) before: String,
    /// Whether it begins anew: then a draft for the same command is offered.
    pub(super) anew: bool,
    pub(super) way: Way,
    /// Whether no words are words, too.
    pub(super) may_be_empty: bool,
}

/// How words are asked for at a terminal.
pub(super) enum Way {
    /// Line by line, after these questions.
    Lines(Vec<Part>),
    /// In the editor that this person has named, else line by line.
    EditorOr(Vec<Part>),
    /// In an editor alone.
    Editor,
    /// In an editor, because somebody asked for it.
    Wished,
}

/// Some of the words.
pub(crate) struct Part {
    /// What stands before them in the text.
    pub(crate) heading: String,
    /// What is asked.
    pub(crate) question: String,
}

impl Part {
    pub(super) fn whole(question: impl Into<String>) -> Vec<Self> {
        vec![Self { heading: String::new(), question: question.into() }]
    }
}

impl Task {
    /// Words that begin with nothing, asked for line by line.
    pub(crate) fn asking(purpose: impl Into<String>, question: impl Into<String>) -> Self {
        let (purpose, way) = (purpose.into(), Way::Lines(Part::whole(question)));
        Self { purpose, before: String::new(), anew: true, way, may_be_empty: false }
    }

    /// Words that begin with a form to fill in, in an editor.
    pub(crate) fn from_template(purpose: impl Into<String>, template: &str) -> Self {
        let (purpose, before) = (purpose.into(), template.to_owned());
        Self { purpose, before, anew: true, way: Way::Editor, may_be_empty: false }
    }

    /// Words that take the place of others.
    pub(crate) fn change(purpose: impl Into<String>, before: &str) -> Self {
        Self { anew: false, ..Self::from_template(purpose, before) }
    }

    /// Where no editor is named, they are asked for part by part.
    pub(crate) fn or_in_parts(self, parts: Vec<Part>) -> Self {
        Self { way: Way::EditorOr(parts), ..self }
    }

    /// Where no editor is named, they are asked for.
    pub(crate) fn or_asking(self, question: impl Into<String>) -> Self {
        self.or_in_parts(Part::whole(question))
    }

    /// In an editor, where somebody asked for it.
    pub(crate) fn in_editor(self, wished: bool) -> Self {
        if wished { Self { way: Way::Wished, ..self } } else { self }
    }

    /// No words will do, too.
    pub(crate) fn or_nothing(self) -> Self {
        Self { may_be_empty: true, ..self }
    }
}
