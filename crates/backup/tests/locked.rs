//! A file of somebody who has the words, and of somebody who has not.

use std::io::{Read, Write};

use age::secrecy::ExposeSecret;
use kintsugi_backup::{BackupError, Key, Kind, Lock, kind_of, open, seal};
use zeroize::Zeroizing;

const WORDS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

fn passphrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn locked(lock: &Lock, text: &[u8]) -> Vec<u8> {
    let mut sealing = seal(Vec::new(), lock).expect("a lock");
    sealing.write_all(text).expect("into memory");
    sealing.finish().expect("into memory")
}

fn opened(file: &[u8], key: &Key) -> Result<Vec<u8>, BackupError> {
    let mut text = Vec::new();
    open(file, key)?.read_to_end(&mut text)?;
    Ok(text)
}

#[test]
fn the_words_open_it_and_others_do_not() {
    let file = locked(&Lock::Passphrase(passphrase(WORDS)), b"tea");
    let header = String::from_utf8_lossy(&file);
    let lines: Vec<&str> = header.lines().take(2).collect();
    assert_eq!(lines[0], "age-encryption.org/v1");
    assert!(lines[1].starts_with("-> scrypt ") && lines[1].ends_with(" 15"), "{}", lines[1]);
    assert_eq!(kind_of(&file[..]).expect("an age file"), Kind::Passphrase);
    assert_eq!(opened(&file, &Key::Passphrase(passphrase(WORDS))).expect("it opens"), b"tea");
    let other = Key::Passphrase(passphrase("abandon abandon"));
    assert!(matches!(opened(&file, &other), Err(BackupError::WrongKey)));
    assert!(matches!(opened(&file, &Key::Nothing), Err(BackupError::WrongKey)));
}

#[test]
fn a_recipient_opens_it_with_their_own_key() {
    let (mine, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let file = locked(&Lock::Recipient(mine.to_public().to_string()), b"tea");
    let key = |identity: &age::x25519::Identity| {
        let line = identity.to_string();
        Key::Identity(passphrase(&format!("# created: today\n{}\n", line.expose_secret())))
    };
    assert_eq!(kind_of(&file[..]).expect("an age file"), Kind::Recipients);
    assert_eq!(opened(&file, &key(&mine)).expect("it opens"), b"tea");
    assert!(matches!(opened(&file, &key(&other)), Err(BackupError::WrongKey)));
    assert!(matches!(opened(&file, &Key::Identity(passphrase("age1nothing"))), Err(BackupError::Identity)));
    let none = Lock::Recipient("age1nothing".into());
    assert!(matches!(seal(Vec::new(), &none).err(), Some(BackupError::Recipient)));
}

#[test]
fn what_was_opened_elsewhere_is_taken_as_it_is() {
    assert_eq!(kind_of(&b"{}"[..]).expect("open"), Kind::Open);
    assert_eq!(opened(b"{}\n", &Key::Nothing).expect("it is open"), b"{}\n");
}

#[test]
fn what_is_no_backup_is_told_as_that() {
    for file in [&b""[..], b"a letter", b"age-encryption.org/v1\n", b"age-encryption.org/v2\n-> x\n--- y\n"] {
        assert!(matches!(kind_of(file), Err(BackupError::NotABackup)), "{file:?}");
        let key = Key::Passphrase(passphrase(WORDS));
        assert!(matches!(opened(file, &key), Err(BackupError::NotABackup)), "{file:?}");
    }
}

#[test]
fn nobody_is_made_to_work_for_hours_nor_to_read_a_header_without_end() {
    let file = locked(&Lock::Passphrase(passphrase(WORDS)), b"tea");
    let at = file.windows(4).position(|four| four == b" 15\n").expect("the work factor");
    let mut hours = file.clone();
    hours[at + 1..at + 3].copy_from_slice(b"30");
    let key = Key::Passphrase(passphrase(WORDS));
    assert!(matches!(opened(&hours, &key), Err(BackupError::Work)));

    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            assert!(self.0 < 1 << 20, "it was read and read");
            let begin = b"age-encryption.org/v1\n-> scrypt ";
            for byte in to.iter_mut() {
                *byte = begin.get(usize::try_from(self.0).expect("small")).copied().unwrap_or(b'a');
                self.0 += 1;
            }
            Ok(to.len())
        }
    }
    let endless = std::io::BufReader::new(Endless(0));
    assert!(matches!(open(endless, &key).err(), Some(BackupError::NotABackup)));
}

#[test]
fn every_changed_byte_and_every_cut_shows() {
    // With a key instead of a passphrase: the same file but for one line, and no work for each try.
    let mine = age::x25519::Identity::generate();
    let file = locked(&Lock::Recipient(mine.to_public().to_string()), &[b'a'; 100]);
    let key = Key::Identity(passphrase(mine.to_string().expose_secret()));
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(opened(&changed, &key).is_err(), "byte {at}");
    }
    for length in 0..file.len() {
        assert!(opened(&file[..length], &key).is_err(), "cut at {length}");
    }
}
