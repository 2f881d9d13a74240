//! The power goes at any moment, and the disk has torn and reordered what was not synced: what was said to be saved is there, and
//! the journal opens without help.
//!
//! A sample, `KINTSUGI_CUTS` of it, drawn by `KINTSUGI_SEED`; every moment three times with `KINTSUGI_CUTS=all` (`just soak`).

use std::os::unix::fs::PermissionsExt;

use kintsugi_tests::{Dice, Person, Recording, Run, Two, note, repeats, sample};

/// What is known to be so once so much was done.
struct Said {
    done: usize,
    /// The lines that are there, by id.
    lines: Vec<(String, String)>,
}

struct Story {
    two: Two,
    recording: Recording,
    said: Vec<Said>,
}

impl Story {
    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.two.ana.command(&[arguments, &["--json", "--no-input"]].concat());
        self.recording.of(&self.two.ana, &mut command);
        let run: Run = command.output().expect("it starts").into();
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        run
    }

    fn says(&mut self, lines: Vec<(String, String)>) {
        self.said.push(Said { done: self.recording.len(), lines });
    }

    fn lines(&self) -> Vec<(String, String)> {
        self.said.last().map(|said| said.lines.clone()).unwrap_or_default()
    }

    fn write(&mut self, text: &str, options: &[&str]) -> String {
        let id = self.run(&[&["write", text], options].concat()).json()["id"].as_str().expect("an id").to_owned();
        let mut lines = self.lines();
        lines.push((id.clone(), text.to_owned()));
        self.says(lines);
        id
    }

    fn also(&mut self, arguments: &[&str]) {
        self.run(arguments);
        self.says(self.lines());
    }

    /// Ana begins, writes, changes, takes back, makes a copy, goes back to it, and gets a new key.
    fn told() -> Self {
        let two = Two::strangers();
        let recording = Recording::build(two.root.path());
        let mut story = Self { two, recording, said: Vec::new() };
        let words = story.two.root.path().join("words").display().to_string();
        story.also(&["init", "--name", "Ana", "--no-passphrase", "--recovery-file", &words]);
        story.write("the first", &[]);
        let second = story.write("for me", &["--private"]);
        let third = story.write("taken back", &[]);
        story.also(&["jar", "add", "tea"]);
        story.also(&["letter", "write", "sealed"]);
        story.run(&["edit", &second, "for me, changed"]);
        let mut lines = story.lines();
        lines[1].1 = "for me, changed".into();
        story.says(lines);
        story.run(&["delete", &third, "--yes"]);
        let mut lines = story.lines();
        lines.pop();
        story.says(lines);
        let new = story.two.secret("new", "rain on tin\n");
        story.also(&["passphrase", "set", "--passphrase-file", &new]);
        story.two.ana.always = vec!["--passphrase-file".into(), new];
        story.write("under a passphrase", &["--now"]);
        story.also(&["verify"]);
        story
    }

    /// The disk as it is after a cut, and what must be so on it.
    fn cut(&self, n: usize, dice: &mut Dice, case: &str) {
        let ana = self.two.ana.at(self.two.root.path().join("after"));
        let _ = std::fs::remove_dir_all(&ana.home);
        std::fs::create_dir(&ana.home).expect("a folder");
        std::fs::set_permissions(&ana.home, PermissionsExt::from_mode(0o700)).expect("a mode");
        self.recording.disk_after(n).put(&ana.home, dice);
        let next = self.said.iter().position(|said| said.done > n);
        let before = next.map_or(self.said.last(), |next| next.checked_sub(1).map(|at| &self.said[at]));
        let Some(before) = before else { return begins_again(&ana, case) };
        let after = next.map(|next| &self.said[next]);
        let (read, found) = (self.entries(&ana, case), "an acknowledged line is not there");
        for (id, text) in &before.lines {
            let there = read.iter().any(|(one, words)| one == id && words == text);
            // What was being changed at that moment is as before, or as after.
            let settled = after.is_some_and(|after| !after.lines.contains(&(id.clone(), text.clone())));
            assert!(there || settled, "{case}: {found}: {text}: {read:?}");
        }
        for line in &read {
            let known = before.lines.contains(line) || after.is_some_and(|after| after.lines.contains(line));
            assert!(known, "{case}: {line:?}");
        }
    }

    /// Read with the passphrase of before or of after: of the two keyfiles one is whole.
    fn entries(&self, ana: &Person, case: &str) -> Vec<(String, String)> {
        let verified = ana.run(&["verify", "--json"]);
        assert_eq!(verified.code, 0, "{case}: {}{}", verified.stdout, verified.stderr);
        ana.entries().into_iter().map(|[id, _, _, text]| (id, text)).collect()
    }
}

/// The first command was cut: either there is a journal, or it is made now.
fn begins_again(ana: &Person, case: &str) {
    let status = ana.run(&["status", "--json"]);
    if status.code != 0 {
        assert_eq!(status.error(1)["code"], "no-home", "{case}");
        let words = ana.home.with_extension("again").display().to_string();
        let _ = std::fs::remove_file(&words);
        let line = ["init", "--name", "Ana", "--no-passphrase", "--recovery-file", &words, "--json"];
        let mut alone = ana.at(ana.home.clone());
        alone.always.clear();
        let made = alone.run(&line);
        assert_eq!(made.code, 0, "{case}: {}", made.stderr);
    }
    assert_eq!(ana.run(&["verify"]).code, 0, "{case}");
}

#[test]
fn whenever_the_power_goes_what_was_said_to_be_saved_is_there() {
    let seed = repeats("KINTSUGI_SEED", 17);
    note(&format!("KINTSUGI_SEED={seed}"));
    let (mut dice, story) = (Dice(seed), Story::told());
    let all = std::env::var("KINTSUGI_CUTS").is_ok_and(|text| text == "all");
    let (cuts, moments) = (sample("KINTSUGI_CUTS", 24, 60), story.recording.len() as u64);
    let cuts = if all { moments * 3 } else { cuts };
    for cut in 0..cuts {
        let n = if all { cut / 3 } else { dice.below(moments + 1) };
        let case = format!("KINTSUGI_SEED={seed}: cut {cut}, after {n} of {moments}");
        story.cut(usize::try_from(n).expect("an index"), &mut dice, &case);
    }
    note(&format!("{cuts} cuts over {moments} things that were done to files"));
    assert!(moments > 100, "{moments}");
}
