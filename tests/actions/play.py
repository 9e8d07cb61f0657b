"""What tests of the shipped actions share: dsreg in a lab of its own, in a folder of its own."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from program import BUILD, DSREG, FEW, PLAIN, deny_sockets, few  # noqa: E402, F401

LAB = str(BUILD / "bin" / "dsreg-lab")
LIMIT = 90  # seconds until a test calls something stuck
TENANT = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234"  # of every scenario that names no other
OTHER_TENANT = "11112222-bbbb-3333-cccc-4444dddd5555"
# The leak checker's remark on a thread that ended while it looked; no finding.
REMARK = re.compile(r"^==\d+==Unable to get registers from thread \d+\.\n", re.MULTILINE)
# What a terminal would obey; line breaks are for us to write.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Play(unittest.TestCase):
    """`self.folder` is the test's own; labs live below it."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-play-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def scenario(self, **members):
        """A scenario file that differs from `healthy` by these members; its path."""
        number = len(list(self.folder.glob("*.scenario.json")))
        path = self.folder / f"{number}.scenario.json"
        path.write_text(json.dumps({"format": "dsreg-scenario/1", "name": "test",
                                    "description": "of a test", **members}))
        return str(path)

    def in_lab(self, scenario, command, env=None, stdin=subprocess.DEVNULL, **more):
        """Runs a command in a lab; what comes back has returncode, stdout, stderr, seconds."""
        more.setdefault("stdout", subprocess.PIPE)
        begin = time.monotonic()
        done = subprocess.run([LAB, "run", scenario, "--", *map(str, command)],
                              env={**PLAIN, "TMPDIR": str(self.folder), **(env or {})},
                              stdin=stdin, stderr=subprocess.PIPE, text=True, timeout=LIMIT,
                              **more)
        done.seconds = time.monotonic() - begin
        done.stderr = REMARK.sub("", done.stderr)
        return done

    def dsreg(self, scenario, *args, **more):
        return self.in_lab(scenario, [DSREG, *args], **more)

    def shell(self, scenario, script, *args, **more):
        return self.in_lab(scenario, ["/bin/sh", "-euc", script, "sh", *args], **more)

    def python(self, scenario, script, *args, **more):
        """Runs a Python script inside a lab, with DSREG and the arguments in sys.argv[1:]."""
        return self.in_lab(scenario, ["/usr/bin/python3", "-B", "-c", script, DSREG, *args],
                           **more)

    def clean(self, text):
        """No token, nothing that a terminal would obey."""
        self.assertNotRegex(text, CONTROLS)
        self.assertNotIn("eyJ", text)


def main():
    del sys.argv[1]
    unittest.main(verbosity=2)
