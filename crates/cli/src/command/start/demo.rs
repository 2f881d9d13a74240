//! `demo`

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use clap::Args;
use std::io::{BufRead, BufReader};

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::output::{FAINT, STRONG};

/// See it work: two people, two journals, one meeting, on this computer alone
///
/// It makes two journals in a temporary folder, pairs them over the loopback address, and leaves nothing behind.
#[derive(Args)]
pub(crate) struct Demo {}

struct Person<'a> {
    name: &'static str,
    home: PathBuf,
    program: &'a Path,
    context: &'a Context,
}

impl Demo {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let failed = |error: std::io::Error| broken(&error.to_string());
        let program = std::env::current_exe().map_err(failed)?;
        let folder = tempfile::Builder::new().prefix("kintsugi-demo-").tempdir().map_err(failed)?;
        let person = |name: &'static str| Person { name, home: folder.path().join(name), program: &program, context };
        let (ana, ben) = (person("Ana"), person("Ben"));
        tell(context, "Ana and Ben each begin a journal, on two laptops. (Here: two folders of this computer.)");
        ana.quiet(&["init", "--name", "Ana", "--no-passphrase", "--recovery-file", &ana.beside("words")])?;
        ben.quiet(&["init", "--name", "Ben", "--no-passphrase", "--recovery-file", &ben.beside("words")])?;
        ana.say(&["write", "--kind", "appreciated"], "You made tea before I asked.")?;
        ana.say(&["write", "--private"], "I am not ready to talk about March yet.")?;
        ben.say(&["write", "--kind", "moment"], "We laughed about the burnt rice.")?;
        tell(context, "They sit at one table and pair. The code goes from one screen to the other.");
        pair(&ana, &ben)?;
        tell(context, "Then each writes on their own. No network is needed for that.");
        ana.say(&["write", "--kind", "hard"], "The phone call last night. I went quiet.")?;
        ana.say(&["act"], "Made the call I had put off.")?;
        ben.say(&["write", "--kind", "win"], "Said it at once, instead of the day after.")?;
        ben.say(&["act"], "Came when I said I would.")?;
        tell(context, "In the evening the two laptops meet.");
        meet(&ana, &ben)?;
        tell(context, "Now both hold one journal. What is private stays with Ana.");
        ana.show(&["read"])?;
        ben.show(&["read"])?;
        tell(context, "And a day on which both did one small act of repair is a heart.");
        ben.show(&["tracker"])?;
        tell(context, "A letter is sealed: the other laptop has no word of it before both are ready.");
        ana.say(&["letter", "write"], "I went quiet when you needed an answer. I will say when I need an hour.")?;
        ana.show(&["letter", "ready"])?;
        ben.say(&["letter", "write"], "I pressed you, late at night. Next time I ask when.")?;
        ben.show(&["letter", "ready"])?;
        meet(&ana, &ben)?;
        ana.show(&["letter", "read"])?;
        folder.close().map_err(failed)?;
        tell(context, "That was all; nothing of it is left on this computer.\nBegin your own with: kintsugi");
        Ok(())
    }
}

impl Person<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.args(arguments).env("KINTSUGI_HOME", &self.home).env("KINTSUGI_BIND", "127.0.0.1").stdin(Stdio::null());
        command
    }

    fn beside(&self, name: &str) -> String {
        self.home.with_extension(name).display().to_string()
    }

    fn quiet(&self, arguments: &[&str]) -> Result<String, CommandError> {
        let output = self.command(arguments).output().map_err(|error| broken(&error.to_string()))?;
        if !output.status.success() {
            return Err(broken(&String::from_utf8_lossy(&output.stderr)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn show(&self, arguments: &[&str]) -> Result<(), CommandError> {
        self.announce(arguments);
        let screen = self.quiet(arguments)?;
        self.context.output.screen(&indent(&screen));
        Ok(())
    }

    /// Words that the command asks for, so that they stand on no line of a shell.
    fn say(&self, arguments: &[&str], words: &str) -> Result<(), CommandError> {
        self.announce(arguments);
        self.context.output.screen(&format!("    > {words}"));
        let screen = self.quiet(&[arguments, &[words]].concat())?;
        self.context.output.screen(&indent(&screen));
        Ok(())
    }

    fn announce(&self, arguments: &[&str]) {
        let (name, line) = (self.name, arguments.join(" "));
        self.context.output.screen(&format!("{STRONG}{name}{STRONG:#}{FAINT} $ kintsugi {line}{FAINT:#}"));
    }

    fn begin(&self, arguments: &[&str]) -> Result<Running, CommandError> {
        let mut command = self.command(arguments);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        Ok(Running(child.map_err(|error| broken(&error.to_string()))?))
    }
}

/// A process of the demo, ended with it in any case.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended again.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn pair(ana: &Person<'_>, ben: &Person<'_>) -> Result<(), CommandError> {
    let mut host = ana.begin(&["pair", "--yes", "--json"])?;
    let mut lines = BufReader::new(host.0.stdout.take().ok_or_else(|| broken("no output"))?).lines();
    let mut next = || -> Result<serde_json::Value, CommandError> {
        let line = lines.next().transpose().ok().flatten().unwrap_or_default();
        serde_json::from_str(&line).map_err(|_| broken("pairing did not answer"))
    };
    let ticket = next()?["ticket"].as_str().unwrap_or_default().to_owned();
    ana.announce(&["pair"]);
    ana.context.output.screen(&indent(&ticket));
    ben.announce(&["join"]);
    let joined = ben.quiet(&["join", "--yes", &ticket])?;
    ben.context.output.screen(&indent(&joined));
    Ok(())
}

fn meet(ana: &Person<'_>, ben: &Person<'_>) -> Result<(), CommandError> {
    let mut other = ana.begin(&["sync"])?;
    ana.announce(&["sync"]);
    ben.show(&["sync"])?;
    let status = other.0.wait().map_err(|error| broken(&error.to_string()))?;
    if status.success() { Ok(()) } else { Err(broken("the meeting did not end well")) }
}

fn tell(context: &Context, text: &str) {
    context.output.screen(&format!("\n{}\n", crate::output::filled(text)));
}

fn indent(text: &str) -> String {
    textwrap::indent(text.trim_matches('\n'), "    ")
}

fn broken(what: &str) -> CommandError {
    CommandError::new(Exit::Failed, "demo", format!("the demo stopped: {}", what.trim()))
        .hint("It touches nothing outside its temporary folder.")
}
