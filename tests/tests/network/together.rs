//! Staying in touch: what is sent by itself, what waits, and the commands beside it.

use std::process::Command;
use std::time::{Duration, Instant};

use kintsugi_tests::company::{Company, Watch, until_in_touch, until_read};
use kintsugi_tests::{Person, is_slow, note, sample, skipped};

#[test]
fn many_lines_each_way_one_after_the_other() {
    let company = Company::paired(&["a", "b"]);
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    for n in 0..sample("KINTSUGI_LINES", 10, 50) {
        for (writer, reader) in [(&company.two.ana, &company.two.ben), (&company.two.ben, &company.two.ana)] {
            let line = format!("{} {n}", writer.name);
            writer.write(&line, &["--now"]);
            until_read(reader, &[line]);
        }
    }
    assert_eq!(company.two.ana.entries(), company.two.ben.entries());
}

/// A thousand by `KINTSUGI_APART`, as in `just soak`.
#[test]
fn hundreds_of_lines_apart_on_each_side() {
    let company = Company::paired(&["a", "b"]);
    let many = sample("KINTSUGI_APART", 100, 300);
    // Written at the laptop itself, one process for each line.
    let write = |person: &Person| {
        let program = kintsugi_tests::program();
        let script = "for n in $(seq $2); do \"$0\" write --now \"$1 $n\" >/dev/null; done";
        let mut shell = Command::new("sh");
        shell
            .args(["-ec", script])
            .arg(program)
            .args([person.name, &many.to_string()])
            .env("KINTSUGI_HOME", &person.home);
        shell.spawn().expect("a shell")
    };
    for mut writing in [&company.two.ana, &company.two.ben].map(write) {
        assert!(writing.wait().expect("it ends").success());
    }
    let _watches = company.watch();
    let lines = |name: &str| (1..=many).map(|n| format!("{name} {n}")).collect::<Vec<_>>();
    note(&format!("Ana has Ben's after {:?}", until_read(&company.two.ana, &lines("Ben"))));
    note(&format!("Ben has Ana's after {:?}", until_read(&company.two.ben, &lines("Ana"))));
}

/// A line that waits stands on the same page: it stays where it is, and the letters open past it.
#[test]
fn letters_open_by_themselves_while_a_line_waits() {
    let company = Company::paired(&["a", "b"]);
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    company.two.ana.write("said in anger", &[]);
    for person in [&company.two.ana, &company.two.ben] {
        person.ok(&["letter", "write", &format!("the letter of {}", person.name)]);
        person.ok(&["letter", "ready"]);
    }
    for person in [&company.two.ana, &company.two.ben] {
        let since = Instant::now();
        while person.ok(&["letter"])["state"] != "open" {
            assert!(since.elapsed() < Duration::from_secs(30), "{} waits", person.name);
            std::thread::sleep(Duration::from_millis(50));
        }
        let letters = person.ok(&["letter", "read"])["letters"].clone();
        assert_eq!(letters.as_array().map(Vec::len), Some(2), "{letters}");
    }
    assert!(company.two.ben.entries().is_empty(), "the line still waits");
}

#[test]
fn a_new_line_waits_and_one_beside_it_does_not() {
    let company = Company::paired(&["a", "b"]);
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    let id = company.two.ana.write("said in anger", &[]);
    let status = company.two.ana.ok(&["status"]);
    assert_eq!(status["waits"][0]["for"], "time", "{status}");
    assert_eq!(status["waits"][0]["count"], 1, "{status}");
    assert!(status["waits"][0]["until"].is_string() && status.get("in_touch").is_none(), "{status}");
    let screen = company.two.ana.run(&["status"]).stdout;
    assert!(screen.contains("A new line waits until") && !screen.to_lowercase().contains("touch"), "{screen}");
    company.two.ana.write("said at once", &["--now"]);
    until_read(&company.two.ben, &["said at once".to_owned()]);
    assert_eq!(company.two.ben.entries().len(), 1);
    // Taken back in time: Ben never learns that there was anything.
    company.two.ana.ok(&["delete", &id, "--yes"]);
    company.two.ana.write("and later", &[]);
    let met = company.two.ana.ok(&["sync"]);
    assert_eq!(met["up_to_date"], true, "asked for, it does not wait: {met}");
    let texts: Vec<String> = company.two.ben.entries().into_iter().map(|entry| entry[3].clone()).collect();
    assert_eq!(texts, ["said at once", "and later"]);
    assert_eq!(company.two.ana.ok(&["status"])["waits"], serde_json::json!([]));
}

/// One minute at least, and up to three more, drawn anew for each line: so long it takes, and it is part of the slow set.
#[test]
fn what_waits_goes_by_itself_when_its_time_has_come() {
    if !is_slow() {
        skipped("a line waits for up to four minutes; KINTSUGI_SLOW waits for it");
        return;
    }
    let company = Company::paired(&["a", "b"]);
    company.two.ana.ok(&["config", "hold-minutes", "1"]);
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    company.two.ana.write("in a minute", &[]);
    std::thread::sleep(Duration::from_secs(50));
    assert!(company.two.ben.entries().is_empty());
    let since = Instant::now();
    while company.two.ana.ok(&["status"])["waits"] != serde_json::json!([]) {
        assert!(since.elapsed() < Duration::from_secs(240), "it waits for four minutes at most");
        std::thread::sleep(Duration::from_secs(1));
    }
    until_read(&company.two.ben, &["in a minute".to_owned()]);
}

#[test]
fn only_one_process_owns_the_connection() {
    let company = Company::paired(&["a", "b"]);
    let (mut ana, _ben) = company.watch();
    until_in_touch(&company.two.ana);
    // A second watch is refused; sync and status speak to the one that is there.
    assert_eq!(company.two.ana.fails(&["sync", "--watch"], 1)["code"], "in-use");
    company.two.ana.write("through the watch", &[]);
    let met = company.two.ana.ok(&["sync"]);
    assert_eq!((met["sent"].as_u64(), met["partner"].as_str()), (Some(1), Some("Ben")));
    assert!(ana.is_running());
    // Replacing a laptop needs the endpoint: the watch leaves it, and takes it up again when the window closes.
    let mut window = company.two.ana.command(&["device", "replace", "--yes", "--json"]).spawn().expect("it starts");
    kintsugi_tests::first_line(&mut window);
    window.kill().expect("closed");
    window.wait().expect("it ends");
    company.two.ana.write("after the window", &["--now"]);
    until_read(&company.two.ben, &["after the window".to_owned()]);
    assert!(ana.is_running());
}

#[test]
fn locking_ends_the_watch() {
    let company = Company::paired(&["a", "b"]);
    let mut ana = Watch::start(&company.two.ana);
    let _ben = Watch::start(&company.two.ben);
    until_in_touch(&company.two.ana);
    company.two.ana.ok(&["lock"]);
    ended(&mut ana);
    // Also while it leaves the network to somebody else.
    let mut ana = Watch::start(&company.two.ana);
    until_in_touch(&company.two.ana);
    let mut window = company.two.ana.begin(&["device", "replace", "--yes", "--json"]);
    kintsugi_tests::first_line(&mut window);
    company.two.ana.ok(&["lock"]);
    ended(&mut ana);
    window.kill().expect("closed");
    window.wait().expect("it ends");
}

/// Waits until a watch has ended.
fn ended(watch: &mut Watch) {
    for _ in 0..100 {
        if !watch.is_running() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it goes on");
}

#[test]
fn leaving_ends_the_watch() {
    let company = Company::paired(&["a", "b"]);
    let (mut ana, mut ben) = company.watch();
    until_in_touch(&company.two.ana);
    company.two.ana.ok(&["leave", "--yes"]);
    ended(&mut ana);
    company.two.ben.write("after", &["--now"]);
    std::thread::sleep(Duration::from_secs(1));
    assert!(company.two.ana.entries().is_empty());
    assert!(ben.is_running());
}

#[test]
fn a_watch_whose_output_nobody_reads_goes_on() {
    use std::io::Write;
    let company = Company::paired(&["a", "b"]);
    // A pipe that is full already, as behind a terminal that hangs.
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer.write_all(&[b'x'; 65_536]).expect("as much as a pipe holds");
    let mut command = company.two.ana.command(&["sync", "--watch"]);
    command.stdout(writer.try_clone().expect("a pipe")).stderr(writer);
    let mut ana = command.spawn().expect("it starts");
    let _ben = Watch::start(&company.two.ben);
    until_in_touch(&company.two.ana);
    for n in 0..sample("KINTSUGI_LINES", 20, 100) {
        let line = format!("line {n}");
        company.two.ana.write(&line, &["--now"]);
        until_read(&company.two.ben, &[line]);
    }
    // Now the terminal is gone for good.
    drop((reader, command));
    company.two.ben.write("still there", &["--now"]);
    until_read(&company.two.ana, &["still there".to_owned()]);
    ana.kill().expect("it can be ended");
    ana.wait().expect("it ends");
}
