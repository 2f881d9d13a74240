//! Words that somebody kept: a private note of theirs, whose one tag says of whom the words were and of which day.
//!
//! It is a note like any other and stands on a page that is never offered, so nothing of it is part of what the two agree on.
//! Whoever writes such a tag by hand has a note that says so: it proves nothing to anyone.

use jiff::civil::Date;

use crate::entries::kind::Kind;
use crate::entries::record::Visibility;
use crate::entries::view::Line;

/// Where kept words come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFrom {
    /// They were written by whoever kept them, not by the partner.
    pub mine: bool,
    /// The day that the line was about.
    pub day: Date,
}

impl KeptFrom {
    /// The tag: `kept/own/` or `kept/other/`, and the day as ISO 8601 writes it.
    pub fn to_tag(self) -> String {
        format!("kept/{}/{}", if self.mine { "own" } else { "other" }, self.day)
    }

    /// Reads a tag; nothing where it is any other.
    fn from_tag(tag: &str) -> Option<Self> {
        let (whose, day) = tag.strip_prefix("kept/")?.split_once('/')?;
        let mine = match whose {
            "own" => true,
            "other" => false,
            _ => return None,
        };
        let kept = Self { mine, day: day.parse().ok()? };
        (kept.to_tag() == tag).then_some(kept)
    }

    /// Where the words of this line come from, where somebody kept them: it is private, a note, and has the tag.
    pub fn of(line: &Line) -> Option<Self> {
        let note = line.visibility == Visibility::Private && line.kind == Some(Kind::Note);
        line.tags.iter().filter(|_| note).find_map(|tag| Self::from_tag(tag))
    }

    /// Whether this tag is one of these.
    pub fn is_tag(tag: &str) -> bool {
        Self::from_tag(tag).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_tag_is_read_back_and_others_are_not() {
        for mine in [true, false] {
            let kept = KeptFrom { mine, day: date(2026, 6, 3) };
            assert_eq!(KeptFrom::from_tag(&kept.to_tag()), Some(kept));
        }
        assert_eq!(KeptFrom { mine: false, day: date(2026, 6, 3) }.to_tag(), "kept/other/2026-06-03");
        for other in ["kept", "kept/other", "kept/ben/2026-06-03", "kept/own/2026-6-3", "kept/own/2026-06-03/x", "walk"]
        {
            assert!(!KeptFrom::is_tag(other), "{other}");
        }
    }
}
