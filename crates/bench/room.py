#!/usr/bin/env python3
"""What a store takes, table by table, after so many made-up lines were brought along: `python3 crates/bench/room.py 10000`.
It needs the release binary (or `KINTSUGI_BIN`) and the `sqlite3` program, which counts pages (dbstat). Standard library only."""
import datetime
import os
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
TABLES = """
SELECT replace(replace(name, 'sqlite_autoindex_', 'keys of '), '_1', ''), sum(pgsize), sum(unused) FROM dbstat
GROUP BY name HAVING sum(pgsize) > 20000 ORDER BY 2 DESC
"""


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    every = list(words.entries(count, datetime.date(2026, 6, 30)))
    with tempfile.TemporaryDirectory(prefix="room") as folder:
        home, file = os.path.join(folder, "home"), os.path.join(folder, "lines.txt")
        with open(file, "w", encoding="utf-8") as handed:
            handed.write(forms.as_jrnl(every))
        text = os.path.getsize(file)
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "KINTSUGI_HOME": home, "LC_ALL": "C.UTF-8"}
        for line in (["init", "--name", "Ana", "--no-passphrase", "--recovery-file", os.path.join(folder, "words")],
                     ["import", "--format", "jrnl", file]):
            subprocess.run([PROGRAM, *line], env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        store = os.path.join(home, "journal.db")
        size = os.path.getsize(store)
        print(f"{count:,} lines, {text / 1e6:.2f} MB as text: {size / 1e6:.2f} MB, {size / text:.2f} times, {size / count:.0f} bytes a line\n")
        print(f"{'table':24}{'bytes a line':>14}{'of them empty':>16}")
        rows = subprocess.run(["sqlite3", "-separator", "\t", store, TABLES], check=True, capture_output=True, text=True).stdout
        for name, pages, unused in (row.split("\t") for row in rows.splitlines()):
            print(f"{name:24}{int(pages) / count:>14.1f}{int(unused) / count:>16.1f}")


if __name__ == "__main__":
    main()
