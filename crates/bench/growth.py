#!/usr/bin/env python3
"""What each command costs as a journal grows: two people live fifty years, 200,000 lines and 75,000 marks, with a meeting each
month; after 1, 3, 10, 25 and 50 of them each path of laptop.py is counted, in thousands of instructions and in memory, and at the
end a new laptop gets what both could read. `just growth` prints the table and draws docs/pictures/growth.svg; it takes about ten
minutes on a quiet machine.

It needs the release binaries of kintsugi and prepare, valgrind, libfaketime and GNU time. Everything lies in TMPDIR: some gigabytes, best in memory.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
import time

import laptop
import drawing
from laptop import PATHS, PROGRAM, ROOT, TARGET, environment, fresh, init, pair
from measure import TIME, peak, size

PREPARE = os.path.join(TARGET, "release", "prepare")
FIRST = 2026
LINES = 11 * 365.25
# Thousands of instructions: what took more is linear or worse by then, and is not counted in a journal that is longer still.
MOST = 5_000_000
PICTURE = os.path.join(ROOT, "docs", "pictures", "growth.svg")


def live(ana, ben, year):
    subprocess.run([PREPARE, "live", ana, ben, str(year)], check=True)


def counted(ana, folder, year, without):
    """By path: thousands of instructions, and MiB of memory, on the last evening of this year; and what the store takes, in kB."""
    day = f"{year}-12-31"
    home = fresh(ana, os.path.join(folder, "evening"))
    # The copy of the day is made, and the look of the day is taken, before anything is counted.
    laptop.run(home, "write", "The first line of the day.", day=day)
    found = {}
    for name, cost, _ in laptop.each_path(home, folder, day, without):
        again = fresh(home, os.path.join(folder, "path"))
        line = [PROGRAM, *(argument.format(home=again) for argument in PATHS[name])]
        found[name] = (cost, peak(line, environment(again, day)))
    return found | {"store, in MB": (os.path.getsize(os.path.join(ana, "journal.db")) // 1000, None)}


def new_laptop(ana, folder, day):
    """Ben's laptop is lost: how much his new one gets while it is made known, in how many seconds, with how many MiB in each."""
    ben, words = os.path.join(folder, "new"), os.path.join(folder, "Ben.words")
    laptop.run(ben, "init", "--new-laptop", "--no-passphrase", "--recovery-file", words, day=day)
    started = time.perf_counter()
    said = pair(ana, ben, day, ("device", "replace"), before=[TIME, "-f", "%M"])
    took = time.perf_counter() - started
    received = json.loads(said[1][0].splitlines()[-1])["received"]
    return received, took, [int(errors.split()[-1]) / 1024 for _, errors in said]


def exponent(costs):
    """How it grows over the last doubling: 0 is flat, 1 is with the journal."""
    (before, earlier), (after, later) = costs[-2:]
    return math.log(later / earlier) / math.log(after / before)


def sentence(grows):
    kinds = {0.1: "flat", 0.9: "slower than the journal", 1.1: "as the journal"}
    return next((said for limit, said in kinds.items() if grows < limit), "FASTER THAN THE JOURNAL")


def table(measured):
    years = list(measured)
    yield "| | " + " | ".join(f"{year} years" if year > 1 else "1 year" for year in years) + " | last doubling | memory |"
    yield "| --- |" + " ---: |" * (len(years) + 2)
    for name in measured[years[0]]:
        costs = [(year, measured[year][name]) for year in years if name in measured[year]]
        memory = costs[-1][1][1]
        grows = exponent([(year, cost) for year, (cost, _) in costs])
        cells = [f"{cost / 1000:,.1f}" for _, (cost, _) in costs] + ["not counted"] * (len(years) - len(costs))
        cells += [f"{sentence(grows)} ({grows:.2f})", f"{memory:.0f} MiB" if memory else ""]
        yield f"| {name} | " + " | ".join(cells) + " |"


def lines_of(measured):
    """By path the points of its line: lines in the journal, and millions of instructions."""
    for name in PATHS:
        yield name, [(year * LINES, found[name][0] / 1000) for year, found in measured.items() if name in found]


def main():
    if absent := laptop.missing() + ([] if TIME else ["time"]):
        print(f"SKIPPED: nothing is counted, for {' and '.join(absent)} is not here", file=sys.stderr)
        return 1
    looks = [int(year) for year in sys.argv[1:]] or [1, 3, 10, 25, 50]
    measured, long = {}, set()
    with tempfile.TemporaryDirectory(prefix="growth") as folder:
        ana, ben = os.path.join(folder, "Ana"), os.path.join(folder, "Ben")
        for home, name in ((ana, "Ana"), (ben, "Ben")):
            init(home, name, f"{FIRST}-01-01")
        pair(ana, ben, f"{FIRST}-01-01")
        for lived in range(1, looks[-1] + 1):
            year = FIRST + lived - 1
            live(ana, ben, year)
            print(f"{year}: {size(ana) / 1e6:.1f} MB", file=sys.stderr, flush=True)
            if lived in looks:
                measured[lived] = counted(ana, folder, year, long)
                long |= {name for name, (cost, _) in measured[lived].items() if cost > MOST}
        print("\n".join(table(measured)), flush=True)
        received, took, memory = new_laptop(ana, folder, f"{year}-12-31")
        print(f"\nA new laptop: {received:,} entries in {took:.1f} s; {memory[0]:.0f} MiB and {memory[1]:.0f} MiB.")
    drawing.draw(PICTURE, "Millions of instructions of a command, by lines in the journal", dict(lines_of(measured)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
