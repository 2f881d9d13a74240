//! A store that an earlier build left half made, kept as it was: an answer, and something missed, are sealed and not ready.
//!
//! Ana had written both and shared only what is from today on when she paired with Ben; the marks were dropped and the words
//! kept, so they could never open while the screen said that they would. Store format 2.

use std::path::Path;

use kintsugi_tests::{Person, copy_folder};

fn ana(root: &Path) -> Person {
    let ana = Person::new("Ana", root);
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/half-made-2"), &ana.home);
    for file in std::fs::read_dir(&ana.home).expect("a home").flatten() {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).expect("a mode");
    }
    ana
}

#[test]
fn what_was_left_half_made_is_ready_once_the_home_is_opened() {
    let root = kintsugi_tests::folder(true);
    let ana = ana(root.path());
    assert_eq!(ana.ok(&["ask"])["questions"][0]["state"], "ready");
    assert_eq!(ana.ok(&["miss"])["state"], "ready");
    assert_eq!(ana.ok(&["verify"])["ok"], true);
    // What is ready can still be taken back, and written anew.
    ana.ok(&["ask", "withdraw", "1", "--yes"]);
    assert_eq!(ana.ok(&["ask"])["questions"][0]["state"], "none");
    assert_eq!(ana.ok(&["ask", "answer", "1", "anew"])["state"], "ready");
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}
