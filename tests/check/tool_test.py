#!/usr/bin/python3
"""The command line of dsreg-probe-check, its formats, and what it makes of modules that end it.

    tool_test.py BUILD
"""
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

import jsonschema

from tool import breaks, broken, checked, messages, more, results, tool, unmade

BUILD = ""
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
PASSED, FAILED, USAGE = 0, 1, 2


class CommandLine(unittest.TestCase):
    def test_the_list_has_a_sentence_for_each_id(self):
        lines = tool(BUILD, "--list").stdout.splitlines()
        self.assertGreaterEqual(len(lines), 30)
        for line in lines:
            self.assertRegex(line, r"^[a-z0-9.-]+ {2,}[A-Za-z].*\.$")
        listed = json.loads(tool(BUILD, "--list", "--format", "json").stdout)
        self.assertEqual([c["id"] for c in listed["checks"]], [li.split()[0] for li in lines])

    def test_only_makes_what_it_names(self):
        document, code = checked(BUILD, "--only", "load-*,canary", broken(BUILD, "good"))
        self.assertEqual(list(results(document)), ["load-now", "load-in-sandbox", "canary"])
        self.assertEqual(code, PASSED)

    def test_usage_errors(self):
        good = broken(BUILD, "good")
        for arguments in ((), ("--nonsense", good), ("--only", "no-such-check", good),
                          ("--list", "extra"), ("--format", "yaml", good),
                          ("/nonexistent/x.probe.so",), (os.path.dirname(good),), (__file__,)):
            ended = tool(BUILD, *arguments)
            self.assertEqual(ended.returncode, USAGE, arguments)
            self.assertEqual(ended.stdout, "")
            self.assertRegex(ended.stderr, "^dsreg-probe-check: .*\n$")

    def test_help_and_version(self):
        self.assertIn("--only", tool(BUILD, "--help").stdout)
        self.assertRegex(tool(BUILD, "--version").stdout, r"^dsreg-probe-check [0-9.]+\n$")

    def test_a_file_that_cannot_be_written_is_an_error(self):
        ended = tool(BUILD, "--only", "budget", "--format", "json=/nonexistent/out.json",
                     broken(BUILD, "good"))
        self.assertEqual(ended.returncode, USAGE)


class Ends(unittest.TestCase):
    """What a module does to its process is a failure of the check, never of the tool."""

    def fails(self, name, words, check="concludes-once", **more):
        document, code = checked(BUILD, "--only", check, broken(BUILD, name), **more)
        self.assertEqual(results(document)[check], "fail", document)
        self.assertRegex(messages(document, check)[-1], words)
        self.assertEqual(code, FAILED)
        return document

    def test_a_crash_names_the_signal_and_the_probe(self):
        document = self.fails("segv", "killed by SIGSEGV|exited with status")
        found = document["modules"][0]["checks"][0]["messages"][-1]
        self.assertEqual(found["probe"], "x.segv.probe")
        self.assertIn("plain", found["text"])

    def test_an_exit(self):
        self.fails("quick-exit-run", "ended by the module")

    def test_an_endless_loop(self):
        self.fails("spin", "did not come any further within 1 s", timeout="1")

    def test_a_constructor_that_never_ends(self):
        document, code = checked(BUILD, "--only", "load-now,concludes-once",
                                 broken(BUILD, "sleep-constructor"), timeout="1")
        self.assertEqual(results(document), {"load-now": "fail", "concludes-once": "fail"})
        self.assertEqual(unmade(document), {"concludes-once"})
        self.assertEqual(code, FAILED)

    def test_a_flood_of_output_is_cut(self):
        document = self.fails("stdout-flood", "it writes", check="silent-output")
        self.assertLessEqual(len(document["modules"][0]["checks"][0]["output"]), 4096)

    def test_a_module_that_no_host_reads(self):
        document, code = checked(BUILD, broken(BUILD, "bad-magic"))
        said = results(document)
        self.assertEqual(said["descriptor-well-formed"], "fail")
        self.assertEqual(said["load-now"], "pass")
        self.assertEqual(said["load-in-sandbox"], "fail")
        self.assertIn("concludes-once", unmade(document))
        self.assertEqual(code, FAILED)

    def test_a_wild_pointer_in_its_descriptors(self):
        for name in ("wild-probes", "wild-id"):
            with self.subTest(name):
                document, code = checked(BUILD, more(BUILD, name))
                self.assertEqual(results(document)["descriptor-well-formed"], "fail")
                self.assertNotIn("descriptor-well-formed", unmade(document))
                self.assertRegex(messages(document, "descriptor-well-formed")[0],
                                 "its process was ended: .*while its descriptors were read")
                self.assertIn("concludes-once", unmade(document))
                self.assertEqual(code, FAILED)

    def test_a_chosen_check_that_cannot_be_made_is_a_failure(self):
        for name in ("bad-magic", "too-new", "exit-constructor"):
            with self.subTest(name):
                document, code = checked(BUILD, "--only", "concludes-once,canary",
                                         broken(BUILD, name))
                self.assertEqual(set(results(document).values()), {"fail"})
                self.assertEqual(unmade(document), {"concludes-once", "canary"})
                self.assertRegex(messages(document, "canary")[0], "^not made, as ")
                self.assertEqual(code, FAILED)


class Formats(unittest.TestCase):
    def modules(self):
        return [broken(BUILD, "good"), broken(BUILD, "segv"), breaks(BUILD, "cheap-libraries")]

    def test_json_keeps_to_its_schema(self):
        with open(os.path.join(ROOT, "sdk", "check", "check-1.schema.json"),
                  encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        document, code = checked(BUILD, *self.modules())
        jsonschema.Draft202012Validator(schema).validate(document)
        self.assertEqual(code, FAILED)
        self.assertEqual([m["id"] for m in document["modules"]],
                         ["x.good", "x.segv", "x.cheap-libraries"])

    def test_junit_keeps_to_the_schema_of_jenkins(self):
        with tempfile.TemporaryDirectory() as folder:
            xml = os.path.join(folder, "check.xml")
            ended = tool(BUILD, "--format", "junit=" + xml, *self.modules())
            self.assertEqual((ended.returncode, ended.stdout), (FAILED, ""))
            lint = subprocess.run(
                ["xmllint", "--noout", "--nonet", "--schema",
                 os.path.join(ROOT, "tests", "report", "jenkins-junit.xsd"), xml],
                capture_output=True, text=True, check=False)
            self.assertEqual(lint.returncode, 0, lint.stderr)
            self.assertEqual(os.listdir(folder), ["check.xml"])

    def test_junit_calls_a_check_that_was_not_made_an_error(self):
        ended = tool(BUILD, "--only", "load-now,canary", "--format", "junit",
                     broken(BUILD, "bad-magic"))
        self.assertEqual(ended.returncode, FAILED)
        self.assertIn('tests="2" failures="0" errors="1" skipped="0"', ended.stdout)
        self.assertIn("<error ", ended.stdout)

    def test_text_says_what_failed_and_counts(self):
        ended = tool(BUILD, "--only", "budget,concludes-once", broken(BUILD, "never-concludes"))
        self.assertIn("ok   budget\n", ended.stdout)
        self.assertIn("FAIL concludes-once: ", ended.stdout)
        self.assertIn("x.never-concludes.probe: it ends without an outcome", ended.stdout)
        self.assertTrue(ended.stdout.endswith("1 passed, 0 warned, 1 failed, 0 skipped\n"))


class Files(unittest.TestCase):
    def test_others_may_not_write_it_and_must_read_it(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(broken(BUILD, "good"), folder)
            for mode, said in ((0o644, "pass"), (0o664, "fail"), (0o646, "fail"), (0o640, "fail")):
                os.chmod(copy, mode)
                document, _ = checked(BUILD, "--only", "file-permissions", copy)
                self.assertEqual(results(document)["file-permissions"], said, oct(mode))


class Unseen(unittest.TestCase):
    def test_a_service_that_is_never_called_shows_nothing(self):
        checks = ("world-errors", "hostile-answers", "canary")
        document, _ = checked(BUILD, "--only", ",".join(checks), more(BUILD, "never-asks"))
        self.assertEqual(results(document), dict.fromkeys(checks, "skip"))
        for check in checks:
            self.assertRegex(messages(document, check)[0], "asked .*anything")

    def test_a_probe_that_always_skips_is_warned_of(self):
        document, code = checked(BUILD, "--only", "skip-says-why", more(BUILD, "never-asks"))
        self.assertEqual(results(document), {"skip-says-why": "warning"})
        self.assertIn("skips in every world", messages(document, "skip-says-why")[0])
        self.assertEqual(code, PASSED)

    def test_a_pass_in_spite_of_a_broken_srv_query_is_found(self):
        checks = ("service-failures", "world-errors", "cancel-honoured")
        document, code = checked(BUILD, "--only", ",".join(checks), more(BUILD, "believes-srv"))
        self.assertEqual(results(document), dict.fromkeys(checks, "fail"))
        self.assertEqual(code, FAILED)


class Honest(unittest.TestCase):
    def test_a_module_that_asks_for_srv_records_passes(self):
        document, code = checked(BUILD, more(BUILD, "uses-srv"))
        said = results(document)
        self.assertEqual([k for k, v in said.items() if v == "fail"], [], document)
        for check in ("service-failures", "world-errors", "hostile-answers", "cancel-honoured"):
            self.assertEqual(said[check], "pass")
        self.assertEqual(code, PASSED)

    def test_a_module_with_a_thread_of_its_own_passes_in_the_sandbox_too(self):
        document, code = checked(BUILD, more(BUILD, "uses-thread"))
        self.assertEqual([k for k, v in results(document).items() if v == "fail"], [], document)
        self.assertEqual(code, PASSED)

    def test_a_module_in_plain_c_with_an_input_passes(self):
        document, code = checked(BUILD, broken(BUILD, "plain-c"))
        self.assertEqual([k for k, v in results(document).items() if v == "fail"], [])
        self.assertEqual(code, PASSED)


def main():
    global BUILD
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    BUILD = os.path.realpath(sys.argv.pop(1))
    mode = os.stat(os.path.join(BUILD, "bin", "dsreg-probe-check")).st_mode
    if not mode & stat.S_IXUSR:
        sys.exit("the build folder holds no dsreg-probe-check")
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
