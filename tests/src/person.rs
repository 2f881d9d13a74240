//! One person at one laptop: a home, and the binary.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::{Clock, program};

/// One person at one laptop.
pub struct Person {
    /// Their name.
    pub name: &'static str,
    /// Their home.
    pub home: PathBuf,
    /// Options that stand at the end of every command.
    pub always: Vec<String>,
    /// What every command is run through: into which laptop of a lab.
    pub through: Vec<String>,
    /// Another day than today.
    pub clock: Option<Clock>,
    /// Another program than the one under test.
    pub program: Option<PathBuf>,
}

/// How a command ended.
pub struct Run {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it wrote to stdout.
    pub stdout: String,
    /// What it wrote to stderr.
    pub stderr: String,
}

fn copy_environment(from: &Command, to: &mut Command) {
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
}

impl Person {
    /// A person whose home will be below `root`.
    pub fn new(name: &'static str, root: &Path) -> Self {
        Self { name, home: root.join(name), always: Vec::new(), through: Vec::new(), clock: None, program: None }
    }

    /// The same person with another home.
    pub fn at(&self, home: PathBuf) -> Self {
        let (always, through, clock) = (self.always.clone(), self.through.clone(), self.clock.clone());
        Self { name: self.name, home, always, through, clock, program: self.program.clone() }
    }

    /// A command line of theirs, not started yet, whose input and output are pipes.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.line(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// A command line of theirs, not started yet, for a terminal.
    pub fn line(&self, arguments: &[&str]) -> Command {
        let mut command = self.at_laptop(&Command::new(self.program.clone().unwrap_or_else(program)));
        command
            .args(arguments)
            .args(&self.always)
            .env("KINTSUGI_HOME", &self.home)
            .env("LANG", "C.UTF-8")
            .env("TZ", "Europe/Berlin")
            .env_remove("LC_ALL")
            .env_remove("COLUMNS");
        command.envs(self.clock.iter().flat_map(Clock::environment));
        command
    }

    /// The same command at the laptop that they sit at: this one, on loopback alone, or one of a lab.
    pub(crate) fn at_laptop(&self, command: &Command) -> Command {
        let Some((into, laptop)) = self.through.split_first() else {
            let mut here = Command::new(command.get_program());
            here.args(command.get_args()).env("KINTSUGI_BIND", "127.0.0.1");
            copy_environment(command, &mut here);
            return here;
        };
        let mut there = Command::new(into);
        there.args(laptop).arg(command.get_program()).args(command.get_args()).env_remove("KINTSUGI_BIND");
        copy_environment(command, &mut there);
        there
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().expect("the program starts").into()
    }

    /// Runs a command with these bytes on stdin.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Run {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let bytes = stdin.to_vec();
        let writer = std::thread::spawn(move || {
            // A command that ends early closes the pipe.
            let _ = pipe.write_all(&bytes);
        });
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends");
        output.into()
    }

    /// Starts a command that goes on by itself.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn begin(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().expect("the program starts")
    }

    /// Runs a command that must do what it is told, and reads its answer.
    ///
    /// # Panics
    /// When it fails, or answers anything but one JSON object.
    pub fn ok(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(run.code, 0, "{} {arguments:?}: {}", self.name, run.stderr);
        run.json()
    }

    /// Runs a command that must end with this code, and reads its error.
    ///
    /// # Panics
    /// When it ends otherwise, or its error is not one JSON object.
    pub fn fails(&self, arguments: &[&str], code: i32) -> Value {
        self.run(&[arguments, &["--json", "--no-input"]].concat()).error(code)
    }

    /// Begins a journal without a passphrase.
    pub fn init(&self) {
        let words = self.home.with_extension("words");
        let words = words.to_str().expect("a plain path");
        self.ok(&["init", "--name", self.name, "--no-passphrase", "--recovery-file", words]);
    }

    /// Writes a line and gives back its id.
    ///
    /// # Panics
    /// When it fails.
    pub fn write(&self, text: &str, options: &[&str]) -> String {
        let saved = self.ok(&[&["write"], options, &[text]].concat());
        saved["id"].as_str().expect("an id").to_owned()
    }

    /// All entries that this person can read, as (id, author, day, text): of each day one person's after the other's, so that
    /// both can compare them.
    ///
    /// # Panics
    /// When reading fails.
    pub fn entries(&self) -> Vec<[String; 4]> {
        let answer = self.ok(&["read", "--from", "2000-01-01"]);
        let field = |entry: &Value, name: &str| entry[name].as_str().unwrap_or("(none)").to_owned();
        let entries = answer["entries"].as_array().expect("entries").iter();
        let mut entries: Vec<[String; 4]> =
            entries.map(|entry| ["id", "author", "day", "text"].map(|name| field(entry, name))).collect();
        entries.sort_by(|a, b| (&a[2], &a[1]).cmp(&(&b[2], &b[1])));
        entries
    }

    /// Whether any file of the home holds these bytes.
    ///
    /// # Panics
    /// When the home cannot be read.
    pub fn disk_holds(&self, bytes: &[u8]) -> Option<PathBuf> {
        let files = std::fs::read_dir(&self.home).expect("a home").flatten().map(|file| file.path());
        files.into_iter().find(|path| {
            let content = std::fs::read(path).unwrap_or_default();
            content.windows(bytes.len()).any(|window| window == bytes)
        })
    }

    /// All files of the home with their bytes.
    ///
    /// # Panics
    /// When the home cannot be read.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Ok(folder) = std::fs::read_dir(&self.home) else { return Vec::new() };
        let mut files: Vec<_> =
            folder.flatten().map(|file| (file.path(), std::fs::read(file.path()).expect("a file"))).collect();
        files.sort();
        files
    }

    /// Copies the home, as a backup would.
    ///
    /// # Panics
    /// When a file cannot be copied.
    pub fn copy_home(&self, to: &Path) {
        copy_folder(&self.home, to);
    }

    /// Puts a copy in place of the home.
    ///
    /// # Panics
    /// When a file cannot be copied.
    pub fn restore_home(&self, from: &Path) {
        std::fs::remove_dir_all(&self.home).expect("the home goes");
        copy_folder(from, &self.home);
    }
}

/// Copies the files of a folder into a new one (0700).
///
/// # Panics
/// When a file cannot be copied.
pub fn copy_folder(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(to).expect("a folder");
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    for file in std::fs::read_dir(from).expect("a folder").flatten() {
        std::fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
    }
}

impl Run {
    /// The answer, the last line of stdout.
    ///
    /// # Panics
    /// When it is not JSON.
    pub fn json(&self) -> Value {
        let line = self.stdout.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {}{}", self.stdout, self.stderr))
    }

    /// The error object, after checking the exit code.
    ///
    /// # Panics
    /// When the code is another one, or stderr is not one object with code, message and hint.
    pub fn error(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        let line = self.stderr.lines().last().unwrap_or_default();
        let object: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {}", self.stderr));
        let error = object["error"].clone();
        assert!(error["code"].is_string() && error["message"].is_string(), "{object}");
        error
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
