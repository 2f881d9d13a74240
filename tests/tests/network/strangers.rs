//! A third laptop on the network: noise, replays, false records, an unknown key, an overheard code.

use std::process::{Child, Stdio};

use kintsugi_tests::company::{Company, until_in_touch, until_read};
use kintsugi_tests::{Person, Recorder, helper, note};

/// Room for what buffers grow by; a flood of 20 seconds would be 240 MB.
const MEMORY_KIB: u64 = 16 * 1024;

fn stranger(company: &Company, arguments: &[&str]) -> Child {
    let program = helper("stranger");
    let program = program.to_str().expect("a plain path");
    let mut command = company.lab.command("c", &[&[program], arguments].concat());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the stranger comes")
}

/// Where a person's laptop listens, from what the system says.
fn listens(company: &Company, host: &str) -> String {
    let address = company.lab.address(host);
    let sockets = company.lab.on(host, "ss -ulnH");
    let local = sockets.split_whitespace().find(|word| word.starts_with(&format!("{address}:")));
    local.expect("it listens").to_owned()
}

#[test]
fn a_stranger_does_not_keep_the_two_apart() {
    let company = Company::paired(&["a", "b", "c"]);
    let folder = company.two.root.path();
    let recorder = Recorder::start(&company.lab, "b", &folder.join("heard"));
    let (ana, ben) = company.watch();
    until_in_touch(&company.two.ana);
    company.two.ana.write("overheard", &["--now"]);
    until_read(&company.two.ben, &["overheard".to_owned()]);
    drop(recorder.stop());
    let before = [ana.memory(), ben.memory()];
    let at = listens(&company, "b");
    let id = company.two.ben.ok(&["device", "list"])["devices"][0]["id"].as_str().expect("an id").to_owned();
    let heard = folder.join("heard");
    let c = company.lab.address("c");
    let attacks: [&[&str]; 4] = [
        &["garbage", &at, "10000", "20"],
        &["replay", heard.to_str().expect("a plain path"), &at, "20"],
        &["announce", &c, "20"],
        &["knock", &at, &id, "20"],
    ];
    let running: Vec<Child> = attacks.iter().map(|attack| stranger(&company, attack)).collect();
    for n in 0..10 {
        let (writer, reader) =
            if n % 2 == 0 { (&company.two.ana, &company.two.ben) } else { (&company.two.ben, &company.two.ana) };
        let line = format!("under attack {n}");
        writer.write(&line, &["--now"]);
        let took = until_read(reader, &[line]);
        note(&format!("under attack {n}: {} ms", took.as_millis()));
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    // The pair finds each other anew in the middle of it, too.
    company.lab.move_to("b", "192.168.77.61");
    company.two.ana.write("found again", &["--now"]);
    until_read(&company.two.ben, &["found again".to_owned()]);
    for attack in running {
        let output = attack.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        note(String::from_utf8_lossy(&output.stdout).trim());
    }
    for (watch, before) in [&ana, &ben].into_iter().zip(before) {
        let grown = watch.memory().saturating_sub(before);
        note(&format!("grown by {grown} KiB from {before}"));
        assert!(grown < MEMORY_KIB, "grown by {grown} KiB from {before}");
    }
}

/// Ana looks for Ben, who is not there yet, under 30,000 names a second, each of which would have to be asked about. What her
/// laptop works meanwhile is noted.
#[test]
fn a_flood_of_names_does_not_keep_the_two_apart() {
    let company = Company::paired(&["a", "b", "c"]);
    company.lab.on("c", "ip route add 224.0.0.0/4 dev eth0");
    let ana = kintsugi_tests::company::Watch::start(&company.two.ana);
    let c = company.lab.address("c");
    let (before, flood) = (ana.worked(), stranger(&company, &["names", &c, "20"]));
    let output = flood.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    note(&format!("{}, {} hundredths in 20 s", String::from_utf8_lossy(&output.stdout).trim(), ana.worked() - before));
    let flood = stranger(&company, &["names", &c, "20"]);
    let ben = kintsugi_tests::company::Watch::start(&company.two.ben);
    until_in_touch(&company.two.ana);
    company.two.ana.write("all the same", &["--now"]);
    until_read(&company.two.ben, &["all the same".to_owned()]);
    assert!(flood.wait_with_output().expect("it ends").status.success());
    drop(ben);
}

#[test]
fn a_code_that_somebody_else_used_first_is_burned_and_said_so() {
    let company = Company::new(&["a", "b", "c"]);
    let cem = company.lab.seat(Person::new("Cem", company.two.root.path()), "c");
    cem.init();
    let mut window = company.two.ana.command(&["pair"]);
    let window = window.args(["--yes", "--json"]).spawn().expect("it starts");
    let mut window = window;
    let code = kintsugi_tests::first_line(&mut window)["code"].as_str().expect("a code").to_owned();
    // Cem overheard it and is faster. Ana sees his name and the four words; here a script says yes for both.
    let joined = cem.run(&["join", &code, "--yes", "--json"]);
    assert_eq!(joined.code, 0, "{}", joined.stderr);
    let hosted: kintsugi_tests::Run = window.wait_with_output().expect("it ends").into();
    assert_eq!(hosted.json()["partner"], "Cem", "the screen names who came");
    let late = company.two.ben.fails(&["join", &code, "--yes"], 4);
    assert_eq!(late["code"], "not-near", "Ben is told that the code is not shown any more");
    assert_eq!(company.two.ben.ok(&["status"])["partner"], serde_json::Value::Null);
}

#[test]
fn a_mistyped_code_finds_nothing_and_a_wrong_one_burns_nothing() {
    let company = Company::new(&["a", "b"]);
    let mut window = company.two.ana.command(&["pair"]).args(["--yes", "--json"]).spawn().expect("it starts");
    let code = kintsugi_tests::first_line(&mut window)["code"].as_str().expect("a code").to_owned();
    let first = if code.starts_with('0') { "1" } else { "0" };
    let mistyped = format!("{first}{}", &code[1..]);
    assert_eq!(company.two.ben.fails(&["join", &mistyped, "--yes"], 5)["code"], "code-mistyped");
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(company.two.ben.run(&["join", &typed, "--yes"]).code, 0);
    assert!(window.wait().expect("it ends").success());
}

#[test]
fn both_open_a_window_and_one_of_them_gives_way() {
    let company = Company::new(&["a", "b"]);
    let open = |person: &Person| {
        let mut window = person.command(&["pair", "--yes", "--json"]).spawn().expect("it starts");
        let code = kintsugi_tests::first_line(&mut window)["code"].as_str().expect("a code").to_owned();
        (window, code)
    };
    let (ana, anas) = open(&company.two.ana);
    let (mut ben, bens) = open(&company.two.ben);
    // While one's own window is open, joining says so; it is never both at once.
    assert_eq!(company.two.ana.fails(&["join", &bens, "--yes"], 1)["code"], "in-use");
    assert_eq!(company.two.ben.fails(&["join", &anas, "--yes"], 1)["code"], "in-use");
    ben.kill().expect("Ben closes his");
    ben.wait().expect("it ends");
    assert_eq!(company.two.ben.run(&["join", &anas, "--yes"]).code, 0);
    let hosted: kintsugi_tests::Run = ana.wait_with_output().expect("it ends").into();
    assert_eq!(hosted.json()["partner"], "Ben");
    company.two.sync();
}
