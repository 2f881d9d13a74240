#!/usr/bin/env python3
"""Two laptops on a veth pair in namespaces, release binary: how fast words cross, and what staying in touch costs.

- watch: from the start of `write --now` on one to readable by `read` on the other, 50 lines each way
- apart: 1,000 lines on each side, written while the other was away, until both have all
- small: meetings with nothing new, and with one new line
- first: the first meeting of 100,000 entries

Each with time, bytes on the wire and memory of both:

- idle: a minute in touch: CPU time, voluntary switches (wake-ups), packets

Needs root (or user namespaces) and iproute2. For `first`, prepare the homes: cargo run --release -p kintsugi-bench --bin prepare -- apart 100000
Standard library only; Linux. One line of JSON each; numbers of one run are for comparing within that run.
"""
import json
import os
import statistics
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROGRAM = os.path.abspath(os.environ.get("KINTSUGI_BIN", os.path.join(ROOT, "target", "release", "kintsugi")))
APART = os.path.join(ROOT, "target", "bench-homes", "apart")
NETWORK = """
mount -t tmpfs tmpfs /run; ip link set lo up
ip netns add a; ip netns add b; ip link add eth0 netns a type veth peer name eth0 netns b
for n in a b; do ip -n $n link set lo up; ip -n $n link set eth0 up; done
ip -n a addr add 192.168.77.11/24 dev eth0; ip -n b addr add 192.168.77.12/24 dev eth0
"""


class Person:
    def __init__(self, name, laptop, home):
        self.name, self.laptop, self.home = name, laptop, home

    def line(self, arguments):
        return ["ip", "netns", "exec", self.laptop, PROGRAM] + arguments

    def start(self, arguments, **options):
        environment = dict(os.environ, KINTSUGI_HOME=self.home)
        return subprocess.Popen(self.line(arguments), env=environment, text=True, **options)

    def run(self, *arguments):
        child = self.start(list(arguments) + ["--json"], stdout=subprocess.PIPE)
        out, _ = child.communicate()
        assert child.returncode == 0, (self.name, arguments, child.returncode)
        return json.loads(out.splitlines()[-1])

    def watch(self):
        return self.start(["sync", "--watch", "--quiet"])


def couple(folder):
    people = [Person("Ana", "a", os.path.join(folder, "Ana")), Person("Ben", "b", os.path.join(folder, "Ben"))]
    for person in people:
        person.run("init", "--name", person.name, "--no-passphrase", "--recovery-file", person.home + ".words")
    window = people[0].start(["pair", "--yes", "--json"], stdout=subprocess.PIPE)
    code = json.loads(window.stdout.readline())["code"]
    people[1].run("join", code, "--yes")
    assert window.wait() == 0
    return people


def until(person, text, deadline=30):
    """Waits until somebody can read what the other wrote; how long the last look took."""
    since = time.perf_counter()
    while True:
        looked = time.perf_counter()
        found = person.run("read", "--theirs", "--last", "1")["entries"]
        if any(entry["text"] == text for entry in found):
            return time.perf_counter() - looked
        assert time.perf_counter() - since < deadline, (person.name, text)


def together(person):
    while not standing(person).get("together"):
        time.sleep(0.05)


def standing(person):
    """How things stand, as the watch of this home says over its socket."""
    with socket.socket(socket.AF_UNIX) as asked:
        try:
            asked.connect(os.path.join(person.home, "socket"))
        except OSError:
            return {}
        asked.sendall(b'"standing"\n')
        return json.loads(asked.makefile().readline() or "{}").get("standing", {})


def memory(process):
    with open(f"/proc/{process.pid}/status") as file:
        return round(next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024, 1)


def meet(people, arguments):
    """Both call sync at the same moment: the answers, and what it took."""
    volume, packets = wire()
    started = time.perf_counter()
    met = [person.start(["sync", "--json"] + arguments, stdout=subprocess.PIPE) for person in people]
    answers, peaks = [], []
    for child in met:
        out = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        assert status == 0, status
        answers.append(json.loads(out))
        peaks.append(round(usage.ru_maxrss / 1024, 1))
    took = time.perf_counter() - started
    volume2, packets2 = wire()
    return answers, {"seconds": round(took, 2), "megabytes": round((volume2 - volume) / 1e6, 2), "bytes": volume2 - volume,
                     "packets": packets2 - packets, "peak_mib": peaks}


def watch(ana, ben, watches):
    times, writes, looks = [], [], []
    volume, packets = wire()
    for n in range(50):
        for writer, reader in ((ana, ben), (ben, ana)):
            started = time.perf_counter()
            writer.run("write", "--now", f"{writer.name} {n}")
            writes.append((time.perf_counter() - started) * 1000)
            looks.append(until(reader, f"{writer.name} {n}") * 1000)
            times.append((time.perf_counter() - started) * 1000)
    times.sort()
    volume2, packets2 = wire()
    return {"what": "watch", "lines": len(times), "bytes_per_line": round((volume2 - volume) / len(times)),
            "packets_per_line": round((packets2 - packets) / len(times), 1),
            "peak_mib": [memory(process) for process in watches], "median_ms": round(statistics.median(times), 1),
            "of_it_write_ms": round(statistics.median(writes), 1), "of_it_read_ms": round(statistics.median(looks), 1),
            "p95_ms": round(times[int(len(times) * 0.95)], 1), "max_ms": round(times[-1], 1)}


def counters(process):
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    switches = 0
    for task in os.listdir(f"/proc/{process.pid}/task"):
        with open(f"/proc/{process.pid}/task/{task}/status") as file:
            switches += sum(int(line.split()[1]) for line in file if line.startswith("voluntary"))
    return ticks * 1000 / os.sysconf("SC_CLK_TCK"), switches


def wire(laptop="a"):
    out = subprocess.run(["ip", "netns", "exec", laptop, "cat", "/proc/net/dev"], capture_output=True, text=True).stdout
    fields = next(line for line in out.splitlines() if "eth0" in line).split(":")[1].split()
    return int(fields[0]) + int(fields[8]), int(fields[1]) + int(fields[9])


def idle(process):
    time.sleep(20)
    (cpu, switches), (volume, packets) = counters(process), wire()
    time.sleep(60)
    (cpu2, switches2), (volume2, packets2) = counters(process), wire()
    return {"what": "idle", "cpu_ms_per_minute": round(cpu2 - cpu, 1), "wakeups_per_minute": switches2 - switches,
            "packets_per_minute": packets2 - packets, "bytes_per_minute": volume2 - volume}


def apart(ana, ben):
    for person in (ana, ben):
        for n in range(1000):
            person.run("write", "--now", f"{person.name} away {n}")
    answers, cost = meet((ana, ben), [])
    assert all(answer["received"] == 1000 and answer["up_to_date"] for answer in answers), answers
    return {"what": "apart", "lines_each": 1000} | cost


def small(ana, ben):
    """Meetings with nothing new and with one new line, seven of each in turns: medians of all that crossed the wire."""
    found = {"nothing": [], "one": []}
    for n in range(7):
        found["nothing"].append(meet((ana, ben), [])[1])
        ana.run("write", "--now", f"We walked home slowly after supper, and you asked about the letter, {n}")
        answers, cost = meet((ana, ben), [])
        assert sum(answer["received"] for answer in answers) == 1, answers
        found["one"].append(cost)
    median = lambda costs, what: round(statistics.median(cost[what] for cost in costs), 2)
    of = {name: {what: median(costs, what) for what in ("bytes", "packets", "seconds")} for name, costs in found.items()}
    return {"what": "small"} | of


def first():
    people = [Person("Ana", "a", os.path.join(APART, "Ana")), Person("Ben", "b", os.path.join(APART, "Ben"))]
    if not all(os.path.isdir(person.home) for person in people):
        return {"what": "first", "skipped": "SKIPPED: no prepared homes, see the top of this file"}
    answers, cost = meet(people, ["--wait", "60"])
    assert all(answer["up_to_date"] for answer in answers), answers
    return {"what": "first", "entries": sum(answer["received"] for answer in answers)} | cost


def main():
    if "INSIDE" not in os.environ:
        user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        line = ["unshare"] + user + ["--net", "--mount", sys.executable, os.path.abspath(__file__)]
        return subprocess.run(line, env=dict(os.environ, INSIDE="1")).returncode
    subprocess.run(["sh", "-ec", NETWORK], check=True)
    with tempfile.TemporaryDirectory() as folder:
        ana, ben = couple(folder)
        watches = [ana.watch(), ben.watch()]
        together(ana)
        print(json.dumps(watch(ana, ben, watches)), flush=True)
        print(json.dumps(idle(watches[0])), flush=True)
        for process in watches:
            process.terminate()
            process.wait()
        print(json.dumps(apart(ana, ben)), flush=True)
        print(json.dumps(small(ana, ben)), flush=True)
        print(json.dumps(first()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
