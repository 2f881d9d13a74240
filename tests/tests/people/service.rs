//! The systemd user unit: asked for, written, shown, taken away. systemd itself is a stand-in that writes down what it is
//! told, because test machines have none for users.

use std::os::unix::fs::PermissionsExt;

use kintsugi_tests::{Person, Run, Two};

fn run(person: &Person, root: &std::path::Path, arguments: &[&str]) -> Run {
    let mut command = person.command(&[&["service"], arguments, &["--json"]].concat());
    let path = format!("{}:{}", root.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    command.env("XDG_CONFIG_HOME", root.join("config")).env("XDG_DATA_HOME", root.join("data")).env("PATH", path);
    command.output().expect("it starts").into()
}

#[test]
fn a_service_is_written_after_a_yes_and_taken_away() {
    let two = Two::with_journals();
    let root = two.root.path();
    std::fs::create_dir(root.join("bin")).expect("a folder");
    let systemctl = root.join("bin/systemctl");
    let log = root.join("told");
    std::fs::write(&systemctl, format!("#!/bin/sh\necho \"$@\" >> {}\n", log.display())).expect("a script");
    std::fs::set_permissions(&systemctl, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let unit = root.join("config/systemd/user/kintsugi.service");

    assert_eq!(run(&two.ana, root, &["install"]).error(2)["code"], "usage", "not without a yes");
    assert!(!unit.exists());
    let installed = run(&two.ana, root, &["install", "--yes"]);
    assert_eq!(installed.code, 0, "{}", installed.stderr);
    assert_eq!(installed.json()["installed"], true);
    let text = std::fs::read_to_string(&unit).expect("a unit");
    assert!(text.contains(&format!("KINTSUGI_HOME={}", two.ana.home.display())), "{text}");
    assert!(text.contains("sync --watch --no-input"), "{text}");
    let told = std::fs::read_to_string(&log).expect("what systemd was told");
    assert!(told.contains("--user daemon-reload") && told.contains("--user enable --now kintsugi.service"), "{told}");
    let removed = run(&two.ana, root, &["remove"]);
    assert_eq!((removed.code, removed.json()["installed"].as_bool()), (0, Some(false)));
    assert!(!unit.exists());
}

#[test]
fn a_journal_with_a_passphrase_is_no_service_without_a_file() {
    let two = Two::strangers();
    let root = two.root.path();
    let secret = &two.secret("secret", "tea at five\n");
    two.ana.ok(&["init", "--name", "Ana", "--passphrase-file", secret]);
    let refused = run(&two.ana, root, &["install", "--yes"]);
    assert_eq!(refused.error(2)["code"], "usage");
}

/// She needs no terminal after the first evening: also with a passphrase, which the page asks for.
#[test]
fn an_icon_opens_the_page_and_goes_with_the_service() {
    let two = Two::strangers();
    let root = two.root.path();
    let secret = &two.secret("secret", "tea at five\n");
    two.ana.ok(&["init", "--name", "Ana", "--passphrase-file", secret]);
    let entry = root.join("data/applications/kintsugi.desktop");
    let picture = root.join("data/icons/hicolor/scalable/apps/kintsugi.svg");
    assert_eq!(run(&two.ana, root, &["install", "--icon"]).error(2)["code"], "usage", "not without a yes");
    assert!(!entry.exists() && !picture.exists());
    let installed = run(&two.ana, root, &["install", "--icon", "--yes"]).json();
    assert_eq!(installed["installed"], false, "no service");
    assert_eq!(installed["icon"], entry.display().to_string());
    let text = std::fs::read_to_string(&entry).expect("an entry");
    assert!(text.contains(&format!("KINTSUGI_HOME={}", two.ana.home.display())), "{text}");
    assert!(text.contains(" open\n") && !text.contains("tea at five") && !text.contains("Ana\n"), "{text}");
    assert!(std::fs::read_to_string(&picture).expect("a picture").starts_with("<svg"));
    let removed = run(&two.ana, root, &["remove"]).json();
    assert!(removed["icon"].is_null() && !entry.exists() && !picture.exists(), "{removed}");
}
