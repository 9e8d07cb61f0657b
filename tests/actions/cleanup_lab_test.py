"""cleanup_lab_test.py BUILD: --cleanup that lost its lab never touches the machine.

Never with --yes: nobody answers, so one that fell through to the machine would end with 8.
"""
import os
import shutil
import subprocess

from play import DSREG, LAB, LIMIT, PLAIN, Play, main

SENTENCE = "the lab's descriptor did not arrive"


class NeverFallsThrough(Play):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        for name in (".cache/Microsoft", ".config/intune"):
            (self.home / name).mkdir(parents=True)
            (self.home / name / "stays").write_text("x")

    def refused(self, *command, env=None):
        done = self.in_lab("healthy", command, env={"HOME": str(self.home), **(env or {})})
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertIn(SENTENCE, done.stderr)
        self.assertNotIn("WARNING", done.stderr)
        self.assertEqual(len(list(self.home.rglob("stays"))), 2)

    def test_without_the_variable(self):
        self.refused("/usr/bin/env", "-u", "DSREG_LAB", DSREG, "--cleanup")

    def test_without_any_variable(self):
        self.refused("/usr/bin/env", "-i", DSREG, "--cleanup")

    def test_behind_a_shell(self):
        self.refused("/bin/sh", "-c",
                     'unset DSREG_LAB; "$0" --cleanup; exit $?', DSREG)

    def test_in_a_session_of_its_own(self):
        self.refused("/usr/bin/env", "-u", "DSREG_LAB", "setsid", "--wait", DSREG, "--cleanup")

    def test_with_a_lab_that_is_not_there(self):
        done = self.in_lab("healthy", [DSREG, "--cleanup"],
                           env={"HOME": str(self.home)})
        self.assertEqual(done.returncode, 8, done.stderr)  # the lab itself; nobody answers
        done = subprocess.run([DSREG, "--cleanup"], stdin=subprocess.DEVNULL,
                              env={**PLAIN, "HOME": str(self.home),
                                   "DSREG_LAB": str(self.folder / "gone")},
                              capture_output=True, text=True, timeout=LIMIT)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(list(self.home.rglob("stays"))), 2)

    def test_through_sudo(self):
        if not shutil.which("sudo"):
            self.skipTest("no sudo here: env -i stands for it, as above")
        asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL,
                               capture_output=True, timeout=LIMIT)
        if asked.returncode != 0:
            self.skipTest("sudo asks for a password here: env -i stands for it, as above")
        self.refused("sudo", "-n", DSREG, "--cleanup")


if __name__ == "__main__":
    main()
