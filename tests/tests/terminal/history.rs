//! What a shell keeps of a first evening: the commands, and not a word of the journal.

use expectrl::{Expect, Session};
use kintsugi_tests::terminal::dialogue;
use kintsugi_tests::{Two, program, skipped};

/// Everything that is typed in an answer, in one evening.
const TYPED: [&str; 4] = ["rain on a tin roof", "It rained all day", "The rice was good", "made the call"];

#[test]
fn the_history_of_the_shell_holds_no_word_of_a_first_evening() {
    let Ok(bash) = std::process::Command::new("bash").arg("--version").output() else {
        return skipped("bash, whose history is looked at");
    };
    assert!(bash.status.success());
    let two = Two::strangers();
    let (history, bin) = (two.root.path().join("history"), two.root.path().join("bin"));
    std::fs::create_dir(&bin).expect("a folder");
    std::os::unix::fs::symlink(program(), bin.join("kintsugi")).expect("a link");
    let mut command = std::process::Command::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("HISTFILE", &history).env("KINTSUGI_HOME", &two.ana.home).env("KINTSUGI_BIND", "127.0.0.1");
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", bin.display())).env("LANG", "C.UTF-8").env("PS1", "at the shell> ");
    command.env("TERM", "xterm").env_remove("VISUAL").env_remove("EDITOR").env_remove("HISTCONTROL");
    let mut shell = Session::spawn(command).expect("a pseudo-terminal");
    shell.set_expect_timeout(Some(std::time::Duration::from_secs(30)));

    dialogue(&mut shell, &[("at the shell>", "kintsugi\r"), ("Your name", "Ana\r")]);
    dialogue(&mut shell, &[("A passphrase", "rain on a tin roof\r"), ("The same again", "rain on a tin roof\r")]);
    // The word that is asked back cannot be known here; Ctrl-C leaves, and the journal is begun without the question.
    dialogue(&mut shell, &[("once they are on paper", "\x03"), ("at the shell>", "")]);
    let words = two.root.path().join("words");
    let init = format!("kintsugi init --name Ana --no-passphrase --recovery-file {}\r", words.display());
    dialogue(&mut shell, &[("", &init), ("at the shell>", "kintsugi evening\r")]);
    dialogue(&mut shell, &[("Which one?", "1\r"), ("A line or two", "The rice was good\r\r")]);
    dialogue(&mut shell, &[("What was it?", "made the call\r\r"), ("That was the evening", "")]);
    dialogue(&mut shell, &[("at the shell>", "kintsugi write\r"), ("A line or two", "It rained all day\r\r")]);
    dialogue(&mut shell, &[("at the shell>", "exit\r")]);
    shell.expect(expectrl::Eof).expect("it ends");

    let texts = two.ana.ok(&["read", "--last", "9"]).to_string();
    assert!(TYPED[1..].iter().all(|words| texts.contains(words)), "{texts}");
    let kept = std::fs::read_to_string(&history).expect("a history");
    assert!(kept.contains("kintsugi evening") && kept.contains("kintsugi write"), "{kept}");
    for words in TYPED {
        assert!(!kept.contains(words), "“{words}” is in the history: {kept}");
    }
}
