#!/usr/bin/env python3
"""Times whole processes of the release binary on homes of several sizes: median, smallest, largest, and peak memory.

Prepare the homes first: cargo run --release -p kintsugi-bench --bin prepare -- 1000 10000 100000
The sizes are interleaved, so that a busy machine disturbs all of them alike. Standard library only; Linux.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROGRAM = os.environ.get("KINTSUGI_BIN", os.path.join(ROOT, "target", "release", "kintsugi"))
HOMES = os.path.join(ROOT, "target", "bench-homes")
ROUNDS = int(os.environ.get("ROUNDS", "41"))


def run(arguments, home):
    environment = dict(os.environ, KINTSUGI_HOME=home)
    started = time.perf_counter()
    child = subprocess.Popen([PROGRAM] + arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, (arguments, home, status)
    return (time.perf_counter() - started) * 1000, usage.ru_maxrss


def main():
    with tempfile.TemporaryDirectory() as folder:
        homes = {}
        empty = os.path.join(folder, "0")
        run(["init", "--name", "Ana", "--no-passphrase", "--recovery-file", os.path.join(folder, "words")], empty)
        homes[0] = empty
        for size in sorted(int(name) for name in os.listdir(HOMES) if name.isdigit()):
            copy = os.path.join(folder, str(size))
            shutil.copytree(os.path.join(HOMES, str(size), "Ana"), copy)
            os.chmod(copy, 0o700)
            homes[size] = copy
        commands = {
            "--version": ["--version"],
            "write": ["write", "a line to measure with"],
            "today": ["today"],
            "read --last 20": ["read", "--last", "20"],
            "search quokka": ["search", "quokka"],
            "status": ["status"],
        }
        results = {}
        for number in range(ROUNDS + 1):
            for name, arguments in commands.items():
                for size, home in homes.items():
                    took = run(arguments, home)
                    if number > 0:
                        results.setdefault((name, size), []).append(took)
        print(f"{'command':16}{'entries':>9}{'median ms':>11}{'min':>8}{'max':>8}{'peak MiB':>10}{'to empty':>10}")
        for (name, size), samples in results.items():
            times = sorted(sample[0] for sample in samples)
            base = statistics.median(sample[0] for sample in results[(name, 0)])
            median = statistics.median(times)
            peak = max(sample[1] for sample in samples) / 1024
            print(f"{name:16}{size:>9}{median:>11.1f}{times[0]:>8.1f}{times[-1]:>8.1f}{peak:>10.1f}{median / base:>10.2f}")
        size = sum(os.path.getsize(os.path.join(homes[max(homes)], name)) for name in os.listdir(homes[max(homes)]))
        print(f"store of {max(homes)} entries: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
