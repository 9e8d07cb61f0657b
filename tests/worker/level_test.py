#!/usr/bin/python3
"""The sandbox's level in the report, whoever runs dsreg: level_test.py BUILD"""

import json
import os
import subprocess
import sys
import unittest

BUILD = ""
NOBODY = "65534"
PATIENCE = 60


def diagnose(*before, options=()):
    """A run of the module `good`, started through the command `before`."""
    return subprocess.run(
        [*before, os.path.join(BUILD, "bin/dsreg"), "--diagnose", *options, "--probe", "x.*",
         "--plugin-dir", os.path.join(BUILD, "tests/broken/good")],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)


def nobody_exists():
    with open("/proc/self/uid_map", encoding="ascii") as file:
        maps = [[int(word) for word in line.split()] for line in file]
    return any(inside <= int(NOBODY) < inside + count for inside, _, count in maps)


class Level(unittest.TestCase):
    def need(self, *command):
        """Skips when `command ... /bin/true` does not work here."""
        done = subprocess.run([*command, "/bin/true"], capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest(f"{command[0]}: {done.stderr.decode()}")
        return command

    def unprivileged(self):
        """A command that runs another as an ordinary user."""
        if os.geteuid() != 0:
            return ()
        command = self.need("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")
        readable = subprocess.run([*command, "/bin/cat", os.path.join(BUILD, "bin/dsreg")],
                                  capture_output=True, check=False)
        if readable.returncode != 0:
            self.skipTest("others may not read the build folder")
        return command

    def namespace(self):
        return self.need("unshare", "--user", "--map-root-user")

    def expect(self, level, *before, options=()):
        ended = diagnose(*before, options=("--format", "json", *options))
        try:
            found = json.loads(ended.stdout)
        except ValueError:
            self.fail(ended.stderr.decode())
        self.assertEqual(found["sandbox"], level)
        outcomes = {p["id"]: p["outcome"] for p in found["probes"]}
        self.assertEqual(outcomes, {"x.good.probe": "pass", "x.good.after": "pass"})

    def test_of_who_runs_this(self):
        self.expect("full" if nobody_exists() or os.geteuid() != 0 else "no-uid")

    def test_of_an_ordinary_user(self):
        self.expect("full", *self.unprivileged())

    def test_of_root_in_a_namespace_of_its_own(self):
        self.expect("no-uid", *self.namespace())

    def test_of_modules_inside_dsreg_itself(self):
        self.expect("none", *self.unprivileged(), options=("--in-process",))

    def test_is_said_in_text_when_it_is_not_full(self):
        out = diagnose(*self.namespace()).stdout.decode()
        self.assertRegex(out, r"Sandbox : not full: no-uid")

    def test_is_not_said_in_text_when_it_is_full(self):
        self.assertNotIn("Sandbox", diagnose(*self.unprivileged()).stdout.decode())


def main():
    global BUILD
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    BUILD = os.path.realpath(sys.argv.pop(1))
    result = unittest.main(verbosity=2, exit=False).result
    if result.skipped and len(result.skipped) == result.testsRun:
        sys.exit(77)
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
