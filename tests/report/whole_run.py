"""For tests of whole runs: the built dsreg in a folder of the test, and the JUnit schema."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
SCHEMA = SOURCE / "tests" / "report" / "jenkins-junit.xsd"
LIMIT = 120


def broken(name):
    return BUILD / "tests" / "broken" / name


class Run(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-report-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def dsreg(self, *args, prefix=None, env=None, **more):
        """One run, piped: returncode, stdout, stderr."""
        return subprocess.run([(prefix or BUILD) / "bin/dsreg", *args], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=LIMIT, check=False,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **(env or {})},
                              **more)

    def valid(self, path):
        done = subprocess.run(["/usr/bin/xmllint", "--noout", "--nonet", "--schema", SCHEMA, path],
                              capture_output=True, text=True, timeout=LIMIT, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
