//! Backups: files from a stick, or from wherever one lay for ten years.

use kintsugi_backup::{Key, Reader, Writer, kind_of, open};
use kintsugi_home::try_backup;
use kintsugi_vault::{DeviceKey, Identity, Seed};

/// Whose journal the backups of the corpus hold.
pub const WORDS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

/// Reads the bytes as a file that lies somewhere, and as lines that somebody with the words has written.
///
/// # Panics
/// When what was restored is not what can be restored once more.
pub fn backup(bytes: &[u8]) {
    let seed = Seed::from_words(WORDS).expect("12 words");
    let _ = kind_of(bytes);
    // (Without a passphrase: that takes a tenth of a second, on purpose.)
    let _ = open(bytes, &Key::Nothing);
    assert!(try_backup(&seed, &Key::Nothing, || Ok(bytes)).is_err() || bytes.starts_with(b"{"));
    let me = Identity::new(String::new(), seed.again(), DeviceKey::generate());
    let Some(lines) = proven(bytes, &me) else { return };
    let tried = || try_backup(&seed, &Key::Nothing, || Ok(&lines[..])).ok();
    assert_eq!(tried(), tried(), "the same file is the same journal each time");
}

/// The lines that can be read, with a last one that fits and proves them.
fn proven(bytes: &[u8], me: &Identity) -> Option<Vec<u8>> {
    let mut reader = Reader::begin(bytes).ok()?;
    let mut writer = Writer::begin(Vec::new(), reader.head()).ok()?;
    while let Ok(Some(item)) = reader.next_item() {
        writer.put(&item).ok()?;
    }
    writer.end(|digest| me.backup_proof(digest)).ok().map(|(lines, _)| lines)
}
