#!/usr/bin/python3
"""A run never lies green: dsreg against modules that are broken on purpose.

    broken_test.py BUILD [-k NAME]        BUILD is the build folder

Each row of rows.py runs `dsreg --diagnose` with the module in tests/broken/modules/NAME.c and the
module `good` beside it, and compares what the report says about each probe, each module, and the
exit code. `good` and the second probe of the module itself have to stay whole.
"""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

from rows import INTERRUPTED, NOTHING, OUTPUT, PASS, PROBLEM, ROWS

BUILD = ""
NOBODY = 65534
# Longer than any run here should take, with a machine that has other things to do.
PATIENCE = 40


def dsreg(*arguments, prefix=None, timeout=PATIENCE, **more):
    """Runs dsreg; the whole process tree has to be gone when it ends."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    command = [os.path.join(prefix or BUILD, "bin", "dsreg"), *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=timeout, check=False, **more)


def stays_root():
    """Whether root has no other uid to become, as in a user namespace that maps only itself."""
    with open("/proc/self/uid_map", encoding="ascii") as file:
        maps = [[int(word) for word in line.split()] for line in file]
    mapped = any(inside <= NOBODY < inside + count for inside, _, count in maps)
    return os.geteuid() == 0 and not mapped


def folder(name):
    return os.path.join(BUILD, "tests", "broken", name)


def module(name):
    return os.path.join(folder(name), "broken-" + name + ".probe.so")


def diagnose(*folders, prefix=None, globs=("x.*",)):
    arguments = ["--diagnose", "--format", "json"]
    for one in globs:
        arguments += ["--probe", one]
    for one in folders:
        arguments += ["--plugin-dir", one]
    started = time.monotonic()
    ended = dsreg(*arguments, prefix=prefix)
    took = time.monotonic() - started
    try:
        report = json.loads(ended.stdout)
    except ValueError:
        words = ended.stderr.decode()
        raise AssertionError(f"no report, exit {ended.returncode}: {words}") from None
    return report, ended, took


def outcome(probe):
    return " ".join(word for word in (probe["outcome"], probe["reason"]) if word)


# What follows for those whose input is missing: the first failure at the end of the chain.
ROOT_CAUSES = {
    "x.needs-failed.b.failed": "x.needs-failed.a.p-failed",
    "x.needs-failed.b.chained": "x.needs-failed.a.p-failed",
    "x.needs-failed.b.crashed": "x.needs-failed.a.p-crashed",
    "x.needs-failed.b.skipped": "x.needs-failed.a.p-skipped",
}


class Broken(unittest.TestCase):
    maxDiff = None

    def check_good(self, report):
        found = {p["id"]: outcome(p) for p in report["probes"]}
        self.assertEqual(found.get("x.good.probe"), "pass", "the other module's result")
        self.assertEqual(found.get("x.good.after"), "pass", "the other module's result")
        values = [f["value"] for f in report["facts"] if f["key"] == "x.good.value"]
        self.assertEqual(len(values), 1)

    def check_row(self, row):
        folders = {folder("good"), folder(row.name)}
        report, ended, took = diagnose(*sorted(folders))
        self.check_good(report)
        prefix = "x." + row.name + "."
        found = {p["id"]: p for p in report["probes"] if p["id"].startswith(prefix)}
        self.assertEqual({i[len(prefix):] for i in found}, set(row.probes))
        for name, expected in row.probes.items():
            said, words = expected if isinstance(expected, tuple) else (expected, "")
            probe = found[prefix + name]
            self.assertEqual(outcome(probe), said, probe)
            self.assertIn(words, probe["text"])
        self.check_rejected(report, row)
        if row.absent:
            probe = found[prefix + "probe"]
            self.assertEqual(probe["refused"], 1)
            (refusal,) = probe.pop("refusals")
            self.assertTrue(refusal["name"].startswith(prefix), "it is named")
            self.assertNotIn(row.absent, json.dumps(report), "nothing else of it is there")
        if row.budget_ms:
            self.check_time(report, prefix + "probe", row.budget_ms)
        self.assertEqual(ended.returncode, row.exit_code, ended.stderr.decode())
        self.assertEqual(report["exit_code"], row.exit_code)
        self.assertLess(took, 15)

    def check_rejected(self, report, row):
        found = {os.path.basename(m["path"]): m for m in report["modules"] if m["rejected"]}
        self.assertEqual(len(found), len(row.rejected), found)
        for part, expected in row.rejected.items():
            code, words = expected if isinstance(expected, tuple) else (expected, "")
            rows = [m for name, m in found.items() if part in name]
            self.assertEqual([m["rejected"] for m in rows], [code], rows)
            self.assertIn(words, rows[0]["text"])

    def check_time(self, report, probe, budget_ms):
        took = [t["took_ms"] for t in report["timings"] if t["probe"] == probe]
        self.assertEqual(len(took), 1)
        self.assertGreaterEqual(took[0], budget_ms)
        # The promise, and what a machine busy with other tests adds to it.
        self.assertLess(took[0], budget_ms + max(50, budget_ms / 10) + 250)

    def test_facts_before_a_crash_are_kept_and_marked(self):
        report, _, _ = diagnose(folder("good"), folder("segv"))
        facts = {f["key"]: f["partial"] for f in report["facts"]}
        self.assertEqual(facts["x.segv.value"], True)
        self.assertEqual(facts["x.good.value"], False)

    def test_root_causes_are_followed_to_their_end(self):
        report, _, _ = diagnose(folder("good"), folder("needs-failed"))
        found = {p["id"]: p["root_cause"] for p in report["probes"]}
        for probe, cause in ROOT_CAUSES.items():
            self.assertEqual(found[probe], cause, probe)

    def test_a_module_that_closes_its_socket_is_an_error(self):
        report, ended, _ = diagnose(folder("good"), folder("closes-socket"))
        found = {p["id"]: outcome(p) for p in report["probes"]}
        # Which of its two ends the host sees first is up to the kernel.
        self.assertIn(found["x.closes-socket.probe"], ("error exited", "error violation"))
        self.assertEqual(found["x.closes-socket.after"], "pass")
        self.assertEqual(ended.returncode, PROBLEM)

    def test_all_skipped_is_no_success(self):
        _, ended, _ = diagnose(folder("skips"))
        self.assertEqual(ended.returncode, NOTHING)

    def test_two_broken_modules_leave_the_third_whole(self):
        report, ended, _ = diagnose(folder("good"), folder("segv"), folder("sleep"))
        self.check_good(report)
        self.assertEqual(ended.returncode, PROBLEM)


def add_row(row):
    def test(self):
        self.check_row(row)
    test.__doc__ = row.name
    setattr(Broken, "test_" + row.name.replace("-", "_"), test)


for one in ROWS:
    add_row(one)


class Files(unittest.TestCase):
    """Files that are no module, made here."""

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="dsreg-broken-")
        self.path = os.path.join(self.dir, "bad.probe.so")
        self.addCleanup(shutil.rmtree, self.dir)

    def expect(self, code, words=""):
        report, ended, took = diagnose(folder("good"), self.dir)
        rows = [m for m in report["modules"] if m["path"].endswith("bad.probe.so")]
        self.assertEqual([m["rejected"] for m in rows], [code], rows)
        self.assertIn(words, rows[0]["text"])
        passed = {p["id"] for p in report["probes"] if p["outcome"] == "pass"}
        self.assertIn("x.good.probe", passed)
        self.assertEqual(ended.returncode, PROBLEM)
        self.assertLess(took, 10)

    def good_bytes(self):
        with open(module("plain-c"), "rb") as file:
            return bytearray(file.read())

    def write(self, content, mode=0o644):
        with open(self.path, "wb") as file:
            file.write(content)
        os.chmod(self.path, mode)

    def test_empty(self):
        self.write(b"")
        self.expect("no-symbol", "empty")

    def test_text(self):
        self.write(b"#!/bin/sh\necho hello\n" * 100)
        self.expect("no-symbol", "no shared object")

    def test_cut_short(self):
        self.write(self.good_bytes()[:6000])
        self.expect("dlopen-failed", "cut short")

    def test_only_its_head(self):
        self.write(self.good_bytes()[:40])
        self.expect("dlopen-failed", "cut short")

    def test_another_architecture(self):
        content = self.good_bytes()
        content[18:20] = (22).to_bytes(2, "little")  # EM_S390
        self.write(content)
        self.expect("dlopen-failed", "s390")

    def test_32_bit(self):
        content = self.good_bytes()
        content[4] = 1
        self.write(content)
        self.expect("dlopen-failed", "64-bit")

    def test_a_program_is_no_module(self):
        shutil.copy("/bin/true", self.path)
        os.chmod(self.path, 0o755)
        self.expect("no-symbol")

    def test_world_writable(self):
        self.write(self.good_bytes(), 0o666)
        self.expect("unsafe-permissions", "chmod")

    def test_in_a_world_writable_folder(self):
        self.write(self.good_bytes())
        os.chmod(self.dir, 0o777)
        self.expect("unsafe-permissions")

    def test_dangling_link(self):
        os.symlink("/nonexistent/x", self.path)
        self.expect("not-regular", "symbolic link")

    def test_folder(self):
        os.mkdir(self.path)
        self.expect("not-regular")

    def test_fifo(self):
        os.mkfifo(self.path)
        self.expect("not-regular")

    def test_socket(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.path)
            report, ended, _ = diagnose(folder("good"), self.dir)
        rows = [m["rejected"] for m in report["modules"] if m["path"] == self.path]
        self.assertIn(rows, (["not-regular"], ["unreadable"]))
        self.assertEqual(ended.returncode, PROBLEM)

    def test_65_mib(self):
        self.write(self.good_bytes())
        os.truncate(self.path, 65 * 1024 * 1024)
        self.expect("too-large")

    def test_mode_that_the_caller_may_not_read(self):
        if os.geteuid() != 0:
            self.write(self.good_bytes(), 0o200)
            return self.expect("unreadable", "mode")
        # Root reads everything; its workers do not, where there is another uid to become.
        self.write(self.good_bytes(), 0o600)
        if stays_root():
            report, _, _ = diagnose(self.dir)
            return self.assertEqual([m["rejected"] for m in report["modules"]
                                     if m["path"] == self.path], [None])
        return self.expect("unreadable", f"mode 0600, uid 0) cannot be read by uid {NOBODY}")


# Stands in for dsreg-service: greets, then does what its last line says to each call.
FAKE_SERVICE = """\
    #!/usr/bin/python3 -I
    import os, signal, socket, struct, time
    host = socket.socket(fileno=3)
    host.recv(1 << 17)
    host.send(struct.pack("<IHHII", 0, 2, 0, 0, 0))
    while host.recv(1 << 17):
        {}
"""


class Services(unittest.TestCase):
    """A service process that breaks inside the call that a probe needed."""

    def setUp(self):
        self.prefix = tempfile.mkdtemp(prefix="dsreg-prefix-")
        self.addCleanup(shutil.rmtree, self.prefix)
        for path in ("bin/dsreg", "libexec/dsreg/dsreg-worker"):
            target = os.path.join(self.prefix, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(os.path.join(BUILD, path), target)
        share = os.path.join(BUILD, "share")
        if os.path.isdir(share):
            shutil.copytree(share, os.path.join(self.prefix, "share"))

    def play(self, action, name="ignores-service"):
        fake = os.path.join(self.prefix, "libexec/dsreg/dsreg-service")
        with open(fake, "w", encoding="ascii") as file:
            file.write(textwrap.dedent(FAKE_SERVICE).format(action))
        os.chmod(fake, 0o755)
        report, ended, took = diagnose(folder("good"), folder(name), prefix=self.prefix)
        found = {p["id"]: p for p in report["probes"]}
        self.assertEqual(outcome(found["x.good.probe"]), "pass")
        self.assertEqual(outcome(found[f"x.{name}.after"]), "pass")
        self.assertLess(took, 10)
        return found[f"x.{name}.probe"], ended.returncode

    def expect_service_error(self, action):
        probe, code = self.play(action)
        self.assertEqual(outcome(probe), "error service", probe)
        self.assertEqual(code, PROBLEM)

    def test_crash(self):
        self.expect_service_error("os.kill(os.getpid(), signal.SIGSEGV)")

    def test_exit(self):
        self.expect_service_error("os._exit(0)")

    def test_hang(self):
        self.expect_service_error("time.sleep(3600)")

    def test_garbage(self):
        self.expect_service_error('host.send(b"no frame, but long enough to be one")')

    def test_silence_after_the_greeting(self):
        self.expect_service_error("host.close(); time.sleep(3600)")

    def test_an_optional_call_may_fail(self):
        probe, code = self.play("os._exit(0)", "optional-service")
        self.assertEqual(outcome(probe), "pass", probe)
        self.assertEqual(code, PASS)

    def test_no_service_program_at_all(self):
        report, ended, _ = diagnose(folder("good"), folder("ignores-service"), prefix=self.prefix)
        found = {p["id"]: outcome(p) for p in report["probes"]}
        self.assertEqual(found["x.ignores-service.probe"], "error service")
        self.assertEqual(ended.returncode, PROBLEM)

    def test_no_module_at_all(self):
        ended = dsreg("--diagnose", "--format", "json", prefix=self.prefix)
        self.assertEqual(ended.returncode, NOTHING, ended.stderr.decode())
        self.assertEqual(json.loads(ended.stdout)["probes"], [])

    def test_a_worker_program_that_is_missing_is_dsregs_own_failure(self):
        os.unlink(os.path.join(self.prefix, "libexec/dsreg/dsreg-worker"))
        ended = dsreg("--diagnose", "--format", "json", "--plugin-dir", folder("good"),
                      prefix=self.prefix)
        self.assertEqual(ended.returncode, OUTPUT)
        self.assertIn("dsreg-worker", ended.stderr.decode())


class Output(unittest.TestCase):
    def test_a_full_disk_is_an_error_of_its_own(self):
        with open("/dev/full", "wb") as full:
            environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
            ended = subprocess.run(
                [os.path.join(BUILD, "bin/dsreg"), "--diagnose", "--format", "json", "--probe",
                 "x.*", "--plugin-dir", folder("good")],
                env=environment, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE,
                timeout=PATIENCE, check=False)
        self.assertEqual(ended.returncode, OUTPUT)

    def test_a_reader_that_went_away(self):
        reader, writer = os.pipe()
        os.close(reader)
        ended = subprocess.run(
            [os.path.join(BUILD, "bin/dsreg"), "--diagnose", "--probe", "x.*", "--plugin-dir",
             folder("good")],
            stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, timeout=PATIENCE,
            check=False)
        os.close(writer)
        self.assertEqual(ended.returncode, OUTPUT)

    def test_an_interrupt_ends_the_run_with_a_report(self):
        process = subprocess.Popen(
            [os.path.join(BUILD, "bin/dsreg"), "--diagnose", "--format", "json", "--probe", "x.*",
             "--plugin-dir", folder("good"), "--plugin-dir", folder("sleep-constructor")],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # It hangs for two seconds in the constructor: long enough to be hit there.
        try:
            process.communicate(timeout=0.5)
        except subprocess.TimeoutExpired:
            process.send_signal(2)
        out, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, INTERRUPTED)
        self.assertIs(json.loads(out)["complete"], False)


class Leftovers(unittest.TestCase):
    def test_the_log_names_who_ran_in_the_process_before(self):
        ended = dsreg("--diagnose", "--verbose", "--probe", "x.*",
                      "--plugin-dir", folder("thread-breaks-next"))
        self.assertIn(b"x.thread-breaks-next.probe ran in the same process before",
                      ended.stderr + ended.stdout)

    def test_no_process_stays_behind(self):
        marker = module("sleep")
        diagnose(folder("good"), folder("sleep"), folder("block-signals"), folder("spin"))
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as maps:
                    self.assertNotIn(marker, maps.read(), pid)
            except OSError:
                continue  # it ended meanwhile, or is somebody else's

    def test_every_module_has_a_row_and_a_line_in_the_readme(self):
        here = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(here, "README.md"), encoding="utf-8") as file:
            readme = file.read()
        elsewhere = {"closes-socket", "ignores-service", "optional-service"}
        for entry in os.listdir(os.path.join(here, "modules")):
            name, kind = os.path.splitext(entry)
            if kind not in (".c", ".cpp"):
                continue
            self.assertIn(f"`{name}`", readme)
            name = name.split("--")[0]
            self.assertTrue(name in elsewhere or any(row.name == name for row in ROWS), name)


def main():
    global BUILD
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    BUILD = os.path.realpath(sys.argv.pop(1))
    mode = os.stat(os.path.join(BUILD, "bin", "dsreg")).st_mode
    if not mode & stat.S_IXUSR:
        sys.exit("the build folder holds no dsreg")
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
