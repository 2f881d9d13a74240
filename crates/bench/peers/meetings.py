"""The programs that make two places alike, each with the same words: kintsugi its journals, the others a folder with a file of
text for each month, as people keep one. What is asked of each is over when both places have everything they will get.
"""
import datetime
import json
import os
import shutil
import subprocess
import time

import forms
from measure import Failed, run

WORKS = {
    "first": "first: the other place is empty",
    "one": "one new line",
    "apart": "1,000 new lines in each place, written while apart",
}
# New lines in each place.
MANY = 1000
ONE = "One line for the other place."


def lines_of(side, count):
    return [f"{side} wrote line {number} while apart." for number in range(count)]


class Meeting:
    """One program with two places, `Ana` and `Ben`."""

    name = about = ""
    needs = ()

    def __init__(self, folder, today):
        self.folder, self.today = folder, today
        os.makedirs(folder)
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", HOME=folder, UNISON=os.path.join(folder, "unison"))
        self.environment |= dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Ana")
        self.environment |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "ana@example.org")

    @classmethod
    def missing(cls):
        return [program for program in cls.needs if not shutil.which(program)]

    def path(self, name):
        return os.path.join(self.folder, name)

    def timed(self):
        started = time.perf_counter()
        self.meet()
        return time.perf_counter() - started

    def all_works(self):
        """Seconds by work, and how many of the lines that were written apart both places have."""
        took = {"first": self.timed()}
        self.add("Ana", [ONE])
        took["one"] = self.timed()
        if ONE not in self.lines("Ben"):
            raise Failed(f"{self.name} did not bring the line across")
        for side in ("Ana", "Ben"):
            self.add(side, lines_of(side, MANY))
        took["apart"] = self.timed()
        both = set(lines_of("Ana", MANY) + lines_of("Ben", MANY))
        return took, len(both & self.lines("Ana") & self.lines("Ben"))


class Kintsugi(Meeting):
    name, about = "kintsugi", "each side is told what the other has, in turns; every change is checked"
    program = None

    def fill(self, entries):
        self.environment["KINTSUGI_BIND"] = "127.0.0.1"
        for side in ("Ana", "Ben"):
            self.call(side, "init", "--name", side, "--no-passphrase", "--recovery-file", self.path(side + ".words"))
        self.pair()
        self.bring("Ana", entries)

    def call(self, side, *arguments):
        return run([self.program, *arguments], self.environment | {"KINTSUGI_HOME": self.path(side)})[2]

    def bring(self, side, entries):
        file = self.path("brought.txt")
        with open(file, "w", encoding="utf-8") as handed:
            handed.write(forms.as_jrnl(entries))
        self.call(side, "import", "--format", "jrnl", "--open", file)

    def begin(self, side, *arguments):
        return subprocess.Popen([self.program, *arguments], env=self.environment | {"KINTSUGI_HOME": self.path(side)},
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def pair(self):
        window = self.begin("Ana", "pair", "--yes", "--json")
        self.call("Ben", "join", json.loads(window.stdout.readline())["ticket"], "--yes")
        window.communicate()

    def meet(self):
        sides = [self.begin(side, "sync", "--wait", "60", "--json") for side in ("Ana", "Ben")]
        for side in sides:
            said, _ = side.communicate()
            if side.returncode:
                raise Failed(f"a meeting ended with {side.returncode}: {said[-200:]}")

    def add(self, side, new):
        evening = datetime.datetime.combine(self.today, datetime.time(21, 0))
        self.bring(side, [(evening, line, None) for line in new])

    def lines(self, side):
        said = json.loads(self.call(side, "read", "--json", "--from", str(self.today)))
        return {entry["text"] for entry in said["entries"]}


class Folder(Meeting):
    """Two folders with the files of the months."""

    written = 0

    def fill(self, entries):
        forms.write_months(entries, self.path("Ana"))
        os.makedirs(self.path("Ben"))

    def month(self, side):
        return os.path.join(self.path(side), f"{self.today:%Y-%m}.txt")

    def add(self, side, new):
        with open(self.month(side), "a", encoding="utf-8") as file:
            file.writelines(f"{self.today} 21:00 {line}\n" for line in new)
        # Each place was written at another time, as it is with people.
        self.written = max(self.written, time.time()) + 60
        os.utime(self.month(side), (self.written, self.written))

    def lines(self, side):
        with open(self.month(side), encoding="utf-8") as file:
            return {line.rstrip("\n").split(" ", 2)[-1] for line in file}


class Rsync(Folder):
    name, about, needs = "rsync --update", "the newer file wins, in both directions", ("rsync",)

    def meet(self):
        for here, there in (("Ana", "Ben"), ("Ben", "Ana")):
            run(["rsync", "-a", "--update", self.path(here) + "/", self.path(there) + "/"], self.environment)


class Unison(Folder):
    name, about, needs = "unison", "what both have changed is left as it is", ("unison",)

    def meet(self):
        # 1: something was left as it is.
        run(["unison", self.path("Ana"), self.path("Ben"), "-batch", "-silent"], self.environment, expected=(0, 1))


class Git(Folder):
    name, about, needs = "git", "a commit and a pull on each side; what both have changed in one place is a conflict", ("git",)

    def fill(self, entries):
        super().fill(entries)
        for side in ("Ana", "Ben"):
            self.git(side, "init", "--quiet", "--initial-branch", "main")

    def git(self, side, *arguments, expected=(0,)):
        run(["git", "-C", self.path(side), *arguments], self.environment, expected)

    def meet(self):
        for side in ("Ana", "Ben"):
            self.git(side, "add", ".")
            self.git(side, "commit", "--quiet", "--message", "lines", expected=(0, 1))
        for here, there in (("Ben", "Ana"), ("Ana", "Ben")):
            self.git(here, "pull", "--quiet", "--no-rebase", "--no-edit", self.path(there), "main", expected=(0, 1, 128))
            # A conflict is given up: what was here stays.
            self.git(here, "merge", "--abort", expected=(0, 128))


ALL = (Kintsugi, Rsync, Unison, Git)
