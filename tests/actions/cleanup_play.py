"""A lab that stays open, so that a test sees its files before and after dsreg --cleanup."""
import fcntl
import json
import os
import pathlib
import subprocess
import termios
import time

from play import DSREG, LAB, LIMIT, PLAIN, Play
from program import Terminal

LINE = "WARNING: This operation will permanently remove all local accounts, credentials, and " \
       "cached tokens.\n"
ROOT_LINES = "         Running as root will also remove device certificates and private keys " \
             "from:\n" \
             "           - /etc/microsoft/identity-broker/certs (certificates)\n" \
             "           - /etc/microsoft/identity-broker/private (private keys)\n"
END = "\nThis is an irreversible operation.\n"
QUESTION = "Do you want to continue? (Y/N): "
ROOT_WARNING = LINE + ROOT_LINES + END
USER_WARNING = LINE + END

SIX = [".cache/intune-portal", ".cache/Microsoft", ".cache/microsoft-edge", ".config/intune",
       ".config/microsoft-identity-broker", ".local/share/intune-portal"]
BROKER = "etc/microsoft/identity-broker"
DATA = "var/lib/microsoft-identity-device-broker"
UNIT = "microsoft-identity-device-broker.service"


class OpenLab:
    def __init__(self, scenario, folder):
        self.process = subprocess.Popen(
            [LAB, "run", scenario, "--", "/bin/sh", "-c", 'echo "$DSREG_LAB"; exec cat'],
            env={**PLAIN, "TMPDIR": str(folder)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        self.file = self.process.stdout.readline().strip()
        assert self.file, "the lab did not start"
        world = json.loads(pathlib.Path(self.file).read_text())
        self.root = pathlib.Path(world["device_root"])
        self.home = self.root / world["user"]["home"].lstrip("/")
        self.home_name = world["user"]["home"]
        self.uid = world["user"]["uid"]
        self.env = {**PLAIN, "DSREG_LAB": self.file, "HOME": "/nonexistent"}

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=LIMIT)
        self.process.stdout.close()

    def http_log(self):
        path = pathlib.Path(self.file).parent / "http.log"
        return path.read_text() if path.exists() else ""

    def snapshot(self):
        """Every path of the device root but the locks: what a file holds, where a link leads."""
        seen = {}
        for top, folders, files in os.walk(self.root):
            for name in folders + files:
                path = pathlib.Path(top, name)
                place = str(path.relative_to(self.root))
                if place == "run" or place.startswith("run/"):
                    continue
                if path.is_symlink():
                    seen[place] = "-> " + os.readlink(path)
                else:
                    seen[place] = path.read_bytes() if path.is_file() else "folder"
        return seen

    def fill(self):
        """Something in all that cleanup empties, and beside it."""
        for name in SIX:
            self.write(self.home / name / "deep" / "file")
        for name in (".cache/microsoft", ".config/intune-other", ".local/share/other",
                     ".config/microsoft-edge", "Documents/intune"):
            self.write(self.home / name / "stays")
        self.write(self.root / DATA / "store" / "a.db")
        for folder in ("private", "certs"):
            for name in ("xdrs_a", "drs", "DRS_a", "drs_d/inner"):
                self.write(self.root / BROKER / folder / name)
        self.write(self.root / "etc/ssl/private/drs_old.pem")

    @staticmethod
    def write(path, text="x"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class CleanupPlay(Play):
    def open_lab(self, **members):
        lab = OpenLab(self.scenario(**members), self.folder)
        self.addCleanup(lab.close)
        lab.fill()
        return lab

    def cleanup(self, lab, *args, answer=None, **more):
        """Piped; `answer` is the standard input."""
        more.setdefault("stdout", subprocess.PIPE)
        if answer is None:
            more.setdefault("stdin", subprocess.DEVNULL)
        else:
            more["input"] = answer
        return subprocess.run([DSREG, "--cleanup", *args], env={**lab.env, **more.pop("env", {})},
                              stderr=subprocess.PIPE, text=True, timeout=LIMIT, **more)

    def start(self, lab, *args, more_env=None, **more):
        process = subprocess.Popen([DSREG, "--cleanup", *args], env={**lab.env, **(more_env or {})},
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, **more)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()

    def on_terminal(self, lab, *args):
        """At a terminal, with job control's signals. The process, and the terminal."""
        terminal = Terminal()
        self.addCleanup(terminal.close)
        inner = terminal.inner

        def take_terminal():
            fcntl.ioctl(inner, termios.TIOCSCTTY, 0)

        process = subprocess.Popen([DSREG, "--cleanup", *args], env=lab.env, stdin=inner,
                                   stdout=inner, stderr=inner, start_new_session=True,
                                   preexec_fn=take_terminal)
        self.addCleanup(self.end, process)
        return process, terminal

    def wait_until(self, true, what):
        end = time.monotonic() + LIMIT
        while not true():
            self.assertLess(time.monotonic(), end, f"{what} did not happen")
            time.sleep(0.002)

    def rows(self, text):
        """{path: (word, why)} of what it printed."""
        found = {}
        for line in text.splitlines():
            self.assertRegex(line, r"\A(Removed|Not there|Failed|Kept|Stopped) +[^ ]")
            path, _, why = line[11:].partition(": ")
            found.setdefault(path, (line[:11].rstrip(), why))
        return found
