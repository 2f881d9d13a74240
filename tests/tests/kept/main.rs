//! Nothing is lost and nothing is left lying about: disks that fail, programs that are killed, backups, secrets.

#![allow(clippy::print_stderr)] // seeds, what was measured, and checks that could not be made here, are said aloud

mod backup;
mod backup_file;
mod brought_along;
mod bytes;
mod canary;
mod copies;
mod crash;
mod cut_short;
mod failing;
mod golden;
mod half_made;
mod held;
mod keyring;
mod machine;
mod passphrase;
mod power;
mod recovery;
mod repaired;
mod traces;
