//! Words are taken back, and the battery is empty at some moment of it: the next command leaves no trace of them either.

use kintsugi_tests::{Cut, Person, Run, Two, copy_folder, is_slow};
use rusqlite::Connection;

/// The sealed rows of all bodies, as they stand in the file.
fn bodies(person: &Person) -> Vec<Vec<u8>> {
    let store = Connection::open(person.home.join("journal.db")).expect("a store");
    let mut statement = store.prepare("SELECT value FROM body").expect("a table");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

#[test]
fn a_cut_between_the_commit_and_the_emptying_of_the_log_keeps_nothing() {
    let two = Two::with_journals();
    let id = two.ana.write("to be taken back", &[]);
    let sealed = bodies(&two.ana);
    let cut = Cut::build(two.root.path());
    let (mut gone, mut half) = (0, 0);
    for n in (1..).step_by(if is_slow() { 1 } else { 2 }) {
        let copy = two.ana.at(two.root.path().join("copy"));
        let _ = std::fs::remove_dir_all(&copy.home);
        copy_folder(&two.ana.home, &copy.home);
        let mut command = copy.command(&["delete", &id, "--yes", "--json"]);
        cut.before_call(&mut command, n);
        let run: Run = command.output().expect("it starts").into();
        half += u32::from(sealed.iter().any(|row| copy.disk_holds(row).is_some()));
        if copy.entries().is_empty() {
            gone += 1;
            for row in &sealed {
                assert_eq!(copy.disk_holds(row), None, "cut before call {n}");
            }
        }
        assert_eq!(copy.ok(&["verify"])["ok"], true, "cut before call {n}");
        if run.code == 0 {
            break;
        }
    }
    assert!(gone > 2 && half > 2, "it was hardly cut at all: {gone} {half}");
}
