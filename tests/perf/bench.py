"""bench.py BUILD [WORD]: the speed table, measured here and now against peers in the same run.

A row passes when its ratio (or its own value, where there is no peer) is within its bar; rows
without a bar are reported only. WORD chooses measurements by name. Exit 1 when a bar is missed.
"""
import contextlib
import dataclasses
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

import peer_healthcheck

HERE = pathlib.Path(__file__).resolve().parent
MODULES, CHECKS, CRASHES = 50, 20, 10


@dataclasses.dataclass
class Row:
    what: str
    ours: str
    peer: str = "-"
    ratio: float | None = None
    bar: float | None = None
    unit: str = "x"  # of ratio and bar

    def verdict(self):
        if self.bar is None:
            return "-"
        return "ok" if self.ratio is not None and self.ratio <= self.bar else "MISS"

    def cells(self):
        number = lambda v: "-" if v is None else f"{v:.2f} {self.unit}"
        return [self.what, self.ours, self.peer, number(self.ratio), number(self.bar),
                self.verdict()]


@dataclasses.dataclass
class Run:
    ms: float  # median
    least_ms: float
    mib: float
    code: int


@contextlib.contextmanager
def silent_server(seconds):
    """A port that takes every connection, says nothing, and closes it after `seconds`."""
    server = socket.create_server(("127.0.0.1", 0), backlog=64)

    def serve():
        with contextlib.suppress(OSError):  # closed: the end
            while True:
                client, _ = server.accept()
                threading.Timer(seconds, client.close).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


class Bench:
    def __init__(self, build, folder):
        self.build = build
        self.folder = folder
        self.dsreg = str(build / "bin/dsreg")
        # An installation without the bundled modules: what is measured is what it is given.
        self.bare = folder / "bare"
        shutil.copytree(build / "libexec/dsreg", self.bare / "libexec/dsreg")
        (self.bare / "bin").mkdir()
        shutil.copy(self.dsreg, self.bare / "bin")
        self.modules = build / "tests/perf/modules"

    def alternate(self, rounds, *commands, before=(), expect=(0,)):
        """Median time and memory of each command, run in turn; `expect`: exit codes, the last one
        for all that follow."""
        line = [*before, str(self.build / "tests/perf/alternate"), str(rounds)]
        for command in commands:
            line += ["--", *command]
        done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8"})
        runs = [Run(int(us) / 1000, int(least) / 1000, int(kib) / 1024, int(code))
                for us, least, kib, code in map(str.split, done.stdout.strip().splitlines())]
        for number, (run, command) in enumerate(zip(runs, commands)):
            code = expect[min(number, len(expect) - 1)]
            if run.code != code:
                sys.exit(f"bench: {' '.join(command)}: exit code {run.code}, expected {code}")
        return runs

    def copies(self, template, count, folder=None, first=0):
        """A folder of `count` modules that differ in nothing but their number."""
        folder = folder or self.folder / f"{template}-{count}"
        folder.mkdir(mode=0o755, exist_ok=True)
        code = (self.modules / f"{template}.probe.so").read_bytes()
        assert b"perf.m0000" in code
        for number in range(first, first + count):
            path = folder / f"m{number:04}.probe.so"
            path.write_bytes(code.replace(b"m0000", b"m%04d" % number))
            path.chmod(0o644)
        return folder

    def diagnose(self, folder, passes, *more, expect=0):
        """The command for the modules of a folder, after one run that shows that it works."""
        command = [str(self.bare / "bin/dsreg"), "--diagnose", "--plugin-dir", str(folder),
                   "--format", "json", *more]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        passed = json.loads(done.stdout)["summary"]["passed"]
        if passed != passes or done.returncode != expect:
            sys.exit(f"bench: {passed} of {passes} probes passed, exit code {done.returncode}")
        return command

    def version(self):
        ours, peer = self.alternate(200, [self.dsreg, "--version"], ["busctl", "--version"])
        yield Row("dsreg --version, busctl --version", f"{ours.ms:.2f} ms", f"{peer.ms:.2f} ms",
                  ours.ms / peer.ms, 1.0)

    def healthy(self):
        lab = [str(self.build / "bin/dsreg-lab"), "run", "healthy", "--"]
        command = [self.dsreg, "--diagnose", "--format", "json"]
        ours, = self.alternate(30, command, before=lab)
        yield Row("--diagnose, bundled modules, real services", f"{ours.ms:.1f} ms", "-",
                  ours.ms, 150.0, "ms")

        # The same with services that answer at once, from what they said the first time.
        prefix = self.folder / "replay"
        for part in ("bin", "libexec", "lib", "share"):
            shutil.copytree(self.build / part, prefix / part)
        (prefix / "libexec/dsreg/dsreg-service").rename(
            prefix / "libexec/dsreg/dsreg-service-real")
        shutil.copy(self.build / "tests/perf/replay", prefix / "libexec/dsreg/dsreg-service")
        command[0] = str(prefix / "bin/dsreg")
        recorded = subprocess.run([*lab, *command], stdout=subprocess.PIPE, check=True)
        again = subprocess.run([*lab, *command], stdout=subprocess.PIPE, check=False)
        passed = [json.loads(run.stdout)["summary"]["passed"] for run in (recorded, again)]
        if passed[0] != passed[1]:
            sys.exit(f"bench: {passed[0]} probes passed, replayed {passed[1]}")
        ours, = self.alternate(30, command, before=lab)
        # There is no peer in whose ratio a busy machine would cancel out: the best of 30 counts.
        yield Row("--diagnose, services that answer at once", f"{ours.ms:.1f} ms", "-",
                  ours.least_ms, 40.0, "ms")

    def status(self):
        """As root, who reads the certificate, and as a user who may not."""
        yield from self.status_in("healthy", "as root")
        yield from self.status_in("unprivileged", "as a user")

    def status_in(self, scenario, who):
        """In one lab: first which calls --status makes there, then those calls by others."""
        folder = self.folder / scenario
        folder.mkdir()
        lab = [str(self.build / "bin/dsreg-lab"), "run", scenario, "--"]
        calls = ["/usr/bin/python3", str(HERE / "bus_calls.py"), str(folder)]
        alternate = [str(self.build / "tests/perf/alternate"), "100"]
        ours = [self.dsreg, "--status"]
        bare = [str(self.build / "tests/perf/bare_calls"), str(folder / "calls")]
        script = (f"{shlex.join([*calls, *ours])} && "
                  f"{shlex.join([*alternate, '--', *ours, '--', *bare])} && "
                  f"{shlex.join([*alternate, '--', *ours, '--', 'sh', str(folder / 'busctl.sh')])}")
        done = subprocess.run([*lab, "sh", "-c", script], stdout=subprocess.PIPE, text=True,
                              check=True)
        lines = [line.split() for line in done.stdout.strip().splitlines()]
        if any(line[3] != "0" for line in lines):
            sys.exit(f"bench: --status: an exit code is not 0: {lines}")
        ms = [int(line[0]) / 1000 for line in lines]
        count = len((folder / "calls").read_text().splitlines())
        yield Row(f"--status {who}, its {count} calls from sd-bus", f"{ms[0]:.2f} ms",
                  f"{ms[1]:.2f} ms", ms[0] / ms[1], 2.0)
        yield Row(f"--status {who}, its {count} calls by busctl", f"{ms[2]:.2f} ms",
                  f"{ms[3]:.1f} ms", ms[2] / ms[3], 1.0)

    def thousand_probes(self):
        peer_folder = self.folder / "peer"
        peer_healthcheck.write_checks(peer_folder, MODULES, CHECKS)
        peer_command = ["/usr/bin/python3", str(HERE / "peer_healthcheck.py"), str(peer_folder)]
        done = subprocess.run(peer_command, stdout=subprocess.PIPE, check=True)
        assert len(json.loads(done.stdout)) == MODULES * CHECKS, "the peer did not run every check"
        command = self.diagnose(self.copies("perf_trivial_20", MODULES), MODULES * CHECKS)
        ours, peer = self.alternate(15, command, peer_command)
        yield Row("1000 probes in 50 modules, RunChecks 0.11", f"{ours.ms:.0f} ms",
                  f"{peer.ms:.0f} ms", ours.ms / peer.ms, 0.5)
        # The same, and ten of the modules crash in the middle.
        folder = self.folder / "crashing"
        self.copies("perf_trivial_20", MODULES - CRASHES, folder)
        self.copies("perf_crash_20", CRASHES, folder, MODULES - CRASHES)
        crashing = self.diagnose(folder, MODULES * CHECKS - CRASHES, expect=10)
        calm, shaken = self.alternate(15, command, crashing, expect=(0, 10))
        yield Row(f"{CRASHES} crashing probes among the 1000", f"{shaken.ms:.0f} ms",
                  f"{calm.ms:.0f} ms without", shaken.ms / calm.ms, 1.2)
        yield Row("memory of the host, 1000 probes", f"{ours.mib:.1f} MiB", f"{peer.mib:.1f} MiB",
                  ours.mib, 24.0, "MiB")

    def sandbox(self):
        """What a worker's sandbox adds to its start: the same worker with and without it."""
        lines = subprocess.run(
            [str(self.build / "tests/perf/worker_start"), "200",
             str(self.build / "libexec/dsreg/dsreg-worker"),
             str(self.modules / "perf_trivial_1.probe.so")],
            stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        (inside, level), (outside, _) = (line.split() for line in lines)
        yield Row(f"sandbox of a worker, level {level}", f"{int(inside) / 1000:.2f} ms",
                  f"{int(outside) / 1000:.2f} ms without", (int(inside) - int(outside)) / 1000,
                  0.4, "ms")

    def waiting(self):
        """Ten probes that ask a host which takes half a second to turn them away."""
        folder = self.folder / "waiting"
        folder.mkdir(mode=0o755)
        shutil.copy(self.modules / "perf_waiting.probe.so", folder)
        with silent_server(0.5) as port:
            hosts = [{"name": f"silent{i}.test", "port": 443, "address": "127.0.0.1",
                      "to_port": port, "fail": ""} for i in range(10)]
            lab = self.folder / "lab.json"
            lab.write_text(json.dumps({
                "format": "dsreg-lab/1", "scenario": "silent", "hosts": hosts,
                "user": {"uid": os.geteuid(), "gid": os.getegid(), "name": "bench",
                         "home": "/nonexistent"},
                "session_why": "this lab has no bus", "device_root": str(self.folder)}))
            lab.chmod(0o600)
            command = self.diagnose(folder, 10, "--lab", str(lab))
            ours, = self.alternate(5, command)
        yield Row("ten probes, each waiting 500 ms", f"{ours.ms:.0f} ms", "5000 ms one by one",
                  ours.ms / 1000, 0.7, "s")

    def thousand_modules(self):
        few = self.diagnose(self.copies("perf_trivial_1", 100), 100)
        many = self.diagnose(self.copies("perf_trivial_1", 1000), 1000)
        small, large = self.alternate(3, few, many)
        yield Row("1000 modules, each a module's cost among 100", f"{large.ms:.0f} ms",
                  f"{small.ms:.0f} ms for 100", large.ms / small.ms / 10)


def show(rows):
    table = [["what", "ours", "peer", "ratio", "bar", ""]] + [row.cells() for row in rows]
    widths = [max(len(line[i]) for line in table) for i in range(6)]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory(prefix="dsreg-bench.") as name:
        os.chmod(name, 0o755)
        bench = Bench(build, pathlib.Path(name))
        rows = []
        for measure in (bench.version, bench.status, bench.healthy, bench.sandbox,
                        bench.thousand_probes, bench.waiting, bench.thousand_modules):
            if word in measure.__name__:
                print(f"bench: {measure.__name__}", file=sys.stderr, flush=True)
                rows += measure()
    show(rows)
    sys.exit(any(row.verdict() == "MISS" for row in rows))


if __name__ == "__main__":
    main()
