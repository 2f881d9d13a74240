//! The lines: what is written is read back, and what was changed, cut or made up is told by name.

use kintsugi_backup::{BackupError, Counts, Draft, Head, Item, MAX_LINE_BYTES, Reader, Writer};
use kintsugi_journal::{EntryId, PersonId, Vocabulary};

fn head() -> Head {
    Head {
        format: 1,
        vocabulary: Vocabulary::FIRST,
        person: PersonId::from_bytes([1; 16]),
        name: "Ana".into(),
        day: jiff::civil::date(2026, 6, 3),
        counts: Counts { entries: 1, documents: 0, bodies: 0 },
        partner: None,
    }
}

fn items() -> Vec<Item> {
    let draft =
        Draft { number: 1, purpose: "write".into(), day: jiff::civil::date(2026, 6, 3), text: "so\nfar".into() };
    vec![Item::Agreement { text: "We eat together.".into() }, Item::Draft(draft), dropped()]
}

fn dropped() -> Item {
    Item::Dropped { entry: EntryId::from_bytes([2; 16]) }
}

fn written() -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), &head()).expect("into memory");
    items().iter().try_for_each(|item| writer.put(item)).expect("into memory");
    writer.end(|digest| *digest).expect("into memory").0
}

fn read(file: &[u8]) -> Result<(Head, Vec<Item>), BackupError> {
    let mut reader = Reader::begin(file)?;
    let mut items = Vec::new();
    while let Some(item) = reader.next_item()? {
        items.push(item);
    }
    let end = reader.end().expect("it was read to its end");
    assert_eq!(end.proof, end.digest, "what was handed to be proven");
    Ok((reader.head().clone(), items))
}

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(read(&written()).expect("whole"), (head(), items()));
}

#[test]
fn every_changed_byte_shows_and_every_cut() {
    let file = written();
    for at in 0..file.len() {
        for with in [file[at] ^ 1, b'\n', b'"'] {
            let mut changed = file.clone();
            changed[at] = with;
            // The proof is not compared here, and base 64 of it may be changed to other bytes.
            let sound = changed == file || at > file.len() - 60;
            assert!(sound || read(&changed).is_err(), "byte {at}");
        }
    }
    for length in 0..file.len() {
        assert!(read(&file[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_line_left_out_put_in_or_moved_shows_and_so_does_more_behind_the_end() {
    let file = written();
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    let (mut moved, mut twice, mut out) = (lines.clone(), lines.clone(), lines.clone());
    moved.swap(1, 2);
    twice.insert(2, lines[2]);
    out.remove(2);
    for changed in [moved, twice, out, [lines.clone(), vec![lines[1]]].concat()] {
        assert!(matches!(read(&changed.concat()), Err(BackupError::Changed)));
    }
}

#[test]
fn a_later_format_is_told_as_that_and_anything_else_is_no_backup() {
    let later = br#"{"kintsugi_backup":2,"who":"knows"}"#;
    assert!(matches!(Reader::begin(&[&later[..], b"\n"].concat()[..]).err(), Some(BackupError::Later)));
    for other in [&b""[..], b"\n", b"{}\n", b"[1,2]\n", b"\xff\xfe\n", b"{\"kintsugi_backup\":1}\n", later] {
        assert!(matches!(Reader::begin(other).err(), Some(BackupError::NotABackup)), "{other:?}");
    }
}

#[test]
fn a_line_of_an_unknown_kind_or_without_end_is_named() {
    let mut first = Writer::begin(Vec::new(), &head()).expect("into memory");
    first.put(&dropped()).expect("into memory");
    let (file, _) = first.end(|digest| *digest).expect("into memory");
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    let unknown = [lines[0], lines[1], b"{\"is\":\"mood\",\"of\":\"today\"}\n", lines[2]].concat();
    assert!(matches!(read(&unknown), Err(BackupError::Line(3))));
    let deep = [lines[0], &b"[".repeat(200_000), b"\n"].concat();
    assert!(matches!(read(&deep), Err(BackupError::Line(2))));

    struct Endless;
    impl std::io::Read for Endless {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            to.fill(b' ');
            Ok(to.len())
        }
    }
    use std::io::Read as _;
    let endless = std::io::BufReader::new(lines[0].chain(Endless));
    let mut reader = Reader::begin(endless).expect("a first line");
    assert!(matches!(reader.next_item(), Err(BackupError::Line(2))), "not more than {MAX_LINE_BYTES} bytes");
}
