#!/usr/bin/python3
"""A hostile module gets nowhere: dsreg with modules that try every door.

    hostile_test.py BUILD [-k NAME]        BUILD is the build folder

The modules of tests/hostile/modules report what came of each attempt; doors.py says what may have
come of it, and each door is a subtest of its own. What the modules say is not believed alone: the
files, listeners and logs that they would have touched are looked at afterwards. Runs as the caller
and, when that is root, as an ordinary user too; on the machine itself and in a lab.
"""
import json
import os
import pathlib
import re
import sys
import time
import unittest

from doors import DOORS, ELSE, IN_LAB, LEAST
from stage import CANARY, NOBODY, Stage

BUILD = ""
PASS, FAIL, PROBLEM = 0, 9, 10
LEVELS_WITH_FILES = ("full", "no-uid")  # the sandbox has Landlock
# Doors that only Landlock closes, because the file's own mode lets everybody in.
BY_LANDLOCK = {
    "passwd", "relative", "own-environ", "home-file", "host-environ", "host-maps", "host-memory",
    "host-descriptors", "host-root", "host-program", "list /", "list /home", "list /tmp",
    "list /etc", "list /proc", "list /root"}


def outcomes(report):
    return {p["id"].removeprefix("x.hostile."): " ".join(filter(None, (p["outcome"], p["reason"])))
            for p in report["probes"]}


def answers(report):
    """probe -> door -> what came of it"""
    found = {}
    for fact in report["facts"]:
        key = fact["key"].removeprefix("x.hostile.")
        if key.endswith(".door"):
            said = fact["value"].get("value")
            found.setdefault(key[:-len(".door")], {})[fact["instance"]] = said
    return found


def fits(expected, said):
    if isinstance(expected, str):
        return re.fullmatch(expected, said or "") is not None
    return said in expected


class Hostile(unittest.TestCase):
    """`stage` is that of the user; see load_tests."""

    maxDiff = None
    stage = None

    def tearDown(self):
        """Whatever was tried: nothing was touched, and nobody came through."""
        self.assertEqual(self.stage.canary.read_text(), CANARY)
        self.assertEqual(self.stage.canary.stat().st_mode & 0o7777, 0o600)
        self.assertEqual(os.listdir(self.stage.folder), ["canary"])
        self.assertEqual(self.stage.visitors(), [])
        for path in ("/tmp/dsreg-hostile-created", "/dev/shm/dsreg-hostile-created"):
            self.assertFalse(os.path.exists(path), path)

    def check_doors(self, run, probes, more=None):
        report = run.report()
        said, ended = answers(report), outcomes(report)
        for probe in probes:
            with self.subTest(probe=probe):
                self.assertEqual(ended.get(probe), "pass", run.err[:1000])
                self.assertGreaterEqual(len(said.get(probe, {})), LEAST[probe])
            for door, what in said.get(probe, {}).items():
                expected = DOORS.get(probe, {}).get(door, ELSE.get(probe))
                if probe == "files.fs" and more:
                    expected = more.get(door, expected)
                if self.is_open_without_landlock(report, probe, door):
                    continue
                with self.subTest(door=f"{probe} {door!r}"):
                    self.assertTrue(fits(expected, what), f"{what!r}, and not {expected}")
        return report

    def is_open_without_landlock(self, report, probe, door):
        return (probe == "process.read" and door in BY_LANDLOCK and
                report["sandbox"] not in LEVELS_WITH_FILES)

    def check_no_secret(self, run):
        self.assertNotIn("eyJ", run.out)
        self.assertNotIn("PRIVATE KEY", run.out)
        self.assertNotIn(CANARY.strip(), run.out)
        if os.geteuid() == 0 and os.path.exists("/etc/shadow"):
            for line in pathlib.Path("/etc/shadow").read_text().splitlines():
                if len(line.split(":")[1]) > 8:
                    self.assertNotIn(line.split(":")[1], run.out)

    def test_doors_of_the_machine_itself(self):
        # Without network and trace: this may be somebody's own machine, with a broker of its own.
        run = self.stage.real(["doors"], "--offline", "--passive")
        report = self.check_doors(run, [p for p in LEAST if p.split(".")[0] in ("process", "files")
                                        or p in ("asks.broker-quiet", "asks.device-quiet",
                                                 "asks.journal")])
        ended = outcomes(report)
        for probe, why in (("asks.http", "offline"), ("asks.net", "offline"),
                           ("asks.device", "offline"), ("asks.broker", "disabled")):
            with self.subTest(left_out=probe):
                self.assertEqual(ended[probe], "skip " + why)
        self.check_no_secret(run)
        self.assertIn(report["sandbox"], ("full", "no-landlock"))
        self.assertEqual(run.code, PASS)

    def test_doors_of_the_lab(self):
        run = self.stage.lab(["doors"])
        report = self.check_doors(run, [p for p in LEAST if p.split(".")[0] in
                                        ("process", "files", "asks")], IN_LAB)
        self.assertEqual(answers(report)["files.fs"]["link-out"], "world 8")
        self.check_no_secret(run)
        self.assertEqual(run.code, PASS)
        # What really went out: the one redirected question, and the host's own of the server test.
        asked = [json.loads(line) for line in run.logs["http.log"].splitlines()]
        self.assertEqual([(r["method"], r["target"]) for r in asked if "away" in r["target"]],
                         [("GET", "/away")])
        self.assertEqual([r for r in asked if "stolen" in json.dumps(r)], [])
        # Two kinds of token, asked for by the one probe that may.
        calls = [line for line in run.logs["broker.log"].splitlines() if "acquire" in line]
        self.assertGreater(len(calls), 0)
        self.assertIs(json.loads(run.logs["secrets.json"])["value_wanted"], False)

    def test_a_passive_run_asks_for_no_token(self):
        run = self.stage.lab(["doors"], "--passive")
        ended = outcomes(run.report())
        self.assertEqual(ended["asks.broker"], "skip disabled")
        self.assertEqual(ended["asks.device"], "skip disabled")
        self.assertNotIn("acquire", run.logs["broker.log"])

    def test_calls_that_end_the_worker_are_named(self):
        run = self.stage.real(["traps"])
        report = run.report()
        self.assertEqual(run.code, PROBLEM)
        rows = {p["id"].removeprefix("x.hostile."): p for p in report["probes"]}
        calls = [name for name in rows if name.endswith(".call")]
        self.assertGreaterEqual(len(calls), 32)
        said = answers(report)
        for name in calls:
            with self.subTest(call=name):
                self.assertEqual(outcomes(report)[name], "error violation", rows[name]["text"])
                # Up to the call its words are kept, and none after it.
                self.assertEqual(said[name], {"before": "tried"})
                call = name.removeprefix("call-").removesuffix(".call")
                if not name.startswith("foreign"):
                    self.assertIn(f"called {call.replace('-', '_')}()", rows[name]["text"])
                self.assertEqual(outcomes(report)[name.replace(".call", ".after")], "pass")

    def test_calls_that_are_not_declared(self):
        self.check_doors(self.stage.real(["smuggle"]), ["smuggle.call"])

    def test_taking_all_there_is_harms_nobody_else(self):
        run = self.stage.real(["exhaust", "flood"])
        report = self.check_doors(run, ["exhaust.descriptors", "exhaust.threads",
                                        "exhaust.memory", "exhaust.clones"])
        floods = {n: o for n, o in outcomes(report).items() if n.startswith("flood")}
        self.assertIn("error violation", floods.values())
        texts = [p["text"] for p in report["probes"] if p["id"].startswith("x.hostile.flood")]
        self.assertTrue(any("MiB" in text for text in texts), texts)
        self.assertLess(len(run.out), 160 * 1024 * 1024)
        self.assertEqual(run.code, PROBLEM)

    def test_a_word_in_the_workers_name_costs_the_module_only(self):
        run = self.stage.real(["hello", "level", "no-network", "smuggle"])
        report = run.report()
        rejected = {m["path"].split("/")[-1]: m["rejected"] for m in report["modules"]}
        self.assertEqual(rejected["hostile-hello.probe.so"], "died-loading")
        self.assertEqual(rejected["hostile-level.probe.so"], "died-loading")
        self.assertIn(report["sandbox"], ("full", "no-landlock"))
        self.assertEqual(rejected["hostile-no-network.probe.so"], "bad-descriptor")
        self.assertEqual(outcomes(report)["smuggle.call"], "pass")
        self.assertEqual(run.code, PROBLEM)

    def test_words_that_would_do_harm(self):
        run = self.stage.real(["words"])
        report = run.report()
        ended = outcomes(report)
        self.assertEqual(ended["words.report"], "fail")
        self.assertEqual(ended["words.log"], "error internal")
        self.assertEqual(run.code, FAIL)
        self.assertNotIn("canary-secret", run.out)
        # A secret reaches no other module either.
        row = [p for p in report["probes"] if p["id"] == "x.hostile.words.read"][0]
        self.assertEqual((row["outcome"], row["text"]), ("skip", "state 2"))
        for form in ("text", "junit"):
            with self.subTest(form=form):
                shown = self.stage.real(["words"], "--format", form, "--verbose")
                self.assertNotRegex(shown.out + shown.err, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")
                self.assertNotRegex(shown.out, r"(?m)^ *Machine State *: PASS")
                self.assertNotIn("canary-secret", shown.out + shown.err)

    def test_nothing_is_left_running(self):
        mark = str(self.stage.prefix)
        deadline = time.monotonic() + 20
        while True:
            left = []
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    if mark in pathlib.Path(f"/proc/{pid}/maps").read_text(errors="replace"):
                        left.append(pid)
                except OSError:
                    continue  # it ended meanwhile, or is somebody else's
            if not left or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        self.assertEqual(left, [])


def load_tests(loader, _tests, _pattern):
    suite = unittest.TestSuite()
    users = [os.geteuid()] + ([NOBODY] if os.geteuid() == 0 else [])
    for uid in users:
        name = "AsRoot" if uid == 0 else "AsUser"
        stage = Stage(BUILD, uid)
        case = type(name, (Hostile,), {"stage": stage})
        unittest.addModuleCleanup(stage.close)
        suite.addTests(loader.loadTestsFromTestCase(case))
    return suite


def main():
    global BUILD
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    BUILD = os.path.realpath(sys.argv.pop(1))
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
