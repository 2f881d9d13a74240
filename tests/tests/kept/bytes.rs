//! A disk changes bytes of any file of a small journal, or cuts it: what is read is right or named, nothing ends in a panic, and
//! there is a way back.
//!
//! A sample, `KINTSUGI_BYTES` for each file, drawn by `KINTSUGI_SEED`; with `KINTSUGI_BYTES=all` each byte in three ways and
//! each cut (`just soak`), in parts where `KINTSUGI_PART` says so.

use kintsugi_tests::{Damage, Dice, Person, Run, Two, copy_folder, folder, is_of_this_part, note, repeats};

/// The journal as it was before anything happened to it.
struct Small {
    two: Two,
    /// The person who opens the damaged one, which is in memory.
    ana: Person,
    _memory: tempfile::TempDir,
    entries: Vec<[String; 4]>,
}

/// The files of one: some made by the first command, some by what follows, a copy of the day, and a log that is not empty.
const FILES: [&str; 7] =
    ["journal.db", "journal.db-wal", "journal.db-shm", "keyfile", "keyfile.copy", "journal.count", "journal.room"];

impl Small {
    fn new() -> Self {
        let two = Two::paired();
        let (memory, ana) = (folder(true), &two.ana);
        ana.write("of Ana, for both", &[]);
        ana.write("of Ana alone", &["--private"]);
        ana.ok(&["jar", "add", "tea"]);
        two.ben.write("of Ben", &["--now"]);
        two.sync();
        ana.write("after the meeting", &["--tag", "home"]);
        let id = ana.write("taken back", &[]);
        ana.ok(&["delete", &id, "--yes"]);
        ana.write("in the log", &[]);
        ana.write("in the log, alone", &["--private"]);
        let (entries, damaged) = (ana.entries(), ana.at(memory.path().join("damaged")));
        Self { ana: damaged, _memory: memory, entries, two }
    }

    /// A fresh one to be damaged.
    fn anew(&self) {
        let _ = std::fs::remove_dir_all(&self.ana.home);
        copy_folder(&self.two.ana.home, &self.ana.home);
        for socket in ["socket", "bell"] {
            let _ = std::fs::remove_file(self.ana.home.join(socket));
        }
    }

    fn copy_of_the_day(&self) -> String {
        let files = self.two.ana.files().into_iter().map(|(path, _)| path);
        let named = files.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
        named.into_iter().find(|name| name.starts_with("copy-") && name.ends_with(".db")).expect("a copy of the day")
    }

    /// Reads, and holds what is shown against what was written: other words never, fewer only where that is said.
    fn look(&self, case: &str) {
        let read = fine(self.ana.run(&["read", "--from", "2000-01-01", "--json", "--no-input"]), case);
        let verified = fine(self.ana.run(&["verify", "--json", "--no-input"]), case);
        if read.code != 0 {
            assert!([3, 5, 6].contains(&read.code), "{case}: {}", read.stderr);
            return self.way_back(case);
        }
        let whole = self.shows(&read, case) == self.entries.len();
        assert!(whole || verified.code == 6, "{case}: lines are not there, and verify says nothing: {}", read.stdout);
        if verified.code != 0 {
            assert_eq!(verified.code, 6, "{case}: {}", verified.stderr);
            self.way_back(case);
        }
    }

    /// How many lines are shown; none with other words, or of somebody else.
    fn shows(&self, read: &Run, case: &str) -> usize {
        let shown = read.json()["entries"].as_array().expect("entries").clone();
        for entry in &shown {
            let written = self.entries.iter().find(|one| entry["id"] == one[0].as_str());
            let as_it_was = |one: &[String; 4]| entry["text"] == one[3].as_str() && entry["author"] == one[1].as_str();
            assert!(written.is_some_and(as_it_was), "{case}: {entry}");
        }
        shown.len()
    }

    /// `repair`, or the copy of the day; then all is well, and what is not there was named.
    fn way_back(&self, case: &str) {
        let repaired = fine(self.ana.run(&["repair", "--yes", "--json", "--no-input"]), case);
        if repaired.stderr.contains("keyfile.copy") && !case.contains("with the copy") {
            std::fs::copy(self.ana.home.join("keyfile.copy"), self.ana.home.join("keyfile")).expect("a file");
            return self.look(&format!("{case}, with the copy of the keyfile"));
        }
        let named = if repaired.code == 0 {
            let said = repaired.json();
            let gone =
                said["gone"].as_array().expect("a list").iter().map(|gone| gone["count"].as_u64().expect("a number"));
            // Of what was saved last nobody knows how much it was.
            let since = said["gone"].to_string().contains("what you saved last");
            gone.sum::<u64>() + said["asked"].as_u64().expect("a number") + if since { u64::MAX / 2 } else { 0 }
        } else {
            let list = fine(self.ana.run(&["restore", "--list", "--json", "--no-input"]), case);
            let day = list.json()["copies"][0]["day"].as_str().map(str::to_owned);
            let day = day.unwrap_or_else(|| panic!("{case}: no way back: {}", repaired.stderr));
            let restored = fine(self.ana.run(&["restore", "--day", &day, "--yes", "--json", "--no-input"]), case);
            assert_eq!(restored.code, 0, "{case}: {}\nrepair: {}", restored.stderr, repaired.stderr);
            // What came after the copy of the day is not in it.
            self.entries.len() as u64
        };
        let verified = fine(self.ana.run(&["verify", "--json", "--no-input"]), case);
        assert_eq!(verified.code, 0, "{case}: {}{}", verified.stdout, verified.stderr);
        let read = fine(self.ana.run(&["read", "--from", "2000-01-01", "--json", "--no-input"]), case);
        let there = self.shows(&read, case) as u64;
        assert!(
            there + named >= self.entries.len() as u64,
            "{case}: lost in silence: {}{}",
            repaired.stdout,
            read.stdout
        );
    }
}

/// No panic, and no words of the machinery.
#[track_caller]
fn fine(run: Run, case: &str) -> Run {
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(run.code >= 0 && run.code != 101 && !all.contains("fault of its own"), "{case}: {} {all}", run.code);
    assert!(!all.to_lowercase().contains("sql"), "{case}: {all}");
    run
}

fn seed() -> u64 {
    let seed = repeats("KINTSUGI_SEED", 11);
    note(&format!("KINTSUGI_SEED={seed}"));
    seed
}

/// Which damages of a file of this length are tried.
fn chosen(length: usize, usual: u64, dice: &mut Dice) -> Vec<Damage> {
    if std::env::var("KINTSUGI_BYTES").is_ok_and(|text| text == "all") {
        let each = Damage::all(length).enumerate().filter(|(case, _)| is_of_this_part(*case));
        each.map(|(_, damage)| damage).collect()
    } else {
        Damage::some(length, repeats("KINTSUGI_BYTES", usual), dice)
    }
}

#[test]
fn whatever_byte_of_a_journal_changes_it_is_named_or_harms_nothing() {
    let small = Small::new();
    let seed = seed();
    let mut dice = Dice(seed);
    let copy = small.copy_of_the_day();
    let mut tried = 0;
    for file in FILES.iter().copied().chain([copy.as_str()]) {
        let from = small.two.ana.home.join(file);
        let Ok(bytes) = std::fs::read(&from) else { continue };
        let usual = if file.starts_with("journal.db") && !file.ends_with("shm") { 16 } else { 4 };
        for damage in chosen(bytes.len(), usual, &mut dice).into_iter().filter(|damage| damage.of(&bytes) != bytes) {
            small.anew();
            damage.to(&small.ana.home.join(file));
            small.look(&format!("KINTSUGI_SEED={seed}: {file}, {damage:?}"));
            tried += 1;
        }
    }
    note(&format!("{tried} damaged journals"));
    assert!(tried > 40, "{tried}");
}

/// Both as they were, or something else in the place of one file: nothing, that of another day, that of somebody else.
#[test]
fn a_file_that_is_missing_older_or_of_another_journal_is_named_or_harms_nothing() {
    let mut small = Small::new();
    let older = small.two.root.path().join("older");
    small.two.ana.copy_home(&older);
    small.two.ana.ok(&["act", "breakfast"]);
    small.entries = small.two.ana.entries();
    small.two.ana.ok(&["config", "hold-minutes", "0"]);
    let copy = small.copy_of_the_day();
    for file in FILES.iter().copied().chain([copy.as_str()]) {
        for from in [None, Some(&older), Some(&small.two.ben.home)] {
            small.anew();
            let at = small.ana.home.join(file);
            let _ = std::fs::remove_file(&at);
            if let Some(from) = from.map(|from| from.join(file)).filter(|from| from.exists()) {
                std::fs::copy(from, &at).expect("a file");
            }
            small.look(&format!("{file} from {from:?}"));
        }
    }
}

/// Each of these damages to a file that Ana made, taken up by somebody with a command: it is refused by name, and nothing came of it.
fn is_refused_by_name(two: &Two, file: &str, arguments: &[&str], person: &Person, codes: &[i32], usual: u64) {
    let (seed, whole) = (seed(), std::fs::read(file).expect("a file"));
    let before = person.home.exists().then(|| person.entries());
    for damage in chosen(whole.len(), usual, &mut Dice(seed)) {
        if damage.of(&whole) == whole {
            continue;
        }
        std::fs::write(file, damage.of(&whole)).expect("a file");
        let case = format!("KINTSUGI_SEED={seed}: {damage:?}");
        let run = fine(person.run(arguments), &case);
        assert!(codes.contains(&run.code), "{case}: {}{}", run.stdout, run.stderr);
        assert_eq!(person.home.exists().then(|| person.entries()), before, "{case}");
    }
    std::fs::write(file, whole).expect("a file");
    assert_eq!(person.run(arguments).code, 0, "the whole one is taken: {}", two.root.path().display());
}

#[test]
fn whatever_byte_of_a_backup_changes_it_is_refused_by_name() {
    let two = Two::with_journals();
    two.ana.write("a line", &[]);
    let path = |name: &str| two.root.path().join(name).display().to_string();
    let (file, words) = (path("stick.age"), two.ana.home.with_extension("words").display().to_string());
    two.ana.ok(&["backup", &file]);
    let new = two.ana.at(two.root.path().join("new"));
    let restore = ["restore", &file, "--recovery-file", &words, "--no-passphrase", "--json", "--no-input"];
    is_refused_by_name(&two, &file, &restore, &new, &[3, 5], 8);
}

#[test]
fn whatever_byte_of_a_file_for_the_stick_changes_it_is_refused_by_name() {
    let two = Two::paired();
    two.ana.write("a line", &[]);
    let file = two.root.path().join("for-ben").display().to_string();
    two.ana.ok(&["bundle", "export", &file]);
    is_refused_by_name(&two, &file, &["bundle", "import", &file, "--json", "--no-input"], &two.ben, &[5], 16);
}
