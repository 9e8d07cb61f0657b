#!/usr/bin/python3
"""Each check can fail: a module of tests/broken/checks fails the one that it is named after.

    broken_checks_test.py BUILD [--own-check]

--own-check: nothing is made of a module but the check that it fails. For slow builds; what else
fails is a matter of the module and the tool, not of how they were compiled.
"""
import os
import sys
import unittest

from tool import breaks, broken, checked, messages, results, tool, unmade

BUILD = ""
OWN = False
HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "..", "broken", "checks")

# What a check finds is worth a warning only.
WARNINGS = {"cheap-libraries"}
# What else fails where one fault shows in more than one way; anything else must not.
CONSEQUENCES = {
    "budget": {"descriptor-well-formed"},
    "cancel-honoured": {"service-failures", "deadline-past"},
    "concludes-once": {"hostile-answers"},
    "fail-has-finding": {"hostile-answers"},
    "no-exception": {"concludes-once", "hostile-answers"},
    # It ends the process wherever many items come.
    "hostile-answers": {"valid-utf-8", "silent-output"},
    # It ends the process wherever the service is missing, as in one of the usual worlds.
    "nothing-optional": {"concludes-once"},
    # The sandbox denies umask().
    "process-unchanged": {"runs-in-sandbox"},
    # These compare two runs, too.
    "runs-twice-alike": {"host-of-1.0", "other-thread", "runs-in-sandbox"},
}


def all_checks():
    listed = tool(BUILD, "--list").stdout.splitlines()
    return [line.split()[0] for line in listed]


def weaker_sandbox(document):
    """The checks that warn of what this machine's kernel lacks."""
    return {k for k, v in results(document).items() if v == "warning" and
            any("reached only the level" in text for text in messages(document, k))}


class Broken(unittest.TestCase):
    maxDiff = None

    def test_every_check_has_a_module_that_fails_it(self):
        sources = {os.path.splitext(name)[0] for name in os.listdir(SOURCES)
                   if name.endswith((".c", ".cpp"))}
        self.assertEqual(sources, set(all_checks()))

    def test_a_good_module_passes_them_all(self):
        document, code = checked(BUILD, broken(BUILD, "good"))
        said = results(document)
        other = {k for k, v in said.items() if v not in ("pass", "skip")}
        self.assertEqual(other - weaker_sandbox(document), set())
        self.assertEqual(code, 0)
        self.assertEqual(set(said), set(all_checks()))

    def test_the_module_of_a_check_fails_it(self):
        for check in all_checks():
            with self.subTest(check):
                only = ("--only", check) if OWN else ()
                document, code = checked(BUILD, *only, breaks(BUILD, check))
                said = results(document)
                wanted = "warning" if check in WARNINGS else "fail"
                self.assertEqual(said[check], wanted, said)
                self.assertEqual(code, 0 if check in WARNINGS else 1)
                self.assertNotEqual(messages(document, check), [])
                self.assertNotIn(check, unmade(document))
                also = {k for k, v in said.items() if v in ("fail", "warning") and k != check}
                also -= unmade(document) | weaker_sandbox(document)
                self.assertLessEqual(also, CONSEQUENCES.get(check, set()))


def main():
    global BUILD, OWN
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    BUILD = os.path.realpath(sys.argv.pop(1))
    OWN = "--own-check" in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != "--own-check"]
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
