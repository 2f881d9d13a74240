"""kintsugi beside what people use today, on the same words, in one run. Writes docs/benchmarks.md; see `just peers`.

Needs Python and Linux. A program that is not installed is named, and left out. Nothing but a folder of its own is touched, and
no network but the loopback.
"""
import argparse
import datetime
import os
import sys
import tempfile

import journals
import meetings
import page
import words
from measure import Failed, peak, take_turns

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")


def arguments():
    parser = argparse.ArgumentParser(prog="peers", description="Measures kintsugi beside other programs.")
    parser.add_argument("--entries", type=int, default=100_000, help="how many there are (default: 100000)")
    parser.add_argument("--rounds", type=int, default=21, help="how often each is asked (default: 21)")
    parser.add_argument("--seconds", type=float, default=40, help="after so many a program sits out a work (default: 40)")
    parser.add_argument("--meeting", type=int, default=10_000, help="how many two places are made alike with (default: 10000)")
    parser.add_argument("--meetings", type=int, default=3, help="how often (default: 3)")
    parser.add_argument("--page", default=os.path.join(ROOT, "docs", "benchmarks.md"), help="the page that is written")
    return parser.parse_args()


def those_here(kinds):
    for kind in kinds:
        if missing := kind.missing():
            print(f"SKIPPED: {kind.name} takes no part, for {', '.join(missing)} is not installed", file=sys.stderr)
        else:
            yield kind


def filled(folder, count, today):
    """Each program that is here, with the words in it."""
    found = []
    for kind in those_here(journals.ALL):
        print(f"{kind.name}: {count} entries go in", file=sys.stderr)
        journal = kind(os.path.join(folder, kind.__name__), today)
        journal.fill(words.entries(count, today))
        found.append(journal)
    return found


def check(found):
    """Whoever is asked for the rare word finds it; else the rest means nothing."""
    for journal in found:
        _, _, said = journal.once("search")
        hits = said.decode().count(words.RARE)
        if hits != 3:
            raise Failed(f"{journal.name} found {hits} lines of 3")


def measured(found, asked):
    """By work and program: the samples, and the most memory."""
    results = {}
    for work in journals.WORKS:
        able = {journal.name: journal for journal in found if journal.command(work)}
        turns = {name: (lambda journal=journal, work=work: journal.once(work)) for name, journal in able.items()}
        print(f"{work}: {', '.join(turns)}", file=sys.stderr)
        samples = take_turns(turns, asked.rounds, asked.seconds)
        results[work] = {name: (samples[name], peak(able[name].command(work), able[name].environment)) for name in able}
    return results


def met(folder, asked, today):
    """By program, for each time: the seconds by work, and how many lines written apart came to stand in both places."""
    results = {}
    kinds = list(those_here(meetings.ALL))
    for number in range(asked.meetings):
        for kind in kinds:
            print(f"meeting {number + 1}: {kind.name}", file=sys.stderr)
            places = kind(os.path.join(folder, f"meeting-{number}-{kind.__name__}"), today)
            places.fill(list(words.entries(asked.meeting, today)))
            try:
                results.setdefault(kind.name, []).append(places.all_works())
            except Failed as why:
                print(f"LEFT OUT: {why}", file=sys.stderr)
    return results


def main():
    asked = arguments()
    built = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "kintsugi")
    program = os.path.abspath(os.environ.get("KINTSUGI_BIN", built))
    journals.Kintsugi.program = meetings.Kintsugi.program = program
    today = datetime.date.today()
    with tempfile.TemporaryDirectory() as folder:
        found = filled(folder, asked.entries, today)
        check(found)
        stored = {journal.name: journal.stored() for journal in found}
        results = measured(found, asked)
        together = met(folder, asked, today)
        page.write(asked, today, found, stored, results, together)


if __name__ == "__main__":
    main()
