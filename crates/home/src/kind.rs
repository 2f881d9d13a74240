//! Which sort of failure an error is, and its name for scripts: every front end, and `--json`, say the same.

use kintsugi_backup::BackupError;
use kintsugi_journal::{BodyError, DocumentError};
use kintsugi_vault::VaultError;

use crate::HomeError;
use crate::backup_fault::BackupFault;

/// The sort of a failure. A command line ends with another code for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// It did not work, and may another time.
    Failed,
    /// What was asked for cannot be done as it was asked.
    Usage,
    /// A passphrase is needed, or another one.
    Locked,
    /// Refused: another person, another laptop, a newer version.
    Refused,
    /// What is kept is damaged.
    Damaged,
}

impl HomeError {
    /// The sort of failure.
    pub const fn kind(&self) -> ErrorKind {
        self.named().0
    }

    /// The name for scripts: lower-case words with dashes. It never changes.
    pub const fn code(&self) -> &'static str {
        self.named().1
    }

    const fn named(&self) -> (ErrorKind, &'static str) {
        use ErrorKind::{Damaged, Failed, Refused, Usage};
        match self {
            Self::Vault(error) => vault(error),
            Self::Document(DocumentError::TooLarge) => (Failed, "too-large"),
            Self::Document(DocumentError::Full) => (Failed, "full"),
            // Words that are kept here already and cannot be read are no matter of how something was asked.
            Self::Document(_) | Self::Words(BodyError::Malformed) => (Damaged, "damaged"),
            Self::Words(_) => (Usage, "words"),
            Self::NoSuchEntry(_) => (Usage, "no-such-entry"),
            Self::NoSuchImport => (Usage, "no-such-import"),
            Self::Ambiguous(_) => (Usage, "ambiguous-id"),
            Self::NoSuchThing(_) => (Usage, "no-such-thing"),
            Self::NotYet(_)
            | Self::LongPlace(_)
            | Self::NoPractice(_)
            | Self::NameTaken(_)
            | Self::Reserved(_)
            | Self::ComesAlong => (Usage, "usage"),
            Self::NeverPlanned => (Failed, "never-planned"),
            Self::NotYours => (Failed, "not-yours"),
            Self::TakenBack => (Failed, "taken-back"),
            Self::NotOpen => (Failed, "not-open"),
            Self::Kept => (Failed, "kept"),
            Self::Later => (Failed, "newer"),
            Self::NotPrivate => (Failed, "not-private"),
            Self::Sealed => (Failed, "sealed"),
            Self::AlreadySealed => (Failed, "already-sealed"),
            Self::InvitedAlready => (Failed, "invited-already"),
            Self::NothingAgreed => (Failed, "nothing-agreed"),
            Self::AgreementMoved => (Failed, "agreement-moved"),
            Self::NothingSealed => (Failed, "nothing-sealed"),
            Self::RoundFull => (Failed, "round-full"),
            Self::NothingDrawn => (Failed, "nothing-drawn"),
            Self::SlipDone => (Failed, "nothing-drawn"),
            Self::NoSitting => (Failed, "nothing-agreed"),
            Self::JarFull(_) => (Failed, "jar-full"),
            Self::NoFocus => (Failed, "no-focus"),
            Self::OneAtATime => (Failed, "one-at-a-time"),
            Self::Left => (Failed, "left"),
            Self::NotPaired => (Failed, "not-paired"),
            Self::Apart => (Failed, "not-joined"),
            Self::Backup(fault) => backup(fault),
            Self::AnotherPerson => (Refused, "another-person"),
            Self::ReplacedDevice => (Refused, "replaced-device"),
        }
    }
}

const fn backup(fault: &BackupFault) -> (ErrorKind, &'static str) {
    use ErrorKind::{Failed, Locked, Refused, Usage};
    match fault {
        BackupFault::File(error) => match error {
            BackupError::NotABackup => (Refused, "not-a-backup"),
            BackupError::Later => (Refused, "newer-backup"),
            BackupError::WrongKey => (Locked, "wrong-backup-key"),
            BackupError::Recipient | BackupError::Identity => (Usage, "usage"),
            BackupError::Work | BackupError::Line(_) | BackupError::Cut | BackupError::Changed => {
                (Refused, "backup-broken")
            }
            _ => (Failed, "file"),
        },
        BackupFault::OtherWords => (Refused, "backup-of-other-words"),
        BackupFault::Unproven => (Refused, "backup-unproven"),
        BackupFault::Differs => (ErrorKind::Damaged, "backup-differs"),
        BackupFault::Changing | BackupFault::Unsound(_) => (Refused, "backup-broken"),
    }
}

const fn vault(error: &VaultError) -> (ErrorKind, &'static str) {
    use ErrorKind::{Damaged, Failed, Locked, Refused};
    match error {
        VaultError::NoHome(_) => (Failed, "no-home"),
        VaultError::HomeExists(_) => (Failed, "home-exists"),
        VaultError::Folder { .. } => (Failed, "folder"),
        VaultError::Locked => (Locked, "locked"),
        VaultError::WrongPassphrase => (Locked, "wrong-passphrase"),
        VaultError::RecoveryCode => (Locked, "wrong-recovery-code"),
        VaultError::Unconfirmed => (Failed, "unconfirmed"),
        VaultError::DerivedDamaged { .. } => (Damaged, "derived-damaged"),
        VaultError::Keyfile(_) | VaultError::Damaged { .. } | VaultError::Corrupt | VaultError::NoStore(_) => {
            (Damaged, "damaged")
        }
        VaultError::Schema => (Damaged, "schema"),
        VaultError::Mixed => (Damaged, "mixed"),
        VaultError::OtherKey => (Damaged, "other-key"),
        VaultError::Newer(_) | VaultError::Overtaken => (Refused, "newer-store"),
        VaultError::KeyfileVersion => (Refused, "newer-keyfile"),
        VaultError::Layout { .. } => (Refused, "newer-row"),
        VaultError::NotForgotten => (Failed, "not-forgotten"),
        VaultError::DiskFull => (Failed, "disk-full"),
        VaultError::ReadOnly => (Failed, "read-only"),
        VaultError::PutBack => (Failed, "restored"),
        VaultError::TracesRemain => (Failed, "traces-remain"),
        VaultError::Busy => (Failed, "busy"),
        _ => (Failed, "store-failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_no_matter_of_how_something_was_asked() {
        assert_eq!(HomeError::Words(BodyError::Malformed).kind(), ErrorKind::Damaged);
        assert_eq!(HomeError::Words(BodyError::Empty).kind(), ErrorKind::Usage);
        assert_eq!(HomeError::from(VaultError::Corrupt).code(), "damaged");
    }

    #[test]
    fn each_sort_has_its_names() {
        for (error, kind, code) in [
            (HomeError::AlreadySealed, ErrorKind::Failed, "already-sealed"),
            (HomeError::NoSuchThing("tea".into()), ErrorKind::Usage, "no-such-thing"),
            (HomeError::Later, ErrorKind::Failed, "newer"),
            (HomeError::from(DocumentError::TooLarge), ErrorKind::Failed, "too-large"),
            (HomeError::from(DocumentError::Full), ErrorKind::Failed, "full"),
            (HomeError::AnotherPerson, ErrorKind::Refused, "another-person"),
            (HomeError::from(VaultError::WrongPassphrase), ErrorKind::Locked, "wrong-passphrase"),
            (HomeError::from(VaultError::Newer(9)), ErrorKind::Refused, "newer-store"),
        ] {
            assert_eq!((error.kind(), error.code()), (kind, code), "{error}");
        }
    }
}
