//! The shapes that scripts rely on. Fields may be added; these stay.

use serde::Serialize;

use kintsugi_home::Listed;

/// One entry of `read`, `search` and `show`.
#[derive(Serialize)]
pub(crate) struct Entry {
    id: String,
    author: String,
    mine: bool,
    kind: Option<&'static str>,
    day: String,
    written_at: Option<String>,
    text: Option<String>,
    tags: Vec<String>,
    visibility: &'static str,
    /// Whose words it holds, where somebody kept them.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_from: Option<KeptFrom>,
    edited: bool,
    /// Where it stood before it was changed, where that was another day or kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    stood: Option<Stood>,
    deleted: bool,
    starred: bool,
    /// A later version wrote it, and this one cannot show it.
    later: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
}

/// A day and a kind.
#[derive(Serialize)]
pub(crate) struct Stood {
    day: String,
    kind: Option<&'static str>,
}

impl Stood {
    fn of(stood: kintsugi_journal::Stood) -> Self {
        Self { day: stood.day.to_string(), kind: stood.kind().map(kintsugi_journal::Kind::name) }
    }
}

/// Where kept words come from.
#[derive(Serialize)]
pub(crate) struct KeptFrom {
    author: String,
    day: String,
}

impl KeptFrom {
    pub(crate) fn of(kept: kintsugi_journal::KeptFrom, names: &crate::screen::Names) -> Self {
        Self { author: names.of_author(kept.mine).to_owned(), day: kept.day.to_string() }
    }
}

/// The answer of `read` and `search`.
#[derive(Serialize)]
pub(crate) struct Entries {
    pub(crate) entries: Vec<Entry>,
}

/// The answer of `write`, `edit` and `share`.
#[derive(Serialize)]
pub(crate) struct Saved {
    pub(crate) id: String,
    pub(crate) day: String,
    pub(crate) kind: &'static str,
    pub(crate) visibility: &'static str,
}

impl Entry {
    /// `names` are mine and the partner's.
    pub(crate) fn of(listed: Listed, names: &crate::screen::Names) -> Self {
        let mut line = listed.line;
        let kept_from = kintsugi_journal::KeptFrom::of(&line).map(|kept| KeptFrom::of(kept, names));
        line.tags.retain(|tag| kept_from.is_none() || !kintsugi_journal::KeptFrom::is_tag(tag));
        Self {
            kept_from,
            id: line.entry.to_string(),
            author: names.of_author(listed.mine).to_owned(),
            mine: listed.mine,
            kind: line.kind.map(kintsugi_journal::Kind::name),
            day: line.day.to_string(),
            written_at: line.written_at.map(|time| time.rfc3339()),
            deleted: line.is_deleted(),
            text: line.text,
            tags: line.tags,
            visibility: visibility(line.visibility),
            edited: line.edited,
            stood: line.stood.map(Stood::of),
            starred: line.starred,
            later: line.later,
            also: line.also,
        }
    }
}

impl Saved {
    pub(crate) fn of(line: &kintsugi_journal::Line) -> Self {
        Self {
            id: line.entry.to_string(),
            day: line.day.to_string(),
            kind: line.kind.map_or("note", kintsugi_journal::Kind::name),
            visibility: visibility(line.visibility),
        }
    }
}

pub(crate) const fn visibility(visibility: kintsugi_journal::Visibility) -> &'static str {
    match visibility {
        kintsugi_journal::Visibility::Private => "private",
        kintsugi_journal::Visibility::Sealed => "sealed",
        kintsugi_journal::Visibility::Open => "open",
    }
}
