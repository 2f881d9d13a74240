//! What other programs left, as their formats are documented and as their users met them.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiff::tz::TimeZone;
use kintsugi_exchange::read::{Account, Flow, Form, Found, ReadError, read};

fn all(form: Form, path: &Path, zone: &str) -> Result<(Vec<Found>, Account), ReadError> {
    let mut found = Vec::new();
    let zone = TimeZone::get(zone).expect("a zone");
    let account = read(form, path, &zone, &mut |one| {
        found.push(one);
        Flow::Continue(())
    })?;
    Ok((found, account))
}

/// A file with this name and these bytes.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

fn jrnl(bytes: impl AsRef<[u8]>) -> (Vec<Found>, Account) {
    let (_folder, path) = file("journal.txt", bytes);
    all(Form::Jrnl, &path, "Europe/Berlin").expect("a journal")
}

fn texts(found: &[Found]) -> Vec<&str> {
    found.iter().map(|one| one.text.as_str()).collect()
}

#[test]
fn what_looks_like_a_date_and_is_none_stays_with_its_words() {
    let (found, _) =
        jrnl("[2026-11-24 21:04] A list\n[x] bread\n[2026-13-45 10:00] no date\n[2026-11-25] day only\nlast\n");
    assert_eq!(texts(&found), ["A list\n[x] bread\n[2026-13-45 10:00] no date", "day only\nlast"]);
}

#[test]
fn words_before_the_first_date_are_kept_for_their_writer_alone() {
    let (found, _) = jrnl("Started in spring.\n\n[2026-03-01 08:00] First\n");
    assert_eq!(texts(&found), ["Started in spring.", "First"]);
    assert!(found[0].private && !found[1].private && found[0].day == date(2026, 3, 1));
}

#[test]
fn stars_tags_line_ends_and_marks_of_every_editor() {
    let (found, account) = jrnl(
        "\u{feff}[2026-11-24 09:04 PM] Tea @home and @C++ at ana@example.org *\r\nmore\x07\r\n[2026-11-25 07:00] Bold*",
    );
    assert_eq!(texts(&found), ["Tea @home and @C++ at ana@example.org\nmore", "Bold*"]);
    assert_eq!((found[0].starred, found[1].starred), (true, false));
    assert_eq!(found[0].tags, ["home", "C++"]);
    assert_eq!(account.not_carried["control_characters"], 1);
}

#[test]
fn the_recorded_date_counts_in_every_zone_and_in_the_night() {
    let (_folder, path) =
        file("j.txt", "[2026-03-29 02:30] The hour that was not\n[2026-10-25 02:30] The hour that was twice\n");
    for zone in ["America/Los_Angeles", "Pacific/Kiritimati", "Europe/Berlin", "UTC"] {
        let (found, _) = all(Form::Jrnl, &path, zone).expect("a journal");
        assert_eq!([found[0].day, found[1].day], [date(2026, 3, 29), date(2026, 10, 25)], "{zone}");
        assert!(found.iter().all(|one| one.written_at.is_some()));
    }
}

#[test]
fn the_same_piece_has_the_same_key_in_every_zone_and_in_every_export() {
    let text = "[2026-11-24 21:04] A long day. More of it.\n";
    let json = r#"{"tags":{},"entries":[{"title":"A long day.","body":"More of it.","date":"2026-11-24","time":"21:04","tags":[],"starred":false}]}"#;
    let markdown = "# 2026\n\n## November\n\n### 2026-11-24 21:04 A long day.\n\nMore of it.\n ";
    let yaml =
        "---\ntitle: A long day.\ndate: 2026-11-24 21:04\nstarred: False\ntags: \nbody: |\t\t\n\tMore of it.\n\t\n...";
    let mut keys = Vec::new();
    for (name, text) in [("j.txt", text), ("j.json", json), ("j.md", markdown), ("one.md", yaml)] {
        for zone in ["America/Los_Angeles", "Pacific/Kiritimati"] {
            let (_folder, path) = file(name, text);
            let (found, _) = all(Form::Jrnl, &path, zone).expect(name);
            assert_eq!(found.len(), 1, "{name}");
            keys.push(found[0].key);
        }
    }
    keys.dedup();
    assert_eq!(keys.len(), 1);
}

#[test]
fn two_equal_pieces_of_one_minute_are_two() {
    let (found, _) = jrnl("[2026-11-24 21:04] Tea\n[2026-11-24 21:04] Tea\n");
    assert_eq!(found.len(), 2);
    assert_ne!(found[0].key, found[1].key);
}

#[test]
fn a_folder_of_days_bears_its_dates_in_its_names() {
    let (folder, _) = file("2026/11/24.txt", "[21:04] Tea\n");
    std::fs::write(folder.path().join("2026/11/25.txt"), "[2026-11-25 08:00] Rain\n").expect("written");
    let (found, _) = all(Form::Jrnl, folder.path(), "UTC").expect("a folder");
    let seen: Vec<_> = found.iter().map(|one| (one.day, one.text.as_str())).collect();
    assert_eq!(seen, [(date(2026, 11, 24), "Tea"), (date(2026, 11, 25), "Rain")]);
}

#[test]
fn what_is_locked_empty_cut_or_something_else_is_named() {
    type Case = (&'static str, &'static [u8], Form, fn(&ReadError) -> bool);
    let cases: [Case; 9] = [
        ("j.txt", b"gAAAAABkZ", Form::Jrnl, |error| matches!(error, ReadError::Encrypted)),
        ("j.txt", b"\x00\x01\x02", Form::Jrnl, |error| matches!(error, ReadError::Encrypted)),
        ("j.txt", b"", Form::Jrnl, |error| matches!(error, ReadError::Empty)),
        ("j.txt", b"just words", Form::Jrnl, |error| matches!(error, ReadError::Other(_))),
        ("j.json", b"{\"entries\":[{\"title\":\"a", Form::Jrnl, |error| matches!(error, ReadError::Cut(_))),
        ("d.json", b"{\"entries\":[{\"uuid\":\"a", Form::DayOne, |error| matches!(error, ReadError::Cut(_))),
        ("d.json", b"[1]", Form::DayOne, |error| matches!(error, ReadError::Other(_))),
        ("d.zip", b"PK\x03\x04 and no more", Form::DayOne, |error| matches!(error, ReadError::Cut(_))),
        ("k.json", b"{}", Form::Json, |error| matches!(error, ReadError::Other(_))),
    ];
    for (name, bytes, form, is_it) in cases {
        let (_folder, path) = file(name, bytes);
        let error = all(form, &path, "UTC").expect_err(name);
        assert!(is_it(&error), "{name} {bytes:?}: {error:?}");
        assert_eq!(std::fs::read(&path).expect("there"), bytes, "the source stays as it is");
    }
    let error = all(Form::Jrnl, Path::new("/nowhere/at/all"), "UTC").expect_err("not there");
    assert!(matches!(error, ReadError::Io { .. }));
}

const DAY_ONE: &str = r##"{"metadata":{"version":"1.0"},"entries":[
 {"uuid":"A1B2C3D4E5F60718293A4B5C6D7E8F90","creationDate":"2026-10-25T00:30:00Z","timeZone":"Europe\/Berlin","text":"Two o\\'clock twice\\. A \\\\ stays, \\# too\n\n![](dayone-moment:\/\/F00)","tags":["two words","Ünï"],"starred":true,"photos":[{},{}],"location":{"x":1}},
 {"uuid":"B1B2C3D4E5F60718293A4B5C6D7E8F90","creationDate":"2026-07-01T12:00:00Z","timeZone":"America\/New_York","isAllDay":true,"text":"All day"},
 {"uuid":"C1B2C3D4E5F60718293A4B5C6D7E8F90","creationDate":"2026-07-02T03:00:00Z","timeZone":"GMT-0700","text":"The evening before"},
 {"uuid":"D1","creationDate":"2026-07-03T03:00:00Z","photos":[{}]},
 {"uuid":"E1","text":"no date"}]}"##;

#[test]
fn day_one_zones_escapes_all_day_and_dead_links() {
    let (_folder, path) = file("Journal.json", DAY_ONE);
    let (found, account) = all(Form::DayOne, &path, "Pacific/Kiritimati").expect("a journal");
    assert_eq!(texts(&found), ["Two o'clock twice. A \\ stays, # too", "All day", "The evening before"]);
    assert_eq!(found[0].day, date(2026, 10, 25));
    let written = found[0].written_at.expect("a time");
    assert_eq!(written.rfc3339(), "2026-10-25T02:30:00+02:00");
    assert_eq!((found[0].tags.clone(), found[0].starred), (vec!["two-words".to_owned(), "Ünï".into()], true));
    assert_eq!((found[1].day, found[1].written_at), (date(2026, 7, 1), None));
    assert_eq!(found[2].day, date(2026, 7, 1));
    let left: Vec<_> = account.not_carried.into_iter().collect();
    assert_eq!(left, [("links_to_media", 1), ("locations", 1), ("photos", 3)]);
    let why: Vec<_> = account.skipped.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(why, ["there are no words in it", "it bears no date"]);
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_zip_may_have_a_folder_around_it_and_more_than_one_journal() {
    let other = DAY_ONE.replace("A1B2", "F1B2");
    let bytes = zip(&[
        ("Export/Journal.json", DAY_ONE.as_bytes()),
        ("Export/Dreams.json", other.as_bytes()),
        ("__MACOSX/._Journal.json", b"\0\0"),
        ("../../etc/Journal.json.txt", b"x"),
        ("Export/photos/a.jpeg", b"x"),
    ]);
    // The end of a name says nothing.
    let (folder, path) = file("export.txt", bytes);
    let (found, _) = all(Form::DayOne, &path, "UTC").expect("a zip");
    assert_eq!(found.len(), 6);
    assert!(found[0].tags.contains(&"Dreams".to_owned()) && found[3].tags.contains(&"Journal".to_owned()));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is unpacked");
}

/// An entry of the first version of Day One, with these words and what else stands in it.
fn classic(uuid: &str, text: &str, more: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
	<key>Creation Date</key><date>2013-07-02T03:00:00Z</date>
	<key>Creator</key><dict><key>Device Agent</key><string>Macintosh/MacBookPro10,1</string></dict>
	<key>Entry Text</key><string>{text}</string>
	<key>UUID</key><string>{uuid}</string>
	{more}
</dict></plist>"#
    )
}

const UUID: &str = "A1B2C3D4E5F60718293A4B5C6D7E8F90";

#[test]
fn the_first_version_of_day_one_a_file_for_each_entry() {
    let more = "<key>Starred</key><true/><key>Time Zone</key><string>America/Los_Angeles</string>
        <key>Tags</key><array><string>two words</string></array><key>Location</key><dict/><key>Weather</key><dict/>";
    let one = classic(UUID, "# Tea &amp; bread\nA \\ stays.\n\n![]", more);
    let (folder, _) = file(&format!("Journal.dayone/entries/{UUID}.doentry"), &one);
    let write = |name: &str, bytes: &str| {
        let path = folder.path().join("Journal.dayone").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    };
    write(&format!("photos/{UUID}.jpg"), "a picture");
    write("photos/other.jpg", "of no entry");
    write("entries/B2.doentry", &one[..one.len() / 2]);
    write("entries/C3.doentry", &classic("C3", "", ""));
    write("entries/D4.doentry", &classic("D4", "In Greenwich", ""));
    write("entries/E5.doentry", "<html></html>");
    let (found, account) = all(Form::DayOne, folder.path(), "Pacific/Kiritimati").expect("a journal");
    assert_eq!(texts(&found), ["# Tea & bread\nA \\ stays.\n\n![]", "In Greenwich"]);
    assert_eq!((found[0].day, found[1].day), (date(2013, 7, 1), date(2013, 7, 2)));
    assert_eq!((found[0].starred, found[0].tags.as_slice()), (true, &["two-words".to_owned()][..]));
    assert_eq!(found[0].written_at.expect("a time").rfc3339(), "2013-07-01T20:00:00-07:00");
    let why: Vec<&str> = account.skipped.iter().map(|one| one.why.split(':').next().unwrap_or_default()).collect();
    assert_eq!(why, ["it ends in the middle", "there are no words in it", "it is not an export of Day One"]);
    let left: Vec<_> = account.not_carried.into_iter().collect();
    assert_eq!(left, [("locations", 1), ("photos", 1), ("weather", 1)]);
    // As one file, in a zip, and from a later version: the same piece.
    let (_folder, alone) = file("one", &one);
    let (_folder, zipped) = file(
        "all.zip",
        zip(&[
            (&format!("Backup/Journal.dayone/entries/{UUID}.doentry"), one.as_bytes()),
            (&format!("Backup/Journal.dayone/photos/{UUID}.jpg"), b"a picture"),
            ("__MACOSX/Journal.dayone/entries/._A.doentry", b"\0"),
        ]),
    );
    let (_folder, later) = file("Journal.json", DAY_ONE);
    for path in [alone, zipped, later] {
        let (same, _) = all(Form::DayOne, &path, "UTC").expect("a journal");
        assert_eq!(same[0].key, found[0].key, "{}", path.display());
    }
}

/// Whoever makes such a file so that reading it ends the program, or never ends, is told no.
#[test]
fn an_entry_of_the_first_version_that_was_made_to_hurt_is_refused() {
    let deep = format!("<plist>{}", "<array>".repeat(100_000));
    let wide = classic(UUID, &"a".repeat(17 << 20), "");
    for (bytes, is_it) in [
        (deep, (|error| matches!(error, ReadError::Other(_))) as fn(&ReadError) -> bool),
        (wide, |error| matches!(error, ReadError::TooLarge)),
        (classic(UUID, "half", "")[..200].to_owned(), |error| matches!(error, ReadError::Cut(_))),
    ] {
        let (_folder, path) = file("one.doentry", bytes);
        let error = all(Form::DayOne, &path, "UTC").expect_err("no entry");
        assert!(is_it(&error), "{error:?}");
    }
    let bomb = classic(UUID, &" ".repeat(17 << 20), "");
    let (_folder, path) = file("bomb.zip", zip(&[("a.doentry", bomb.as_bytes())]));
    assert!(matches!(all(Form::DayOne, &path, "UTC"), Err(ReadError::TooLarge)));
}

#[test]
fn a_zip_that_would_fill_the_laptop_is_refused() {
    let long = format!("{{\"entries\":[{{\"text\":\"{}\"}}]}}", " ".repeat(32 << 20));
    let (_folder, path) = file("bomb.zip", zip(&[("Journal.json", long.as_bytes())]));
    assert!(matches!(all(Form::DayOne, &path, "UTC"), Err(ReadError::TooLarge)));
}

#[test]
fn notes_of_obsidian_logseq_and_dendron() {
    let (folder, _) =
        file("2026-11-24.md", "---\ntags: [tea, a/b]\nmood: 4\n---\n# Heading\nWords #über ![[pic.png]] `#code`\n");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    write("2026-11-25 Dinner with Ben.md", "It was late.\n");
    write("2026_11_26.md", "- a bullet #log\n");
    write("daily.journal.2026.11.27.md", "---\ntitle: A title\ncreated: 1764201600000\n---\nDendron\n");
    write("2026/11/28.md", "In folders\n");
    write("ideas.md", "no day\n");
    write("2026-11-29.md", "---\nbroken: [\n---\nstays\n");
    write(".obsidian/2026-01-01.md", "hidden\n");
    write("many.md", "## 2026-12-01 First\none\n## 2026-12-02\ntwo\n");
    let (found, account) = all(Form::Markdown, folder.path(), "UTC").expect("notes");
    let mut seen: Vec<_> = found.iter().map(|one| (one.day.to_string(), one.text.clone())).collect();
    seen.sort();
    let pairs: Vec<(&str, &str)> = seen.iter().map(|(day, text)| (day.as_str(), text.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("2025-11-27", "A title\n\nDendron"),
            ("2026-11-24", "# Heading\nWords #über  `#code`"),
            ("2026-11-25", "Dinner with Ben\n\nIt was late."),
            ("2026-11-26", "- a bullet #log"),
            ("2026-11-28", "In folders"),
            ("2026-11-29", "---\nbroken: [\n---\nstays"),
            ("2026-12-01", "First\none"),
            ("2026-12-02", "two"),
        ]
    );
    let tagged = found.iter().find(|one| one.day == date(2026, 11, 24)).expect("there");
    assert_eq!(tagged.tags, ["tea", "a/b", "über"]);
    assert_eq!(account.skipped.len(), 1);
    assert_eq!((account.not_carried["links_to_media"], account.not_carried["properties"]), (1, 1));
}

#[test]
fn years_and_days_that_no_journal_takes_are_named() {
    let (found, account) = jrnl(
        "[1899-12-31 10:00] too early\n[1900-01-01 10:00] first\n[2200-12-31 10:00] last\n[2201-01-01 10:00] late\n",
    );
    assert_eq!(texts(&found), ["first", "last"]);
    assert_eq!(account.skipped.len(), 2);
}

#[test]
fn undecodable_bytes_lose_no_piece() {
    let (found, account) = jrnl(b"[2026-11-24 21:04] caf\xe9 and tea\n[2026-11-25 07:00] next\n");
    assert_eq!(texts(&found), ["caf\u{fffd} and tea", "next"]);
    assert_eq!(account.not_carried["undecodable_bytes"], 1);
}
