//! What stands in for the fuzzer where tests are run: each target over its corpus, and over mutations of it by a seed. It is
//! blind, and no substitute for `just fuzz`; but what the fuzzer has found once stays in the corpus and is tried each time.

use std::path::{Path, PathBuf};

use kintsugi_fuzzing::{TARGETS, Target, mutated};
use kintsugi_simulation::Dice;

/// Mutations of a target, in seconds of a build for debugging.
fn seconds() -> u64 {
    if std::env::var_os("KINTSUGI_SLOW").is_some() { 2 } else { 1 }
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// Its inputs, always in the same order.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let folder = fuzz().join("corpus").join(target.name);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("a corpus").flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("a file")).collect()
}

fn try_out(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let inputs = corpus(target);
    assert!(inputs.len() > 2, "{name} has a corpus");
    inputs.iter().for_each(|input| (target.run)(input));
    for seed in 0..target.in_a_second * seconds() {
        let input = mutated(&inputs, &mut Dice(seed));
        let ended = std::panic::catch_unwind(|| (target.run)(&input));
        assert!(ended.is_ok(), "{name} with seed {seed}: {}", data_encoding::HEXLOWER.encode(&input));
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { try_out(stringify!($name)); })*

        #[test]
        fn each_target_is_tried_here_and_known_to_the_fuzzer() {
            assert_eq!(TARGETS.map(|target| target.name), [$(stringify!($name)),*]);
            let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).expect("a manifest");
            for Target { name, .. } in TARGETS {
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")));
                let file = fuzz().join("fuzz_targets").join(name).with_extension("rs");
                let source = std::fs::read_to_string(file).expect("a target");
                assert!(source.ends_with(&format!("fuzz_target!(|bytes: &[u8]| kintsugi_fuzzing::{name}(bytes));\n")));
            }
        }
    };
}

targets! { announcement backup bundle code frame gate keyfile message practice session ticket }
