"""junit_run_test.py SOURCE BUILD: --format junit of runs, against the JSON of the same run."""
import collections
import json
import os
import subprocess
import unittest
import xml.etree.ElementTree as ET

import whole_run
from whole_run import BUILD, LIMIT, broken

OUTCOMES = {"pass": None, "fail": "failure", "skip": "skipped", "error": "error"}


def outcome(case):
    """failure, error, skipped or None; a case has one of them at most."""
    found = [child.tag for child in case if child.tag != "system-out"]
    assert len(found) < 2, found
    return found[0] if found else None


class Run(whole_run.Run):
    def diagnose(self, *args, scenario=None, **more):
        """Exit code and stdout of one run; its documents are read with junit() and json()."""
        command = [BUILD / "bin/dsreg", "--diagnose", *args]
        if scenario:
            command = [BUILD / "bin/dsreg-lab", "run", scenario, "--", *command]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=LIMIT, check=False,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, **more)
        return done.returncode, done.stdout

    def both(self, *args, scenario=None):
        """One run as text, JUnit and JSON: exit code, <testsuites>, report."""
        files = {kind: self.folder / f"report.{kind}" for kind in ("junit", "json")}
        code, text = self.diagnose(
            *args, "--format", "text", *(word for kind, path in files.items()
                                         for word in ("--format", f"{kind}={path}")),
            scenario=scenario)
        self.assertIn("| Findings ", text)
        self.valid(files["junit"])
        return code, ET.parse(files["junit"]).getroot(), json.loads(files["json"].read_text())

    def check_counts(self, suites):
        whole = collections.Counter()
        for suite in suites:
            cases = suite.findall("testcase")
            counted = collections.Counter(outcome(case) for case in cases)
            self.assertEqual({name: int(suite.get(name)) for name in
                              ("tests", "failures", "errors", "skipped")},
                             {"tests": len(cases), "failures": counted["failure"],
                              "errors": counted["error"], "skipped": counted["skipped"]})
            whole.update(tests=len(cases), failures=counted["failure"], errors=counted["error"])
        self.assertEqual({name: int(suites.get(name)) for name in ("tests", "failures", "errors")},
                         {name: whole[name] for name in ("tests", "failures", "errors")})

    def check_same(self, suites, report):
        """Every probe is a case of its section's suite, with its outcome, in the report's order."""
        *sections, run = suites
        self.assertEqual(run.get("name"), "dsreg")
        cases = [(suite.get("name"), case.get("classname"), case.get("name"), outcome(case))
                 for suite in sections for case in suite]
        self.assertEqual(cases, [(p["section"], p["id"], p["title"], OUTCOMES[p["outcome"]])
                                 for p in report["probes"]])
        names = [suite.get("name") for suite in suites]
        self.assertEqual(len(names), len(set(names)), "one suite a section")
        self.assertEqual([e.get("type") for e in run.iter("error") if e.get("type") not in
                          ("required", "interrupted", "nothing-ran")],
                         [m["rejected"] for m in report["modules"] if m["rejected"]])
        for case in (case for suite in sections for case in suite):
            self.assertRegex(case.get("time"), r"\A[0-9]+\.[0-9]{3}\Z")

    def check(self, expected, *args, scenario=None):
        code, suites, report = self.both(*args, scenario=scenario)
        self.assertEqual(code, expected)
        self.assertEqual(report["exit_code"], expected)
        self.check_counts(suites)
        self.check_same(suites, report)
        bad = int(suites.get("failures")) + int(suites.get("errors"))
        self.assertEqual(bad == 0, expected == 0, "a document is green as the exit code is")
        return suites, report


class Scenarios(Run):
    def test_healthy_is_green(self):
        suites, report = self.check(0, scenario="healthy")
        self.assertGreater(int(suites.get("tests")), 10)
        self.assertEqual(suites[-1].get("hostname"), report["host"]["name"])
        properties = {p.get("name"): p.get("value") for p in suites[-1].iter("property")}
        self.assertEqual(properties["lab"], "healthy")
        self.assertEqual(properties["redacted"], "true")

    def test_a_failing_scenario(self):
        suites, report = self.check(9, scenario="drs-unreachable")
        codes = {f["code"] for f in report["findings"] if f["severity"] == "error"}
        for failure in suites.iter("failure"):
            self.assertIn(failure.get("type"), codes)
            self.assertIn("FAIL", failure.text)
            self.assertIn("Remedy: ", failure.text)

    def test_a_probe_that_breaks_among_healthy_ones(self):
        suites, _ = self.check(10, "--plugin-dir", broken("segv"), scenario="healthy")
        (error,) = suites.iter("error")
        self.assertEqual(error.get("type"), "crashed")
        self.assertIn("SIGSEGV", error.get("message"))

    def test_a_warning_counts_where_the_exit_code_says_so(self):
        code, suites, _ = self.both(scenario="cert-expiring")
        self.assertEqual((code, suites.get("failures"), suites.get("errors")), (0, "0", "0"))
        code, suites, _ = self.both("--fail-on", "warning", scenario="cert-expiring")
        self.assertEqual(code, 9)
        self.assertNotEqual(suites.get("failures"), "0")
        self.check_counts(suites)

    @staticmethod
    def person(suites):
        properties = {p.get("name"): p.get("value") for p in suites.iter("property")}
        return properties["user"], suites[-1].get("hostname")

    def test_the_file_is_pseudonymous_and_the_standard_output_is_not(self):
        code, shown = self.diagnose("--format", "junit", scenario="healthy")
        self.assertEqual(code, 0)
        path = self.folder / "shown"
        path.write_text(shown)
        self.valid(path)
        person = self.person(ET.fromstring(shown))
        self.assertFalse([word for word in person if word.startswith("personal-")], person)
        _, suites, report = self.both(scenario="healthy")
        self.assertEqual(self.person(suites), (report["user"]["name"], report["host"]["name"]))
        self.assertTrue(all(word.startswith("personal-") for word in self.person(suites)))
        self.assertEqual((self.folder / "report.junit").stat().st_mode & 0o7777, 0o600)


class Modules(Run):
    def broken(self, expected, *names, more=()):
        dirs = [word for name in names for word in ("--plugin-dir", broken(name))]
        return self.check(expected, "--probe", "x.*", *dirs, *more)

    def test_outcomes(self):
        for name, expected in (("good", 0), ("fails", 9), ("segv", 10), ("sleep", 10),
                               ("pass-with-error", 10), ("frame-garbage", 10),
                               ("needs-failed", 9), ("undeclared-fact", 0)):
            with self.subTest(name):
                self.broken(expected, name)

    def test_rejected_modules_are_errors(self):
        for name in ("no-symbol", "bad-descriptor-label-control", "duplicate-probe",
                     "needs-rejected", "exit-constructor"):
            with self.subTest(name):
                suites, _ = self.broken(10, "good", name)
                self.assertNotEqual(suites[-1].get("errors"), "0")

    def test_hostile_words(self):
        suites, _ = self.check(9, "--probe", "x.*", "--plugin-dir", BUILD / "tests/report_modules")
        self.assertEqual([case.get("name") for case in suites.iter("testcase")],
                         ['"<Fails>"', "'Skips'"])
        self.assertIn("]]></failure><testcase name=\"forged\"/>&amp;<!-- \ufffd[31m",
                      next(suites.iter("failure")).get("message"))

    def test_nothing_judged_is_an_error(self):
        suites, _ = self.broken(11, "good", more=["--skip", "x.*"])
        self.assertEqual([e.get("type") for e in suites[-1].iter("error")], ["nothing-ran"])

    def test_a_required_probe_that_is_skipped_is_an_error(self):
        suites, _ = self.broken(10, "good", more=["--skip", "x.good.after",
                                                  "--require", "x.good.after"])
        self.assertEqual([e.get("type") for e in suites[-1].iter("error")], ["required"])

    def test_a_run_that_is_interrupted_is_no_green_one(self):
        path = self.folder / "report.junit"
        # It hangs for two seconds in a constructor: long enough to be hit there.
        child = subprocess.Popen(
            [BUILD / "bin/dsreg", "--diagnose", "--format", f"junit={path}", "--probe", "x.*",
             "--plugin-dir", broken("good"), "--plugin-dir", broken("sleep-constructor")],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            child.send_signal(2)
        self.assertEqual(child.wait(timeout=LIMIT), 130)
        self.valid(path)
        types = [e.get("type") for e in ET.parse(path).getroot()[-1].iter("error")]
        self.assertIn("interrupted", types)


class Files(Run):
    def test_a_full_disk_is_12(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([BUILD / "bin/dsreg", "--diagnose", "--format", "junit",
                                   "--probe", "x.*", "--plugin-dir", broken("good")],
                                  stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE,
                                  timeout=LIMIT, check=False)
        self.assertEqual(done.returncode, 12)

    def test_only_one_document_to_the_standard_output(self):
        code, shown = self.diagnose("--format", "junit", "--format", "json")
        self.assertEqual((code, shown), (1, ""))

    def test_a_link_is_not_followed_as_root(self):
        victim, link = self.folder / "victim", self.folder / "link"
        victim.write_text("precious")
        link.symlink_to(victim)
        code, _ = self.diagnose("--format", f"junit={link}", "--probe", "x.*", "--plugin-dir",
                                broken("good"))
        if os.geteuid() == 0:
            self.assertEqual((code, victim.read_text()), (12, "precious"))
        else:
            self.assertEqual(code, 0)


if __name__ == "__main__":
    unittest.main()
