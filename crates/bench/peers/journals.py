"""The programs that keep a journal, each with the same words in its own form, and how each is asked for the same work."""
import datetime
import os
import shutil
import subprocess

import forms
import words
from measure import run, size

# What is asked of each; a program that has nothing like it leaves it out.
WORKS = {
    "start": "start and end, nothing else",
    "write": "add one line, on the disk before it returns",
    "today": "show today",
    "week": "show the last seven days",
    "last": "show the last 20 entries",
    "search": "find a rare word, whatever its case (three hits)",
    "status": "say how much there is",
}
LINE = "We planned the garden path and nobody complained, number {}."


class Journal:
    """One program. `commands` has what it is called with for each work; of writing, what makes a command of a text."""

    name = about = ""
    # Programs without which it cannot take part.
    needs = ()

    def __init__(self, folder, today):
        self.folder, self.today, self.written = folder, today, 0
        self.week = today - datetime.timedelta(days=6)
        os.makedirs(folder)
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", HOME=folder, COLUMNS="100", NO_COLOR="1")

    @classmethod
    def missing(cls):
        return [program for program in cls.needs if not shutil.which(program)]

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, work):
        if work != "write":
            return self.commands().get(work)
        self.written += 1
        return self.writing(LINE.format(self.written))

    def once(self, work):
        return run(self.command(work), self.environment)

    def stored(self):
        return size(self.folder)


class Kintsugi(Journal):
    name, about = "kintsugi", "sealed, a row each; no passphrase, as after `unlock`"
    program = None

    def fill(self, entries):
        self.environment["KINTSUGI_HOME"] = self.path("home")
        file = self.path("words.txt")
        with open(file, "w", encoding="utf-8") as handed:
            handed.write(forms.as_jrnl(entries))
        run([self.program, "init", "--name", "Ana", "--no-passphrase", "--recovery-file", self.path("recovery")], self.environment)
        run([self.program, "import", "--format", "jrnl", file], self.environment)
        # Said on one day a month: not on the days on which this is measured.
        run([self.program, "config", "backup-reminder", "off"], self.environment)

    def commands(self):
        asked = {"start": ["--version"], "today": ["today"], "week": ["read"], "last": ["read", "--last", "20"],
                 "search": ["search", words.RARE], "status": ["status"]}
        return {work: [self.program] + arguments for work, arguments in asked.items()}

    def writing(self, text):
        return [self.program, "write", text]

    def stored(self):
        return size(self.path("home/journal.db"))


class Sqlite(Journal):
    name, about, needs = "sqlite3", "open; log and full sync, an index over the moment and one over words", ("sqlite3",)

    def fill(self, entries):
        forms.write_database(entries, self.path("journal.db"))

    def commands(self):
        since = "SELECT at, tag, text FROM entry WHERE at >= '{}' ORDER BY at;"
        found = f"SELECT at, text FROM entry WHERE text LIKE '%{words.RARE}%';"
        asked = {"today": since.format(self.today), "week": since.format(self.week), "search": found,
                 "last": "SELECT at, tag, text FROM entry ORDER BY at DESC LIMIT 20;",
                 "status": "SELECT count(*), max(at) FROM entry;"}
        return {"start": ["sqlite3", "--version"]} | {work: ["sqlite3", self.path("journal.db"), sql] for work, sql in asked.items()}

    def writing(self, text):
        sql = f"PRAGMA synchronous=FULL; INSERT INTO entry(at, tag, text) VALUES ('{self.today}T20:30', NULL, '{text}');"
        return ["sqlite3", self.path("journal.db"), sql]


class SqliteIndex(Sqlite):
    name, about = "sqlite3, index of words", "the same, asked by its index, which stands open beside the words"

    def commands(self):
        ids = f"SELECT rowid FROM entry_words WHERE entry_words MATCH '{words.RARE}'"
        sql = f"SELECT at, text FROM entry WHERE id IN ({ids});"
        return {"start": ["sqlite3", "--version"], "search": ["sqlite3", self.path("journal.db"), sql]}

    def command(self, work):
        return None if work == "write" else super().command(work)


class Text(Journal):
    name, about, needs = "plain text", "open; a file for each month; printf and sync, grep, awk, tail", ("grep", "awk", "tail")

    def fill(self, entries):
        forms.write_months(entries, self.path("months"))
        self.month = self.path(f"months/{self.today:%Y-%m}.txt")
        self.months = sorted({self.path(f"months/{self.week:%Y-%m}.txt"), self.month})

    def commands(self):
        week = f'/^[0-9]/ {{ shown = ($1 >= "{self.week}") }} shown'
        return {"start": ["grep", "--version"], "today": ["grep", "-h", "-A1", f"^{self.today}", self.month],
                "week": ["awk", week] + self.months, "last": ["tail", "-n", "28", self.month],
                "search": ["grep", "-rhi", words.RARE, self.path("months")]}

    def writing(self, text):
        line = f"{self.today} 20:30 {text}"
        return ["sh", "-c", 'printf "%s\\n" "$1" >> "$2" && sync "$2"', "sh", line, self.month]


class Jrnl(Journal):
    name, about, needs = "jrnl", "open; one file of text", ("jrnl",)
    config = "journals: {{default: {{journal: {journal}}}}}\ncolors: {{body: none, date: none, tags: none, title: none}}\n" \
        "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: true\nindent_character: '|'\nlinewrap: 79\n" \
        "tagsymbols: '#@'\ntemplate: false\ntimeformat: '%Y-%m-%d %H:%M'\nversion: v{version}\n"

    def fill(self, entries):
        with open(self.path("journal.txt"), "w", encoding="utf-8") as file:
            file.write(forms.as_jrnl(entries))
        with open(self.path("jrnl.yaml"), "w", encoding="utf-8") as file:
            file.write(self.config.format(journal=self.path("journal.txt"), version=self.version()))

    def version(self):
        """Its settings must name it, or it rewrites them."""
        said = subprocess.run(["jrnl", "--version"], env=self.environment, capture_output=True, text=True).stdout
        return said.split()[1].removeprefix("v")

    def commands(self):
        asked = {"start": ["--version"], "today": ["-on", str(self.today)], "week": ["-from", str(self.week)],
                 "last": ["-n", "20"], "search": ["-contains", words.RARE]}
        return {work: self.asking(arguments) for work, arguments in asked.items()}

    def asking(self, arguments):
        return ["jrnl", "--config-file", self.path("jrnl.yaml")] + arguments

    def writing(self, text):
        return self.asking([f"{self.today} 20:30: {text}"])

    def stored(self):
        return size(self.path("journal.txt"))


ALL = (Kintsugi, Sqlite, SqliteIndex, Text, Jrnl)
