//! Words in an editor, through a real pseudo-terminal: who can see them while it is open, and where they are when it, or this
//! program, is ended before they are saved.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use expectrl::{Eof, Expect};
use kintsugi_tests::Two;
use kintsugi_tests::terminal::{at_terminal, end};

/// Words that stand nowhere but where a test puts them.
const WORDS: &str = "I was late again, canary-of-the-editor";

/// Two people, and a runtime folder of this user as after a login.
struct Desk {
    two: Two,
    runtime: PathBuf,
    /// The temporary folder, which all users of a laptop share.
    temporary: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let two = Two::with_journals();
        let runtime = two.root.path().join("runtime");
        std::fs::create_dir(&runtime).expect("a folder");
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700)).expect("a mode");
        let temporary = two.root.path().join("temporary");
        std::fs::create_dir(&temporary).expect("a folder");
        Self { two, runtime, temporary }
    }

    /// An editor that does this with the file `$1`; `$PPID` is the program.
    fn editor(&self, script: &str) -> String {
        let path = self.two.root.path().join("editor");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("a mode");
        path.to_str().expect("plain").to_owned()
    }

    /// What is said when a command of Ana's opens this editor, and the code it ends with.
    fn edit(&self, arguments: &[&str], script: &str) -> (String, i32) {
        end(at_terminal(
            &self.two.ana,
            arguments,
            &self.desk(&self.editor(script)).each_ref().map(|(a, b)| (*a, b.as_str())),
        ))
    }

    fn desk(&self, editor: &str) -> [(&'static str, String); 3] {
        let path = |path: &Path| path.to_str().expect("plain").to_owned();
        [("EDITOR", editor.to_owned()), ("XDG_RUNTIME_DIR", path(&self.runtime)), ("TMPDIR", path(&self.temporary))]
    }

    /// What a command of Ana's answers, with the runtime folder.
    fn ok(&self, arguments: &[&str]) -> serde_json::Value {
        let mut command = self.two.ana.command(&[arguments, &["--json"]].concat());
        let run: kintsugi_tests::Run = command
            .env("XDG_RUNTIME_DIR", &self.runtime)
            .env("TMPDIR", &self.temporary)
            .output()
            .expect("it runs")
            .into();
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.json()
    }

    /// The texts of Ana's drafts, and the commands that they are for.
    fn drafts(&self) -> Vec<(String, String)> {
        let answer = self.ok(&["draft"]);
        let drafts = answer["drafts"].as_array().expect("drafts").iter();
        let text = |draft: &serde_json::Value, name: &str| draft[name].as_str().expect("text").to_owned();
        drafts.map(|draft| (text(draft, "for"), text(draft, "text"))).collect()
    }

    /// Nothing is left of the folder, and the words are in no file that a stranger could read.
    fn is_clean(&self) {
        assert_eq!(std::fs::read_dir(&self.runtime).expect("a folder").count(), 0);
        assert_eq!(std::fs::read_dir(&self.temporary).expect("a folder").count(), 0);
        assert_eq!(holding(&self.two.ana.home, WORDS.as_bytes()), Vec::<PathBuf>::new());
    }
}

/// The files below a folder that hold these bytes.
fn holding(place: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(place).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if std::fs::read(&path).unwrap_or_default().windows(bytes.len()).any(|window| window == bytes) {
            found.push(path);
        }
    }
    found
}

/// Writes the words, and says so at the terminal.
fn write_words() -> String {
    format!("printf '{WORDS}\\n' > \"$1\"")
}

fn for_write() -> Vec<(String, String)> {
    vec![("write".into(), WORDS.into())]
}

#[test]
fn while_the_editor_is_open_nobody_else_can_look_and_ctrl_c_is_its_own() {
    let desk = Desk::new();
    let script = format!(
        "stat -c '%a' \"$(dirname \"$1\")\" \"$1\" \"$(dirname \"$1\")\"/* > '{0}'\ntrap 'echo heard' INT\nkill -INT $PPID\nkill -INT $$\n{1}",
        desk.two.root.path().join("modes").display(),
        write_words()
    );
    let (said, code) = desk.edit(&["write", "-e"], &script);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("heard"), "{said}");
    assert!(said.contains("Your editor may keep copies"), "what other programs keep is named before: {said}");
    let (again, code) = desk.edit(&["write", "-e"], "printf 'again' > \"$1\"");
    assert!(code == 0 && !again.contains("copies"), "and once: {again}");
    let modes = std::fs::read_to_string(desk.two.root.path().join("modes")).expect("the editor ran");
    let mut modes = modes.lines();
    assert_eq!(modes.next(), Some("700"));
    assert!(modes.clone().count() >= 2 && modes.all(|mode| mode == "600"));
    assert_eq!(desk.two.ana.entries()[0][3], WORDS);
    assert!(desk.drafts().is_empty());
    desk.is_clean();
}

#[test]
fn a_program_that_is_asked_to_end_keeps_the_words_as_a_draft() {
    for signal in ["TERM", "HUP"] {
        let desk = Desk::new();
        // An editor that ends when it is told to, as editors do.
        let (said, code) = desk.edit(&["write", "-e"], &format!("{}\nkill -{signal} $PPID\nread line", write_words()));
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("kintsugi draft"), "{said}");
        desk.is_clean();
        assert_eq!(desk.drafts(), for_write(), "{signal}");
        assert!(desk.two.ana.entries().is_empty());
    }
}

#[test]
fn a_terminal_that_is_closed_keeps_the_words_as_a_draft() {
    let desk = Desk::new();
    // The system tells everybody at the terminal at once: the editor, and the program.
    let (said, code) = desk.edit(&["write", "-e"], &format!("{}\nkill -HUP 0\nread line", write_words()));
    assert_eq!(code, 1, "{said}");
    // The folder is gone before the next command could sweep it.
    desk.is_clean();
    assert_eq!(desk.drafts(), for_write());
}

#[test]
fn what_an_editor_writes_when_it_is_ended_counts() {
    let desk = Desk::new();
    // As nano does: what was typed and not saved goes beside the file.
    let script =
        format!("trap 'printf \"{WORDS}\" > \"$1.save\"; exit 1' TERM\nkill -TERM $PPID\nwhile :; do read line; done");
    let (said, code) = desk.edit(&["letter", "write"], &script);
    assert_eq!(code, 1, "{said}");
    assert_eq!(desk.drafts(), [("letter write".to_owned(), WORDS.to_owned())], "and not the template");
    desk.is_clean();
}

#[test]
fn a_file_that_still_is_the_template_is_no_draft() {
    let desk = Desk::new();
    let id = desk.two.ana.write("as it is", &[]);
    for arguments in [&["write", "-e"][..], &["letter", "write"], &["edit", &id]] {
        let (said, code) = desk.edit(arguments, "kill -TERM $PPID\nread line");
        assert_eq!(code, 1, "{said}");
        assert!(!said.contains("draft"), "{said}");
        assert!(desk.drafts().is_empty(), "{arguments:?}");
        assert_eq!(std::fs::read_dir(&desk.runtime).expect("a folder").count(), 0);
    }
}

#[test]
fn what_a_killed_program_left_behind_is_a_draft_for_the_next_one() {
    let desk = Desk::new();
    let editor = desk.desk(&desk.editor(&format!("{}\nkill -KILL $PPID\nread line", write_words())));
    let mut session =
        at_terminal(&desk.two.ana, &["write", "-e"], &editor.each_ref().map(|(name, value)| (*name, value.as_str())));
    // The end of the terminal comes when the editor is gone, too.
    session.expect(Eof).expect("both have ended");
    assert_eq!(holding(&desk.runtime, WORDS.as_bytes()).len(), 1, "they are still there");
    // Another home of the same user leaves them alone.
    let other = desk.two.ben.command(&["today"]).env("XDG_RUNTIME_DIR", &desk.runtime).output().expect("it runs");
    assert!(other.status.success());
    assert_eq!(holding(&desk.runtime, WORDS.as_bytes()).len(), 1);
    let around = desk.ok(&["today"])["around"].to_string();
    assert!(around.contains("kintsugi draft"), "{around}");
    assert_eq!(desk.drafts(), for_write());
    desk.is_clean();
}

#[test]
fn words_that_somebody_still_writes_are_not_swept() {
    let desk = Desk::new();
    let program = kintsugi_tests::program();
    // Another command of the same home, while the editor is open: it must neither take the words nor wait for them.
    let script = format!(
        "{}\nKINTSUGI_HOME='{}' '{}' draft --json",
        write_words(),
        desk.two.ana.home.display(),
        program.display()
    );
    let (said, code) = desk.edit(&["write", "-e"], &script);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("{\"drafts\":[]}"), "{said}");
    assert_eq!(desk.two.ana.entries()[0][3], WORDS);
}

#[test]
fn a_draft_is_shown_taken_up_or_thrown_away_and_its_words_are_gone() {
    let desk = Desk::new();
    let rescued = || {
        let (said, code) = desk.edit(&["write", "-e"], &format!("{}\nexit 3", write_words()));
        assert_eq!(code, 1, "{said}");
        assert_eq!(desk.drafts(), for_write());
    };
    rescued();
    assert_eq!(desk.two.ana.run(&["draft", "show", "1"]).stdout, format!("{WORDS}\n"));
    assert_eq!(desk.two.ana.fails(&["draft", "remove", "1"], 2)["code"], "usage", "nothing destructive without --yes");
    assert_eq!(desk.two.ana.fails(&["draft", "show", "2"], 2)["code"], "usage");
    assert_eq!(desk.ok(&["draft", "remove", "1", "--yes"])["removed"], true);
    assert!(desk.drafts().is_empty());

    rescued();
    let editor = desk.desk(&desk.editor("printf ', and I am sorry.' >> \"$1\""));
    let variables = editor.each_ref().map(|(name, value)| (*name, value.as_str()));
    let mut session = at_terminal(&desk.two.ana, &["write", "-e"], &variables);
    session.expect("Go on with them? [y/N]").expect("a question");
    session.send_line("y").expect("an answer");
    let (said, code) = end(session);
    assert_eq!(code, 0, "{said}");
    assert_eq!(desk.two.ana.entries()[0][3], format!("{WORDS}, and I am sorry."));
    assert!(desk.drafts().is_empty());
    desk.is_clean();
}

#[test]
fn an_editor_of_which_this_is_known_keeps_nothing_elsewhere() {
    let desk = Desk::new();
    if !Path::new("/usr/bin/vim").exists() {
        return kintsugi_tests::skipped("vim is not here");
    }
    // As somebody might have set it up.
    let own = desk.two.root.path().join("own");
    std::fs::create_dir(&own).expect("a folder");
    let folder = own.display();
    let vimrc = format!(
        "set directory={folder} backup backupdir={folder} undofile undodir={folder} viminfo='9,n{folder}/info\nautocmd VimEnter * call setline(1, '{WORDS}') | normal yy\nautocmd CursorHold,VimEnter * wq"
    );
    std::fs::write(desk.two.root.path().join(".vimrc"), vimrc).expect("a file");
    let mut editor = desk.desk("vim").to_vec();
    editor.push(("HOME", desk.two.root.path().to_str().expect("plain").to_owned()));
    let variables: Vec<(&str, &str)> = editor.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (said, code) = end(at_terminal(&desk.two.ana, &["write", "-e"], &variables));
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("may keep copies"), "{said}");
    assert_eq!(desk.two.ana.entries()[0][3], WORDS);
    assert_eq!(std::fs::read_dir(&own).expect("a folder").count(), 0, "nothing beside");
    desk.is_clean();
}
