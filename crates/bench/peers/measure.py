"""Whole processes, measured: seconds on the wall, seconds of processor time, and the most memory.

Competitors take turns, one run each, so that a machine that is busy for a while disturbs all of them alike. Say no number of
one run beside one of another; ratios within a run hold.
"""
import os
import shutil
import statistics
import subprocess
import time

TIME = shutil.which("time", path="/usr/bin:/bin:/usr/local/bin")


class Failed(Exception):
    """A command that did not do what it was asked."""


def run(command, environment, expected=(0,)):
    """Runs it once: seconds on the wall, of the processor, and what it said."""
    started = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode not in expected:
        raise Failed(f"{command} ended with {child.returncode}: {said[-200:]!r}")
    return took, usage.ru_utime + usage.ru_stime, said


def peak(command, environment):
    """The most memory that it held, in MiB; `None` without GNU time. (A child of this program would inherit our own peak.)"""
    if not TIME:
        return None
    done = subprocess.run([TIME, "-f", "%M"] + command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    last = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
    return int(last) / 1024 if last.isdigit() else None


def take_turns(competitors, rounds, seconds):
    """`competitors`: by name a function that runs once. Each is warmed up once; one that has used up its seconds sits out, but
    never before it ran once more. By name the samples of what the functions gave back."""
    samples, spent = {name: [] for name in competitors}, dict.fromkeys(competitors, 0.0)
    for number in range(rounds + 1):
        for name, once in competitors.items():
            if spent[name] > seconds and samples[name]:
                continue
            sample = once()
            spent[name] += sample[0]
            if number > 0:
                samples[name].append(sample)
    return samples


def middle(samples, which):
    return statistics.median(sample[which] for sample in samples)


def size(path):
    """Bytes of a file, or of all files below a folder."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)
