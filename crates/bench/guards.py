#!/usr/bin/env python3
"""Holds the release binary to what it cost before: instructions of the paths that people walk each day, its size, and how many
crates it is made of. `just guards` compares with guards.txt and fails where one has grown by more than a tenth; `just guards
--write` writes down what it is now, for a commit that says why.

The words are made up and the same each time, and each path begins with a copy of the same journal. What moves the counts all the
same stands in laptop.py.
"""
import glob
import os
import subprocess
import sys
import tempfile

import laptop
from laptop import DAY, HERE, PROGRAM, ROOT, init, instructions, pair, run
import forms
import words

KEPT = os.path.join(HERE, "guards.txt")
ENTRIES = 1000
MOST = 1.10
HEAD = """\
# What each path of the release binary costs: thousands of instructions. Sizes in bytes. Written by `just guards --write`.
"""


def begin(folder, name, entries):
    """A journal with these words in it, open to both."""
    home, file = os.path.join(folder, name), os.path.join(folder, name + ".txt")
    init(home, name)
    with open(file, "w", encoding="utf-8") as handed:
        handed.write(forms.as_jrnl(entries))
    run(home, "import", "--format", "jrnl", "--open", file)
    return home


def count(folder):
    """Each path by its name."""
    every = list(words.entries(ENTRIES, DAY))
    ana, ben = begin(folder, "Ana", every), begin(folder, "Ben", every[-20:])
    pair(ana, ben)
    # The copy of the day is made, and the look of the day is taken, before anything is counted.
    for home in (ana, ben):
        run(home, "write", "The first line of the day.")
    found = {}
    for name, counted, home in laptop.each_path(ana, folder):
        found[name] = counted
        for left in glob.glob(home + ".bundle"):
            os.replace(left, ben + ".bundle")
    found["take in"] = instructions(ben, "bundle", "import", ben + ".bundle")
    return found


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


def main():
    if absent := laptop.missing():
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
