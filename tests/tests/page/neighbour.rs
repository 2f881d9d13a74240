//! Somebody else who uses this laptop, as a user of their own, and who has everything that a browser of mine has.

use std::process::{Command, Stdio};

use kintsugi_tests::{OpenPage, Two, skipped};

/// Speaks to a port of an address, and prints what comes back.
const SPEAK: &str = "exec 3<>\"/dev/tcp/$0/$1\" && printf '%s' \"$2\" >&3 && cat <&3";

/// What comes back to a user of this number; `None` where nobody can be another user than they are.
fn answer_to(user: u32, address: &str, port: u16, request: &str) -> Option<String> {
    let user = user.to_string();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &user, "--regid", &user, "--clear-groups", "bash", "-c", SPEAK, address]);
    let output = command.args([&port.to_string(), request]).stdin(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn another_user_of_this_laptop_gets_no_byte_with_cookie_and_link() {
    if !rustix::process::geteuid().is_root() {
        skipped("only root can be another user, so nobody else of this laptop tries the page");
        return;
    }
    let two = Two::with_journals();
    two.ana.write("the gooseberry bush", &[]);
    let open = OpenPage::by(&two.ana);
    let cookie = open.entered();
    let link = two.ana.ok(&["open", "--no-browser"]);
    let (_, enter) = kintsugi_tests::link_parts(link["url"].as_str().expect("a link"));
    let asks = |path: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            open.host
        )
    };
    let me = rustix::process::geteuid().as_raw();
    for address in ["127.0.0.1", "::1"] {
        for path in ["/", "/kintsugi.css", &enter] {
            for other in [65_534, 1_000] {
                let answer = answer_to(other, address, open.port, &asks(path)).expect("setpriv (Debian: util-linux)");
                assert_eq!(answer, "", "{other} at {address}{path}");
            }
        }
        let mine = answer_to(me, address, open.port, &asks("/")).expect("setpriv");
        assert!(mine.starts_with("HTTP/1.1 200") && mine.contains("gooseberry"), "{mine}");
    }
    assert!(open.get(&enter, "").starts_with("HTTP/1.1 303"), "and they used up no link");
}
