//! A real pseudo-terminal, with the program at it.

use std::time::Duration;

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};

use crate::{Clock, Person};

/// Starts a command of a person at a terminal.
///
/// # Panics
/// When there is no terminal to be had.
pub fn at_terminal(person: &Person, arguments: &[&str], environment: &[(&str, &str)]) -> OsSession {
    let mut command = std::process::Command::new(crate::program());
    command.args(arguments);
    begin(person, &command, environment)
}

/// Starts a line of the shell at a terminal; the program is `$kintsugi` in it.
///
/// # Panics
/// When there is no terminal to be had.
pub fn shell(person: &Person, line: &str, environment: &[(&str, &str)]) -> OsSession {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", line]).env("kintsugi", crate::program());
    begin(person, &command, environment)
}

/// Waits for what is expected, and answers it, one after the other. An empty answer only waits.
///
/// # Panics
/// When it does not come.
pub fn dialogue(session: &mut OsSession, lines: &[(&str, &str)]) {
    for (expected, answer) in lines {
        session.expect(*expected).unwrap_or_else(|error| panic!("“{expected}” did not come: {error}"));
        session.send(*answer).expect("keys");
    }
}

fn begin(person: &Person, command: &std::process::Command, environment: &[(&str, &str)]) -> OsSession {
    let mut command = person.at_laptop(command);
    command
        .env("KINTSUGI_HOME", &person.home)
        .env("LANG", "C.UTF-8")
        .env("TZ", "Europe/Berlin")
        .env("TERM", "xterm")
        .env("NO_PAGER", "1")
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS");
    command.envs(person.clock.iter().flat_map(Clock::environment));
    command.envs(environment.iter().copied());
    let mut session = Session::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

/// Waits for the end, and gives back what was still said and the exit code.
///
/// # Panics
/// When it does not end, or is ended from outside.
pub fn end(mut session: OsSession) -> (String, i32) {
    let rest = session.expect(Eof).expect("it ends");
    let said = String::from_utf8_lossy(rest.as_bytes()).into_owned();
    match session.get_process().wait().expect("it can be waited for") {
        WaitStatus::Exited(_, code) => (said, code),
        other => panic!("{other:?}"),
    }
}
