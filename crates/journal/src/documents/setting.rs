//! Settings of the journal, shared by both and kept on the table.

use crate::documents::operation::Value;
use crate::vocabulary::Vocabulary;

/// Which setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingName {
    /// The hour at which a day begins, 0 to 12.
    DayStart,
    /// The first day of a week: 1 for Monday, 7 for Sunday.
    WeekStart,
    /// When lines open, as long as it was one setting for both. Read as the wish of a person who has not put their own, and
    /// never written any more.
    LinesOpen,
    /// A setting of the next version, for tests of how two versions meet.
    #[cfg(feature = "later")]
    Trial,
}

impl SettingName {
    /// Those that the two can choose.
    pub const ALL: [Self; 2] = [Self::DayStart, Self::WeekStart];

    /// Its name on the command line and in the document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DayStart => "day-start",
            Self::WeekStart => "week-start",
            Self::LinesOpen => "lines-open",
            #[cfg(feature = "later")]
            Self::Trial => "trial",
        }
    }

    /// The setting with this name.
    pub fn from_key(name: &str) -> Option<Self> {
        match name {
            "day-start" => Some(Self::DayStart),
            "week-start" => Some(Self::WeekStart),
            "lines-open" => Some(Self::LinesOpen),
            #[cfg(feature = "later")]
            "trial" => Some(Self::Trial),
            _ => None,
        }
    }

    /// The vocabulary in which it came.
    pub const fn since(self) -> Vocabulary {
        match self {
            Self::DayStart | Self::WeekStart | Self::LinesOpen => Vocabulary::FIRST,
            #[cfg(feature = "later")]
            Self::Trial => Vocabulary::LATER,
        }
    }

    /// What holds where nobody has chosen.
    pub const fn default_value(self) -> i64 {
        match self {
            Self::DayStart => 4,
            Self::WeekStart => 1,
            Self::LinesOpen => 0,
            #[cfg(feature = "later")]
            Self::Trial => 0,
        }
    }

    /// What an unknown value of a later version counts as: of the known ones that which protects most. Where a day or a week
    /// begins protects nothing, so there it is what holds where nobody has chosen.
    pub const fn protecting_value(self) -> i64 {
        match self {
            Self::LinesOpen => 1,
            _ => self.default_value(),
        }
    }

    /// Whether this is a value that the setting can have.
    pub fn allows(self, value: i64) -> bool {
        match self {
            Self::DayStart => (0..=12).contains(&value),
            Self::WeekStart => value == 1 || value == 7,
            Self::LinesOpen => value == 0 || value == 1,
            // Settings that came later hold bytes, which a program that does not know them can keep.
            #[cfg(feature = "later")]
            Self::Trial => false,
        }
    }
}

/// The value of a setting, with what the two chose apart where they did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What holds.
    pub value: i64,
    /// What else was chosen at the same time, apart; choosing once more settles it.
    pub also: Vec<i64>,
}

impl Setting {
    /// Reads the concurrent values of a key, the winner last, as Automerge gives them.
    pub(crate) fn of(name: SettingName, values: &[Value]) -> Self {
        let mut chosen: Vec<i64> = values
            .iter()
            .filter_map(|value| match value {
                Value::Int(value) if name.allows(*value) => Some(*value),
                Value::Bytes(_) => Some(name.protecting_value()),
                _ => None,
            })
            .collect();
        let value = chosen.pop().unwrap_or(name.default_value());
        chosen.retain(|other| *other != value);
        Self { value, also: chosen }
    }
}
