# The recipes; the first one lists them.
default:
    @just --list

# Everything that must hold: the same as .ci/run
check:
    .ci/run

# The tests alone, as in the README
test:
    cargo test --workspace

# Benches, and whole processes beside them (state what you measured in one run only)
bench *ARGS:
    cargo bench -p kintsugi-bench {{ARGS}}
    cargo build --release
    cargo run --release -p kintsugi-bench --bin prepare -- 1000 10000 100000
    crates/bench/processes.py

# Two laptops on a network in namespaces: how fast words cross, what staying in touch costs, a first meeting of 100,000
bench-together:
    cargo build --release
    cargo run --release -p kintsugi-bench --bin prepare -- apart 100000
    crates/bench/together.py

# kintsugi beside jrnl, sqlite3, grep and plain text, on the same words in one run; writes docs/benchmarks.md
peers *ARGS:
    cargo build --release
    python3 crates/bench/peers {{ARGS}}

# What a store takes, table by table, after so many lines were brought along (needs sqlite3)
room *ARGS:
    cargo build --release
    python3 crates/bench/room.py {{ARGS}}

# What each command costs as a journal grows, over fifty years of two people (ten minutes; needs valgrind, faketime, GNU time)
growth *ARGS:
    cargo build --release
    cargo build --release -p kintsugi-bench --bin prepare
    python3 crates/bench/growth.py {{ARGS}}

# Instructions of the paths of each day, size and crates, against crates/bench/guards.txt (needs valgrind and faketime)
guards *ARGS:
    cargo build --release
    crates/bench/guards.py {{ARGS}}

# The convergence simulation with many seeds, 5,000 kills, every file call of a script failed in five ways, every byte of a
# small journal changed in three, every power cut torn three times, and every prefix of a history put back. The bytes take hours
# (KINTSUGI_PART=1/4 tries the first of four parts of them), all else together about one
soak SEEDS="10000" KILLS="5000":
    KINTSUGI_SEEDS={{SEEDS}} cargo test --release -p kintsugi-tests --test people convergence:: -- --nocapture
    KINTSUGI_WISHES=1536 cargo test --release -p kintsugi-tests --test people wishes:: -- --nocapture
    cargo build --release
    KINTSUGI_KILLS={{KILLS}} KINTSUGI_BIN="$PWD/target/release/kintsugi" cargo test --release -p kintsugi-tests --test kept crash:: -- --nocapture
    KINTSUGI_FAILURES=all KINTSUGI_BYTES=all KINTSUGI_CUTS=all KINTSUGI_BIN="$PWD/target/release/kintsugi" cargo test --release -p kintsugi-tests --test kept -- failing:: bytes:: power:: --nocapture
    KINTSUGI_APART=1000 KINTSUGI_BIN="$PWD/target/release/kintsugi" cargo test --release -p kintsugi-tests --test network hundreds -- --nocapture
    KINTSUGI_PREFIXES=all KINTSUGI_BIN="$PWD/target/release/kintsugi" cargo test --release -p kintsugi-tests --test people prefixes:: -- --nocapture

# The worst attacks against the program that people get, with what they cost it: ten thousand changes, a hundred pairings
attack:
    cargo build --release
    KINTSUGI_BIN="$PWD/target/release/kintsugi" KINTSUGI_CHANGES=10000 KINTSUGI_WINDOWS=100 KINTSUGI_LONG_LINES=400 KINTSUGI_SECONDS=20 \
        cargo test --workspace --test hostile live:: -- --nocapture --test-threads 1
    KINTSUGI_HASHES=1 cargo test --release -p kintsugi-sync --lib attacker

# What is handed out, in target/packages/out: an archive and a Debian package (needs cargo-deb; docs/packages.md)
dist:
    packaging/dist.sh

# The same from two places, compared byte by byte; the package in a root of Debian alone (as root, needs debootstrap)
dist-twice FOLDER:
    packaging/twice.sh {{FOLDER}}
    packaging/clean-root.sh {{FOLDER}}/one/build/out/*.deb

# Two people, two journals, one meeting
demo:
    cargo run --release -- demo

# The fuzzer on one target for so many seconds, or on each in turn (docs/fuzzing.md; needs cargo-fuzz and a C++ compiler)
fuzz TARGET="all" SECONDS="60":
    #!/usr/bin/env bash
    set -euo pipefail
    targets="{{TARGET}}"
    if [ "$targets" = all ]; then targets=$(cargo fuzz list); fi
    for target in $targets; do
        # What is new in the corpus goes beside it; the corpus in the tree only grows by hand.
        mkdir -p "fuzz/found/$target"
        cargo fuzz run --sanitizer none "$target" "fuzz/found/$target" "fuzz/corpus/$target" -- -max_total_time={{SECONDS}}
    done

# Whether a test notices when what decides is changed, place by place; hours, and all of it in target/mutants (docs/mutants.md; needs cargo-mutants)
mutants *ARGS:
    cargo mutants --workspace --output target/mutants {{ARGS}}
