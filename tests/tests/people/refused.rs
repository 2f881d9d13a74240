//! What is refused, and how it says so: tickets, a partner who is not there, a locked store.

use kintsugi_tests::{Person, Two, open_window, skipped};

/// Asserts that neither side has kept anything of a pairing.
fn unpaired(people: &[&Person]) {
    for person in people {
        let status = person.ok(&["status"]);
        assert_eq!((&status["paired"], &status["partner"]), (&false.into(), &serde_json::Value::Null));
    }
}

/// A ticket whose text is right and whose secret is not: its fields are changed and its check made anew.
fn with_wrong_secret(ticket: &str) -> String {
    use kintsugi_sync::pairing::{PairingSecret, Ticket};
    let ticket = Ticket::decode(ticket, 0).expect("a ticket");
    Ticket { secret: PairingSecret::new([1; 10]), ..ticket }.encode()
}

fn expired(ticket: &str) -> String {
    use kintsugi_sync::pairing::Ticket;
    let ticket = Ticket::decode(ticket, 0).expect("a ticket");
    Ticket { expires: 1_000, ..ticket }.encode()
}

#[test]
fn tickets_that_cannot_be_used_are_told_apart() {
    let two = Two::with_journals();
    two.ana.write("kept", &[]);
    let (window, ticket) = open_window(&two.ana, &[]);
    // By its place: the same letter may stand earlier, in what says the version.
    let other = if &ticket[20..21] == "a" { "b" } else { "a" };
    let mistyped = [&ticket[..20], other, &ticket[21..]].concat();
    let cases = [
        ("hello".to_owned(), "code"),
        ("W3GE-1R70-W3GE-1R78".to_owned(), "code-mistyped"),
        ("hello ".repeat(20), "ticket"),
        (mistyped, "ticket-mistyped"),
        (ticket[..60].to_owned(), "ticket-mistyped"),
        (ticket.replacen("kin1", "kin2", 1), "ticket-version"),
        (expired(&ticket), "ticket-expired"),
    ];
    for (wrong, code) in cases {
        assert_eq!(two.ben.fails(&["join", &wrong, "--yes"], 5)["code"], code, "{wrong}");
    }
    unpaired(&[&two.ben]);
    // The window is still open: none of these reached it.
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0);
    assert_eq!(window.wait_with_output().code, 0);
}

#[test]
fn wrong_secrets_are_refused_and_close_no_window() {
    let two = Two::with_journals();
    let (window, ticket) = open_window(&two.ana, &[]);
    let wrong = with_wrong_secret(&ticket);
    for _ in 0..4 {
        assert_eq!(two.ben.fails(&["join", &wrong, "--yes"], 5)["code"], "refused");
    }
    unpaired(&[&two.ben]);
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0, "they are not for anybody who knows nothing to close");
    assert_eq!(window.wait_with_output().code, 0);
}

/// A laptop of another version of pairing takes the ticket: with what code it is sent away.
fn join_as_another_version(ticket: &str, version: u16) -> u64 {
    use iroh::endpoint::{ConnectionError, presets};
    use iroh::{Endpoint, EndpointAddr, PublicKey, RelayMode, TransportAddr};
    let ticket = kintsugi_sync::pairing::Ticket::decode(ticket, 0).expect("a ticket");
    let host = PublicKey::from_bytes(&ticket.endpoint).expect("a key");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let endpoint =
            Endpoint::builder(presets::Minimal).relay_mode(RelayMode::Disabled).bind().await.expect("a port");
        let to = EndpointAddr::from_parts(host, ticket.addresses.into_iter().map(TransportAddr::Ip));
        let connection = endpoint.connect(to, b"lan-pair/1").await.expect("it answers");
        let (mut send, _receive) = connection.open_bi().await.expect("a stream");
        // Its length, its version, and what nobody here can read.
        let message = [8_u32.to_be_bytes().as_slice(), &version.to_be_bytes(), &[0xfe; 6]].concat();
        send.write_all(&message).await.expect("it is small");
        match connection.closed().await {
            ConnectionError::ApplicationClosed(close) => close.error_code.into_inner(),
            other => panic!("it ended otherwise: {other}"),
        }
    })
}

#[test]
fn another_version_of_pairing_is_told_as_that_and_burns_no_try() {
    const VERSION: u64 = 426;
    let two = Two::with_journals();
    let (window, ticket) = open_window(&two.ana, &[]);
    for version in [1, 2, 4, 0xffff] {
        assert_eq!(join_as_another_version(&ticket, version), VERSION, "version {version}");
    }
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0, "the window is still open");
    assert_eq!(window.wait_with_output().code, 0);
}

#[test]
fn a_used_ticket_is_worth_nothing_to_a_third() {
    let two = Two::with_journals();
    let eve = Person::new("Eve", two.root.path());
    eve.init();
    let (window, ticket) = open_window(&two.ana, &[]);
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0);
    assert_eq!(window.wait_with_output().code, 0);
    // While Ana's laptop listens for Ben, it answers, and refuses.
    let mut listening = two.ana.begin(&["sync", "--wait", "20"]);
    std::thread::sleep(std::time::Duration::from_millis(700));
    let error = eve.fails(&["join", &ticket, "--yes"], 5);
    assert_eq!(error["code"], "refused");
    assert!(error["hint"].as_str().unwrap_or_default().contains("works once, for ten minutes"));
    listening.kill().expect("it can be ended");
    listening.wait().expect("it ends");
    unpaired(&[&eve]);
    // One partner per home, ever.
    let (window, ticket) = open_window(&two.ana, &[]);
    assert_eq!(eve.fails(&["join", &ticket, "--yes"], 5)["code"], "refused");
    assert_eq!(window.wait_with_output().error(5)["code"], "another-person");
    unpaired(&[&eve]);
    two.sync();
}

#[test]
fn a_ticket_of_a_window_that_is_closed_gets_no_answer() {
    let two = Two::with_journals();
    let (window, ticket) = open_window(&two.ana, &[]);
    window.close();
    let error = two.ben.fails(&["join", &ticket, "--yes"], 4);
    assert_eq!(error["code"], "no-answer");
    assert!(error["hint"].as_str().unwrap_or_default().contains("works once, for ten minutes"));
    unpaired(&[&two.ana, &two.ben]);
}

#[test]
fn a_partner_who_is_not_there_is_exit_4_and_nothing_changes() {
    let two = Two::paired();
    two.ana.write("still mine", &[]);
    let error = two.ana.fails(&["sync", "--wait", "1"], 4);
    assert_eq!(error["code"], "partner-unreachable");
    assert_eq!(two.ana.entries().len(), 1);
    assert_eq!(two.ana.ok(&["status"])["up_to_date"], false);
}

#[test]
fn without_a_terminal_pairing_needs_a_clear_yes() {
    let two = Two::with_journals();
    assert_eq!(two.ana.fails(&["pair"], 2)["code"], "usage");
    assert_eq!(two.ana.fails(&["join", "kin1abc"], 2)["code"], "usage");
    assert_eq!(two.ana.fails(&["join", "--yes"], 2)["code"], "usage", "no ticket on stdin");
}

#[test]
fn a_locked_journal_says_so_and_keeps_the_words() {
    let two = Two::strangers();
    let (right, wrong) = (two.secret("right", "rain on tin\n"), two.secret("wrong", "rain on tim\n"));
    let words = two.root.path().join("words");
    let init =
        ["init", "--name", "Ana", "--passphrase-file", &right, "--recovery-file", words.to_str().expect("plain")];
    two.ana.ok(&init);
    two.ana.ok(&["write", "with the passphrase", "--passphrase-file", &right]);
    two.ana.ok(&["lock"]);
    assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
    assert_eq!(two.ana.fails(&["read", "--passphrase-file", &wrong], 3)["code"], "wrong-passphrase");
    assert_eq!(two.ana.fails(&["read", "--passphrase-file", "/nowhere"], 2)["code"], "usage");

    let locked = two.ana.run_with(&["write", "-", "--no-input", "--json"], b"typed at night, not to be lost\n");
    let hint = locked.error(3)["hint"].as_str().expect("a hint").to_owned();
    let kept = hint.split_whitespace().last().expect("a path");
    assert_eq!(std::fs::read_to_string(kept).expect("the words are there"), "typed at night, not to be lost\n");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(kept).expect("a file").permissions().mode() & 0o777, 0o600);

    // The 12 words set a new passphrase.
    let new = two.secret("new", "wind in reed\n");
    let recover = ["recover", "--recovery-file", words.to_str().expect("plain"), "--passphrase-file", &new];
    two.ana.ok(&recover);
    assert_eq!(two.ana.fails(&["read", "--passphrase-file", &right], 3)["code"], "wrong-passphrase");
    assert_eq!(two.ana.ok(&["read", "--passphrase-file", &new])["entries"][0]["text"], "with the passphrase");
}

#[test]
fn an_unlocked_journal_stays_open_until_it_is_locked() {
    let two = Two::strangers();
    let right = &two.secret("right", "rain on tin");
    let words = two.root.path().join("words");
    two.ana.ok(&[
        "init",
        "--name",
        "Ana",
        "--passphrase-file",
        right,
        "--recovery-file",
        words.to_str().expect("plain"),
    ]);
    let unlocked = two.ana.ok(&["unlock", "--passphrase-file", right]);
    if unlocked["minutes"].is_null() {
        skipped("this machine has no keyring, so that an unlocked journal stays open was not tried");
        assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
        return;
    }
    assert_eq!(unlocked["minutes"], 15);
    two.ana.ok(&["read"]);
    two.ana.ok(&["lock"]);
    assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
}
