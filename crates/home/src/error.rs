//! Why the home could not do what was asked.

use kintsugi_journal::{BodyError, DocumentError};
use kintsugi_vault::VaultError;

use crate::backup_fault::BackupFault;
use crate::no_practice::NoPractice;

/// Why the home could not do what was asked. Nothing was changed in any of these cases.
///
/// Exhaustive on purpose: a front end that has no words for a new case must not compile.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The store.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A document of this home cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The words cannot be kept as they are.
    #[error(transparent)]
    Words(#[from] BodyError),
    /// No entry has this id.
    #[error("no line has an id that begins with “{0}”")]
    NoSuchEntry(String),
    /// There is no import with this number.
    #[error("nothing was brought along under this number")]
    NoSuchImport,
    /// More than one entry has an id that begins so.
    #[error("the ids of several lines begin with {0}")]
    Ambiguous(String),
    /// It is the other person's.
    #[error("only the person who wrote it can change it")]
    NotYours,
    /// It was taken back.
    #[error("it was taken back")]
    TakenBack,
    /// It is sealed, and not open yet.
    #[error("it is sealed, and not open yet")]
    NotOpen,
    /// Somebody kept it, and what is kept stays as it is.
    #[error("what you kept stays as it is, and yours alone")]
    Kept,
    /// A later version wrote it, and this one cannot change what it cannot read.
    #[error("a newer kintsugi wrote it")]
    Later,
    /// It is open already.
    #[error("it is shared already")]
    NotPrivate,
    /// Its words are part of a round: sealed, they stay as they are; opened, they are what both have read.
    #[error("words that are sealed, or were opened together, stay as they are")]
    Sealed,
    /// There are sealed words of mine in this round already.
    #[error("your words for this time are sealed already")]
    AlreadySealed,
    /// There was an invitation of mine to the same in the days before.
    #[error("you have invited to this already in these seven days")]
    InvitedAlready,
    /// There is no text to say yes to.
    #[error("nothing is agreed in writing yet")]
    NothingAgreed,
    /// The agreement is another one by now than was read.
    #[error("the agreement has just changed")]
    AgreementMoved,
    /// There is nothing sealed of mine that waits.
    #[error("nothing of yours is sealed and waiting")]
    NothingSealed,
    /// More than a round can hold.
    #[error("there is more sealed than can open at once")]
    RoundFull,
    /// No slip is drawn on this day.
    #[error("no slip is drawn today")]
    NothingDrawn,
    /// The slip of this day is done already.
    #[error("the slip of today is done")]
    SlipDone,
    /// There are as many slips of mine in the jar as one of the two may have there.
    #[error("there are {0} slips of yours in the jar, and that is full")]
    JarFull(usize),
    /// No time is agreed.
    #[error("no time is agreed yet")]
    NoSitting,
    /// The place of the check-in has more letters than this.
    #[error("the place has more than {0} letters")]
    LongPlace(usize),
    /// There is no practice in focus.
    #[error("there is no focus")]
    NoFocus,
    /// Another practice is in focus.
    #[error("one practice at a time")]
    OneAtATime,
    /// This day has not come yet.
    #[error("{0} has not come yet")]
    NotYet(jiff::civil::Date),
    /// A text is no definition of a practice.
    #[error(transparent)]
    NoPractice(#[from] NoPractice),
    /// One of the two has a practice of this name.
    #[error("there is a practice “{0}” of your own")]
    NameTaken(String),
    /// A practice for both cannot have the name of one that comes along.
    #[error("“{0}” is the name of a practice that comes along")]
    Reserved(String),
    /// What both say yes to each time, or what leaves no trace, is never planned ahead.
    #[error("this practice begins with a yes of both, each time anew, so it is never in focus")]
    NeverPlanned,
    /// It comes along with the program and is nobody's own.
    #[error("what comes along stays as it is")]
    ComesAlong,
    /// There is nothing by this name among what stands.
    #[error("there is nothing called “{0}” here")]
    NoSuchThing(String),
    /// Somebody other than the partner of this home.
    #[error("this journal belongs to you and somebody else")]
    AnotherPerson,
    /// A laptop that was replaced.
    #[error("that laptop was replaced")]
    ReplacedDevice,
    /// This home has left its partner.
    #[error("you have left this partnership")]
    Left,
    /// There is no partner yet.
    #[error("this journal is not paired")]
    NotPaired,
    /// This home was made of a backup, and the two have not joined again.
    #[error("this journal was restored, and the two laptops have not joined again")]
    Apart,
    /// A backup.
    #[error(transparent)]
    Backup(#[from] BackupFault),
}
