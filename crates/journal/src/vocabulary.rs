//! The vocabulary: what a program knows of what may stand in documents, bodies and frames.
//!
//! It is one number that only grows. Whatever is new in a later program (a key, a setting, a kind, a topic, a frame) has the
//! number of the vocabulary in which it came. A program takes what is authentic and not in its vocabulary, keeps it, hands it
//! on and does not show it; what it means is found out once the program is a newer one. Gate, session and home are given the
//! vocabulary as a value, so two versions can live in one process.

use serde::{Deserialize, Serialize};

/// Which vocabulary: 1 for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Vocabulary(u16);

impl Default for Vocabulary {
    fn default() -> Self {
        Self::CURRENT
    }
}

impl Vocabulary {
    /// The first there was.
    pub const FIRST: Self = Self(1);
    /// That of this program.
    pub const CURRENT: Self = Self(1);
    /// One more than that of this program, with one key, kind, topic and setting that only it knows: how the next version is
    /// played in tests. In no program that is handed out.
    #[cfg(feature = "later")]
    pub const LATER: Self = Self(Self::CURRENT.0 + 1);

    /// That of what no program of today knows.
    pub(crate) const UNHEARD: Self = Self(u16::MAX);

    /// The vocabulary with this number; `None` for 0, which none has.
    pub const fn from_number(number: u16) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }

    /// Its number, from 1.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// What two programs both know: the lower of the two.
    pub fn common(self, other: Self) -> Self {
        self.min(other)
    }

    /// Whether something that came with `since` is known in this one.
    pub const fn knows(self, since: Self) -> bool {
        since.0 <= self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::invitation::Occasion;
    use crate::documents::key::Key;
    use crate::documents::operation::Value;
    use crate::documents::setting::SettingName;
    use crate::entries::kind::Kind;
    use crate::entries::record::Visibility;
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};
    use crate::names::round_id::{RoundId, Topic};
    use crate::time::month::Month;
    use crate::time::week::Week;
    use jiff::civil::date;

    /// What there is to know, one line each. Whoever adds a variant finds the matches below, which name each of them.
    fn words_of(vocabulary: Vocabulary) -> Vec<String> {
        let known = |since: Vocabulary| vocabulary.knows(since);
        let mut words = Vec::new();
        words.extend(keys().into_iter().filter(|key| known(key.since())).map(|key| format!("key {}", key_word(key))));
        let settings = settings().into_iter().filter(|name| known(name.since()));
        words.extend(settings.map(|name| format!("setting {}", name.as_str())));
        let kinds = (0..u16::MAX).map_while(|number| Kind::from_number(number, vocabulary));
        words.extend(kinds.map(|kind| format!("kind {} {}", kind.number(), kind.name())));
        let topics = rounds().into_iter().filter(|round| known(round.topic.since()));
        words.extend(topics.map(|round| format!("topic {} {round}", round.to_bytes()[0])));
        words.extend(documents().iter().filter(|doc| known(doc.since())).map(document_word));
        let visibilities = [Visibility::Private, Visibility::Sealed, Visibility::Open];
        words.extend(visibilities.map(|one| format!("visibility {}", visibility_word(one))));
        words.extend([Value::Bytes(Vec::new()), Value::Bool(true), Value::Int(0)].iter().map(value_word));
        words.push(format!("limits {:?}", vocabulary.limits()));
        words
    }

    fn keys() -> Vec<Key> {
        let (id, day) = (EntryId::from_bytes([0; 16]), date(2026, 6, 3));
        vec![
            Key::Entry(id),
            Key::Deleted(id),
            Key::Star(id),
            Key::Setting(SettingName::DayStart),
            Key::LinesOpen(PersonId::from_bytes([0; 16])),
            Key::Invited(PersonId::from_bytes([0; 16]), Occasion::Letter),
            Key::Agreed(PersonId::from_bytes([0; 16])),
            Key::Round(rounds()[0]),
            Key::Done(id),
            Key::Plan(id),
            Key::Draw(day),
            Key::Schedule,
            Key::Focus,
            Key::Took(day, id),
            Key::Skipped(day),
            Key::Read(Week::from_number(1).expect("not 0")),
            #[cfg(feature = "later")]
            Key::Trial(id),
        ]
    }

    fn key_word(key: Key) -> &'static str {
        match key {
            Key::Entry(_) => "entry/<id>",
            Key::Deleted(_) => "entry/<id>/deleted",
            Key::Star(_) => "star/<id>",
            Key::Setting(_) => "setting/<name>",
            Key::LinesOpen(_) => "lines-open/<person>",
            Key::Invited(..) => "invited/<person>/<occasion>",
            Key::Agreed(_) => "agreed/<person>",
            Key::Round(_) => "round/<round>",
            Key::Done(_) => "done/<id>",
            Key::Plan(_) => "plan/<id>",
            Key::Draw(_) => "draw/<day>",
            Key::Schedule => "schedule",
            Key::Focus => "focus",
            Key::Took(..) => "took/<day>/<id>",
            Key::Skipped(_) => "skipped/<day>",
            Key::Read(_) => "read/<week>",
            #[cfg(feature = "later")]
            Key::Trial(_) => "trial/<id>",
        }
    }

    fn rounds() -> Vec<RoundId> {
        let topics = vec![
            Topic::Letter,
            Topic::Miss,
            Topic::Question(EntryId::from_bytes([0; 16])),
            Topic::Reading,
            #[cfg(feature = "later")]
            Topic::Trial,
        ];
        topics.into_iter().map(|topic| RoundId { topic, number: 1 }).collect()
    }

    fn documents() -> Vec<DocId> {
        let (person, month) = (PersonId::from_bytes([0; 16]), Month::DRAWER);
        vec![
            DocId::Table,
            DocId::Page { person, month },
            DocId::Private { person, month },
            DocId::Agreement,
            DocId::Marks { year: 2026 },
        ]
    }

    fn document_word(doc: &DocId) -> String {
        let word = match doc {
            DocId::Table => "table",
            DocId::Page { .. } => "page",
            DocId::Private { .. } => "private page",
            DocId::Agreement => "agreement",
            DocId::Marks { .. } => "marks of a year",
        };
        format!("document {} {word}", doc.to_bytes()[0])
    }

    fn settings() -> Vec<SettingName> {
        vec![
            SettingName::DayStart,
            SettingName::WeekStart,
            SettingName::LinesOpen,
            #[cfg(feature = "later")]
            SettingName::Trial,
        ]
    }

    fn visibility_word(visibility: Visibility) -> &'static str {
        match visibility {
            Visibility::Private => "private",
            Visibility::Sealed => "sealed",
            Visibility::Open => "open",
        }
    }

    fn value_word(value: &Value) -> String {
        let word = match value {
            Value::Bytes(_) => "bytes",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
        };
        format!("value {word}")
    }

    const FIRST: &str = "\
key entry/<id>
key entry/<id>/deleted
key star/<id>
key setting/<name>
key lines-open/<person>
key invited/<person>/<occasion>
key agreed/<person>
key round/<round>
key done/<id>
key plan/<id>
key draw/<day>
key schedule
key focus
key took/<day>/<id>
key skipped/<day>
key read/<week>
setting day-start
setting week-start
setting lines-open
kind 0 appreciated
kind 1 hard
kind 2 moment
kind 3 win
kind 4 setback
kind 5 note
kind 6 act
kind 7 rest
kind 8 letter
kind 9 answer
kind 10 miss
kind 11 better
kind 12 done
kind 13 slip
kind 14 routine
kind 15 practice
kind 16 question
kind 17 phrase
kind 18 place
kind 19 adapted
topic 1 letter/1
topic 2 miss/1
topic 3 question/00000000000000000000000000/1
topic 4 reading/1
document 0 table
document 1 page
document 2 private page
document 3 agreement
document 4 marks of a year
visibility private
visibility sealed
visibility open
value bytes
value bool
value int
limits Limits { operations: 200, change_bytes: 49152, deps: 64, replaced: 64, key_bytes: 64, value_bytes: 256, \
body_bytes: 131072, seals: 256, round_bytes: 4194304, counter: 131072, heads: 32 }";

    /// What one vocabulary knows never changes. Something new has a new number: raise `Vocabulary::CURRENT`, give what is new
    /// that number in its `since`, and put its words beside those of the first.
    #[test]
    fn the_words_of_a_number_are_its_words_for_ever() {
        assert_eq!(words_of(Vocabulary::FIRST).join("\n"), FIRST);
        assert_eq!(Vocabulary::CURRENT, Vocabulary::FIRST, "the words of the new number belong here");
    }

    #[cfg(feature = "later")]
    #[test]
    fn the_next_version_knows_one_word_of_each_sort_more() {
        let before = words_of(Vocabulary::CURRENT);
        let news: Vec<String> = words_of(Vocabulary::LATER).into_iter().filter(|word| !before.contains(word)).collect();
        assert_eq!(news, ["key trial/<id>", "setting trial", "kind 20 trial", "topic 5 trial/1"]);
    }

    #[test]
    fn two_programs_have_the_lower_number_in_common() {
        let (one, two) = (Vocabulary::FIRST, Vocabulary::from_number(2).expect("a number"));
        assert_eq!((one.common(two), two.common(one)), (one, one));
        assert!(two.knows(one) && !one.knows(two));
        assert_eq!(Vocabulary::from_number(0), None);
    }
}
