//! Every call that changes a file fails once, in five ways, over a script that a couple may go through: what was said to be
//! saved is there, what was said not to be saved is not, the journal opens without help, and nothing panics.
//!
//! A sample, `KINTSUGI_FAILURES` of it, drawn by `KINTSUGI_SEED`; every call with `KINTSUGI_FAILURES=all` (`just soak`).

use std::path::Path;
use std::process::{Command, Stdio};

use kintsugi_tests::{Dice, FailingDisk, How, Person, Run, Two, copy_folder, note, open_window, repeats, sample};

/// One command of Ana's, and what Ben does meanwhile.
#[derive(Clone, Copy)]
enum Step {
    /// Ana alone.
    Alone(&'static [&'static str]),
    /// Ana writes this line.
    Write(&'static str, &'static [&'static str]),
    /// Ana changes, or takes back, the line that she wrote with these words.
    OnLine(&'static [&'static str], &'static str),
    /// Ben alone, whose disk does not fail.
    Ben(&'static [&'static str]),
    /// Ana joins the window that Ben opens.
    Join,
    /// Both meet.
    Meet,
    /// Ana writes a bundle, which stays on the stick.
    BundleOut,
    /// Ana takes in a bundle of Ben's.
    BundleIn,
    /// Ana makes a backup; it stands in the place of an earlier one.
    Backup,
    /// Ana restores it where there is no journal.
    Restore,
    /// Ana goes back to the copy of the day, and to that of before.
    GoBack,
    /// Words of Ana's are damaged, and she repairs.
    Repair,
}

use Step::{Alone, Backup, Ben, BundleIn, BundleOut, GoBack, Join, Meet, OnLine, Repair, Restore, Write};

const SCRIPT: &[Step] = &[
    Alone(&["init", "--name", "Ana", "--no-passphrase", "--recovery-file", "WORDS"]),
    Write("a first line", &[]),
    Write("for me alone", &["--private"]),
    Write("with a tag", &["--tag", "home", "--kind", "hard"]),
    OnLine(&["edit", "ID", "a first line, changed"], "a first line"),
    OnLine(&["star", "ID"], "with a tag"),
    Write("taken back at once", &[]),
    OnLine(&["delete", "ID", "--yes"], "taken back at once"),
    Alone(&["act", "breakfast"]),
    Alone(&["jar", "add", "tea"]),
    Alone(&["jar", "add", "a walk"]),
    Alone(&["config", "hold-minutes", "0"]),
    Alone(&["ask", "answer", "1", "an answer"]),
    Ben(&["write", "of Ben"]),
    Join,
    Write("after pairing", &[]),
    Meet,
    Alone(&["letter", "write", "I was late."]),
    Alone(&["letter", "ready"]),
    Ben(&["letter", "write", "I know."]),
    Ben(&["letter", "ready"]),
    Meet,
    Meet,
    Alone(&["letter"]),
    Ben(&["write", "of Ben again"]),
    OnLine(&["edit", "ID", "with a tag, changed"], "with a tag"),
    Meet,
    OnLine(&["delete", "ID", "--yes"], "after pairing"),
    Meet,
    Alone(&["jar", "draw"]),
    Alone(&["jar", "done"]),
    Alone(&["miss", "write", "the walks"]),
    Alone(&["rest"]),
    Alone(&["routine", "add", "tea in the morning"]),
    Alone(&["routine", "done", "tea in the morning"]),
    Alone(&["focus", "pick", "walk"]),
    Alone(&["checkin", "schedule", "sunday", "19:00"]),
    Alone(&["agreement", "edit", "We eat together."]),
    Meet,
    BundleOut,
    Ben(&["write", "into a bundle"]),
    BundleIn,
    OnLine(&["share", "ID"], "for me alone"),
    Write("nearly the last", &[]),
    Alone(&["device", "rename", "DEVICE", "kitchen"]),
    Alone(&["words", "add", "missing", "I think of you."]),
    Alone(&["progress"]),
    Meet,
    Backup,
    Restore,
    Write("to be repaired", &["--private"]),
    Repair,
    Write("the last line", &[]),
    Alone(&["lock"]),
    Alone(&["verify"]),
    GoBack,
];

/// So many calls the whole script makes, about.
const CALLS: u64 = 2700;

/// What is known to be saved: id and words.
type Saved = Vec<(String, String)>;

struct Script {
    two: Two,
    disk: FailingDisk,
    saved: Saved,
    /// How many entries the copy had to which the last step went back.
    copied: std::cell::Cell<u64>,
}

impl Script {
    fn new() -> Self {
        let two = Two::strangers();
        two.ben.init();
        let disk = FailingDisk::build(two.root.path());
        Self { two, disk, saved: Vec::new(), copied: std::cell::Cell::new(0) }
    }

    fn path(&self, name: &str) -> String {
        self.two.root.path().join(name).to_str().expect("a plain path").to_owned()
    }

    /// Keeps both homes as they are, under this name.
    fn keep(&self, name: &str) {
        for person in [&self.two.ana, &self.two.ben] {
            put(&person.home, &person.home.with_extension(name));
        }
    }

    fn back(&self, name: &str) {
        for person in [&self.two.ana, &self.two.ben] {
            put(&person.home.with_extension(name), &person.home);
        }
        for name in ["WORDS", "out", "in"] {
            let _ = std::fs::remove_file(self.path(name));
        }
    }

    fn id_of(&self, text: &str) -> String {
        let found = self.saved.iter().find(|(_, saved)| saved.starts_with(text));
        found.unwrap_or_else(|| panic!("{text} was saved")).0.clone()
    }

    /// The copy of the day.
    fn copy(&self) -> serde_json::Value {
        self.two.ana.ok(&["restore", "--list"])["copies"][0].clone()
    }

    /// The laptop on which the backup is restored.
    fn new_laptop(&self) -> Person {
        self.two.ana.at(self.two.root.path().join("restored"))
    }

    fn line(&self, step: Step) -> Vec<String> {
        let line = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        match step {
            Alone(words) if words[0] == "init" => words
                .iter()
                .map(|word| if *word == "WORDS" { self.path("WORDS") } else { (*word).to_owned() })
                .collect(),
            Alone(words) if words[0] == "device" => {
                let devices = self.two.ana.ok(&["device", "list"])["devices"].clone();
                let id = devices[0]["id"].as_str().expect("an id").to_owned();
                words.iter().map(|word| if *word == "DEVICE" { id.clone() } else { (*word).to_owned() }).collect()
            }
            Alone(words) | Ben(words) => line(words),
            Write(text, options) => [line(&["write", "--now"]), line(options), line(&[text])].concat(),
            OnLine(words, text) => {
                let id = self.id_of(text);
                words.iter().map(|word| if *word == "ID" { id.clone() } else { (*word).to_owned() }).collect()
            }
            Join => line(&["join", "TICKET", "--yes"]),
            Meet => line(&["sync", "--wait", "20"]),
            BundleOut => vec!["bundle".into(), "export".into(), self.path("out")],
            BundleIn => vec!["bundle".into(), "import".into(), self.path("in")],
            Backup => line(&["backup", &self.path("stick.age"), "--yes"]),
            Restore => {
                let (file, words) = (self.path("stick.age"), self.path("words"));
                line(&["restore", &file, "--recovery-file", &words, "--no-passphrase"])
            }
            GoBack => line(&["restore", "--day", &self.copy()["day"].to_string().replace('"', ""), "--yes"]),
            Repair => line(&["repair", "--yes"]),
        }
    }

    /// Runs a step whose n-th call fails; of 0 none does.
    fn run(&self, step: Step, n: u64, how: How) -> Run {
        let (ana, ben) = (&self.two.ana, &self.two.ben);
        if matches!(step, GoBack) {
            self.copied.set(self.copy()["entries"].as_u64().expect("a number"));
        }
        let mut line = self.line(step);
        let mut window = None;
        let mut meanwhile = None;
        match step {
            Ben(_) => {
                let words: Vec<&str> = line.iter().map(String::as_str).collect();
                ben.ok(&words);
                return ana.run(&["status", "--json"]);
            }
            Join => {
                let (opened, ticket) = open_window(ben, &[]);
                line[1] = ticket;
                window = Some(opened);
            }
            Meet => meanwhile = Some(ben.begin(&["sync", "--wait", "20", "--json"])),
            BundleIn => {
                ben.ok(&["bundle", "export", &self.path("in")]);
            }
            _ => {}
        }
        let restored = self.new_laptop();
        let who = if matches!(step, Restore) { &restored } else { ana };
        let _ = std::fs::remove_dir_all(&restored.home);
        if matches!(step, Repair) {
            damage_the_newest_words(ana);
        }
        let words: Vec<&str> = line.iter().map(String::as_str).chain(["--json", "--no-input"]).collect();
        let mut command: Command = who.command(&words);
        self.disk.fail(&mut command, n, how);
        command.stdin(Stdio::null());
        let run: Run = command.output().expect("it starts").into();
        if let Some(window) = window {
            if run.code == 0 {
                window.wait_with_output();
            } else {
                window.close();
            }
        }
        if let Some(mut child) = meanwhile {
            if run.code != 0 {
                // He would go on looking for her.
                let _ = child.kill();
            }
            child.wait().expect("it ends");
        }
        run
    }

    /// Runs a step that does not fail, and remembers what it saved.
    fn go_on(&mut self, step: Step) -> u64 {
        let run = self.run(step, 0, How::Error);
        assert_eq!(run.code, 0, "{:?}: {}", self.line(step), run.stderr);
        match step {
            Write(text, _) => {
                self.saved.push((run.json()["id"].as_str().expect("an id").to_owned(), text.to_owned()));
            }
            OnLine(["edit", _, text], before) => {
                let id = self.id_of(before);
                self.saved.iter_mut().find(|(saved, _)| *saved == id).expect("it is there").1 = (*text).to_owned();
            }
            OnLine(["delete" | "share", ..], before) => {
                let id = self.id_of(before);
                self.saved.retain(|(saved, _)| *saved != id);
            }
            Alone(["init", ..]) => drop(std::fs::copy(self.path("WORDS"), self.path("words")).expect("the 12 words")),
            // What was written after the copy of the day is not there any more.
            GoBack => self.saved.clear(),
            Ben(_) => return 0,
            _ => {}
        }
        self.disk.counted()
    }

    /// What must hold after a step whose n-th call failed.
    fn check(&self, step: Step, run: &Run, case: &str) {
        let ana = &self.two.ana;
        assert!(!run.stderr.contains("fault of its own") && run.code != 101, "{case}: {}", run.stderr);
        if matches!(step, Alone(["init", ..])) && ana.run(&["status", "--json"]).code == 1 {
            // It was not made: then it is made now.
            let _ = std::fs::remove_file(self.path("WORDS"));
            let line = self.line(step);
            let again = ana.run(&line.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(again.code, 0, "{case}: {}{}", again.stderr, ana.run(&["status"]).stderr);
        }
        self.check_way_back(step, run, case);
        assert_eq!(ana.run(&["verify", "--json"]).code, 0, "{case}: {}", ana.run(&["verify"]).stderr);
        let entries = ana.entries();
        // Whoever was ended behind the last commit of going back is back, and nobody was told.
        if matches!(step, GoBack) && self.copied.get() == entries.len() as u64 {
            return;
        }
        let has = |id: &str, text: &str| entries.iter().any(|entry| entry[0] == id && entry[3] == text);
        let touched = |id: &str| matches!(step, OnLine(_, before) if self.id_of(before) == id);
        for (id, text) in self.saved.iter().filter(|(id, _)| !touched(id)) {
            assert!(has(id, text), "{case}: “{text}” is not there");
        }
        if let Write(text, _) = step {
            let there = entries.iter().any(|entry| entry[3] == text);
            if run.code == 0 {
                assert!(there, "{case}: it was said to be saved");
            } else if run.stderr.contains("not saved") || run.stderr.contains("Nothing was changed") {
                assert!(!there, "{case}: it was said not to be saved: {}", run.stderr);
            }
        }
        if let OnLine(words, before) = step {
            let id = self.id_of(before);
            let old = self.saved.iter().find(|(saved, _)| *saved == id).expect("it was saved").1.clone();
            let unchanged = has(&id, &old);
            match words[0] {
                "edit" => assert!(unchanged || has(&id, words[2]), "{case}: one of the two is there"),
                "delete" if run.code == 0 => assert!(!unchanged, "{case}: it was said to be taken back"),
                _ => {}
            }
            if run.stderr.contains("not saved") && words[0] != "star" {
                assert!(unchanged, "{case}: it was said not to be saved: {}", run.stderr);
            }
        }
    }
}

impl Script {
    /// What was cut or failed is done by giving the command once more.
    fn check_way_back(&self, step: Step, run: &Run, case: &str) {
        match step {
            Backup => {
                let there = self.two.ana.run(&["backup", "--verify", &self.path("stick.age")]);
                assert_eq!(there.code, 0, "{case}: a whole one stands there: {}", there.stderr);
            }
            Restore => {
                let new = self.new_laptop();
                let status = new.run(&["status", "--json"]);
                if status.code != 0 {
                    assert!(run.code != 0 && status.error(1)["code"] == "no-home", "{case}: {}", status.stderr);
                    let line = self.line(step);
                    let again = new.run(&line.iter().map(String::as_str).collect::<Vec<_>>());
                    assert_eq!(again.code, 0, "{case}: {}", again.stderr);
                }
                assert_eq!(new.entries(), self.two.ana.entries(), "{case}");
                assert_eq!(new.ok(&["verify"])["ok"], true, "{case}");
            }
            Repair => {
                let again = self.two.ana.run(&["repair", "--yes"]);
                assert_eq!(again.code, 0, "{case}: {}", again.stderr);
            }
            _ => {}
        }
    }
}

fn damage_the_newest_words(person: &Person) {
    let store = rusqlite::Connection::open(person.home.join("journal.db")).expect("a store");
    let newest = "UPDATE body SET value = zeroblob(length(value)) WHERE rowid = (SELECT max(rowid) FROM body)";
    assert_eq!(store.execute(newest, []).expect("damage"), 1);
}

/// Puts a folder in place of another one; nothing in place of it where there is none.
fn put(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    if from.is_dir() {
        copy_folder(from, to);
        // A socket of a process that has ended is no file to keep.
        for name in ["socket", "bell"] {
            let _ = std::fs::remove_file(to.join(name));
        }
    }
}

#[test]
fn whichever_call_fails_what_was_said_is_so() {
    let all = std::env::var("KINTSUGI_FAILURES").is_ok_and(|text| text == "all");
    let tries = sample("KINTSUGI_FAILURES", 16, 40);
    let seed = repeats("KINTSUGI_SEED", 33);
    note(&format!("KINTSUGI_SEED={seed}"));
    let mut dice = Dice(seed);
    let mut script = Script::new();
    let (mut failed, mut calls) = (0, 0);
    for (at, step) in SCRIPT.iter().copied().enumerate() {
        script.keep("before");
        let before = script.saved.clone();
        let made = script.go_on(step);
        script.keep("after");
        let after = std::mem::replace(&mut script.saved, before);
        calls += made;
        let points = (1..=made).flat_map(|n| How::ALL.map(|how| (n, how)));
        let chosen: Vec<(u64, How)> = points.filter(|_| all || dice.below(CALLS * 5) < tries).collect();
        for (n, how) in chosen {
            script.back("before");
            let case = format!("KINTSUGI_SEED={seed}: step {at}, {:?}, call {n}, {how:?}", script.line(step));
            let run = script.run(step, n, how);
            script.check(step, &run, &case);
            failed += 1;
        }
        script.back("after");
        script.saved = after;
    }
    note(&format!("{failed} of {} failures over {} commands", calls * 5, SCRIPT.len()));
    assert!(failed > 0 && calls > 300, "{failed} {calls}");
}
