"""docs/benchmarks.md: what one run found, as tables, and in sentences what was slower."""
import os
import platform
import re
import statistics
import subprocess

import journals
import meetings
from measure import middle

HEAD = """# Beside what people use

`just peers` wrote this page; it is not edited by hand. It asks kintsugi and other programs for the same work on the same
words, in turns, within one run. Ratios within a run hold; milliseconds of another machine, or of a busy hour, are others.

kintsugi alone seals what it keeps, checks it each time it is opened, and keeps a copy of the day. Whoever of the others is faster
does less, and that is said in the column beside it; how much that costs is what this page is for.

- **Made:** {day}
- **Machine:** {machine}; load at the end {load:.1f}{busy}
- **Versions:** {versions}
- **Words:** {count:,} made-up entries over {years:.0f} years, {plain:.1f} MB as text, the same for everybody; into kintsugi by its own `import`
- **Rounds:** up to {rounds} of each, fewer where one takes longer than {seconds:.0f} s together; medians, smallest and largest
{left_out}
To repeat it: install jrnl, sqlite3 and GNU time where they are missing (`pip install jrnl`, `apt install sqlite3 time`), then

    just peers                              # about ten minutes
    just peers --entries 10000 --rounds 41  # fewer words, more rounds

*Wall* is what somebody waits. *Processor* is user and system time, and says more on a busy machine. *kintsugi took* is its median
on the wall in terms of the other's, and *of the processor* the same of that: 0.5 is half as long.
"""

BUSY = ". Others worked on it meanwhile: what is said of the processor holds better than what is said of the wall"
MEETING = """
## Two places become alike

{count:,} entries in one place; then, one after the other: {works}.

The other programs have a folder with a file for each month, on one disk and without a network; kintsugi meets over the loopback,
with its keys and its checks. `just bench-together` measures it over a network of its own. Lines that were written in both places
into the same month are what tells the programs apart.

"""


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def machine():
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory():.0f} GiB of memory, {platform.system()} {platform.release().split('-')[0]}"


def versions(found):
    """Of each program that took part, by the number that it says first."""
    programs = {journal.commands()["start"][0]: "--version" for journal in found}
    programs |= {kind.needs[0]: "-version" if kind is meetings.Unison else "--version"
                 for kind in meetings.ALL if kind.needs and not kind.missing()}
    for program, option in programs.items():
        said = subprocess.run([program, option], capture_output=True, text=True).stdout
        yield f"{os.path.basename(program)} {re.search(r'[0-9]+[.][0-9.]+', said)[0]}"


def head(asked, today, found, stored):
    absent = sorted({program for kind in journals.ALL + meetings.ALL for program in kind.missing()})
    return HEAD.format(
        day=f"{today:%-d %B %Y}", machine=machine(), load=os.getloadavg()[0], busy=BUSY if os.getloadavg()[0] > os.cpu_count() else "", versions=", ".join(versions(found)), count=asked.entries,
        years=min(10_950, asked.entries // 3) / 365, plain=plain(stored) / 1e6, rounds=asked.rounds, seconds=asked.seconds,
        left_out=f"- **Left out, not installed here:** {', '.join(absent)}\n" if absent else "")


def plain(stored):
    return stored.get(journals.Text.name) or min(stored.values())


def table(heads, rows):
    sides = ["---" if head in ("program", "how") else "---:" for head in heads]
    lines = [heads, sides] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def milliseconds(samples):
    walls = [sample[0] * 1000 for sample in samples]
    digits = 0 if middle(samples, 0) > 0.1 else 1
    return f"{middle(samples, 0) * 1000:.{digits}f} ({min(walls):.{digits}f} to {max(walls):.{digits}f})"


def ratio(by_name, name, which=0):
    """How many times as long kintsugi took: on the wall, or (1) of the processor."""
    return middle(by_name[journals.Kintsugi.name][0], which) / middle(by_name[name][0], which)


def row(by_name, name):
    samples, peak = by_name[name]
    times = ["", ""] if name == journals.Kintsugi.name else [f"{ratio(by_name, name, which):.2f}" for which in (0, 1)]
    return [name, milliseconds(samples), f"{middle(samples, 1) * 1000:.1f}", f"{peak:.1f}" if peak else "-", *times]


def work(title, by_name):
    heads = ["program", "wall, ms", "processor, ms", "memory, MiB", "kintsugi took", "of the processor"]
    return f"\n### {title[0].upper()}{title[1:]}\n\n" + table(heads, [row(by_name, name) for name in by_name])


def store(found, stored):
    about = {journal.name: journal.about for journal in found}
    rows = [[name, f"{stored[name] / 1e6:.1f}", f"{stored[name] / plain(stored):.2f}", about[name]] for name in stored]
    return "\n### What is kept\n\n" + table(["program", "MB", "to plain text", "how"], rows)


def slower(results):
    """Whatever kintsugi took longer for, work by work."""
    lines = []
    for work_name, by_name in results.items():
        more = {name: ratio(by_name, name) for name in by_name if ratio(by_name, name) > 1.05}
        said = ", ".join(f"{times:.1f} times {name}" for name, times in sorted(more.items(), key=lambda one: -one[1]))
        lines += [f"- {journals.WORKS[work_name]}: {said}"] if more else []
    return "\n## What is slower\n\n" + ("\n".join(lines) or "Nothing of this, in this run.") + "\n"


def seconds(times, title):
    took = sorted(found[title] for found, _ in times)
    return f"{statistics.median(took):.2f} ({took[0]:.2f} to {took[-1]:.2f})"


def meeting(asked, together):
    """Two places that become alike: how long it took, and what of the words that were written apart stands in both."""
    about = {kind.name: kind.about for kind in meetings.ALL}
    heads = ["program", *(f"{title}, s" for title in meetings.WORKS), f"of {2 * meetings.MANY:,} lines in both", "how"]
    rows = [[name, *(seconds(times, title) for title in meetings.WORKS), f"{min(kept for _, kept in times):,}", about[name]]
            for name, times in together.items() if times]
    works = "; ".join(meetings.WORKS.values())
    text = MEETING.format(count=asked.meeting, works=works)
    return text + table(heads, rows)


def write(asked, today, found, stored, results, together):
    works = "".join(work(journals.WORKS[name], by_name) for name, by_name in results.items())
    text = head(asked, today, found, stored) + slower(results) + "\n## Work by work\n" + works + store(found, stored)
    text += meeting(asked, together)
    with open(asked.page, "w", encoding="utf-8") as file:
        file.write(text)
