"""Runs the shipped dsreg for the tests: piped or on a terminal, always in a lab of its own."""
import ctypes
import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from few import FEW, few  # noqa: E402, F401

BUILD = pathlib.Path(sys.argv[1])
DSREG = str(BUILD / "bin" / "dsreg")
MODULES = str(BUILD / "tests" / "cli_modules")
LIMIT = 30  # seconds; nothing here takes one

PLAIN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm"}


def run(*args, env=None, **more):
    """Piped. What comes back has returncode, stdout, stderr."""
    more.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([DSREG, *args], env={**PLAIN, **(env or {})}, stdin=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, timeout=LIMIT, **more)


class Terminal:
    """A pseudo-terminal of 80 columns that passes bytes as they are."""

    def __init__(self):
        self.outer, self.inner = pty.openpty()
        modes = termios.tcgetattr(self.inner)
        modes[1] &= ~termios.OPOST
        termios.tcsetattr(self.inner, termios.TCSANOW, modes)
        fcntl.ioctl(self.inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def read_until(self, wanted):
        """Reads until `wanted` was seen, or, with None, to the end."""
        if self.inner >= 0:
            os.close(self.inner)
            self.inner = -1
        while wanted is None or wanted not in self.seen:
            if not select.select([self.outer], [], [], LIMIT)[0]:
                raise AssertionError(f"{wanted} did not come; seen: {self.seen}")
            try:
                piece = os.read(self.outer, 65536)
            except OSError:  # EIO: nobody holds the other side
                piece = b""
            if not piece:
                if wanted is not None:
                    raise AssertionError(f"{wanted} never came; seen: {self.seen}")
                break
            self.seen += piece
        return self.seen.decode()

    def close(self):
        for fd in (self.outer, self.inner):
            if fd >= 0:
                os.close(fd)
        self.outer = self.inner = -1


def deny_sockets():
    """For a child: socket(2) kills it, so that "touches no bus and no network" can be seen."""
    number = {"x86_64": 41, "aarch64": 198}[os.uname().machine]

    class Filter(ctypes.Structure):
        _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte),
                    ("k", ctypes.c_uint)]

    class Program(ctypes.Structure):
        _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.POINTER(Filter))]

    rules = (Filter * 4)(Filter(0x20, 0, 0, 0),             # load the call's number
                         Filter(0x15, 0, 1, number),        # socket?
                         Filter(0x06, 0, 0, 0x80000000),    # kill the process
                         Filter(0x06, 0, 0, 0x7FFF0000))    # allow
    libc = ctypes.CDLL(None, use_errno=True)
    program = Program(4, rules)
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, ctypes.byref(program)) != 0:
        raise OSError(ctypes.get_errno(), "no seccomp")


class InLab(unittest.TestCase):
    """A folder and a lab's descriptor for each test."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-cli-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "root").mkdir()
        self.lab = str(self.folder / "lab.json")
        self.write_lab()

    def write_lab(self, **change):
        world = {"format": "dsreg-lab/1", "scenario": "cli",
                 "user": {"uid": os.getuid(), "gid": os.getgid(), "name": "canary-user",
                          "home": "/home/canary-user"},
                 "device_root": str(self.folder / "root")}
        pathlib.Path(self.lab).write_text(json.dumps({**world, **change}))
        os.chmod(self.lab, 0o600)

    def words(self, *args, probe="cli.sample.good"):
        """The arguments of a diagnosis with one sample probe."""
        return ["--diagnose", "--lab", self.lab, "--plugin-dir", MODULES, "--probe", probe, *args]

    def diagnose(self, *args, probe="cli.sample.good", **more):
        return run(*self.words(*args, probe=probe), **more)
