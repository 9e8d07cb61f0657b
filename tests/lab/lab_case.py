"""What the lab's tests share: a copy of the lab that all can read, run as one of two users."""
import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from few import few  # noqa: E402, F401

BUILD = pathlib.Path(os.environ["DSREG_BUILD_DIR"])
SOURCE = pathlib.Path(os.environ["DSREG_SOURCE_DIR"])
PR_SET_CHILD_SUBREAPER = 36
NOBODY = 65534
PATIENCE = 20  # seconds until a test calls something stuck


def copy_lab(to):
    """The lab as an installation elsewhere would have it."""
    (to / "bin").mkdir()
    shutil.copy2(BUILD / "bin/dsreg-lab", to / "bin")
    (to / "libexec/dsreg").mkdir(parents=True)
    for name in ("dsreg-lab-world", "dsreg-lab-broker", "dsreg-device-broker"):
        shutil.copy2(BUILD / "libexec/dsreg" / name, to / "libexec/dsreg")
    shutil.copytree(BUILD / "share/dsreg/lab", to / "share/dsreg/lab")
    subprocess.run(["chmod", "-R", "a+rX", str(to)], check=True)


class LabCase(unittest.TestCase):
    """One temporary folder a test; everything that a lab leaves behind is found."""

    @classmethod
    def setUpClass(cls):
        # Orphans of the lab become children of this process, so that none can hide.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="lab-test."))
        cls.top.chmod(0o755)
        copy_lab(cls.top)
        cls.lab = str(cls.top / "bin/dsreg-lab")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)

    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="t.", dir=self.top))
        self.tmp.chmod(0o777)

    def users(self):
        """uids to run as: the caller's, and an ordinary one when the caller is root."""
        return [os.getuid()] + ([NOBODY] if os.getuid() == 0 else [])

    def argv(self, args, uid=None):
        drop = []
        if uid is not None and uid != os.getuid():
            drop = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
        return drop + [self.lab] + [str(a) for a in args]

    def env(self, **more):
        env = {k: v for k, v in os.environ.items() if not k.startswith("DSREG_")}
        return {**env, "TMPDIR": str(self.tmp), "HOME": "/nonexistent", **more}

    def start(self, *args, uid=None, **kw):
        return subprocess.Popen(self.argv(args, uid), env=kw.pop("env", self.env()),
                                start_new_session=True, text=True, cwd="/",
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **kw)

    def run_lab(self, *args, uid=None, **kw):
        p = self.start(*args, uid=uid, **kw)
        out, err = p.communicate(timeout=PATIENCE + 40)
        return p.returncode, out, err

    def in_lab(self, scenario, script, uid=None):
        """Runs a shell script in a scenario; it must succeed. Returns what it printed."""
        code, out, err = self.run_lab("run", scenario, "--", "bash", "-euc", script, uid=uid)
        self.assertEqual(code, 0, err + out)
        self.nothing_left()
        return out

    def nothing_left(self):
        """No process and no file of any lab is left."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    self.assertLess(time.monotonic(), end, "a process of the lab is left")
                    time.sleep(0.005)
            except ChildProcessError:
                break
        while list(self.tmp.iterdir()):
            self.assertLess(time.monotonic(), end, f"files are left: {list(self.tmp.iterdir())}")
            time.sleep(0.005)

    def descriptor(self, scenario, uid=None):
        return json.loads(self.in_lab(scenario, 'cat "$DSREG_LAB"', uid))


def main():
    unittest.main(verbosity=2)
