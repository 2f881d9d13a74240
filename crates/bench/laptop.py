"""A journal of the release binary in a folder of its own, on a day that is set, and how many instructions a command takes there.

Instructions are counted by valgrind (cachegrind), so a busy machine changes nothing. What still moves them: random ids and hash
seeds (under one in a hundred), the kind of processor (the ciphers choose their code by it), and the version of the C library.
The day is set by libfaketime.
"""
import datetime
import glob
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.insert(0, os.path.join(HERE, "peers"))
import words  # noqa: E402

TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
PROGRAM = os.path.abspath(os.environ.get("KINTSUGI_BIN", os.path.join(TARGET, "release", "kintsugi")))
DAY = datetime.date(2026, 6, 30)
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


def clocks():
    """Where the library is that sets the day."""
    return glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1") + glob.glob("/usr/lib*/faketime/libfaketimeMT.so.1")


def missing():
    """What is not here and must be."""
    absent = [] if shutil.which("valgrind") else ["valgrind"]
    return absent + ([] if clocks() else ["faketime"])


def environment(home, day=DAY):
    clock = {"LD_PRELOAD": clocks()[0], "FAKETIME": f"@{day} 20:30:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | clock | {"KINTSUGI_HOME": home, "KINTSUGI_BIND": "127.0.0.1", "HOME": home, "LC_ALL": "C.UTF-8", "COLUMNS": "100"}


def run(home, *arguments, before=(), day=DAY):
    line = [*before, PROGRAM, *arguments]
    done = subprocess.run(line, env=environment(home, day), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr)
    return done.stdout + done.stderr


def instructions(home, *arguments, day=DAY):
    """How many it takes, in thousands."""
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    said = run(home, *arguments, before=counter, day=day)
    return int(re.search(r"I\s+refs:\s+([\d,]+)", said)[1].replace(",", "")) // 1000


def init(home, name, day=DAY):
    run(home, "init", "--name", name, "--no-passphrase", "--recovery-file", home + ".words", day=day)


def pair(ana, ben, day=DAY, window=("pair",), before=()):
    """What both programs said at the end, on each of their ways to say it."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    line = [*before, PROGRAM, *window, "--yes", "--json"]
    opened = subprocess.Popen(line, env=environment(ana, day), **pipes)
    ticket = json.loads(opened.stdout.readline())["ticket"]
    line = [*before, PROGRAM, "join", ticket, "--yes", "--json"]
    joined = subprocess.run(line, env=environment(ben, day), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert joined.returncode == 0, joined.stderr
    said = opened.communicate()
    assert opened.returncode == 0, said
    return said, (joined.stdout, joined.stderr)


def fresh(home, path):
    """A copy of this journal at the path, and nothing that an earlier one left there."""
    shutil.rmtree(path, ignore_errors=True)
    for left in glob.glob(path + ".*"):
        os.remove(left)
    return shutil.copytree(home, path)


def each_path(ana, folder, day=DAY, without=()):
    """Each path by its name, but for some, done in a copy of this journal in the folder, with its thousands of instructions."""
    for name, arguments in PATHS.items():
        if name in without:
            continue
        home = fresh(ana, os.path.join(folder, "path"))
        counted = instructions(home, *(argument.format(home=home) for argument in arguments), day=day)
        print(f"{name:18}{counted:>10}", file=sys.stderr, flush=True)
        yield name, counted, home
