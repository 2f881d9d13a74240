//! Setting, changing and removing the passphrase, a new key, and the two keyfiles.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use expectrl::Expect;
use kintsugi_tests::terminal::{at_terminal, end};
use kintsugi_tests::{Cut, Person, Run, Two, copy_folder, is_slow};

/// Ana with a line and the passphrase `rain on tin`, whose file is given back.
fn with_passphrase(two: &Two) -> String {
    let file = two.secret("old", "rain on tin\n");
    let words = two.ana.home.with_extension("words");
    let words = words.to_str().expect("plain");
    two.ana.ok(&["init", "--name", "Ana", "--passphrase-file", &file, "--recovery-file", words]);
    two.ana.ok(&["write", "kept", "--passphrase-file", &file]);
    file
}

fn opens(person: &Person, passphrase: &str) -> Run {
    person.run(&["read", "--json", "--no-input", "--passphrase-file", passphrase])
}

fn assert_reads(person: &Person, passphrase: &str) {
    let run = opens(person, passphrase);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json()["entries"][0]["text"], "kept");
    assert_eq!(person.ok(&["verify", "--passphrase-file", passphrase])["ok"], true);
}

#[test]
fn a_passphrase_is_set_changed_and_removed() {
    let two = Two::with_journals();
    two.ana.write("kept", &[]);
    let (old, new) = (two.secret("old", "rain on tin\n"), two.secret("new", "wind in reed\n"));
    assert_eq!(two.ana.fails(&["passphrase", "change", "--new-passphrase-file", &new], 2)["code"], "usage");
    assert_eq!(two.ana.fails(&["passphrase", "set"], 2)["code"], "usage", "there is none to set");
    let set = two.ana.ok(&["passphrase", "set", "--passphrase-file", &old]);
    assert_eq!((&set["passphrase"], &set["rekeyed"]), (&true.into(), &false.into()));
    assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
    assert_reads(&two.ana, &old);

    let change = ["passphrase", "change", "--new-passphrase-file", &new, "--passphrase-file"];
    assert_eq!(two.ana.fails(&[&change[..], &[&new]].concat(), 3)["code"], "wrong-passphrase");
    two.ana.ok(&[&change[..], &[&old]].concat());
    assert_eq!(opens(&two.ana, &old).error(3)["code"], "wrong-passphrase");
    assert_reads(&two.ana, &new);

    let remove = ["passphrase", "remove", "--passphrase-file", &new];
    assert_eq!(two.ana.fails(&remove, 2)["code"], "usage", "nothing destructive without --yes");
    assert_eq!(two.ana.ok(&[&remove[..], &["--yes"]].concat())["passphrase"], false);
    assert_eq!(two.ana.entries()[0][3], "kept");
    assert_eq!(two.ana.fails(&["passphrase", "remove", "--yes"], 2)["code"], "usage");
}

#[test]
fn at_a_terminal_the_old_one_is_asked_for_and_the_new_one_twice() {
    let two = Two::strangers();
    let old = with_passphrase(&two);
    let mut change = at_terminal(&two.ana, &["passphrase", "change"], &[]);
    for (question, answer) in [
        ("Passphrase:", "rain on tim"),
        ("Passphrase:", "rain on tin"),
        ("A passphrase for this journal:", "wind in reed"),
        ("The same again:", "wind in reed"),
    ] {
        change.expect(question).expect("a question");
        change.send_line(answer).expect("an answer");
    }
    let (said, code) = end(change);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("The new passphrase is set.") && !said.contains("wind in"), "{said}");
    assert_eq!(opens(&two.ana, &old).code, 3);
    assert_reads(&two.ana, &two.secret("new", "wind in reed\n"));
}

/// Puts an old keyfile where both of them stand.
fn put_back(person: &Person, keyfile: &[u8]) {
    for name in ["keyfile", "keyfile.copy"] {
        std::fs::write(person.home.join(name), keyfile).expect("put back");
    }
}

/// After `recover` the old keyfile and the old passphrase went on opening everything.
#[test]
fn after_a_new_key_the_old_keyfile_and_the_old_passphrase_open_nothing() {
    let two = Two::strangers();
    let (old, new) = (with_passphrase(&two), two.secret("new", "wind in reed\n"));
    let before = std::fs::read(two.ana.home.join("keyfile")).expect("a keyfile");
    let words = two.ana.home.with_extension("words");
    let words = words.to_str().expect("plain");
    let recover = two.ana.run(&["recover", "--recovery-file", words, "--passphrase-file", &new]);
    assert!(recover.stderr.replace('\n', " ").contains("kintsugi passphrase set --rekey"), "{}", recover.stderr);
    let after = std::fs::read(two.ana.home.join("keyfile")).expect("a keyfile");
    put_back(&two.ana, &before);
    assert_reads(&two.ana, &old);
    put_back(&two.ana, &after);

    let rekey = ["passphrase", "set", "--rekey", "--new-passphrase-file", &new, "--passphrase-file", &new];
    assert_eq!(two.ana.ok(&rekey)["rekeyed"], true);
    assert_reads(&two.ana, &new);
    let now = std::fs::read(two.ana.home.join("keyfile")).expect("a keyfile");
    for stolen in [&before, &after] {
        put_back(&two.ana, stolen);
        let passphrase = if stolen == &before { &old } else { &new };
        assert_eq!(opens(&two.ana, passphrase).error(6)["code"], "other-key");
    }
    put_back(&two.ana, &now);
    // The 12 words open what has the new key, too; and a second one is as good as the first.
    two.ana.ok(&["recover", "--recovery-file", words, "--passphrase-file", &old]);
    two.ana.ok(&["passphrase", "remove", "--rekey", "--yes", "--passphrase-file", &old]);
    assert_eq!(two.ana.entries()[0][3], "kept");
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
}

#[test]
fn two_who_are_paired_meet_as_before_after_a_new_key() {
    let two = Two::paired();
    two.ana.write("before", &[]);
    two.sync();
    let secret = two.secret("passphrase", "rain on tin\n");
    two.ana.ok(&["passphrase", "set", "--rekey", "--passphrase-file", &secret]);
    two.ana.ok(&["passphrase", "remove", "--rekey", "--yes", "--passphrase-file", &secret]);
    two.ana.write("after", &[]);
    two.ben.write("of Ben", &[]);
    two.sync();
    assert_eq!(two.ana.entries(), two.ben.entries());
    assert_eq!(two.ana.entries().len(), 3);
}

#[test]
fn a_new_key_that_is_cut_anywhere_leaves_one_passphrase_that_opens_everything() {
    let two = Two::strangers();
    let (old, new) = (with_passphrase(&two), two.secret("new", "wind in reed\n"));
    let stolen = std::fs::read(two.ana.home.join("keyfile")).expect("a keyfile");
    let cut = Cut::build(two.root.path());
    let line = ["passphrase", "set", "--rekey", "--json", "--new-passphrase-file", &new, "--passphrase-file", &old];
    let (mut by_old, mut by_new) = (0, 0);
    for n in (1..).step_by(if is_slow() { 7 } else { 47 }) {
        let copy = two.ana.at(two.root.path().join("copy"));
        let _ = std::fs::remove_dir_all(&copy.home);
        copy_folder(&two.ana.home, &copy.home);
        let mut command = copy.command(&line);
        cut.before_call(&mut command, n);
        let run: Run = command.output().expect("it starts").into();
        match [opens(&copy, &old).code, opens(&copy, &new).code] {
            [0, 3] => {
                by_old += 1;
                assert_reads(&copy, &old);
            }
            [3, 0] => {
                by_new += 1;
                assert_reads(&copy, &new);
                put_back(&copy, &stolen);
                assert_eq!(opens(&copy, &old).code, 6, "cut before call {n}: it is finished by who opens it next");
            }
            codes => panic!("cut before call {n}: {codes:?}"),
        }
        if run.code == 0 {
            break;
        }
    }
    assert!(by_old > 0 && by_new > 1, "it was hardly cut at all: {by_old} {by_new}");
}

fn flip(path: &Path, text: &str) {
    let mut bytes = std::fs::read(path).expect("a file");
    let field = format!("\"{text}\": \"");
    let at = bytes.windows(field.len()).position(|part| part == field.as_bytes()).expect("a field") + field.len() + 3;
    bytes[at] ^= 1;
    std::fs::write(path, bytes).expect("a file");
}

#[test]
fn a_keyfile_that_is_damaged_is_put_right_from_its_copy() {
    let two = Two::strangers();
    let old = with_passphrase(&two);
    let [first, copy]: [PathBuf; 2] = ["keyfile", "keyfile.copy"].map(|name| two.ana.home.join(name));
    let whole = std::fs::read(&first).expect("a keyfile");
    for field in ["home", "salt", "wrapped", "recovery", "check"] {
        flip(&first, field);
        let run = two.ana.run(&["read", "--passphrase-file", &old]);
        assert_eq!(run.code, 0, "{field}: {}", run.stderr);
        assert!(run.stderr.contains("The keyfile was damaged. Its copy was used"), "{field}: {}", run.stderr);
        assert!(std::fs::read(&first).expect("a keyfile") == whole, "{field}");
    }
    std::fs::write(&copy, "nothing of it").expect("a file");
    assert_reads(&two.ana, &old);
    assert!(std::fs::read(&copy).expect("a copy") == whole);
    std::fs::remove_file(&first).expect("it goes");
    assert_reads(&two.ana, &old);
    assert!(std::fs::read(&first).expect("a keyfile") == whole);
    assert_eq!(std::fs::metadata(&copy).expect("a copy").permissions().mode() & 0o777, 0o600);
}

/// `verify` was content, and on the day on which they were needed the right 12 words were refused.
#[test]
fn that_the_12_words_would_not_open_it_is_found_by_verify() {
    for field in ["home", "recovery"] {
        let two = Two::with_journals();
        for name in ["keyfile", "keyfile.copy"] {
            flip(&two.ana.home.join(name), field);
        }
        let error = two.ana.fails(&["verify"], 6);
        assert_eq!(error["code"], "damaged");
        assert!(error["message"].as_str().expect("a message").contains("12 words"), "{error}");
        assert_eq!(two.ana.ok(&["read"])["entries"], serde_json::json!([]), "what can be read is read");
    }
}

#[test]
fn a_file_with_a_secret_that_others_can_read_is_refused() {
    let two = Two::strangers();
    let old = with_passphrase(&two);
    let words = two.ana.home.with_extension("words");
    for (path, command) in [
        (Path::new(&old), vec!["read", "--passphrase-file", &old]),
        (&words, vec!["recover", "--passphrase-file", &old, "--recovery-file", words.to_str().expect("plain")]),
    ] {
        for mode in [0o644, 0o640, 0o604] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
            let error = two.ana.fails(&command, 2);
            let mends = format!("chmod 600 '{}'", path.display());
            assert!(error["hint"].as_str().expect("a hint").contains(&mends), "{error}");
        }
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("a mode");
        two.ana.ok(&command);
    }
}
