//! The gate over the wire, against the program itself, on 127.0.0.1 and ::1.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv6Addr, SocketAddr, TcpStream};

use kintsugi_tests::{Growth, OpenPage as Open, Person, Two, link_parts as parts};
use tempfile::TempDir;

#[test]
fn only_loopback_listens_on_both_families_and_whoever_asks_for_another_host_is_told_the_same() {
    let two = Two::with_journals();
    let open = Open::by(&two.ana);
    let six = TcpStream::connect((Ipv6Addr::LOCALHOST, open.port));
    assert!(six.is_ok(), "both families, one port");
    assert!(TcpStream::connect(SocketAddr::from(([127, 0, 0, 2], open.port))).is_err(), "and no other address");

    let port = open.port;
    let with = |host: &str| format!("GET / HTTP/1.1\r\n{host}Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n\r\n");
    let upper = open.host.to_uppercase();
    let (name, _) = open.host.split_once(':').expect("a port");
    let mut answers: Vec<String> = [
        format!("Host: localhost:{port}\r\n"),
        format!("Host: 127.0.0.1:{port}\r\n"),
        format!("Host: [::1]:{port}\r\n"),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: {name}\r\n"),
        format!("Host: {upper}\r\n"),
        format!("Host: {0}\r\nHost: {0}\r\n", open.host),
        String::new(),
    ]
    .iter()
    .map(|host| open.say(&with(host)))
    .collect();
    answers.push(open.say(&format!(
        "GET http://evil.example/ HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n\r\n",
        open.host
    )));
    for answer in &answers {
        assert!(answer.starts_with("HTTP/1.1 421") && answer.ends_with("\r\n\r\n"), "{answer}");
        assert!(answer.contains("content-security-policy: default-src 'none'"), "{answer}");
        assert_eq!(answer, &answers[0], "they cannot be told apart");
    }
    let old = open.say(&format!("GET / HTTP/1.0\r\nHost: {}\r\nSec-Fetch-Site: none\r\n\r\n", open.host));
    assert!(old.contains(" 421 ") && old.ends_with("\r\n\r\n"), "{old}");
    let open_once = open.get("/", "");
    assert!(
        open_once.contains(" 403 ") && open_once.ends_with("This page is opened with: kintsugi open\n"),
        "{open_once}"
    );
    assert!(!open_once.to_lowercase().contains("server:") && !open_once.to_lowercase().contains("date:"));
}

#[test]
fn a_line_is_written_over_the_page_and_read_in_the_terminal() {
    let two = Two::with_journals();
    let open = Open::by(&two.ana);
    let cookie = open.entered();
    assert!(open.get("/", &cookie).contains("A line or two about today?"));
    let form = "text=typed+on+the+page&kind=moment";
    let posted = open.say(&format!(
        "POST /write HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\nConnection: close\r\n\r\n{form}",
        open.host,
        form.len()
    ));
    assert!(posted.starts_with("HTTP/1.1 303"), "{posted}");
    let texts: Vec<String> = two.ana.entries().into_iter().map(|[_, _, _, text]| text).collect();
    assert_eq!(texts, ["typed on the page"]);
    two.ana.write("typed in the terminal", &[]);
    assert!(open.get("/", &cookie).contains("typed in the terminal"), "the page reads what is there");
}

#[test]
fn run_again_it_gives_another_link_to_the_same_page() {
    let two = Two::with_journals();
    let open = Open::by(&two.ana);
    let cookie = open.entered();
    let again = two.ana.ok(&["open", "--no-browser"]);
    let (host, enter) = parts(again["url"].as_str().expect("a link"));
    assert_eq!(host, open.host);
    assert!(again["until"].as_str().is_some_and(|until| until.ends_with('Z')), "{again}");
    let entered = open.get(&enter, "");
    assert!(entered.starts_with("HTTP/1.1 303"), "{entered}");
    assert!(open.get("/", &cookie).contains(" 403 "), "the old session has ended");
    let mode = {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(two.ana.home.join("page")).expect("a socket").permissions().mode()
    };
    assert_eq!(mode & 0o777, 0o600);
}

/// Somebody whose journal has a passphrase, and a file that tells it.
fn with_passphrase() -> (TempDir, Person) {
    let two = Two::strangers();
    let passphrase = two.secret("passphrase", "four words of two\n");
    let words = two.root.path().join("words");
    let words = words.to_str().expect("a plain path");
    two.ana.ok(&["init", "--name", "Ana", "--passphrase-file", &passphrase, "--recovery-file", words]);
    let person = Person { always: vec!["--passphrase-file".into(), passphrase], ..two.ana };
    (two.root, person)
}

#[test]
fn lock_in_a_terminal_locks_the_page() {
    let (_root, person) = with_passphrase();
    let open = Open::by(&person);
    let cookie = open.entered();
    assert!(open.get("/", &cookie).contains("A line or two about today?"));
    person.ok(&["lock"]);
    let locked = open.get("/", &cookie);
    assert!(locked.contains("Your journal is locked") && !locked.contains("A line or two"), "{locked}");
}

/// Streams over the wire: what happens in a terminal is heard at once, and they hold up nobody's end.
#[test]
fn four_open_streams_hear_of_lock_and_of_the_end() {
    let (_root, person) = with_passphrase();
    let mut open = Open::by(&person);
    let cookie = open.entered();
    let mut streams: Vec<BufReader<TcpStream>> = (0..4).map(|_| listen(&open, &cookie)).collect();
    person.ok(&["lock"]);
    for stream in &mut streams {
        assert_eq!(next(stream), "locked");
    }
    let pid = rustix::process::Pid::from_child(&open.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
    for stream in &mut streams {
        assert_eq!(next(stream), "ended");
    }
    assert!(open.child.wait().expect("it ends").success());
}

/// Whoever looks at the first page and goes again leaves nothing.
#[test]
fn where_no_journal_is_the_page_begins_one_and_goes_without_a_trace() {
    let two = Two::strangers();
    let mut open = Open::by(&two.ana);
    let cookie = open.entered();
    assert!(open.get("/", &cookie).contains("two people who can both say no"));
    let again = two.ana.ok(&["open", "--no-browser"]);
    assert_eq!(parts(again["url"].as_str().expect("a link")).0, open.host, "the same page");
    let pid = rustix::process::Pid::from_child(&open.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
    assert!(open.child.wait().expect("it ends").success());
    assert!(!two.ana.home.exists());
}

/// A stream of what happens, behind its head.
fn listen(open: &Open, cookie: &str) -> BufReader<TcpStream> {
    let mut stream = open.connect();
    let head =
        format!("GET /live HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\r\n", open.host);
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = BufReader::new(stream);
    let mut line = String::new();
    answer.read_line(&mut line).expect("a head");
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    while line != "\r\n" {
        line.clear();
        answer.read_line(&mut line).expect("a head");
    }
    answer
}

/// The next name that a stream tells, out of its chunk.
fn next(stream: &mut BufReader<TcpStream>) -> String {
    let mut lines = stream.lines().map(|line| line.expect("a line"));
    lines.find(|line| line.chars().all(|c| c.is_ascii_lowercase()) && line.len() > 4).expect("it goes on")
}

#[test]
fn closed_in_the_browser_or_by_a_signal_the_program_ends_and_leaves_nothing() {
    let two = Two::with_journals();
    let mut open = Open::by(&two.ana);
    let cookie = open.entered();
    let closed = open.say(&format!(
        "POST /end HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        open.host
    ));
    assert!(closed.contains("Kintsugi is closed"), "{closed}");
    assert!(open.child.wait().expect("it ends").success());
    assert!(!two.ana.home.join("page").exists());
    let mut open = Open::by(&two.ana);
    assert!(open.get("/", "").contains(" 403 "), "it answers, so it hears signals");
    let pid = rustix::process::Pid::from_child(&open.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
    assert!(open.child.wait().expect("it ends").success());
    assert!(!two.ana.home.join("page").exists());
}

#[test]
fn who_says_nothing_says_it_slowly_or_says_too_much_holds_nobody_up() {
    let two = Two::with_journals();
    let open = Open::by(&two.ana);
    let cookie = open.entered();
    let growth = Growth::of(&open.child.id().to_string());
    let quiet: Vec<TcpStream> = (0..200)
        .map(|n| {
            let mut stream = open.connect();
            if n % 2 == 0 {
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: ");
            }
            stream
        })
        .collect();
    assert!(open.get("/", &cookie).contains("A line or two about today?"), "answers go on");
    drop(quiet);
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\nX: {}\r\n\r\n", open.host, "x".repeat(20_000));
    let answer = open.say(&head);
    assert!(answer.is_empty() || answer.contains(" 431 "), "{answer}");
    let body = format!(
        "POST /write HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        open.host
    );
    let announced = open.say(&format!("{body}Content-Length: 1073741824\r\n\r\ntext=x"));
    assert!(announced.contains(" 413 "), "{announced}");
    let mut endless = open.connect();
    endless.write_all(format!("{body}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).expect("sent");
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let sent = (0..16_384).take_while(|_| endless.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(sent < 16_384, "a gibibyte was not taken");
    let mut slow = open.connect();
    slow.write_all(b"GET / HTTP/1.1\r\n").expect("sent");
    let mut rest = Vec::new();
    let ended = slow.read_to_end(&mut rest);
    assert!(ended.is_ok() && !String::from_utf8_lossy(&rest).contains("200"), "its time is over");
    // Nothing where the system does not tell.
    let grown = growth.and_then(|growth| growth.kib());
    assert!(grown.is_none_or(|kib| kib < 16 * 1024), "{grown:?} KiB");
    assert!(open.get("/", &cookie).contains("A line or two about today?"));
}

/// Posts these bytes, and reads all that comes back: the head, and what follows it.
fn post_bytes(open: &Open, path: &str, kind: &str, cookie: &str, body: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\nContent-Length: {1}\r\nConnection: close\r\n\r\n",
        open.host,
        body.len()
    );
    let mut stream = open.connect();
    stream.write_all(head.as_bytes()).expect("it listens");
    // Whoever is refused is not heard to the end.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    (String::from_utf8_lossy(&answer[..end]).into_owned(), answer.split_off(end))
}

/// One that is handed out is whole; one that is too large is not heard to its end; without a session none is heard.
#[test]
fn files_go_both_ways_over_the_wire() {
    const FORM: &str = "application/x-www-form-urlencoded";
    const FILE: &str = "application/octet-stream";
    let two = Two::with_journals();
    two.ana.write("a line to keep", &[]);
    let open = Open::by(&two.ana);
    let cookie = open.entered();
    let (head, backup) = post_bytes(&open, "/keep/backup", FORM, &cookie, b"lock=words");
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("filename=\"kintsugi-backup.age\""), "{head}");
    assert!(head.contains(&format!("content-length: {}\r\n", backup.len())), "{head}");
    assert!(head.contains("content-security-policy:") && backup.starts_with(b"age-encryption.org/v1\n"));
    let (head, _) = post_bytes(&open, "/taken/backup", FILE, &cookie, &backup);
    assert!(head.starts_with("HTTP/1.1 204"), "{head}");
    let (head, _) = post_bytes(&open, "/keep/check", FORM, &cookie, b"");
    assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    assert!(open.get("/keep/check", &cookie).contains("A restore would give back one line."));
    let large = vec![b'x'; 66 << 20];
    let growth = Growth::of(&open.child.id().to_string());
    for (path, cookie, number) in [
        ("/taken/backup", cookie.as_str(), "422"),
        ("/taken/backup", "__Host-kin=00", "403"),
        ("/taken/words", "", "403"),
        ("/taken/nothing", &cookie, "409"),
        ("/write", &cookie, "415"),
    ] {
        // Where the other end has hung up before it read all, the system may throw the answer away.
        let (head, _) = post_bytes(&open, path, FILE, cookie, &large);
        assert!(head.is_empty() || head.starts_with(&format!("HTTP/1.1 {number}")), "{path}: {head}");
    }
    let grown = growth.and_then(|growth| growth.kib()).unwrap_or_default();
    assert!(grown < 16 * 1024, "{grown} KiB");
    let (head, _) = post_bytes(&open, "/taken/words", FILE, &cookie, &large);
    assert!(head.is_empty() || head.starts_with("HTTP/1.1 413"), "{head}");
    let (head, _) = post_bytes(&open, "/keep/import", FORM, &cookie, b"form=markdown");
    assert!(head.starts_with("HTTP/1.1 422"), "{head}");
}
