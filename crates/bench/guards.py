#!/usr/bin/env python3
"""Holds the release binary to what it cost before: instructions of the paths that people walk each day, its size, and how many
crates it is made of. `just guards` compares with guards.txt and fails where one has grown by more than a tenth; `just guards
--write` writes down what it is now, for a commit that says why.

Instructions are counted by valgrind (cachegrind), so a busy machine changes nothing. What still moves them: random ids and hash
seeds (under one in a hundred), the kind of processor (the ciphers choose their code by it), and the version of the C library.
The words are made up and the same each time, the day is set by libfaketime, and each path begins with a copy of the same journal.
"""
import datetime
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.insert(0, os.path.join(HERE, "peers"))
import forms  # noqa: E402
import words  # noqa: E402

TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
PROGRAM = os.path.abspath(os.environ.get("KINTSUGI_BIN", os.path.join(TARGET, "release", "kintsugi")))
KEPT = os.path.join(HERE, "guards.txt")
ENTRIES, DAY = 1000, datetime.date(2026, 6, 30)
MOST = 1.10
# The journal of Ana, with the words in it and a partner, in which each is done.
PATHS = {
    "start": ["--version"],
    "today": ["today"],
    "status": ["status"],
    "write": ["write", "A line to count with."],
    "write private": ["write", "--private", "A line to count with."],
    "act": ["act", "made the coffee"],
    "read the week": ["read"],
    "read the last 20": ["read", "--last", "20"],
    "search": ["search", words.RARE],
    "tracker": ["tracker"],
    "verify": ["verify"],
    "export": ["export", "--format", "json", "-o", "{home}.json"],
    "send": ["bundle", "export", "{home}.bundle", "--all"],
}
HEAD = """\
# What each path of the release binary costs: thousands of instructions. Sizes in bytes. Written by `just guards --write`.
"""


def clocks():
    """Where the library is that sets the day."""
    return glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1") + glob.glob("/usr/lib*/faketime/libfaketimeMT.so.1")


def environment(home):
    clock = {"LD_PRELOAD": clocks()[0], "FAKETIME": f"@{DAY} 20:30:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | clock | {"KINTSUGI_HOME": home, "KINTSUGI_BIND": "127.0.0.1", "HOME": home, "LC_ALL": "C.UTF-8", "COLUMNS": "100"}


def run(home, *arguments, before=()):
    done = subprocess.run([*before, PROGRAM, *arguments], env=environment(home), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr)
    return done.stdout + done.stderr


def instructions(home, *arguments):
    """How many it takes, in thousands."""
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    said = run(home, *arguments, before=counter)
    return int(re.search(r"I\s+refs:\s+([\d,]+)", said)[1].replace(",", "")) // 1000


def begin(folder, name, entries):
    """A journal with these words in it, open to both."""
    home, file = os.path.join(folder, name), os.path.join(folder, name + ".txt")
    run(home, "init", "--name", name, "--no-passphrase", "--recovery-file", home + ".words")
    with open(file, "w", encoding="utf-8") as handed:
        handed.write(forms.as_jrnl(entries))
    run(home, "import", "--format", "jrnl", "--open", file)
    return home


def pair(ana, ben):
    line = [PROGRAM, "pair", "--yes", "--json"]
    window = subprocess.Popen(line, env=environment(ana), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    run(ben, "join", json.loads(window.stdout.readline())["ticket"], "--yes")
    window.stdout.read()
    assert window.wait() == 0


def count(folder):
    """Each path by its name."""
    every = list(words.entries(ENTRIES, DAY))
    ana, ben = begin(folder, "Ana", every), begin(folder, "Ben", every[-20:])
    pair(ana, ben)
    # The copy of the day is made, and the look of the day is taken, before anything is counted.
    for home in (ana, ben):
        run(home, "write", "The first line of the day.")
    found = {}
    for name, arguments in PATHS.items():
        home = fresh(ana, os.path.join(folder, "path"))
        found[name] = instructions(home, *(argument.format(home=home) for argument in arguments))
        print(f"{name:18}{found[name]:>10}", file=sys.stderr, flush=True)
        for left in glob.glob(home + ".bundle"):
            os.replace(left, ben + ".bundle")
    found["take in"] = instructions(ben, "bundle", "import", ben + ".bundle")
    return found


def fresh(home, path):
    shutil.rmtree(path, ignore_errors=True)
    for left in glob.glob(path + ".*"):
        os.remove(left)
    return shutil.copytree(home, path)


def crates():
    tree = ["cargo", "tree", "--locked", "--package", "kintsugi-cli", "--edges", "normal", "--prefix", "none", "--format", "{p}"]
    return len(set(subprocess.run(tree, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()))


def kept():
    with open(KEPT, encoding="utf-8") as file:
        lines = (line.rsplit(maxsplit=1) for line in file if not line.startswith("#"))
        return {name: int(number) for name, number in lines}


def write(found):
    with open(KEPT, "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(f"{name:18}{number:>10}\n" for name, number in found.items()))


def compare(found):
    """Whether none has grown by more than a tenth; what has changed is said."""
    before = kept()
    if before.keys() != found.keys():
        print(f"guards.txt does not name what is counted: {sorted(before.keys() ^ found.keys())}", file=sys.stderr)
        return False
    holds = True
    for name, number in found.items():
        grown = number / before[name]
        if grown > MOST:
            holds = False
            print(f"GROWN: {name}: {before[name]} before, {number} now, {grown:.2f} times", file=sys.stderr)
        elif grown < 2 - MOST:
            print(f"cheaper: {name}: {before[name]} before, {number} now; just guards --write keeps it so", file=sys.stderr)
    return holds


def missing():
    """What is not here and must be."""
    absent = [] if shutil.which("valgrind") else ["valgrind"]
    return absent + ([] if clocks() else ["faketime"])


def main():
    if absent := missing():
        print(f"SKIPPED: instructions are not counted, for {' and '.join(absent)} is not here", file=sys.stderr)
        return 1 if os.environ.get("KINTSUGI_SKIP_NOTHING") else 0
    with tempfile.TemporaryDirectory(prefix="guards") as folder:
        found = count(folder) | {"size": os.path.getsize(PROGRAM), "crates": crates()}
    if "--write" in sys.argv[1:]:
        write(found)
        return 0
    return 0 if compare(found) else 1


if __name__ == "__main__":
    sys.exit(main())
