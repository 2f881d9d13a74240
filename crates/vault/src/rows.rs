//! What the rows hold, once they are opened. Encoded with postcard; the layouts are in `docs/formats.md`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kintsugi_journal::{
    ChangeHash, Choice, Commitment, DocId, EntryId, Focus, LinesOpen, Month, Record, Schedule, Vocabulary,
};
use serde::{Deserialize, Serialize};

/// Table `document`: where a document stands. Its changes and snapshot are rows of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocRow {
    /// Which.
    pub doc: DocId,
    /// Its heads, ascending.
    pub heads: Vec<ChangeHash>,
    /// The heads that both had at the last meeting: a hint for the next one, never more.
    pub met: Vec<ChangeHash>,
    /// The heads that were ever shown to the partner's laptop, by a meeting or in a bundle: it may have everything that leads
    /// to them. What does not is known to nobody else.
    pub shown: Vec<ChangeHash>,
    /// Whether there is a snapshot.
    pub snapshot: bool,
    /// How many changes stand beside the snapshot.
    pub pending: u32,
    /// The highest counter in it, where it is known: whoever knows it writes new keys without opening the document.
    pub top: Option<u64>,
    /// The transaction that wrote the row last, by the counter of this store: whoever writes it sets it.
    pub written: u64,
}

impl DocRow {
    /// The row of a document that is new here.
    pub const fn new(doc: DocId) -> Self {
        Self {
            doc,
            heads: Vec::new(),
            met: Vec::new(),
            shown: Vec::new(),
            snapshot: false,
            pending: 0,
            top: None,
            written: 0,
        }
    }
}

/// Table `wanted`: a body that is due and not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedRow {
    /// The document that holds its record.
    pub doc: DocId,
    /// The entry.
    pub entry: EntryId,
    /// Its record.
    pub record: Record,
    /// The bodies that it takes the place of, shown until it comes.
    pub replaces: Vec<Commitment>,
    /// At the last meeting neither laptop had it. It is asked for all the same: a backup may bring it back.
    pub nowhere: bool,
    /// How many bytes it has, where it came and there was no room for it; 0 where nobody knows.
    pub size: u32,
}

/// Table `held`: a change of the partner's laptop that was refused, and is not asked about again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// What it is known by.
    pub key: [u8; 32],
    /// The hash that it announced, or the commitment of a body.
    pub change: ChangeHash,
    /// Why, in a few words.
    pub reason: String,
    /// What the program knew that refused it. One that knows more looks again.
    pub vocabulary: Vocabulary,
}

/// A change of mine that is not to be sent before its moment, unless somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingLine {
    /// The page.
    pub doc: DocId,
    /// The change.
    pub change: ChangeHash,
    /// Until when, in seconds since 1970.
    pub until: i64,
}

/// What this home knows of the bundles of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleState {
    /// The number of the last bundle written here.
    pub written: u64,
    /// The highest number of a bundle of the partner that was taken in.
    pub taken: u64,
    /// What the partner's laptop wanted, as its last bundle says.
    pub wanted: Vec<Commitment>,
}

/// The folder over which the two last met, and what of mine was in it then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stick {
    /// The folder, as a person would write it.
    pub folder: String,
    /// The heads of each shared document when something was last left there.
    pub left: Vec<(DocId, Vec<ChangeHash>)>,
}

/// Words of mine that were never saved: a draft, on this laptop alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// By which it is named here, from 1.
    pub number: u32,
    /// The command that they were for, such as `letter write`.
    pub purpose: String,
    /// The day on which they were kept.
    pub day: Date,
    /// The words.
    pub text: String,
}

/// Which months the views cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first.
    pub first: Month,
    /// The last.
    pub last: Month,
}

/// When this laptop was last backed up, and what is said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupReminder {
    /// The day of the last backup.
    pub made: Option<Date>,
    /// The day on which it was last said that one is due.
    pub said: Option<Date>,
    /// It is never to be said.
    pub off: bool,
}

/// A time of quiet on this laptop: until when, and what of the partner's was here when it began. It holds no words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The first day on which it is over.
    pub until: Date,
    /// The entries of the partner's that were here, ascending.
    pub known: Vec<EntryId>,
    /// The check-in, as it was.
    pub schedule: Choice<Schedule>,
    /// What was in focus.
    pub focus: Choice<Focus>,
    /// What was planned.
    pub plans: BTreeMap<EntryId, Choice<Date>>,
}

/// What this laptop shows otherwise than the partner's. Nobody else learns of it, and it holds no words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownHere {
    /// What somebody else put there and is not shown here: slips, routines, practices, questions.
    pub hidden: Vec<EntryId>,
    /// The slips that are not for me on this day.
    pub passed: Option<(Date, Vec<EntryId>)>,
    /// The slip that I have done on this day.
    pub done: Option<(Date, EntryId)>,
    /// The check-in as it was shown here last; `None` within where none was agreed.
    pub sitting: Option<Option<Schedule>>,
    /// The heads of the agreement as it was shown here last; none where it never was.
    pub agreement: Vec<ChangeHash>,
}

/// What this home alone has been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalSettings {
    /// For how many minutes an unlock is remembered; 0 asks each time.
    pub unlock_minutes: u32,
    /// The UDP port of this home; 0 until one was used.
    pub port: u16,
    /// The networks that are home, by interface name, or `all`; empty until somebody chose.
    pub networks: Vec<String>,
    /// For how many minutes a new line waits while the laptops stay in touch.
    pub hold_minutes: u32,
    /// How much room the partner's words may take here, in millions of bytes.
    pub room_megabytes: u32,
}

impl Default for LocalSettings {
    fn default() -> Self {
        Self { unlock_minutes: 15, port: 0, networks: Vec::new(), hold_minutes: 10, room_megabytes: 512 }
    }
}

/// How the page in the browser looks on this laptop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLook {
    /// Light or dark.
    pub theme: Theme,
    /// What its window is called.
    pub window: WindowName,
    /// Whether the browser looks at the spelling of what is typed. Some of them ask their maker.
    pub spelling: bool,
}

/// Whether the page is light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the rest of the laptop is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the window of the page is called. It never says what stands on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WindowName {
    /// As the program is.
    #[default]
    Kintsugi,
    /// A word that could be of anything.
    Notes,
}

/// The settings of the journal, derived from the table so that reading opens no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalSettings {
    /// The hour at which a day begins, 0 to 12.
    pub day_start: i8,
    /// The first day of a week: 1 for Monday, 7 for Sunday.
    pub week_start: i8,
    /// When the other may read a line: the more careful wish of the two, as far as they are known here.
    pub lines_open: LinesOpen,
    /// What I wish myself.
    pub lines_open_mine: LinesOpen,
}

impl Default for JournalSettings {
    fn default() -> Self {
        Self { day_start: 4, week_start: 1, lines_open: LinesOpen::AtOnce, lines_open_mine: LinesOpen::AtOnce }
    }
}

/// Words that were brought along from another program, under one number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The number, from 1.
    pub number: u32,
    /// The day on which it was done.
    pub day: Date,
    /// What the files were.
    pub form: String,
    /// How many lists of entries there are of it.
    pub lists: u32,
    /// How many entries it added.
    pub added: u64,
    /// It was taken back.
    pub undone: bool,
}

/// Some entries of one import, by their documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList(pub Vec<(DocId, Vec<Imported>)>);

/// An entry that was brought along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Which.
    pub entry: EntryId,
    /// What its words were, as a number that only this person's secret makes of them.
    pub words: [u8; 8],
}
