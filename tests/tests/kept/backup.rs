//! A backup: everything comes back from it, and nothing that did not come from the person whose words it holds.

use std::io::{self, Write};
use std::path::Path;

use jiff::civil::date;
use kintsugi_backup::{Body, Head, Item, Key, Lock, Reader, Writer, open};
use kintsugi_home::{BackupFault, Home, HomeError, Pace, Restored, Share, Trial, restore, try_backup};
use kintsugi_journal::{Kind, RoundId, Topic};
use kintsugi_tests::memory::{
    assert_sound, body, couple, draft, evening_of, home, lines, meet, partner, texts_on_disk, write,
};
use kintsugi_vault::{PartnerState, Protection, VaultError};
use zeroize::Zeroizing;

fn evening() -> kintsugi_home::Moment {
    evening_of(date(2026, 6, 3))
}

fn words(home: &Home) -> (Lock, Key) {
    let words = home.identity().seed().words();
    (Lock::Passphrase(Zeroizing::new(words.to_string())), Key::Passphrase(words))
}

fn backup(home: &Home) -> Vec<u8> {
    home.back_up(&words(home).0, &evening(), Vec::new()).expect("into memory").0
}

fn tried(home: &Home, file: &[u8], key: &Key) -> Result<Trial, HomeError> {
    try_backup(home.identity().seed(), key, || Ok(file))
}

fn restored(home: &Home, file: &[u8], at: &Path) -> Result<Restored, HomeError> {
    restore(at, &Protection::Nothing, home.identity().seed().again(), &words(home).1, || Ok(file))
}

/// Somebody who has written a little of everything.
fn rich(ana: &Home, ben: &Home) -> RoundId {
    let private = draft("for me alone", "2026-05-01", 1_780_000_000, true);
    ana.write(vec![private], &evening(), Pace::AtOnce).expect("written");
    let line = write(ana, "first words");
    ana.edit(&ana.find(&line.to_string()).expect("found"), "second words".into(), Pace::AtOnce).expect("edited");
    ana.star(&ana.find(&line.to_string()).expect("found"), true).expect("starred");
    let gone = write(ana, "to be taken back");
    let before = ana.agreement().expect("a sound store");
    ana.edit_agreement(&before, "We eat together.").expect("agreed");
    meet(ana, ben);
    ana.delete(&ana.find(&gone.to_string()).expect("found")).expect("taken back");
    let (letter, _) = ana.seal(Topic::Letter, body(Kind::Letter, "what I will do"), &evening()).expect("sealed");
    ana.make_ready(&[letter]).expect("ready");
    ana.keep_unsaved("write", "half a thought".into(), &evening()).expect("kept");
    letter
}

/// Everything that `read` and the screens beside it could show.
fn shown(home: &Home) -> Vec<kintsugi_journal::Line> {
    home.all_lines(|_| true).expect("a sound store").into_iter().map(|listed| listed.line).collect()
}

#[test]
fn everything_comes_back_on_a_new_laptop_and_the_two_join_again() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = couple(root.path());
    let letter = rich(&ana, &ben);
    let file = backup(&ana);
    let trial = tried(&ana, &file, &words(&ana).1).expect("it can be restored");
    assert!(trial.whole && trial.missing == 0);
    assert_eq!(trial.entries, ana.count_entries().expect("a sound store") as u64);

    let back = restored(&ana, &file, &root.path().join("new")).expect("restored");
    assert_eq!((back.partner.as_deref(), back.missing), (Some("Ben"), 0));
    let again = back.created.home;
    assert_sound(&again);
    assert_eq!(shown(&again), shown(&ana));
    assert_eq!(again.unsaved().expect("a sound store"), ana.unsaved().expect("a sound store"));
    assert_eq!(again.agreement().expect("a sound store").text, "We eat together.");
    assert_eq!(again.identity().person(), ana.identity().person());
    assert_ne!(again.identity().device().id(), ana.identity().device().id(), "another laptop");
    assert!(matches!(again.companion(), Err(HomeError::Apart)));
    assert!(again.name_device([1; 32], "x".into()).is_ok(), "it can be written to");

    // Ben goes on meanwhile; the two join again, and the letters open.
    write(&ben, "written since");
    ben.seal(Topic::Letter, body(Kind::Letter, "and I"), &evening()).expect("sealed");
    ben.make_ready(&[letter]).expect("ready");
    again.begin_partnership(&partner(&ben, PartnerState::Paired), Share::All).expect("joined");
    ben.begin_partnership(&partner(&again, PartnerState::Paired), Share::All).expect("joined");
    meet(&again, &ben);
    meet(&again, &ben);
    let shared = |home: &Home| {
        let mut shared: Vec<_> = lines(home).into_iter().filter(|line| line.doc.is_shared()).collect();
        shared.retain(|line| !line.is_deleted());
        shared.sort_by_key(|line| line.entry);
        shared.into_iter().map(|line| (line.entry, line.text)).collect::<Vec<_>>()
    };
    assert_eq!(shared(&again), shared(&ben));
    assert!(again.rounds_of(Topic::Letter).expect("a sound store")[0].is_opened(), "words that came back open");
    assert_sound(&again);
    assert_sound(&ben);
    assert!(ben.held_back().expect("a sound store").is_empty(), "nobody is blamed");
}

#[test]
fn neither_the_words_nor_a_key_of_the_two_stand_in_it() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = couple(root.path());
    rich(&ana, &ben);
    let text = opened(&ana, &backup(&ana));
    let text = String::from_utf8(text).expect("text");
    let secret = ana.partner().expect("a sound store").expect("Ben").secret.0;
    let device = ana.identity().device().to_bytes();
    for bytes in [&secret[..], &device[..]] {
        assert!(!text.contains(&data_encoding::BASE64.encode(bytes)));
        assert!(!text.contains(&data_encoding::HEXLOWER.encode(bytes)));
    }
    assert!(!text.contains(ana.identity().seed().words().as_str()));
    assert!(text.contains("for me alone") && text.contains("second words"), "as a person reads it");
    assert!(!text.contains("to be taken back"), "what was taken back is in none");
    let earlier = texts_on_disk(&ana);
    assert!(earlier.iter().any(|text| text == "first words"), "my earlier words are mine");
}

fn opened(home: &Home, file: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    io::Read::read_to_end(&mut open(file, &words(home).1).expect("it opens"), &mut text).expect("it opens");
    text
}

/// The lines of a backup of Ana's, changed by somebody and given out open; `proven` as if they had her words.
fn forged(ana: &Home, file: &[u8], proven: bool, change: impl FnOnce(&mut Head, &mut Vec<Item>)) -> Vec<u8> {
    let mut reader = Reader::begin(file).expect("a backup");
    let (mut head, mut items) = (reader.head().clone(), Vec::new());
    while let Some(item) = reader.next_item().expect("whole") {
        items.push(item);
    }
    change(&mut head, &mut items);
    let mut writer = Writer::begin(Vec::new(), &head).expect("into memory");
    items.iter().try_for_each(|item| writer.put(item)).expect("into memory");
    let prove = |digest: &[u8; 32]| if proven { ana.identity().backup_proof(digest) } else { [7; 32] };
    writer.end(prove).expect("into memory").0
}

#[track_caller]
fn is_refused(ana: &Home, root: &Path, file: &[u8], why: &str) {
    let tried = tried(ana, file, &words(ana).1).err().map(|error| error.to_string());
    assert_eq!(tried.as_deref(), Some(why));
    let at = root.join("refused");
    let refused = restored(ana, file, &at).err().map(|error| error.to_string());
    assert_eq!(refused.as_deref(), Some(why));
    assert!(!at.exists(), "nothing is left of it");
}

#[test]
fn a_file_that_somebody_else_wrote_is_refused_before_anything_of_it_is_built() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = couple(root.path());
    rich(&ana, &ben);
    let locked = backup(&ana);
    let file = opened(&ana, &locked);
    // Whoever knows a recipient, or a passphrase, can seal a file; only the words prove it.
    is_refused(
        &ana,
        root.path(),
        &forged(&ana, &file, false, |_, _| ()),
        "this backup was not written with your 12 words",
    );
    let bens = |head: &mut Head, _: &mut Vec<Item>| head.person = ben.identity().person();
    is_refused(&ana, root.path(), &forged(&ana, &file, true, bens), "this backup belongs to other 12 words");
    let later = |head: &mut Head, _: &mut Vec<Item>| head.format = 2;
    is_refused(&ana, root.path(), &forged(&ana, &file, true, later), "a newer kintsugi wrote this backup");
    let wrong = Key::Passphrase(ben.identity().seed().words());
    let refused = tried(&ana, &locked, &wrong).err().map(|error| error.code());
    assert_eq!(refused, Some("wrong-backup-key"));
}

/// Even what is proven is built from its operations and held against hashes, tags and commitments.
#[test]
fn what_does_not_fit_is_refused_by_name_though_it_is_proven() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = couple(root.path());
    rich(&ana, &ben);
    let file = opened(&ana, &backup(&ana));
    let at = |items: &[Item], is: fn(&Item) -> bool| items.iter().position(is).expect("one of them");
    // The first change of a page of hers.
    let mine = |items: &[Item]| {
        let page = |item: &Item| matches!(item, Item::Document { document, .. } if document.person() == Some(ana.identity().person()));
        items.iter().position(page).expect("a page of Ana's") + 1
    };
    let document = |item: &Item| matches!(item, Item::Document { .. });
    let body = |item: &Item| matches!(item, Item::Body(_));
    let edited = |items: &mut Vec<Item>, at: usize, field: &str, value: serde_json::Value| {
        let mut line = serde_json::to_value(&items[at]).expect("a line");
        line[field] = value;
        items[at] = serde_json::from_value(line).expect("a line");
    };
    let zeros = |length: usize| serde_json::Value::from(data_encoding::BASE64.encode(&vec![0; length]));
    type Edit<'a> = Box<dyn FnOnce(&mut Head, &mut Vec<Item>) + 'a>;
    let cases: Vec<(&str, Edit<'_>)> = vec![
        ("a change", Box::new(|_, items| items.insert(0, items[mine(items)].clone()))),
        ("the author of a change", Box::new(|_, items| edited(items, mine(items), "tag", zeros(16)))),
        ("the author of a change", Box::new(|_, items| edited(items, mine(items), "hash", zeros(32)))),
        ("a change", Box::new(|_, items| edited(items, mine(items), "number", 9.into()))),
        ("a document", Box::new(|_, items| items.push(items[at(items, document)].clone()))),
        ("a document", Box::new(|_, items| edited(items, at(items, document), "changes", 10_000.into()))),
        ("a body", Box::new(|_, items| edited(items, at(items, body), "salt", zeros(32)))),
        ("a body", Box::new(|_, items| edited(items, at(items, body), "length", (1_u64 << 40).into()))),
        ("a body", Box::new(|_, items| edited(items, at(items, body), "length", 1.into()))),
        ("a name", Box::new(|head, _| head.name = "\u{1b}[2J".into())),
        ("a name", Box::new(|head, _| head.partner.as_mut().expect("Ben").name = String::new())),
    ];
    for (what, case) in cases {
        let why = format!("{what} in this backup does not fit");
        is_refused(&ana, root.path(), &forged(&ana, &file, true, case), &why);
    }
}

/// Ben's laptop cannot slip Ana words of hers, and Ana's file cannot hold pages of a third person or private ones of Ben's.
#[test]
fn documents_of_others_do_not_come_in_with_it() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = couple(root.path());
    let eve = home(root.path(), "Eve");
    let strangers = write(&eve, "of somebody else");
    let private = draft("Ben's own", "2026-05-01", 1_780_000_000, true);
    ben.write(vec![private], &evening(), Pace::AtOnce).expect("written");
    assert!(!lines(&eve).iter().any(|line| line.entry != strangers));
    let file = opened(&ana, &backup(&ana));
    for other in [&eve, &ben] {
        let text = opened(other, &backup(other));
        let mut reader = Reader::begin(&text[..]).expect("a backup");
        let mut theirs = Vec::new();
        while let Some(item) = reader.next_item().expect("whole") {
            let own = matches!(&item, Item::Document { document, .. } if document.person() == Some(other.identity().person()) && (other.identity().person() != ben.identity().person() || !document.is_shared()));
            if own {
                theirs = vec![item];
            } else if matches!(item, Item::Change(_)) && theirs.len() == 1 {
                theirs.push(item);
            }
        }
        if let Some(Item::Document { changes, .. }) = theirs.first_mut() {
            *changes = 1;
        }
        assert_eq!(theirs.len(), 2);
        let file = forged(&ana, &file, true, |_, items| items.extend(theirs));
        is_refused(&ana, root.path(), &file, "the author of a change in this backup does not fit");
    }
    let stray = |_: &mut Head, items: &mut Vec<Item>| {
        let mut shelf = None;
        let reader = eve.vault().read().expect("a sound store");
        reader
            .each_body(|body| {
                shelf = Some(body);
                Ok(())
            })
            .expect("a sound store");
        items.push(Item::Body(Box::new(Body::of(&shelf.expect("Eve wrote something")))));
    };
    is_refused(&ana, root.path(), &forged(&ana, &file, true, stray), "a body in this backup does not fit");
}

#[test]
fn a_restore_never_goes_over_a_journal_and_a_changing_file_leaves_nothing() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = couple(root.path());
    let file = backup(&ana);
    let before = kintsugi_tests::memory::fingerprint(&ben).expect("a sound store");
    let over = restored(&ana, &file, ben.folder().path());
    assert!(matches!(over.err(), Some(HomeError::Vault(VaultError::HomeExists(_)))));
    assert_eq!(kintsugi_tests::memory::fingerprint(&ben).expect("a sound store"), before);

    // Another file of hers the second time it is read.
    write(&ana, "one more");
    let (mut reads, other, at) = (0, backup(&ana), root.path().join("changing"));
    let seed = ana.identity().seed().again();
    let changing = restore(&at, &Protection::Nothing, seed, &words(&ana).1, || {
        reads += 1;
        Ok(if reads == 1 { &file[..] } else { &other[..] })
    });
    assert!(matches!(changing.err(), Some(HomeError::Backup(BackupFault::Changing))));
    assert!(!at.exists());
}

#[test]
fn somebody_alone_and_somebody_who_left_come_back_as_they_were() {
    let root = kintsugi_tests::folder(true);
    let eve = home(root.path(), "Eve");
    write(&eve, "alone");
    let alone = restored(&eve, &backup(&eve), &root.path().join("alone")).expect("restored").created.home;
    assert!(alone.partner().expect("a sound store").is_none());
    assert_eq!(shown(&alone), shown(&eve));

    let (ana, _ben) = couple(root.path());
    ana.leave().expect("left");
    let left = restored(&ana, &backup(&ana), &root.path().join("left")).expect("restored").created.home;
    assert_eq!(left.partner().expect("a sound store").expect("Ben").state, PartnerState::Left);
    assert_eq!(shown(&left), shown(&ana));
    assert_sound(&left);
}

#[test]
fn a_backup_that_cannot_be_written_says_so_at_every_byte() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let root = kintsugi_tests::folder(true);
    let (ana, _ben) = couple(root.path());
    let (lock, _) = words(&ana);
    let whole = backup(&ana).len();
    for room in [0, 1, 100, whole / 2, whole - 1] {
        assert!(ana.back_up(&lock, &evening(), Full(room)).is_err(), "{room} bytes");
    }
}
