"""What the tests of --record share: a run of its own module in a lab of its own, and the player."""
import json
import os
import pathlib
import subprocess
import sys

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sys.argv[1:3] = [sys.argv[2]]  # what program.py reads
sys.path.insert(0, str(SOURCE / "tests/cli"))
from program import DSREG, InLab, run  # noqa: E402, F401

MODULES = str(BUILD / "tests/recording_modules")
BUNDLED = str(BUILD / "lib/dsreg/probes")
CANARY = "canary-5a7e2"
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl"
BINARY = b"\xff\x00\xfe " + CANARY.encode()
NOTE = "holds names of this machine and of its user"


def play(recording, modules):
    """Exit code and what differs, sentences of player.cpp."""
    done = subprocess.run([str(BUILD / "tests/recording_player"), str(recording), modules],
                          capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def valid(folder):
    """What the schema says against the documents of a recording; "": nothing."""
    done = subprocess.run(["/usr/bin/python3", "-B", str(SOURCE / "tests/report/validate.py"),
                           str(SOURCE / "schemas/recording-1.schema.json"),
                           *map(str, folder.glob("*.json"))],
                          capture_output=True, text=True, timeout=60, check=False)
    return done.stderr


class RecordCase(InLab):
    """A folder for the recording, and a file for the module to read."""

    def setUp(self):
        super().setUp()
        self.to = self.folder / "recording"
        etc = self.folder / "root/etc"
        etc.mkdir()
        (etc / "sample.txt").write_text(f"{CANARY}\nsession {TOKEN}\n")
        (etc / "sample.bin").write_bytes(BINARY)

    def record(self, *args, to=None, probe="recording.sample.*", **more):
        return run("--diagnose", "--lab", self.lab, "--plugin-dir", MODULES, "--probe", probe,
                   "--record", str(to or self.to), *args, **more)

    def document(self, name):
        return json.loads((self.to / f"{name}.json").read_text("utf-8"))

    def edit(self, name, change):
        document = self.document(name)
        change(document)
        (self.to / f"{name}.json").write_text(json.dumps(document), "utf-8")

    def whole(self):
        return b"".join(path.read_bytes() for path in self.to.iterdir())

    def refused(self, done, code, sentence):
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertEqual(done.stderr, f"dsreg: {sentence}\n")
