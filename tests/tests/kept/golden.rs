//! Files that were made once and are opened for ever. `tests/golden/README.md` says how each of them was made.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use kintsugi_home::{Home, Pace};
use kintsugi_journal::{Audience, Draft, Key, Kind, RoundId, SettingName, Topic, Value};
use kintsugi_sync::pairing::Ticket;
use kintsugi_tests::memory::{assert_sound, body, draft, evening_of, home, lines, meet, pair, reopen, write};
use kintsugi_vault::{Keyfile, Passphrase, Protection, Seed, StoreKey};

/// A home of the golden files, in a folder of its own: git keeps no modes.
fn unpack(root: &Path, from: &str, name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(from).join(name);
    let to = root.join(name);
    fs::create_dir(&to).expect("a folder");
    fs::set_permissions(&to, fs::Permissions::from_mode(0o700)).expect("a mode");
    for file in ["journal.db", "keyfile", "keyfile.copy"].iter().filter(|file| from.join(file).exists()) {
        fs::copy(from.join(file), to.join(file)).expect("a golden file");
        fs::set_permissions(to.join(file), fs::Permissions::from_mode(0o600)).expect("a mode");
    }
    to
}

/// What `read --json` said when the golden home was made: id and words of each entry.
fn said_then(from: &str, name: &str) -> Vec<(String, Option<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(from).join(format!("{name}.read.json"));
    let read: serde_json::Value = serde_json::from_slice(&fs::read(path).expect("a golden file")).expect("JSON");
    let text = |entry: &serde_json::Value| {
        (entry["id"].as_str().expect("an id").to_owned(), entry["text"].as_str().map(str::to_owned))
    };
    let mut said: Vec<_> = read["entries"].as_array().expect("a list").iter().map(text).collect();
    said.sort();
    said
}

fn says_now(home: &Home) -> Vec<(String, Option<String>)> {
    let all = home.all_lines(|line| line.month() != kintsugi_journal::Month::DRAWER).expect("a sound store");
    let listed = all.into_iter().filter(|listed| listed.line.is_entry());
    let mut says: Vec<_> = listed.map(|listed| (listed.line.entry.to_string(), listed.line.text)).collect();
    says.sort();
    says
}

#[test]
fn two_homes_of_format_2_are_brought_along_and_go_on() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let paths = ["ana", "ben"].map(|name| unpack(root.path(), "format-2", name));
    let [ana, ben] = paths.each_ref().map(|path| reopen(path));
    for (home, path, name) in [(&ana, &paths[0], "ana"), (&ben, &paths[1], "ben")] {
        assert_sound(home);
        let readable = |entries: Vec<(String, Option<String>)>| {
            entries.into_iter().filter(|(_, text)| text.is_some()).collect::<Vec<_>>()
        };
        assert_eq!(readable(says_now(home)), readable(said_then("format-2", name)), "{name}'s words");
        assert!(path.join("journal.db.before-5").exists(), "{name}'s store as it was");
        assert_eq!(home.settings().expect("a sound table")[0].1.value, 5, "a day begins at five");
        assert_eq!(home.agreement().expect("a sound document").text, "We say it the same day.");
        assert_eq!(home.jar().expect("a sound store").len(), 2);
    }
    let letters = ana.rounds_of(Topic::Letter).expect("a sound store");
    let words = ana.pieces(&letters[0]).expect("a sound store");
    assert!(letters[0].is_opened() && words.iter().all(|piece| piece.body.is_some()), "the letters can be read");
    let second = RoundId { topic: Topic::Letter, number: 2 };
    assert!(ben.rounds_of(Topic::Letter).expect("a sound store").iter().any(|round| round.id == second));

    let line = write(&ana, "Written after it was brought along.");
    let (outcome, _) = meet(&ana, &ben);
    assert!(outcome.up_to_date && lines(&ben).iter().any(|shown| shown.entry == line), "the two meet as before");
    assert_sound(&ana);
    assert_sound(&ben);
    drop(ana);
    assert_sound(&reopen(&paths[0]));
}

/// The homes, the bundle and the ticket of the present format.
const NOW: &str = "format-5";
/// When the ticket of the golden files was good.
const TICKET_UNTIL: i64 = 1_800_000_000;

fn golden(from: &str, name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(from).join(name);
    fs::read(path).expect("a golden file")
}

#[test]
fn two_homes_of_this_format_open_and_ben_takes_in_the_bundle() {
    two_homes_open(NOW);
}

#[test]
fn two_homes_of_format_4_open_and_ben_takes_in_the_bundle() {
    two_homes_open("format-4");
}

#[test]
fn two_homes_of_format_3_open_and_ben_takes_in_the_bundle() {
    two_homes_open("format-3");
}

fn two_homes_open(from: &str) {
    let root = tempfile::tempdir().expect("a temporary folder");
    let paths = ["ana", "ben"].map(|name| unpack(root.path(), from, name));
    let [ana, ben] = paths.each_ref().map(|path| reopen(path));
    for home in [&ana, &ben] {
        assert_sound(home);
    }
    let texts = |home: &Home| {
        let mut texts: Vec<String> = lines(home).into_iter().filter_map(|line| line.text).collect();
        texts.sort();
        texts
    };
    let alone = ana.all_lines(|line| line.text.as_deref() == Some("For me alone.")).expect("a sound store");
    let written: Vec<_> = alone.iter().filter_map(|listed| Some(listed.line.written_at?.at.as_second())).collect();
    assert_eq!(written, [1_780_000_000], "when she wrote it");
    let both = ["A letter", "A letter", "An act", "Both read this."];
    assert_eq!(texts(&ana), [both.as_slice(), &["For me alone.", "Only in the bundle."]].concat());
    assert_eq!(texts(&ben), both);
    assert_eq!(ana.agreement().expect("a sound document").text, "We say it the same day.");
    let day = jiff::civil::date(2026, 6, 3);
    assert!(ben.marks(day, day).expect("a sound store").skipped.contains(&day));
    assert!(ana.rounds_of(Topic::Letter).expect("a sound store")[0].is_opened());
    let bundle = golden(from, "ana-to-ben.kintsugi");
    let taken = ben.take_in_bundle(|| Ok(bundle.as_slice()), |_| ()).expect("a bundle of Ana's");
    assert_eq!(taken.refused, 0);
    assert!(texts(&ben).contains(&"Only in the bundle.".to_owned()));
    let mut cut = bundle.clone();
    cut.truncate(cut.len() - 1);
    assert!(ben.take_in_bundle(|| Ok(cut.as_slice()), |_| ()).is_err(), "a bundle that was cut");
}

#[test]
fn a_keyfile_and_a_ticket_of_each_format_are_read() {
    for from in ["format-3", "format-4", NOW] {
        keyfile_and_ticket(from);
    }
}

fn keyfile_and_ticket(from: &str) {
    let keyfile = Keyfile::parse(&golden(from, "ana/keyfile")).expect("a keyfile");
    assert!(keyfile.is_whole() && keyfile.unlock_unprotected().expect("a key").is_some());
    let protected = Keyfile::parse(&golden(from, "keyfile")).expect("a keyfile");
    let passphrase = |text: &str| Passphrase::new(text.to_owned()).expect("a passphrase");
    assert!(protected.unlock(&passphrase("rain on tin")).is_ok());
    assert!(protected.unlock(&passphrase("rain on slate")).is_err());
    let text = String::from_utf8(golden(from, "ticket")).expect("text");
    let ticket = Ticket::decode(text.trim(), TICKET_UNTIL - 1).expect("a ticket in its time");
    assert_eq!(ticket.addresses, ["192.168.1.20:47113".parse().expect("an address")]);
    assert!(Ticket::decode(text.trim(), TICKET_UNTIL + 1).is_err(), "its time is over");
}

#[test]
#[ignore = "makes the golden files of the present format anew"]
fn write_the_golden_files() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(NOW);
    let (ana, ben) = (home(root.path(), "ana"), home(root.path(), "ben"));
    pair(&ana, &ben);
    let day = jiff::civil::date(2026, 6, 3);
    let note = |home: &Home, text: &str, private| {
        home.write(vec![draft(text, "2026-06-03", 1_780_000_000, private)], &evening_of(day), Pace::AtOnce)
            .expect("a write")[0]
            .entry
    };
    note(&ana, "Both read this.", false);
    let gone = note(&ana, "These words are taken back.", false);
    let act = Draft { words: body(Kind::Act, "An act"), audience: Audience::Both };
    ben.write(vec![act], &evening_of(day), Pace::AtOnce).expect("a write");
    ana.put_on_table(&[(Key::Skipped(day), Value::Bool(true))]).expect("a write");
    ana.put_setting(SettingName::DayStart, 5).expect("a write");
    ana.edit_agreement(&ana.agreement().expect("a text"), "We say it the same day.").expect("a write");
    for home in [&ana, &ben] {
        let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "A letter"), &evening_of(day)).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    }
    meet(&ana, &ben);
    meet(&ana, &ben);
    note(&ana, "For me alone.", true);
    ana.delete(&ana.find(&gone.to_string()).expect("it is there")).expect("taken back");
    meet(&ana, &ben);
    note(&ana, "Only in the bundle.", false);
    let mut bundle = Vec::new();
    ana.write_bundle(false, &mut bundle).expect("a bundle");
    // Whatever destroys words empties the log, so that a home is three files.
    for home in [&ana, &ben] {
        let passing = note(home, "Gone at once.", true);
        home.delete(&home.find(&passing.to_string()).expect("it is there")).expect("taken back");
    }
    for name in ["ana", "ben"] {
        fs::create_dir_all(to.join(name)).expect("a folder");
        for file in ["journal.db", "keyfile", "keyfile.copy"] {
            fs::copy(root.path().join(name).join(file), to.join(name).join(file)).expect("a file");
        }
    }
    fs::write(to.join("ana-to-ben.kintsugi"), bundle).expect("a file");
    let passphrase = Passphrase::new("rain on tin".to_owned()).expect("a passphrase");
    let keyfile = Keyfile::new(&StoreKey::generate(), &Protection::Passphrase(&passphrase), &Seed::generate());
    fs::write(to.join("keyfile"), keyfile.expect("a keyfile").to_bytes()).expect("a file");
    let ticket = "kin1ambqgaydambqgaydambqgaydambqgaydambqgaydambqgaydambqcagavaarjcpqaid777777777777776amrtvubwliohth";
    fs::write(to.join("ticket"), ticket).expect("a file");
}

/// A watch of an older program would go on writing rows of the older format.
#[test]
fn a_watch_is_asked_to_end_before_its_store_is_brought_along() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let path = unpack(root.path(), "format-2", "ana");
    let socket = path.join("socket");
    let listener = UnixListener::bind(&socket).expect("a socket");
    let watch = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("somebody asks");
        let mut asked = String::new();
        BufReader::new(&stream).read_line(&mut asked).expect("a line");
        let format = format_of(&path);
        fs::remove_file(socket).expect("as a watch does that ends");
        (&stream).write_all(b"\"done\"\n").expect("an answer");
        (asked, format)
    });
    let status = Command::new(kintsugi_tests::program())
        .args(["status", "--json", "--no-input"])
        .env("KINTSUGI_HOME", root.path().join("ana"))
        .output()
        .expect("the program");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let (asked, format) = watch.join().expect("a watch");
    assert_eq!((asked.trim(), format), ("\"stop\"", 2), "asked while the store is what it was");
    assert_eq!(format_of(&root.path().join("ana")), 5);
}

#[test]
fn a_newer_store_is_refused_in_one_sentence_and_not_touched() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let path = unpack(root.path(), NOW, "ana");
    let mut bytes = fs::read(path.join("journal.db")).expect("a store");
    bytes[63] += 1;
    fs::write(path.join("journal.db"), &bytes).expect("a newer store");
    for command in [vec!["status"], vec!["write", "Words."], vec!["sync"], vec!["verify"]] {
        let output = Command::new(kintsugi_tests::program())
            .args([command.as_slice(), &["--json", "--no-input"]].concat())
            .env("KINTSUGI_HOME", &path)
            .output()
            .expect("the program");
        assert_eq!(output.status.code(), Some(5), "{command:?}");
        let error: serde_json::Value = serde_json::from_slice(&output.stderr).expect("one object");
        assert_eq!(error["error"]["code"], "newer-store", "{command:?}");
    }
    let mut files: Vec<_> = fs::read_dir(&path).expect("a folder").flatten().map(|file| file.file_name()).collect();
    files.sort();
    assert_eq!(files, ["journal.db", "keyfile", "keyfile.copy"], "nothing was put beside it");
    assert_eq!(fs::read(path.join("journal.db")).expect("a store"), bytes);
}

/// The format that the file of a store tells.
fn format_of(home: &Path) -> u8 {
    fs::read(home.join("journal.db")).expect("a store")[63]
}

/// Whose golden backup it is: an example of BIP 39, and nobody's.
const BACKUP_WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

fn backup_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join("backup-1")
}

fn backup_key(seed: &Seed) -> kintsugi_backup::Key {
    kintsugi_backup::Key::Passphrase(seed.words())
}

#[test]
fn a_backup_of_the_first_format_is_restored() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let seed = Seed::from_words(BACKUP_WORDS).expect("12 words");
    let file = fs::read(backup_folder().join("ana.age")).expect("a golden file");
    let key = backup_key(&seed);
    let trial = kintsugi_home::try_backup(&seed, &key, || Ok(&file[..])).expect("a sound backup");
    assert!(trial.whole && trial.missing == 0);
    let at = root.path().join("ana");
    let restored = kintsugi_home::restore(&at, &Protection::Nothing, seed, &key, || Ok(&file[..])).expect("restored");
    let home = restored.created.home;
    assert_sound(&home);
    assert_eq!(says_now(&home), said_then("backup-1", "ana"));
    assert_eq!(home.agreement().expect("a sound document").text, "We say it the same day.");
    assert_eq!(restored.partner.as_deref(), Some("Ben"));
    let letters = home.rounds_of(Topic::Letter).expect("a sound store");
    assert!(letters[0].has_mine() && letters[0].mine.is_ready(), "a letter that waits");
}

#[test]
#[ignore = "it writes into tests/golden"]
fn a_backup_is_made() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let seed = Seed::from_words(BACKUP_WORDS).expect("12 words");
    let ana = kintsugi_home::create(&root.path().join("ana"), "Ana", &Protection::Nothing, seed).expect("a home").home;
    let ben = home(root.path(), "Ben");
    pair(&ana, &ben);
    let line = write(&ana, "We sat on the steps.");
    write(&ben, "Tea.");
    let gone = write(&ana, "Taken back.");
    let evening = evening_of(jiff::civil::date(2026, 6, 3));
    let private = draft("For me alone.", "2026-05-01", 1_780_000_000, true);
    ana.write(vec![private], &evening, Pace::AtOnce).expect("written");
    ana.edit_agreement(&ana.agreement().expect("a document"), "We say it the same day.").expect("agreed");
    assert!(meet(&ana, &ben).0.up_to_date);
    ana.delete(&ana.find(&gone.to_string()).expect("found")).expect("taken back");
    ana.edit(&ana.find(&line.to_string()).expect("found"), "We sat in the grass.".into(), Pace::AtOnce)
        .expect("edited");
    ana.star(&ana.find(&line.to_string()).expect("found"), true).expect("starred");
    let (letter, _) = ana.seal(Topic::Letter, body(Kind::Letter, "What I will do."), &evening).expect("sealed");
    ana.make_ready(&[letter]).expect("ready");
    let lock = kintsugi_backup::Lock::Passphrase(ana.identity().seed().words());
    let (file, _) = ana.back_up(&lock, &evening, Vec::new()).expect("into memory");
    fs::create_dir_all(backup_folder()).expect("a folder");
    fs::write(backup_folder().join("ana.age"), file).expect("a file");
    let entries: Vec<_> =
        says_now(&ana).into_iter().map(|(id, text)| serde_json::json!({ "id": id, "text": text })).collect();
    let read = serde_json::json!({ "entries": entries });
    fs::write(backup_folder().join("ana.read.json"), format!("{read}\n")).expect("a file");
}
