"""The same words in the form of each program."""
import os
import sqlite3


def as_jrnl(all_entries):
    """The file of jrnl, which `kintsugi import` reads as well."""
    return "".join(f"[{at:%Y-%m-%d %H:%M}] {said}{f' @{tag}' if tag else ''}\n\n" for at, said, tag in all_entries)


def write_months(all_entries, folder):
    """A file of plain text for each month, a line for each line: what grep and a folder that is kept alike would have."""
    os.makedirs(folder)
    months = {}
    for at, said, tag in all_entries:
        first, *rest = said.split("\n")
        lines = [f"{at:%Y-%m-%d %H:%M}{f' #{tag}' if tag else ''} {first}"] + ["  " + line for line in rest]
        months.setdefault(f"{at:%Y-%m}", []).extend(lines)
    for month, lines in months.items():
        with open(os.path.join(folder, month + ".txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


TABLES = """
PRAGMA journal_mode=WAL;
CREATE TABLE entry(id INTEGER PRIMARY KEY, at TEXT NOT NULL, tag TEXT, text TEXT NOT NULL);
CREATE INDEX entry_at ON entry(at);
CREATE VIRTUAL TABLE entry_words USING fts5(text, content='entry', content_rowid='id');
CREATE TRIGGER entry_in AFTER INSERT ON entry BEGIN INSERT INTO entry_words(rowid, text) VALUES (new.id, new.text); END;
"""


def write_database(all_entries, path):
    """A database as somebody would make one for this: an index over the moment, and one over the words."""
    database = sqlite3.connect(path)
    database.executescript(TABLES)
    with database:
        rows = ((f"{at:%Y-%m-%dT%H:%M}", tag, said) for at, said, tag in all_entries)
        database.executemany("INSERT INTO entry(at, tag, text) VALUES (?, ?, ?)", rows)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
