//! A time of quiet, on the real binary.

use kintsugi_tests::Two;
use kintsugi_tests::company::standing;
use serde_json::json;

/// The window of a watch counted what came, which is what somebody wanted to hear nothing of.
#[test]
fn the_window_of_a_watch_says_nothing_of_what_comes_while_it_is_quiet() {
    let two = Two::paired();
    two.ana.ok(&["quiet", "3d"]);
    two.ana.write("hers goes on its way", &["--now"]);
    two.ben.write("his is taken in", &[]);
    let watch = two.ana.begin(&["sync", "--watch"]);
    while standing(&two.ana).is_null() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(two.ben.ok(&["sync", "--wait", "30"])["sent"], 1);
    two.ana.ok(&["lock"]);
    let run: kintsugi_tests::Run = watch.wait_with_output().expect("it ends").into();
    assert!(!run.stderr.contains("came from Ben"), "{}", run.stderr);
    assert!(run.stderr.contains("1 line went to Ben."), "what is hers is told: {}", run.stderr);
    assert_eq!(two.ana.ok(&["search", "taken in"])["entries"][0]["text"], json!("his is taken in"), "it came");
}
