#!/usr/bin/env python3
"""What the page in the browser costs, with the release binary.

- first: the first byte of Today, and all of it, for journals of several sizes: median, smallest, largest of ROUNDS; in turns
  with `today` as a process
- idle: a page that is open and that nobody uses, for SECONDS: resident memory, CPU time and voluntary switches (wake-ups) a
  minute; once as a browser with script leaves it, which listens to the stream, and once as one without

Prepare the homes first: cargo run --release -p kintsugi-bench --bin prepare -- 1000 10000
Standard library only; Linux. One line of JSON each; numbers of one run are for comparing within that run.
"""
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROGRAM = os.path.abspath(os.environ.get("KINTSUGI_BIN", os.path.join(ROOT, "target", "release", "kintsugi")))
HOMES = os.path.join(ROOT, "target", "bench-homes")
ROUNDS = int(os.environ.get("ROUNDS", "41"))
SECONDS = int(os.environ.get("SECONDS_IDLE", "120"))


class Page:
    def __init__(self, home):
        environment = dict(os.environ, KINTSUGI_HOME=home, KINTSUGI_BIND="127.0.0.1")
        command = [PROGRAM, "open", "--no-browser", "--json"]
        self.child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        url = json.loads(self.child.stdout.readline())["url"]
        self.host, _, path = url.removeprefix("http://").partition("/")
        head, _, _ = self.ask("/" + path, "")
        self.cookie = head.lower().split("set-cookie: ")[1].split(";")[0].replace("__host-kin", "__Host-kin")

    def connect(self, path, cookie, site="none"):
        port = int(self.host.rsplit(":", 1)[1])
        stream = socket.create_connection(("127.0.0.1", port))
        request = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nSec-Fetch-Site: {site}\r\nSec-Fetch-Mode: navigate\r\n"
        stream.sendall(f"{request}Cookie: {cookie}\r\nConnection: close\r\n\r\n".encode())
        return stream

    def ask(self, path, cookie=None):
        """The answer, and after how many milliseconds its first byte came, and its last."""
        started = time.perf_counter()
        with self.connect(path, self.cookie if cookie is None else cookie) as stream:
            answer = stream.recv(65536)
            first = time.perf_counter() - started
            while part := stream.recv(65536):
                answer += part
        return answer.decode(), first * 1000, (time.perf_counter() - started) * 1000

    def status(self):
        fields = dict(line.split(":", 1) for line in open(f"/proc/{self.child.pid}/status") if ":" in line)
        switches = 0
        for thread in os.listdir(f"/proc/{self.child.pid}/task"):
            text = open(f"/proc/{self.child.pid}/task/{thread}/status").read()
            switches += int(text.split("\nvoluntary_ctxt_switches:")[1].split()[0])
        ticks = open(f"/proc/{self.child.pid}/stat").read().rsplit(") ", 1)[1].split()[11:13]
        work = sum(map(int, ticks)) * 1000 / os.sysconf("SC_CLK_TCK")
        return int(fields["VmRSS"].split()[0]) / 1024, work, switches

    def end(self):
        self.child.terminate()
        self.child.wait()


def today(home):
    """How many milliseconds `today` takes as a process of its own."""
    started = time.perf_counter()
    command = [PROGRAM, "today"]
    subprocess.run(command, env=dict(os.environ, KINTSUGI_HOME=home), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1000


def first(home, entries):
    page = Page(home)
    page.ask("/")
    answers, processes = [], []
    for _ in range(ROUNDS):
        answers.append(page.ask("/"))
        processes.append(today(home))
    assert all(answer.startswith("HTTP/1.1 200") for answer, _, _ in answers)
    byte, whole = sorted(one for _, one, _ in answers), sorted(one for _, _, one in answers)
    shown = {"median": round(statistics.median(byte), 1), "min": round(byte[0], 1), "max": round(byte[-1], 1)}
    process = statistics.median(processes)
    print(json.dumps({"first": entries, "first_byte_ms": shown, "whole_ms": round(statistics.median(whole), 1),
                      "today_ms": round(process, 1), "to_today": round(statistics.median(byte) / process, 2)}), flush=True)
    page.end()


def idle(home, script):
    page = Page(home)
    for path in ["/", "/read", "/write", "/hearts", "/together"]:
        page.ask(path)
    stream = page.connect("/live", page.cookie, "same-origin") if script else None
    time.sleep(5)
    _, work, switches = page.status()
    time.sleep(SECONDS)
    memory, work_after, switches_after = page.status()
    minutes = SECONDS / 60
    print(json.dumps({
        "idle": "with the stream" if script else "without script",
        "memory_mib": round(memory, 1),
        "cpu_ms_a_minute": round((work_after - work) / minutes, 1),
        "wake_ups_a_minute": round((switches_after - switches) / minutes, 1),
    }), flush=True)
    if stream:
        stream.close()
    page.end()


def main():
    with tempfile.TemporaryDirectory() as folder:
        homes = {}
        for size in sorted((int(name) for name in os.listdir(HOMES) if name.isdigit()), key=int):
            homes[size] = os.path.join(folder, str(size))
            shutil.copytree(os.path.join(HOMES, str(size), "Ana"), homes[size])
            os.chmod(homes[size], 0o700)
        for size, home in homes.items():
            first(home, size)
        for script in [True, False]:
            idle(homes[min(homes)], script)


if __name__ == "__main__":
    main()
