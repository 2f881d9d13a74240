//! The direction of dependencies, over `cargo metadata` and over the sources: data goes one way, and so do crates and folders.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, NodeDep};
use kintsugi_tests::imports::circles;

/// Each crate and the crates of ours that it may use.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("kintsugi-journal", &[]),
    ("kintsugi-exchange", &["kintsugi-journal"]),
    ("kintsugi-backup", &["kintsugi-journal"]),
    ("kintsugi-vault", &["kintsugi-journal"]),
    ("kintsugi-sync", &["kintsugi-journal"]),
    ("kintsugi-lan", &["kintsugi-sync"]),
    ("kintsugi-home", &["kintsugi-backup", "kintsugi-exchange", "kintsugi-journal", "kintsugi-sync", "kintsugi-vault"]),
    ("kintsugi-meet", &["kintsugi-home", "kintsugi-journal", "kintsugi-lan", "kintsugi-sync", "kintsugi-vault"]),
    ("kintsugi-picture", &["kintsugi-home", "kintsugi-journal"]),
    (
        "kintsugi-page",
        &["kintsugi-home", "kintsugi-journal", "kintsugi-lan", "kintsugi-meet", "kintsugi-picture", "kintsugi-vault"],
    ),
    (
        "kintsugi-cli",
        &[
            "kintsugi-backup",
            "kintsugi-home",
            "kintsugi-journal",
            "kintsugi-lan",
            "kintsugi-meet",
            "kintsugi-page",
            "kintsugi-picture",
            "kintsugi-sync",
            "kintsugi-vault",
        ],
    ),
    ("kintsugi-simulation", &["kintsugi-home", "kintsugi-journal", "kintsugi-sync", "kintsugi-vault"]),
    (
        "kintsugi-fuzzing",
        &[
            "kintsugi-backup",
            "kintsugi-home",
            "kintsugi-journal",
            "kintsugi-simulation",
            "kintsugi-sync",
            "kintsugi-vault",
        ],
    ),
    (
        "kintsugi-tests",
        &[
            "kintsugi-cli",
            "kintsugi-home",
            "kintsugi-journal",
            "kintsugi-page",
            "kintsugi-simulation",
            "kintsugi-sync",
            "kintsugi-vault",
        ],
    ),
    ("kintsugi-bench", &["kintsugi-home", "kintsugi-journal", "kintsugi-sync", "kintsugi-tests"]),
];

/// What the pure core may not even link, directly: clocks, randomness, files, network, terminal.
const IMPURE: [&str; 8] = ["getrandom", "rand", "tokio", "rusqlite", "iroh", "clap", "tempfile", "rustix"];

/// What nothing below `meet` and `lan` may link, over however many others: runtimes, networks, terminals, watchers of files.
const ABOVE: [&str; 10] =
    ["tokio", "iroh", "mdns-sd", "netwatch", "if-addrs", "notify", "clap", "crossterm", "rpassword", "indicatif"];

/// What a front end alone may link: terminals.
const TERMINALS: [&str; 4] = ["clap", "crossterm", "rpassword", "indicatif"];

/// The crates below the front ends, and what of time each may read in its sources: the runtime's own steps of waiting, and
/// the two clocks whose gap shows that a laptop slept.
const BELOW: [(&str, &[&str]); 9] = [
    ("journal", &[]),
    ("backup", &[]),
    ("exchange", &[]),
    ("vault", &[]),
    ("sync", &[]),
    ("lan", &["Instant::now()", "SystemTime::now()"]),
    ("home", &[]),
    ("meet", &["Instant::now()"]),
    ("page", &["Instant::now()"]),
];

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
    let sources = sources("journal");
    assert!(sources.len() > 30, "all of it is looked at");
    for (file, code) in sources {
        for forbidden in ["::now()", "std::fs", "std::net", "std::env", "std::io", "SystemTime", "println!"] {
            assert!(!code.contains(forbidden), "{} has {forbidden}", file.display());
        }
    }
}

/// Everything that a crate links, over however many others, but for its tests and its build.
fn linked(metadata: &Metadata, name: &str) -> BTreeSet<String> {
    let nodes = &metadata.resolve.as_ref().expect("a resolved graph").nodes;
    let package = metadata.packages.iter().find(|package| package.name.as_str() == name).expect("a crate of ours");
    let (mut seen, mut next) = (BTreeSet::new(), vec![&package.id]);
    while let Some(id) = next.pop() {
        let node = nodes.iter().find(|node| node.id == *id).expect("a node");
        let normal = |dep: &&NodeDep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
        next.extend(node.deps.iter().filter(normal).map(|dep| &dep.pkg).filter(|id| seen.insert((*id).clone())));
    }
    metadata
        .packages
        .iter()
        .filter(|package| seen.contains(&package.id))
        .map(|package| package.name.to_string())
        .collect()
}

#[test]
fn no_runtime_network_or_terminal_lies_below_its_layer() {
    let metadata = MetadataCommand::new().exec().expect("cargo metadata");
    for name in
        ["kintsugi-journal", "kintsugi-backup", "kintsugi-vault", "kintsugi-sync", "kintsugi-home", "kintsugi-picture"]
    {
        let linked = linked(&metadata, name);
        assert!(ABOVE.iter().all(|above| !linked.contains(*above)), "{name} links {linked:?}");
    }
    for name in ["kintsugi-lan", "kintsugi-meet", "kintsugi-page"] {
        let linked = linked(&metadata, name);
        assert!(TERMINALS.iter().all(|terminal| !linked.contains(*terminal)), "{name} links {linked:?}");
        assert!(linked.contains("tokio"), "it is looked at");
    }
}

/// All sources of a crate, without their tests.
fn sources(name: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in std::fs::read_dir(folder).expect("the sources").flatten().map(|entry| entry.path()) {
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut files = Vec::new();
    walk(&root(name), &mut files);
    let is_test = |file: &Path| file.file_name().is_some_and(|name| name.to_string_lossy().ends_with("tests.rs"));
    let sources = files.into_iter().filter(|file| !is_test(file));
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).expect("a source");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        (file, code)
    };
    sources.map(read).collect()
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name).join("src")
}

#[test]
fn only_front_ends_know_the_environment_the_clock_and_who_sits_there() {
    const CLOCKS: [&str; 5] =
        ["SystemTime::now()", "Instant::now()", "Timestamp::now()", "Zoned::now()", "ZonedDateTime::now()"];
    for (name, allowed) in BELOW {
        let sources = sources(name);
        assert!(sources.len() > 5, "{name} is looked at");
        for (file, code) in sources {
            let clocks = CLOCKS.iter().filter(|clock| !allowed.contains(clock));
            for forbidden in ["std::env", "env::var", "stdin", "println!", "IsTerminal"].iter().chain(clocks) {
                assert!(!code.contains(forbidden), "{} has {forbidden}", file.display());
            }
        }
    }
}

#[test]
fn no_folders_import_one_another_in_a_circle() {
    for name in ["journal", "backup", "vault", "sync", "lan", "home", "meet", "picture", "page", "cli"] {
        assert_eq!(circles(&root(name)), [], "{name}");
    }
}
