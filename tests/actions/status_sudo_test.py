"""status_sudo_test.py BUILD: under sudo, dsreg --status asks the invoking user's broker with that
user's rights. Needs two users, so it needs root.

The lab is the other user's; root comes in from outside, as sudo would.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from play import BUILD, DSREG, LIMIT, PLAIN, main

NOBODY = 65534
TOOL = "/usr/bin/dsreg"


def lab_for_all(to):
    """The lab as an installation that every user may read."""
    (to / "bin").mkdir()
    shutil.copy2(BUILD / "bin/dsreg-lab", to / "bin")
    (to / "libexec/dsreg").mkdir(parents=True)
    for name in ("dsreg-lab-world", "dsreg-lab-broker"):
        shutil.copy2(BUILD / "libexec/dsreg" / name, to / "libexec/dsreg")
    shutil.copytree(BUILD / "share/dsreg/lab", to / "share/dsreg/lab")
    subprocess.run(["chmod", "-R", "a+rX", str(to)], check=True)


class Sudo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-sudo-"))
        cls.addClassCleanup(shutil.rmtree, cls.top)
        cls.top.chmod(0o755)
        lab_for_all(cls.top)
        (cls.top / "tmp").mkdir()
        os.chown(cls.top / "tmp", NOBODY, NOBODY)

    def start(self, scenario):
        """A lab of the other user, as long as the test lasts; the path of its descriptor."""
        play = subprocess.Popen(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
             str(self.top / "bin/dsreg-lab"), "run", scenario, "--", "/bin/sh", "-c",
             'echo "$DSREG_LAB"; exec cat'],
            env={**PLAIN, "TMPDIR": str(self.top / "tmp")}, cwd="/", text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(play.wait, LIMIT)
        self.addCleanup(play.stdout.close)
        self.addCleanup(play.stdin.close)  # ends it
        return play.stdout.readline().strip()

    def dsreg(self, lab, *args, **env):
        return subprocess.run([DSREG, *args], env={**PLAIN, "DSREG_LAB": lab, **env},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=LIMIT)

    def test_the_users_broker_answers_and_roots_files_are_read(self):
        lab = self.start("healthy")
        done = self.dsreg(lab, "--format", "json", SUDO_UID=str(NOBODY))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        document = json.loads(done.stdout)
        self.assertEqual(document["user"]["uid"], NOBODY)
        self.assertEqual(len(document["accounts"]), 1)
        self.assertEqual(document["device_state"][0]["registered"],
                         {"value": True, "source": "certificate"})
        self.assertEqual(document["broker"]["binary"]["source"], "process")

    def test_the_vendors_tool_runs_with_the_users_rights(self):
        lab = self.start("vendor-shaped-tool")
        tool = pathlib.Path(lab).parent / "root" / TOOL[1:]
        seen = self.top / "tmp" / "seen"
        tool.write_text(f'#!/bin/sh\n{{ id -u; env; }} >"{seen}"\n' +
                        tool.read_text().partition("\n")[2])
        done = self.dsreg(lab, SUDO_UID=str(NOBODY))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("PRT Present                        : YES\n", done.stdout)
        uid, *variables = seen.read_text().splitlines()
        self.assertEqual(uid, str(NOBODY))
        self.assertIn("DSREG_NESTED=1", variables)

    def test_nobody_to_act_for_is_refused(self):
        lab = self.start("healthy")
        done = self.dsreg(lab)  # root itself, in a lab of somebody else
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    if os.getuid() != 0:
        print("needs root: it plays sudo between two users")
        sys.exit(77)
    main()
