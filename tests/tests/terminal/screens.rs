//! Whole screens, as people see them: piped, 80 columns wide.

use kintsugi_tests::{Person, Run, Two};

/// Ana's journal of one fixed day, with every mark that a line can carry.
fn journal() -> Two {
    let two = Two::with_journals();
    let day = ["--day", "2026-06-03"];
    let write = |text: &str, options: &[&str]| two.ana.write(text, &[&day, options].concat());
    write(
        "You made tea before I asked, and you sat with me until it was cold and we had both stopped talking.",
        &["--kind", "appreciated", "--tag", "evening"],
    );
    write("Only for me.", &["--private"]);
    let id = write("a frist line", &[]);
    two.ana.ok(&["edit", &id, "A first line\nand a second."]);
    two.ana.ok(&["star", &id]);
    two.ana.ok(&["act", "--day", "2026-06-03", "made the call"]);
    two.ana.ok(&["rest", "--day", "2026-06-07"]);
    two
}

/// The screen of a command, with ids made equal.
fn screen(person: &Person, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = person.command(arguments);
    command.envs(environment.iter().copied());
    let run: Run = command.output().expect("it starts").into();
    let mut screen = if run.code == 0 { run.stdout } else { run.stderr };
    let answer = person.run(&["read", "--from", "2000-01-01", "--json"]);
    if let Some(entries) = answer.json()["entries"].as_array() {
        for entry in entries {
            let id = &entry["id"].as_str().expect("an id")[..6];
            screen = screen.replace(id, "ididid");
        }
    }
    screen.replace(person.home.to_str().expect("plain"), "HOME")
}

#[test]
fn a_day_of_the_journal() {
    let two = journal();
    insta::assert_snapshot!(screen(&two.ana, &["read", "--from", "2026-06-03", "--to", "2026-06-03"], &[]), @r###"
    Wednesday 3 June 2026
      Ana · appreciated
        You made tea before I asked, and you sat with me until it was cold and we
        had both stopped talking.
        #evening
      Ana · private
        Only for me.
      Ana · edited · starred
        A first line
        and a second.
      Ana · act
        made the call
    "###);
}

#[test]
fn the_same_in_colour_and_together() {
    let two = journal();
    let together = ["read", "--together", "--from", "2026-06-03", "--to", "2026-06-03", "--kind", "appreciated"];
    insta::assert_snapshot!(screen(&two.ana, &together, &[("CLICOLOR_FORCE", "1")]).replace('\x1b', "^"), @r###"
    ^[1mWednesday 3 June 2026^[0m
      Ana · appreciated
        You made tea before I asked, and you sat with me until it was cold and we
        had both stopped talking.
    ^[2m    #evening^[0m
    "###);
}

#[test]
fn the_month_with_and_without_unicode() {
    let two = journal();
    insta::assert_snapshot!(screen(&two.ana, &["tracker", "--month", "2026-06"], &[]), @r###"
    June 2026

      Mon Tue Wed Thu Fri Sat Sun
       1·  2·  3•  4·  5·  6·  7~
       8·  9· 10· 11· 12· 13· 14·
      15· 16· 17· 18· 19· 20· 21·
      22· 23· 24· 25· 26· 27· 28·
      29· 30·

    ♥ both of you   • an act of yours   ~ rest
    Hearts come when they come.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["tracker", "--month", "2026-06"], &[("LANG", "C")]), @r###"
    June 2026

      Mon Tue Wed Thu Fri Sat Sun
       1.  2.  3o  4.  5.  6.  7~
       8.  9. 10. 11. 12. 13. 14.
      15. 16. 17. 18. 19. 20. 21.
      22. 23. 24. 25. 26. 27. 28.
      29. 30.

    # both of you   o an act of yours   ~ rest
    Hearts come when they come.
    "###);
}

#[test]
fn the_year() {
    let two = journal();
    insta::assert_snapshot!(screen(&two.ana, &["tracker", "--year", "2026"], &[]), @r###"
    2026

      Jan  ·······························
      Feb  ····························
      Mar  ·······························
      Apr  ······························
      May  ·······························
      Jun  ··•···~·······················
      Jul  ·······························
      Aug  ·······························
      Sep  ······························
      Oct  ·······························
      Nov  ······························
      Dec  ·······························

    ♥ both of you   • an act of yours   ~ rest
    Hearts come when they come.
    "###);
}

#[test]
fn the_safety_note_needs_no_journal_and_leaves_none() {
    let two = Two::strangers();
    let shown = |arguments: &[&str]| two.ana.run(arguments).stdout;
    let irish = shown(&["safety", "ie"]);
    assert!(irish.contains("two people who can both say no") && irish.contains("1800 341 900"), "{irish}");
    assert!(!irish.contains("Germany"), "{irish}");
    assert_eq!(shown(&["--help", "safety"]), shown(&["safety"]));
    assert!(!two.ana.home.exists(), "nothing is recorded");
}

#[test]
fn a_setback_gets_one_gentle_line() {
    let two = journal();
    let written = two.ana.run(&["write", "--kind", "setback", "We were loud again."]);
    assert!(written.stderr.contains("A step back is part of the way."), "{}", written.stderr);
    let again = two.ana.run(&["write", "An ordinary evening."]);
    assert!(!again.stderr.contains("step back"), "{}", again.stderr);
}

#[test]
fn how_things_stand() {
    let two = journal();
    insta::assert_snapshot!(screen(&two.ana, &["status"], &[]), @r###"
    Ana, 4 lines.
    Not paired yet: kintsugi pair on one laptop, kintsugi join on the other.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["verify"], &[]), @r###"
    All is well: 4 lines can be read.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["config"], &[]), @r###"
    day-start       4:00
    week-start      monday
    lines-open      at-once
    unlock-minutes  15 (this laptop only)
    hold-minutes    10 (this laptop only)
    room-megabytes  512 (this laptop only)
    backup-reminder on (this laptop only)
    network         all (this laptop only)
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["search", "nowhere"], &[]), @r###"
    No line has all of these words.
    "###);
    insta::assert_snapshot!(screen(&two.ben, &["read"], &[]), @r###"
    Nothing is written here yet.
    "###);
}

/// What two who use it see, all through the program: none of it is said in the words of the machine.
#[test]
fn no_screen_says_what_only_the_machine_knows() {
    let two = Two::paired();
    two.ana.write("We laughed.", &["--kind", "win"]);
    two.ana.ok(&["miss", "write", "the walk"]);
    two.ana.ok(&["letter", "write", "I was late."]);
    two.ben.ok(&["letter", "write", "I was loud."]);
    two.ana.ok(&["ask", "answer", "1", "Quiet."]);
    two.sync();
    two.ana.run(&["jar", "draw"]);
    two.ana.run(&["focus", "pick", "jar"]);
    let file = two.root.path().join("carried");
    let file = file.to_str().expect("plain");
    for line in [
        "today",
        "read",
        "status",
        "verify",
        "config",
        "tracker",
        "progress",
        "practice",
        "focus",
        "focus pick",
        "routine",
        "agreement",
        "words",
        "jar",
        "jar list",
        "miss",
        "miss plan",
        "letter",
        "letter read",
        "letter ready",
        "ask",
        "ask read 1",
        "checkin",
        "checkin schedule",
        "checkin skip",
        "draft",
        "draft show 1",
        "quiet",
        "evening",
        "week",
        "guide",
        "safety",
        "device list",
        "service status",
        "restore --list",
        "backup",
        "search nothing",
        "show zzzz",
        "edit",
        "join x",
        "join kin1abc",
        "pair --port x",
        "read --from someday",
        "bundle import /nowhere",
        "leave",
        "wirte",
        "export",
        "doctor --wait 0",
        "doctor --wait 0 --details",
    ] {
        says_it_plainly(&two.ana, &line.split(' ').collect::<Vec<_>>());
    }
    says_it_plainly(&two.ana, &["bundle", "export", file]);
    says_it_plainly(&two.ana, &["bundle", "import", file]);
    two.ana.ok(&["leave", "--yes"]);
    for command in ["status", "sync", "today", "letter"] {
        says_it_plainly(&two.ana, &[command]);
    }
}

fn says_it_plainly(person: &Person, arguments: &[&str]) {
    let run = person.run(arguments);
    let said = format!("{}\n{}", run.stdout, run.stderr);
    let plain = ["kintsugi bundle", "bundle export", "bundle import", "--ticket"]
        .iter()
        .fold(said.to_lowercase(), |said, typed| said.replace(typed, ""));
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for machine in [
        "home",
        "entry",
        "entries",
        "document",
        "body",
        "bodies",
        "bundle",
        "ticket",
        "replica",
        "round",
        "rounds",
        "begun",
        "commitment",
        "store",
    ] {
        assert!(!words.contains(&machine), "“{machine}” of {arguments:?}: {said}");
    }
    for machine in ["the other half", "the other one", "os error"] {
        assert!(!plain.contains(machine), "“{machine}” of {arguments:?}: {said}");
    }
}

#[test]
fn errors_say_what_is_safe_and_what_to_do() {
    let two = journal();
    insta::assert_snapshot!(screen(&two.ana, &["show", "zzzz"], &[]), @r###"
    No line has an id that begins with “zzzz”.
    kintsugi read --ids shows the ids.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["sync"], &[]), @r###"
    This journal is not paired.
    On one laptop: kintsugi pair. On the other: kintsugi join.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["write", " "], &[]), @r###"
    There are no words in it.
    Nothing was saved. Write a line or two.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["write", "x", "--day", "2026-02-30"], &[]), @r###"
    There is no day 2026-02-30.
    Nothing was saved.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["join", "kin2abc", "--yes"], &[]), @r###"
    The code was made by another version.
    Nothing was sent. Update the older kintsugi of the two, then try again.
    "###);
    insta::assert_snapshot!(screen(&two.ana, &["init", "--name", "Again", "--no-passphrase"], &[]), @r###"
    There is a journal in HOME already.
    Nothing was changed. For another one, set KINTSUGI_HOME to an empty folder.
    "###);
}
