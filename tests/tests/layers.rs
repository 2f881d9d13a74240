//! The direction of dependencies, over `cargo metadata`: data goes one way, and so do crates.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Each crate and the crates of ours that it may use.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("kintsugi-journal", &[]),
    ("kintsugi-vault", &["kintsugi-journal"]),
    ("kintsugi-sync", &["kintsugi-journal"]),
    ("kintsugi-lan", &["kintsugi-sync"]),
    ("kintsugi-home", &["kintsugi-journal", "kintsugi-sync", "kintsugi-vault"]),
    ("kintsugi-meet", &["kintsugi-home", "kintsugi-journal", "kintsugi-lan", "kintsugi-sync", "kintsugi-vault"]),
    (
        "kintsugi-cli",
        &["kintsugi-home", "kintsugi-journal", "kintsugi-lan", "kintsugi-meet", "kintsugi-sync", "kintsugi-vault"],
    ),
    ("kintsugi-tests", &["kintsugi-cli", "kintsugi-home", "kintsugi-journal", "kintsugi-sync", "kintsugi-vault"]),
    ("kintsugi-bench", &["kintsugi-home", "kintsugi-journal", "kintsugi-sync", "kintsugi-tests"]),
];

/// What the pure core may not even link, directly: clocks, randomness, files, network, terminal.
const IMPURE: [&str; 8] = ["getrandom", "rand", "tokio", "rusqlite", "iroh", "clap", "tempfile", "rustix"];

#[test]
fn crates_use_only_what_lies_below_them() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo metadata");
    let names: BTreeSet<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    let known: BTreeSet<String> = ALLOWED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, known, "every crate has its place in this table");
    for package in &metadata.packages {
        let (name, allowed) = ALLOWED.iter().find(|(name, _)| package.name.as_str() == *name).expect("checked above");
        let normal = |kind: DependencyKind| kind != DependencyKind::Development;
        for dependency in package.dependencies.iter().filter(|dependency| normal(dependency.kind)) {
            let ours = names.contains(&dependency.name);
            assert!(!ours || allowed.contains(&dependency.name.as_str()), "{name} uses {}", dependency.name);
            if *name == "kintsugi-journal" {
                assert!(!IMPURE.contains(&dependency.name.as_str()), "the core uses {}", dependency.name);
            }
        }
        assert!(
            *name == "kintsugi-tests"
                || *name == "kintsugi-bench"
                || package.dependencies.iter().all(|d| d.name != "kintsugi-tests")
        );
    }
}

#[test]
fn the_core_reads_no_clock_and_touches_nothing() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/journal/src");
    for file in std::fs::read_dir(sources).expect("the sources").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("a source");
        for forbidden in ["::now()", "std::fs", "std::net", "std::env", "std::io", "SystemTime", "println!"] {
            assert!(!text.contains(forbidden), "{} has {forbidden}", file.path().display());
        }
    }
}
