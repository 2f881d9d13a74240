//! Ana and Ben: two homes on one machine, which pair and meet over real QUIC on loopback.

use std::io::{BufRead, BufReader, Read};
use std::process::Child;

use serde_json::Value;
use tempfile::TempDir;

use crate::Clock;
use crate::memory::reopen;
use crate::person::{Person, Run};

/// Two people.
pub struct Two {
    /// The folder that holds both homes.
    pub root: TempDir,
    /// One.
    pub ana: Person,
    /// The other.
    pub ben: Person,
}

/// What `sync` answered on both sides.
pub struct Meeting {
    /// Ana's answer.
    pub ana: Value,
    /// Ben's.
    pub ben: Value,
}

impl Two {
    /// Two people without a journal.
    pub fn strangers() -> Self {
        let root = crate::folder(false);
        let (ana, ben) = (Person::new("Ana", root.path()), Person::new("Ben", root.path()));
        Self { root, ana, ben }
    }

    /// Two people, paired, who live at this moment; `None`, said aloud, where no other day can be tried ([`Clock::at`]).
    pub fn paired_at(now: &str) -> Option<Self> {
        let clock = Clock::at(now)?;
        let mut two = Self::strangers();
        two.ana.clock = Some(clock.clone());
        two.ben.clock = Some(clock);
        two.ana.init();
        two.ben.init();
        two.in_turn();
        two.pair();
        Some(two)
    }

    /// Begins Ben's journal again until his number comes after Ana's: so whose lines of a day come first is no chance, and on
    /// days with an even number it is hers, such as on 3 June 2026.
    fn in_turn(&self) {
        let person = |of: &Person| reopen(&of.home).identity().person();
        while person(&self.ana) > person(&self.ben) {
            std::fs::remove_dir_all(&self.ben.home).expect("the home goes");
            std::fs::remove_file(self.ben.home.with_extension("words")).expect("the words go");
            self.ben.init();
        }
    }

    /// Two people with a journal each, not paired.
    pub fn with_journals() -> Self {
        let two = Self::strangers();
        two.ana.init();
        two.ben.init();
        two
    }

    /// Two people who are paired.
    pub fn paired() -> Self {
        let two = Self::with_journals();
        two.pair();
        two
    }

    /// A file (0600) with something that nobody else may read, and its path.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn secret(&self, name: &str, text: &str) -> String {
        use std::os::unix::fs::PermissionsExt;
        let path = self.root.path().join(name);
        std::fs::write(&path, text).expect("a file");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("a mode");
        path.to_str().expect("a plain path").to_owned()
    }

    /// Pairs them by ticket, and gives back the last answers of `pair` and `join`.
    ///
    /// # Panics
    /// When either side fails, or the four words differ.
    pub fn pair(&self) -> (Value, Value) {
        let (host, ticket) = open_window(&self.ana, &[]);
        let joined = self.ben.run(&["join", &ticket, "--yes", "--json"]);
        assert_eq!(joined.code, 0, "{}", joined.stderr);
        let hosted: Run = host.wait_with_output();
        assert_eq!(hosted.code, 0, "{}", hosted.stderr);
        let words = |run: &Run| {
            let lines = run.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            lines.filter_map(|line| line.get("words").cloned()).next().expect("four words")
        };
        assert_eq!(words(&hosted), words(&joined));
        assert_eq!(words(&joined).as_array().map(Vec::len), Some(4));
        (hosted.json(), joined.json())
    }

    /// Has both call `sync` at the same moment.
    ///
    /// # Panics
    /// When either fails.
    pub fn sync(&self) -> Meeting {
        let arguments = ["sync", "--wait", "30", "--json"];
        let (ana, ben) = (self.ana.begin(&arguments), self.ben.begin(&arguments));
        let ben: Run = ben.wait_with_output().expect("it ends").into();
        let ana: Run = ana.wait_with_output().expect("it ends").into();
        assert_eq!((ana.code, ben.code), (0, 0), "{}{}", ana.stderr, ben.stderr);
        Meeting { ana: ana.json(), ben: ben.json() }
    }
}

/// Reads the first line of what a process says, as JSON; its stdout stays readable after that line is lost.
///
/// # Panics
/// When there is none.
pub fn first_line(child: &mut Child) -> Value {
    let mut byte = [0];
    let mut line = Vec::new();
    let stdout = child.stdout.as_mut().expect("a pipe");
    while stdout.read(&mut byte).expect("a line") == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    serde_json::from_slice(&line).expect("JSON")
}

/// A pairing window that somebody opened.
pub struct Window {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    seen: String,
    talk: std::thread::JoinHandle<String>,
}

/// Opens a pairing window and reads the ticket.
///
/// # Panics
/// When no ticket comes.
pub fn open_window(person: &Person, options: &[&str]) -> (Window, String) {
    open_window_for(person, &["pair"], options)
}

/// Opens a window with this command and reads the ticket.
///
/// # Panics
/// When no ticket comes.
pub fn open_window_for(person: &Person, command: &[&str], options: &[&str]) -> (Window, String) {
    let mut child = person.begin(&[command, &["--yes", "--json"], options].concat());
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    // Drained all the time, so that a full pipe never stops the program.
    let mut stderr = child.stderr.take().expect("a pipe");
    let talk = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stderr.read_to_end(&mut bytes).expect("stderr ends");
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let first = lines.next().expect("a line").expect("text");
    let answer: Value = serde_json::from_str(&first).expect("JSON");
    let ticket = answer["ticket"].as_str().expect("a ticket").to_owned();
    (Window { child, lines, seen: first + "\n", talk }, ticket)
}

impl Window {
    /// The next line of its answer.
    ///
    /// # Panics
    /// When there is none, or it is not JSON.
    pub fn next_answer(&mut self) -> Value {
        let line = self.lines.next().expect("a line").expect("text");
        serde_json::from_str(&line).expect("JSON")
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// When it cannot be waited for.
    pub fn wait_with_output(mut self) -> Run {
        for line in self.lines.by_ref().map_while(Result::ok) {
            self.seen.push_str(&line);
            self.seen.push('\n');
        }
        let mut run: Run = self.child.wait_with_output().expect("it ends").into();
        run.stdout = self.seen;
        run.stderr = self.talk.join().expect("the reader ends");
        run
    }

    /// Closes it.
    ///
    /// # Panics
    /// When the process cannot be ended.
    pub fn close(mut self) {
        self.child.kill().expect("it can be ended");
        self.child.wait().expect("it ends");
    }
}
