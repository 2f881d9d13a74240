//! What the kernel remembers of an unlocked journal, and for how long; `keyctl` looks.

use std::process::Command;

use kintsugi_tests::{Person, Run, Two, program, skipped};

/// Ana with a journal and a passphrase, and the file that holds it.
fn with_passphrase(two: &Two) -> String {
    let file = two.secret("passphrase", "rain on tin\n");
    let words = two.ana.home.with_extension("words");
    let words = words.to_str().expect("plain");
    two.ana.ok(&["init", "--name", "Ana", "--passphrase-file", &file, "--recovery-file", words]);
    file
}

/// A line of the shell, in a login session of its own. `None`, said aloud, where the kernel gives none.
fn in_session(person: &Person, passphrase: &str, line: &str) -> Option<Run> {
    let begun = |line: &str| {
        let mut command = Command::new("keyctl");
        command.args(["session", "-", "sh", "-ec", line]);
        command.env("KINTSUGI_HOME", &person.home).env("kintsugi", program()).env("PASSPHRASE", passphrase);
        command.env("KINTSUGI_BIND", "127.0.0.1");
        command.output().ok().map(Run::from)
    };
    if begun("true").is_none_or(|run| run.code != 0) {
        skipped("there are no session keyrings here, so what is remembered was not looked at");
        return None;
    }
    begun(line)
}

/// The name under which the key is remembered.
fn name(person: &Person) -> String {
    let keyfile = std::fs::read(person.home.join("keyfile")).expect("a keyfile");
    let keyfile: serde_json::Value = serde_json::from_slice(&keyfile).expect("JSON");
    keyfile["home"].as_str().expect("a name").to_owned()
}

#[test]
fn an_unlocked_journal_is_open_in_its_session_and_until_it_is_locked() {
    let two = Two::strangers();
    let passphrase = with_passphrase(&two);
    let line = r#""$kintsugi" unlock --passphrase-file "$PASSPHRASE"
        "$kintsugi" read --no-input --json
        "$kintsugi" lock
        "$kintsugi" read --no-input && exit 9 || test $? = 3"#;
    let Some(run) = in_session(&two.ana, &passphrase, line) else { return };
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("Open for 15 minutes"), "{}", run.stdout);
    assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
}

/// The time was set on a key that was looked for by name, and reading did not renew it.
#[test]
fn the_key_has_its_time_and_using_the_journal_renews_it() {
    let two = Two::strangers();
    let passphrase = with_passphrase(&two);
    let line = format!(
        r#""$kintsugi" unlock --passphrase-file "$PASSPHRASE" >/dev/null
        key=$(keyctl search @s user kintsugi:{})
        keyctl timeout $key 100
        "$kintsugi" read --no-input >/dev/null
        grep $(printf '%08x' $key) /proc/keys"#,
        name(&two.ana)
    );
    let Some(run) = in_session(&two.ana, &passphrase, &line) else { return };
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let time = run.stdout.split_whitespace().nth(3).expect("a time");
    assert!(time == "14m" || time == "15m", "{}", run.stdout);
}

/// It stayed in the keyring of the user for ever, while the screen said that nothing can be remembered. The kernel gives that
/// keyring to whoever has none of a session.
#[test]
fn without_a_session_nothing_is_kept() {
    let two = Two::strangers();
    let passphrase = with_passphrase(&two);
    let shared = r#"exec keyctl session "_uid_ses.$(id -u)" sh -ec '
        keyctl describe @s | grep -q _uid_ses
        exec "$kintsugi" unlock --passphrase-file "$PASSPHRASE" --json'"#;
    let ended = r#"keyctl revoke @s
        exec "$kintsugi" unlock --passphrase-file "$PASSPHRASE" --json"#;
    for line in [shared, ended] {
        let Some(run) = in_session(&two.ana, &passphrase, line) else { return };
        assert!(run.json()["minutes"].is_null(), "{}{}", run.stdout, run.stderr);
        let keys = std::fs::read_to_string("/proc/keys").expect("what this user may see");
        assert!(!keys.contains(&name(&two.ana)), "{keys}");
        assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
    }
}

#[test]
fn lock_says_when_it_could_not_forget() {
    let two = Two::strangers();
    let passphrase = with_passphrase(&two);
    let line = format!(
        r#""$kintsugi" unlock --passphrase-file "$PASSPHRASE" >/dev/null
        keyctl setperm $(keyctl search @s user kintsugi:{}) 0
        "$kintsugi" lock --json"#,
        name(&two.ana)
    );
    let Some(run) = in_session(&two.ana, &passphrase, &line) else { return };
    assert_eq!(run.error(1)["code"], "not-forgotten");
}
