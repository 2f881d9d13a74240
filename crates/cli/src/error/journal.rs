//! What a journal on this laptop reports: its store, its words, its backups.

use kintsugi_backup::BackupError;
use kintsugi_home::{BackupFault, HomeError};
use kintsugi_journal::{BodyError, DocumentError, MAX_TEXT_BYTES};
use kintsugi_vault::{FolderFault, VaultError};

use super::{CommandError, Exit};

const DAMAGED: &str =
    "Nothing was changed. kintsugi repair copies the journal first, says what it can bring back, and asks.";
/// Of what is derived: it is made anew before anybody reads this, where that is possible.
pub(crate) const DERIVED: &str = "Nothing was changed, and no words are lost. kintsugi repair makes it anew.";

/// What is safe and what to do next, when the store failed.
fn vault_hint(error: &VaultError) -> &'static str {
    match error {
        VaultError::NoHome(_) => "Begin one with: kintsugi init",
        VaultError::HomeExists(_) => "Nothing was changed. For another one, set KINTSUGI_HOME to an empty folder.",
        VaultError::Locked => "Unlock it with kintsugi unlock, or give --passphrase-file FILE.",
        VaultError::WrongPassphrase => {
            "Nothing was changed. Try again; kintsugi recover sets a new one with your 12 words."
        }
        VaultError::RecoveryCode => "Check the 12 words and their order. Nothing was changed.",
        VaultError::DerivedDamaged { .. } => DERIVED,
        VaultError::Keyfile(_) => "Nothing was changed. Make a copy of the folder first, then put back a whole one.",
        VaultError::Damaged { .. } | VaultError::Corrupt => DAMAGED,
        VaultError::NoStore(_) => {
            "kintsugi restore --list shows the copies of the last days in the same folder; kintsugi restore --day DAY puts one in its place."
        }
        VaultError::Schema => {
            "Nothing of it was run, and nothing was changed. kintsugi repair copies the journal first, then writes it anew from what can be read."
        }
        VaultError::Mixed => {
            "Nothing was changed. This is so where some files of a copy were put back and others not: make a copy of the folder first, then put back a whole one."
        }
        VaultError::OtherKey => {
            "Nothing was changed. If the journal was given a new key just now, run the command again. Otherwise keyfile and journal.db are of different journals, or times: put back two that belong together. keyfile.copy, in the same folder, may still be the right one."
        }
        VaultError::Newer(_) | VaultError::KeyfileVersion => "Use the newer kintsugi. Nothing was changed.",
        VaultError::Overtaken => {
            "Nothing of this was written. What was saved before is safe; begin again with the newer kintsugi."
        }
        VaultError::PutBack => "Nothing of this was written. Run the command again.",
        VaultError::Layout { .. } => "Nothing was changed. Use the newer kintsugi.",
        VaultError::NotForgotten => {
            "It forgets by itself when the time is over that unlock named. To be sure now, log out of this computer."
        }
        VaultError::Unconfirmed => {
            "What was saved before is safe. This may be saved or not: look with kintsugi read before you write it again."
        }
        VaultError::DiskFull => "What was saved before is safe; this was not saved. Make room and try again.",
        VaultError::ReadOnly => "What was saved before is safe; this was not saved. Check the folder's permissions.",
        VaultError::TracesRemain => {
            "They are encrypted. Taking anything else back empties the log; make room on the disk first if it is full."
        }
        VaultError::Busy => "Nothing was changed. Try again in a moment.",
        _ => "What was saved before is safe; this was not saved.",
    }
}

impl From<VaultError> for CommandError {
    fn from(error: VaultError) -> Self {
        HomeError::from(error).into()
    }
}

fn folder_error(path: &str, fault: &FolderFault) -> CommandError {
    let (message, hint) = match fault {
        FolderFault::Open => {
            ("others on this computer can look into", format!("Close it with: chmod -R go-rwx '{path}'"))
        }
        FolderFault::Link => ("a symbolic link stands at", "Set KINTSUGI_HOME to the real folder.".to_owned()),
        FolderFault::Foreign => ("another user owns", format!("Make it yours with: sudo chown -R \"$USER\" '{path}'")),
        FolderFault::NotAFolder => {
            ("there is no folder, but a file, at", "Choose another place with KINTSUGI_HOME.".to_owned())
        }
        FolderFault::NotEmpty => (
            "there is something already in",
            "Nothing was changed. Choose an empty folder with KINTSUGI_HOME.".to_owned(),
        ),
        _ => ("it is not possible to write to", "Check its permissions.".to_owned()),
    };
    CommandError::new(Exit::Failed, "folder", format!("{message} {path}")).hint(hint)
}

impl From<BodyError> for CommandError {
    fn from(error: BodyError) -> Self {
        HomeError::from(error).into()
    }
}

fn words_hint(error: &BodyError) -> String {
    match error {
        BodyError::Malformed => DAMAGED.to_owned(),
        BodyError::Empty => "Nothing was saved. Write a line or two.".to_owned(),
        BodyError::TooLong => {
            format!("Nothing was saved. A text may have {} KiB; split it in two.", MAX_TEXT_BYTES / 1024)
        }
        BodyError::Control(_) => "Nothing was saved. Only text can be kept, with line ends and tabs.".to_owned(),
        _ => "Nothing was saved.".to_owned(),
    }
}

impl From<HomeError> for CommandError {
    /// Home says which sort of failure it is and its name; here it is worded.
    fn from(error: HomeError) -> Self {
        let named = Self::new(error.kind().into(), error.code(), error.to_string());
        match &error {
            HomeError::Vault(VaultError::Folder { path, fault }) => folder_error(&path.display().to_string(), fault),
            _ => named.hint(home_hint(&error)),
        }
    }
}

/// What is safe and what to do next, when a backup is not what it should be.
fn backup_hint(fault: &BackupFault) -> &'static str {
    match fault {
        BackupFault::File(BackupError::NotABackup) => "Nothing was changed. kintsugi backup FILE writes one.",
        BackupFault::File(BackupError::Later) => "Nothing was changed. Use the newer kintsugi.",
        BackupFault::File(BackupError::WrongKey) => {
            "Nothing was changed. It opens with the words, the passphrase or the key that it was made with."
        }
        BackupFault::File(BackupError::Recipient) => "Nothing was written. A recipient begins with age1.",
        BackupFault::File(BackupError::Identity) => {
            "Nothing was changed. A line of an identity file begins with AGE-SECRET-KEY-1."
        }
        BackupFault::File(BackupError::File(_)) => "The journal is as it was.",
        BackupFault::Differs => "Nothing was changed. Write another one, and keep this one until that is done.",
        BackupFault::OtherWords => {
            "Nothing was changed. It comes back with the 12 words of the journal that it was made of."
        }
        BackupFault::Unproven => {
            "Nothing was changed. It was not written by a kintsugi that knew your 12 words; use one that you made yourself."
        }
        _ => "Nothing was changed. Copy it once more from where it lay, or use another one.",
    }
}

fn home_hint(error: &HomeError) -> String {
    let hint = match error {
        HomeError::Vault(error) => vault_hint(error),
        HomeError::Words(error) => return words_hint(error),
        HomeError::Document(DocumentError::TooLarge | DocumentError::Full) => {
            "Nothing was saved, and nothing is damaged."
        }
        HomeError::Document(_) => DAMAGED,
        HomeError::NoSuchImport => "kintsugi import --list shows what was brought along.",
        HomeError::NoSuchEntry(_) => "kintsugi read --ids shows the ids.",
        HomeError::Ambiguous(_) => "Give a few more characters of the id.",
        HomeError::TakenBack => "There are no words left to show or change.",
        HomeError::NotOpen => "Nothing was changed. It can be kept once it is open.",
        HomeError::Kept => "Nothing was changed. You can delete it; kintsugi write makes a note of your own.",
        HomeError::Later => {
            "Nothing was changed. Update kintsugi on this laptop and try again; taking it back always works."
        }
        HomeError::Sealed => "Nothing was changed. You can take them back, and write anew.",
        HomeError::AlreadySealed => "Nothing was changed. Withdraw them first if you wish to write something else.",
        HomeError::InvitedAlready => "Nothing was changed. One invitation to each in a week is enough.",
        HomeError::NothingAgreed => "kintsugi agreement edit begins it.",
        HomeError::AgreementMoved => "Nothing was changed. kintsugi agreement shows what it says now.",
        HomeError::RoundFull => "Nothing was saved. Read together what is sealed, or write it with --now.",
        HomeError::NothingDrawn => "kintsugi jar draw draws one.",
        HomeError::SlipDone => "Tomorrow has another one.",
        HomeError::JarFull(_) => "Nothing was saved. kintsugi jar remove takes one of yours out.",
        HomeError::NoSitting => "kintsugi checkin schedule \"sunday 19:00\"",
        HomeError::LongPlace(_) => "Nothing was changed. A word or two is enough.",
        HomeError::NoFocus => "kintsugi focus pick NAME begins one; kintsugi practice lists the names.",
        HomeError::OneAtATime => "kintsugi focus skip ends this one; kintsugi focus next begins the one after it.",
        HomeError::NeverPlanned => "Nothing was changed. kintsugi practice start NAME begins it when you both want to.",
        HomeError::NoPractice(_) => "kintsugi practice show NAME --toml prints one to begin with.",
        HomeError::NameTaken(_) => "Nothing was saved. Give it another name, or change it with kintsugi practice edit.",
        HomeError::Reserved(_) => {
            "Nothing was saved. Give yours another name; with kintsugi practice add it is how that one reads for you alone."
        }
        HomeError::NotYet(_) => "Nothing was saved. Write about days up to today.",
        HomeError::NotYours
        | HomeError::NotPrivate
        | HomeError::NothingSealed
        | HomeError::NoSuchThing(_)
        | HomeError::ComesAlong => "Nothing was changed.",
        HomeError::AnotherPerson => {
            "Nothing was stored. One journal has one partner, ever: on a new laptop they begin with kintsugi init --new-laptop and their 12 words. If it was the wrong person, kintsugi leave undoes it, while nothing that they wrote has come. For another journal, set KINTSUGI_HOME to an empty folder."
        }
        HomeError::ReplacedDevice => "Nothing was stored. Use the laptop that took its place.",
        HomeError::Left => "Nothing crosses any more. What you have stays yours and readable here.",
        HomeError::NotPaired => "On one laptop: kintsugi pair. On the other: kintsugi join.",
        HomeError::Apart => {
            "What you both wrote is here. On your partner's laptop: kintsugi device replace. Here: kintsugi join, with its code."
        }
        HomeError::Backup(fault) => backup_hint(fault),
    };
    hint.to_owned()
}
