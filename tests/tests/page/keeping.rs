//! What leaves the page: a backup that nobody else can open, and words as a plain file, of which that is said first.

use hyper::StatusCode;
use kintsugi_backup::{Key, Kind, Lock, kind_of};
use kintsugi_home::{Home, try_backup};
use kintsugi_page::Work;
use kintsugi_tests::memory;

use crate::visitor::{Seen, Visitor, encoded, two};

/// It goes to the downloads under this name, and no browser shows it.
#[track_caller]
fn is_a_download(seen: &Seen, name: &str) {
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    assert_eq!(seen.header("content-disposition"), format!("attachment; filename=\"{name}\""));
    assert_eq!(seen.header("content-type"), "application/octet-stream");
    assert_eq!((seen.header("cache-control"), seen.header("x-content-type-options")), ("no-store", "nosniff"));
}

/// All files of a journal, by name, but for what a database keeps beside itself while it is open.
fn files(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.folder().path()).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    names.sort();
    names
}

#[test]
fn a_backup_is_encrypted_opens_with_the_twelve_words_and_leaves_nothing_beside_the_journal() {
    let (root, mut ana, _ben) = two();
    ana.post("/write", &[("text", "a line to keep"), ("private", "1")]);
    ana.get("/keep").shows("href=\"/keep/backup\"");
    ana.get("/keep/backup").shows("private ones too").shows("encrypted, as kintsugi-backup.age");
    let home = memory::reopen(&root.path().join("Ana"));
    let before = files(&home);
    let backup = ana.post("/keep/backup", &[("lock", "words")]);
    is_a_download(&backup, "kintsugi-backup.age");
    let bytes = backup.file();
    assert_eq!(kind_of(&bytes[..]).expect("an age file"), Kind::Passphrase);
    assert!(!bytes.windows(14).any(|part| part == b"a line to keep"));
    let key = Key::Passphrase(home.identity().seed().words());
    let trial = try_backup(home.identity().seed(), &key, || Ok(&bytes[..])).expect("it opens");
    assert_eq!((trial.entries, trial.whole), (3, true));
    assert_eq!(files(&home), before);
    assert!(!home.is_backup_due(&ana.now.moment).expect("a row"), "the reminder knows of it");
}

#[test]
fn a_backup_may_have_a_passphrase_of_its_own() {
    let (root, mut ana, _ben) = two();
    let home = memory::reopen(&root.path().join("Ana"));
    for form in [
        vec![("lock", "own")],
        vec![("lock", "own"), ("passphrase", "one"), ("again", "other")],
        vec![("lock", "key"), ("recipient", "ssh-ed25519 AAAA")],
    ] {
        let again = ana.post("/keep/backup", &form);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        again.shows("role=\"alert\"").hides("value=\"one\"");
    }
    let broken = ana.done("/keep/backup", &[("lock", "key"), ("recipient", "age1nobody")]);
    broken.shows("That is another text, so no backup was made.");
    let own = ana.post("/keep/backup", &[("lock", "own"), ("passphrase", "tea at four"), ("again", "tea at four")]);
    let bytes = own.file();
    let opened = |key: &str| {
        let key = Key::Passphrase(key.to_owned().into());
        try_backup(home.identity().seed(), &key, || Ok(&bytes[..])).is_ok()
    };
    assert!(opened("tea at four") && !opened(&home.identity().seed().words()));
}

/// What both wrote, on a page to print, and as JSON that brings everything back; private lines where they are wished for.
#[test]
fn words_leave_as_a_plain_file_after_that_was_said() {
    let (root, mut ana, _ben) = two();
    ana.post("/write", &[("text", "open for both")]);
    ana.post("/write", &[("text", "for me alone"), ("private", "1")]);
    ana.get("/keep/export").shows("It is not encrypted: whoever has the file can read it.");
    let page = ana.post("/keep/export", &[("form", "html")]);
    is_a_download(&page, "kintsugi.html");
    page.shows("open for both").hides("for me alone");
    let page = ana.post("/keep/export", &[("form", "html"), ("private", "1")]);
    page.shows("open for both").shows("for me alone");
    for (form, name) in [
        ("txt", "kintsugi.txt"),
        ("md", "kintsugi.md"),
        ("json", "kintsugi.json"),
        ("jrnl", "kintsugi-jrnl.txt"),
        ("jrnl-json", "kintsugi-jrnl.json"),
    ] {
        let file = ana.post("/keep/export", &[("form", form)]);
        is_a_download(&file, name);
        file.shows("open for both").shows("for me alone");
    }
    let zip = ana.post("/keep/export", &[("form", "dayone")]);
    is_a_download(&zip, "kintsugi-dayone.zip");
    assert!(zip.file().starts_with(b"PK"));
    let none = ana.done("/keep/export", &[("form", "md"), ("to", "2020-01-01")]);
    none.shows("There are no words of these days.");
    for form in [vec![("form", "../../etc/passwd")], vec![], vec![("form", "md"), ("from", "yesterday\r\nx: y")]] {
        assert_eq!(ana.post("/keep/export", &form).status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
    }
    let home = memory::reopen(&root.path().join("Ana"));
    assert!(files(&home).iter().all(|name| !name.contains("html") && !name.contains("json")));
}

/// What somebody picks is seen first; a line can be left out; what is not their own needs the yes of the one whose it is.
#[test]
fn a_sheet_for_a_counsellor_is_seen_before_it_is_taken_along() {
    let (root, mut ana, ben) = two();
    ana.post("/write", &[("text", "what I bring <b>")]);
    ana.post("/write", &[("text", "what I leave out")]);
    ana.post("/write", &[("text", "for me alone"), ("private", "1")]);
    ana.get("/keep").shows("href=\"/keep/sheet\"");
    ana.get("/keep/sheet").shows("value=\"2026-05-07\"").shows("Ben</bdi>, who knows");
    let seen = ana.post("/keep/sheet", &[("from", "2026-05-07")]);
    assert_eq!(seen.status, StatusCode::OK);
    seen.shows("what I bring &lt;b&gt;").shows("a line of Ana").hides("for me alone").hides("a line of Ben");
    seen.shows("is not encrypted").shows("Take it along");
    let line = |text: &str| {
        let after = seen.text.split(text).nth(1).expect("it is shown");
        after.split("name=\"line\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a box").to_owned()
    };
    let chosen = line("what I bring");
    let sheet = ana.post("/keep/sheet/take", &[("from", "2026-05-07"), ("line", &chosen)]);
    is_a_download(&sheet, "kintsugi-sheet.html");
    sheet
        .shows("what I bring &lt;b&gt;")
        .shows("What I want to ask")
        .hides("leave out")
        .hides("a line of")
        .hides("http");
    let private = ana.post("/keep/sheet", &[("private", "1")]);
    private.shows("for me alone").shows("only for you");
    for also in ["theirs", "agreement", "hearts"] {
        private.hides(&format!("type=\"hidden\" name=\"{also}\""));
    }

    let from = ana.get("/agreement/edit").value("from");
    ana.done("/agreement/edit", &[("text", "We knock."), ("from", &from)]).shows("Changed, for both of you.");
    let mine = ana.post("/keep/sheet", &[("agreement", "1")]);
    assert_eq!(mine.status, StatusCode::UNPROCESSABLE_ENTITY);
    mine.shows("Some of these are not your words.").shows("name=\"agreement\" value=\"1\" checked");
    let both = ana.post("/keep/sheet", &[("agreement", "1"), ("theirs", "1"), ("hearts", "1")]);
    both.shows("Some of these words are Ben's. Bring them only if").shows("a line of Ben").shows("We knock.");
    // A line that was forged into the form is none of those that are picked.
    let theirs = memory::reopen(&root.path().join("Ana")).query(&kintsugi_home::Query::default()).expect("lines");
    let his = theirs.iter().find(|listed| !listed.mine).expect("a line of Ben").line.entry.to_string();
    let forged = ana.post("/keep/sheet/take", &[("line", &his)]);
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    forged.shows("Nothing of these days is picked.");
    for from in ["2031-01-01", "yesterday"] {
        assert_eq!(ana.post("/keep/sheet", &[("from", from)]).status, StatusCode::UNPROCESSABLE_ENTITY, "{from}");
    }
    drop(ben);
    let home = memory::reopen(&root.path().join("Ana"));
    assert!(files(&home).iter().all(|name| !name.contains("sheet")));
}

/// On a picture stands what both did; what one did alone where that is wished for.
#[test]
fn the_hearts_of_a_month_and_of_a_year_are_saved_as_a_picture() {
    let (_root, mut ana, _ben) = two();
    ana.post("/act", &[("text", "the call")]);
    ana.get("/hearts").shows("Save as a picture").shows("name=\"month\" value=\"2026-06\"").shows("is not encrypted");
    ana.get("/hearts?year=2026").shows("name=\"year\" value=\"2026\"");
    let mut pictures = Vec::new();
    for form in [vec![("month", "2026-06")], vec![("month", "2026-06"), ("mine", "1")], vec![("year", "2026")]] {
        let picture = ana.post("/hearts/picture", &form);
        is_a_download(&picture, "kintsugi-hearts.png");
        assert!(picture.file().starts_with(b"\x89PNG"));
        pictures.push(picture.file());
    }
    assert!(pictures[0] != pictures[1] && pictures[0] != pictures[2], "each shows something else");
    for form in
        [vec![], vec![("month", "2026-13")], vec![("month", "../etc")], vec![("year", "0")], vec![("year", "x")]]
    {
        assert_eq!(ana.post("/hearts/picture", &form).status, StatusCode::NOT_FOUND, "{form:?}");
    }
}

/// Whoever locks it, or enters anew, while a file is made gets none.
#[test]
fn a_file_that_was_made_while_somebody_locked_the_journal_is_not_handed_out() {
    let mut ana = Visitor::with_passphrase();
    ana.post("/write", &[("text", "a line")]);
    let origin = ana.page.address().origin();
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("origin", origin.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let mut asked = ana.ask("POST", "/keep/export", &headers, encoded(&[("form", "md")]).as_bytes());
    let work = asked.extensions_mut().remove::<Work>().expect("work");
    assert!(asked.body().is_empty());
    let done = work.run().expect("it was not done before");
    assert!(work.run().is_none(), "it is done once");
    ana.post("/lock", &[]);
    let answer = ana.page.answer_of(done, &ana.now);
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(answer.body().is_empty());
}

/// What a browser's script sends of a file.
fn bring(visitor: &mut Visitor, what: &str, name: &str, at: &str, bytes: &[u8]) -> Seen {
    let origin = visitor.page.address().origin();
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("origin", origin.as_str()),
        ("content-type", "application/octet-stream"),
        ("x-name", name),
        ("x-at", at),
    ];
    visitor.send_bytes("POST", &format!("/taken/{what}"), &headers, bytes)
}

/// The form, as it is sent once its files were.
#[track_caller]
fn sent(visitor: &mut Visitor, path: &str, form: &[(&str, &str)]) -> Seen {
    visitor.done(path, form)
}

/// Somebody else's backup.
fn backup_of(home: &Home) -> Vec<u8> {
    let lock = Lock::Passphrase(home.identity().seed().words());
    home.back_up(&lock, &crate::visitor::now().moment, Vec::new()).expect("a backup").0
}

#[test]
fn a_backup_is_checked_and_nothing_of_it_stays() {
    let (root, mut ana, ben) = two();
    ana.post("/write", &[("text", "a line to keep")]);
    let home = memory::reopen(&root.path().join("Ana"));
    let before = files(&home);
    let page = ana.get("/keep/check");
    page.shows("data-file=\"/taken/backup\" hidden").shows("kintsugi backup --verify FILE");
    let words = ana.post("/keep/backup", &[]).file();
    assert_eq!(bring(&mut ana, "backup", "a.age", "0", &words).status, StatusCode::NO_CONTENT);
    sent(&mut ana, "/keep/check", &[]).shows("All is well. A restore would give back 3 lines.");
    let none = ana.post("/keep/check", &[]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "it was tried once, and is gone");
    none.shows("No file came.");

    let own =
        ana.post("/keep/backup", &[("lock", "own"), ("passphrase", "tea at four"), ("again", "tea at four")]).file();
    bring(&mut ana, "backup", "a.age", "0", &own);
    sent(&mut ana, "/keep/check", &[]).shows("It does not open with that.");
    bring(&mut ana, "backup", "a.age", "0", &own);
    sent(&mut ana, "/keep/check", &[("secret", "tea at four")]).shows("All is well.").hides("tea at four");

    let mut cut = words.clone();
    cut.truncate(words.len() - 20);
    bring(&mut ana, "backup", "a.age", "0", &cut);
    sent(&mut ana, "/keep/check", &[]).shows("Nothing was changed.").hides("All is well");
    let theirs = backup_of(&ben);
    bring(&mut ana, "backup", "a.age", "0", &theirs);
    sent(&mut ana, "/keep/check", &[]).shows("It does not open with that.");
    assert_eq!(files(&home), before);
}

/// The one who opened a backup elsewhere and brings it open would have its words on this disk.
#[test]
fn what_is_open_comes_to_no_disk_and_what_is_no_file_of_its_kind_is_refused() {
    let (_root, mut ana, _ben) = two();
    for bytes in [&b"{\"format\":1}\n"[..], b"<script>", b""] {
        bring(&mut ana, "backup", "..%2F..%2Fevil", "0", bytes);
        let again = ana.post("/keep/check", &[]);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.shows("This is another kind of file, or it is not encrypted.").hides("evil");
    }
    for what in ["", "nothing", "..", "backup/..", "%2e%2e"] {
        assert_eq!(bring(&mut ana, what, "a", "0", b"x").status.as_u16() / 100, 4, "{what}");
    }
    let large = vec![b'x'; (64 << 20) + 1];
    assert_eq!(bring(&mut ana, "words", "a.md", "0", &large).status, StatusCode::PAYLOAD_TOO_LARGE);
    let again = ana.post("/keep/import", &[("form", "markdown")]);
    again.shows("That is more than is taken in here: files of 64 MB in all.");
}

const NOTE: &[u8] = b"---\ndate: 2026-05-01\n---\n<b>An old note</b> of mine\n";

#[test]
fn words_are_looked_at_before_they_come_in_and_can_be_taken_back() {
    let (root, mut ana, _ben) = two();
    let lines = |path: &std::path::Path| {
        let home = memory::reopen(path);
        let all = home.all_lines(|line| !line.is_deleted()).expect("a sound store");
        let texts = all.into_iter().filter_map(|listed| listed.line.text);
        texts.filter(|text| text.contains("An old note")).collect::<Vec<_>>()
    };
    let path = root.path().join("Ana");
    ana.get("/keep/import").shows("data-file=\"/taken/words\" hidden").shows("kintsugi import");
    let before = files(&memory::reopen(&path));
    bring(&mut ana, "words", "a%2Fnote.md", "0", NOTE);
    bring(&mut ana, "words", "..%2F..%2Fevil.md", "2", NOTE);
    bring(&mut ana, "words", "%3Cscript%3E.md", "1", b"no day at all\n");
    let found = sent(&mut ana, "/keep/import", &[("form", "markdown")]);
    found.shows("What would come in").shows("1 line would come in, for you alone.");
    found.shows("&lt;script&gt;.md: it names no day").hides("<script>.md");
    assert_eq!(lines(&path), [""; 0], "nothing came in");
    let came = sent(&mut ana, "/keep/import/take", &[]);
    came.shows("What came in").shows("1 line came in, for you alone.");
    assert_eq!(lines(&path).len(), 1);
    let again = ana.done("/keep/import/take", &[]);
    again.shows("Please choose the files once more.").shows("3 June 2026").hides("An old note");
    bring(&mut ana, "words", "note.md", "0", NOTE);
    let undo = ana.get("/keep/import").way("/undo");
    ana.done(&undo, &[]).shows("One line is taken back.").shows("taken back</span>");
    assert_eq!(lines(&path), [""; 0]);
    assert_eq!(ana.post("/keep/import/99/undo", &[]).status, StatusCode::NOT_FOUND);
    assert_eq!(files(&memory::reopen(&path)), before);
}

/// Words that were brought are in memory until somebody says what is to become of them; locked, they are nowhere.
#[test]
fn what_was_brought_is_gone_when_the_journal_is_locked() {
    let mut ana = Visitor::with_passphrase();
    bring(&mut ana, "words", "note.md", "0", NOTE);
    sent(&mut ana, "/keep/import", &[("form", "markdown")]).shows("1 line would come in");
    bring(&mut ana, "words", "note.md", "0", NOTE);
    ana.post("/lock", &[]);
    assert_eq!(bring(&mut ana, "words", "note.md", "0", NOTE).status, StatusCode::CONFLICT);
    ana.done("/unlock", &[("passphrase", crate::visitor::PASSPHRASE)]);
    ana.done("/keep/import/take", &[]).shows("Please choose the files once more.");
    ana.post("/keep/import", &[("form", "markdown")]).shows("No file came.");
    ana.post("/hide", &[]);
    assert_eq!(bring(&mut ana, "words", "note.md", "0", NOTE).status, StatusCode::CONFLICT, "hidden");
}

#[test]
fn going_back_to_an_earlier_day_says_first_what_goes_and_can_be_undone() {
    let (root, mut ana, _ben) = two();
    let path = root.path().join("Ana");
    Visitor::alone().get("/keep/copies").shows("There is no copy yet.");
    ana.wait(24 * 60 * 60);
    ana.post("/write", &[("text", "before <b>it</b>")]);
    assert!(memory::reopen(&path).keep_copy(&ana.now.moment));
    ana.post("/write", &[("text", "after it")]);
    let way = ana.get("/keep/copies").way("/2026-06-04");
    let page = ana.get(&way);
    page.shows("This copy holds 3 lines.").shows("Would go").shows("after it").hides("Would come").hides("<b>it</b>");
    let read = ana.done(&way, &[]);
    read.shows("The journal is as it was on Thursday, 4 June 2026.").hides("after it");
    ana.done("/write", &[("text", "it goes on")]).shows("it goes on");
    ana.get(&way).shows("Would come").shows("after it");
    ana.done(&way, &[]).shows("after it").hides("it goes on");
    for other in ["2026-06-02", "..", "journal.db", "2026-06-04%00", "3"] {
        assert_eq!(ana.get(&format!("/keep/copies/{other}")).status, StatusCode::NOT_FOUND, "{other}");
        assert_eq!(ana.post(&format!("/keep/copies/{other}"), &[]).status, StatusCode::NOT_FOUND, "{other}");
    }
}

/// Both ways over files, as with a stick; nobody but the other laptop takes one.
#[test]
fn two_laptops_meet_over_files() {
    let (root, mut ana, ben) = two();
    ana.post("/write", &[("text", "over the stick")]);
    ana.get("/meet").shows("href=\"/stick\"");
    ana.get("/stick").shows("Only Ben's laptop can open it").shows("kintsugi bundle import FILE");
    let before = files(&memory::reopen(&root.path().join("Ana")));
    let out = ana.post("/stick/out", &[]);
    is_a_download(&out, "kintsugi-meeting");
    let bytes = out.file();
    assert!(!bytes.windows(14).any(|part| part == b"over the stick"));
    let taken = ben.take_in_bundle(|| Ok(&bytes[..]), |_| {}).expect("for Ben");
    assert_eq!(taken.received, 1);
    memory::write(&ben, "and back");
    let mut back = Vec::new();
    ben.write_bundle(false, &mut back).expect("written");
    bring(&mut ana, "bundle", "x", "0", &back);
    ana.done("/stick", &[]).shows("One line came from Ben.");
    ana.get("/read").shows("and back");
    bring(&mut ana, "bundle", "x", "0", &bytes);
    ana.done("/stick", &[]).shows("Take it in on the other laptop.");
    back.truncate(back.len() - 1);
    bring(&mut ana, "bundle", "x", "0", &back);
    ana.done("/stick", &[]).shows("Copy it once more, or write a new one.");
    bring(&mut ana, "bundle", "x", "0", b"PK\x03\x04");
    assert_eq!(ana.post("/stick", &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(files(&memory::reopen(&root.path().join("Ana"))), before);
}
