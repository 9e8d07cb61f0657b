#!/usr/bin/python3
"""What dsreg-probe-check finds beside the fault that each check is named after: the modules of
tests/broken/checks/more.

    faults_test.py BUILD
"""
import os
import select
import signal
import subprocess
import sys
import unittest

from tool import broken, checked, messages, more, results, tool, unmade

BUILD = ""
PASSED, FAILED = 0, 1


def look(name, checks, patience="120"):
    return checked(BUILD, "--only", checks, more(BUILD, name), timeout=patience)


class Missed(unittest.TestCase):
    """A verdict other than FAIL does not stand on a question without an answer."""

    def test_a_call_that_is_made_in_one_world_only_is_failed_there(self):
        document, code = look("asks-later", "service-failures,cancel-honoured")
        self.assertEqual(set(results(document).values()), {"fail"})
        for check in results(document):
            self.assertRegex(messages(document, check)[0], r'dsreg\.http/1.*world "not found"')
        self.assertEqual(code, FAILED)

    def test_what_it_does_when_a_call_fails_is_to_be_declared(self):
        document, code = look("falls-back", "declared-only")
        self.assertRegex(messages(document, "declared-only")[0],
                         r"smuggled.*every call of dsreg\.fs/1 ending in DSREG_E_SERVICE")
        self.assertEqual((results(document)["declared-only"], code), ("fail", FAILED))

    def test_a_skip_hides_it_no_better_than_a_pass(self):
        document, _ = look("skips-blind", "service-failures,cancel-honoured")
        self.assertEqual(set(results(document).values()), {"fail"})
        self.assertIn("it skips although", messages(document, "cancel-honoured")[0])

    def test_a_call_that_the_worker_refuses_counts(self):
        document, _ = look("wrong-argument", "service-failures")
        self.assertEqual(results(document), {"service-failures": "fail"})
        self.assertIn("with a wrong argument", messages(document, "service-failures")[0])

    def test_one_sentence_for_all_the_worlds_in_which_it_holds(self):
        document, _ = look("skips-blind", "cancel-honoured")
        found = messages(document, "cancel-honoured")
        self.assertEqual(len(found), 1)
        self.assertRegex(found[0], r'\(in the world "plain", .*; and [0-9]+ more\)$')


class Ends(unittest.TestCase):
    def test_a_crash_is_said_once(self):
        document, code = checked(BUILD, broken(BUILD, "segv"))
        said = results(document)
        self.assertEqual([k for k, v in said.items() if v == "fail"], ["concludes-once"])
        self.assertIn("canary", unmade(document))
        for check in unmade(document):
            self.assertEqual(said[check], "skip")
            self.assertRegex(messages(document, check)[0], r'^not made: the module .* in '
                             r'x\.segv\.probe \(in the world "plain"\)$')
        self.assertEqual(code, FAILED)

    def test_a_hang_is_waited_for_once(self):
        document, code = checked(BUILD, "--only", "concludes-once,keeps-rules,canary",
                                 broken(BUILD, "spin"), timeout="1")
        self.assertEqual(results(document),
                         {"concludes-once": "fail", "keeps-rules": "skip", "canary": "skip"})
        self.assertIn("the module hangs in x.spin.probe", messages(document, "canary")[0])
        self.assertEqual(code, FAILED)

    def test_one_that_asks_to_be_traced_is_ended(self):
        # Its thread, once traced, does not end until its tracer waits for it.
        document, code = look("traced", "other-thread", patience="2")
        self.assertEqual((results(document)["other-thread"], code), ("fail", FAILED))

    def test_a_crash_names_the_service_that_it_did_not_declare(self):
        document, _ = look("asks-undeclared", "concludes-once")
        self.assertIn("asked for dsreg.http/1, which it does not declare",
                      messages(document, "concludes-once")[0])

    def test_progress_is_seen_while_a_check_is_made(self):
        with subprocess.Popen([os.path.join(BUILD, "bin", "dsreg-probe-check"), "--timeout", "600",
                               "--only", "budget,concludes-once", broken(BUILD, "spin")],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as running:
            seen = b""
            while b"ok   budget\n" not in seen and select.select([running.stdout], [], [], 60)[0]:
                seen += os.read(running.stdout.fileno(), 4096)
            self.assertIsNone(running.poll())
            running.send_signal(signal.SIGTERM)
        self.assertIn(b"ok   budget\n", seen)


class Warned(unittest.TestCase):
    def warns(self, name, check):
        document, code = look(name, check)
        self.assertEqual(results(document), {check: "warning"})
        self.assertEqual(code, PASSED)
        return messages(document, check)[0]

    def test_a_service_that_is_never_asked(self):
        self.assertIn("dsreg.http/1 was never asked", self.warns("never-asks", "service-failures"))
        text = tool(BUILD, "--only", "service-failures", more(BUILD, "never-asks")).stdout
        self.assertIn("\n     - x.never-asks.probe: dsreg.http/1 was never asked", text)

    def test_a_pass_that_is_silence_where_an_answer_is_a_fault(self):
        self.assertIn("silence is what it is to find", self.warns("wants-gone", "world-errors"))

    def test_a_title_that_does_not_end_like_the_others(self):
        self.assertIn('"Broken", does not end in "Test"',
                      self.warns("odd-title", "descriptor-well-formed"))

    def test_a_system_call_that_the_sandbox_denies(self):
        document, _ = look("denied-call", "runs-in-sandbox")
        if results(document)["runs-in-sandbox"] == "skip":
            self.skipTest("this machine offers no sandbox")
        self.assertEqual(results(document)["runs-in-sandbox"], "warning")
        self.assertTrue(any("system calls: socket" in text or "no-seccomp" in text
                            for text in messages(document, "runs-in-sandbox")))


class Process(unittest.TestCase):
    def test_a_thread_that_outlives_the_run_is_seen_though_it_ends_soon(self):
        document, _ = look("late-thread", "process-unchanged")
        self.assertEqual(results(document)["process-unchanged"], "fail")
        self.assertIn("number of threads", messages(document, "process-unchanged")[0])


class Honest(unittest.TestCase):
    """Modules that keep the contract, of kinds that a tool could take for ones that do not."""

    def passes(self, name, checks, patience="120"):
        document, code = look(name, checks, patience)
        self.assertEqual(set(results(document).values()), {"pass"}, document)
        self.assertEqual(code, PASSED)

    def test_many_runs_may_take_longer_than_the_deadline_together(self):
        self.passes("slow", "service-failures", patience="4")

    def test_one_that_often_looks_at_what_is_left_has_time_left(self):
        self.passes("looks-often", "concludes-once,service-failures,runs-twice-alike")

    def test_one_that_works_until_its_time_is_up_ends(self):
        self.passes("until-time-is-up", "concludes-once,runs-twice-alike")

    def test_a_setting_has_a_value_that_fits_its_name(self):
        self.passes("setting-url", "keeps-rules,world-errors,runs-twice-alike")

    def test_a_question_that_gets_no_answer_anyway_is_no_matter_of_errors_of_the_world(self):
        self.passes("setting-page", "world-errors")


class Bundled(unittest.TestCase):
    def test_no_probe_of_dsregs_own_skips_in_every_world(self):
        folder = os.path.join(BUILD, "lib", "dsreg", "probes")
        modules = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        self.assertNotEqual(modules, [])
        document, _ = checked(BUILD, "--bundled", "--only", "skip-says-why", *modules)
        for number, path in enumerate(modules):
            self.assertEqual(results(document, number)["skip-says-why"], "pass", path)


def main():
    global BUILD
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    BUILD = os.path.realpath(sys.argv.pop(1))
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
