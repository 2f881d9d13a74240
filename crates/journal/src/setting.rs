//! Settings of the journal, shared by both and kept on the table.

use crate::operation::Value;

/// Which setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingName {
    /// The hour at which a day begins, 0 to 12.
    DayStart,
    /// The first day of a week: 1 for Monday, 7 for Sunday.
    WeekStart,
    /// When the other may read a line: 0 at once, 1 at the weekly reading.
    LinesOpen,
}

impl SettingName {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DayStart, Self::WeekStart, Self::LinesOpen];

    /// Its name on the command line and in the document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DayStart => "day-start",
            Self::WeekStart => "week-start",
            Self::LinesOpen => "lines-open",
        }
    }

    /// The setting with this name.
    pub fn from_key(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.as_str() == name)
    }

    /// What holds where nobody has chosen.
    pub const fn default_value(self) -> i64 {
        match self {
            Self::DayStart => 4,
            Self::WeekStart => 1,
            Self::LinesOpen => 0,
        }
    }

    /// Whether this is a value that the setting can have.
    pub fn allows(self, value: i64) -> bool {
        match self {
            Self::DayStart => (0..=12).contains(&value),
            Self::WeekStart => value == 1 || value == 7,
            Self::LinesOpen => value == 0 || value == 1,
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
                _ => None,
            })
            .collect();
        let value = chosen.pop().unwrap_or(name.default_value());
        chosen.retain(|other| *other != value);
        Self { value, also: chosen }
    }
}
