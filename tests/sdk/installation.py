"""An installed SDK that was moved, and somebody who has nothing else; for the tests beside it.

Started as NAME_test.py BUILD [WORD...]. As root, what a vendor does is done as uid 65534, if not
said otherwise.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
NOBODY = 65534
LIMIT = 240  # seconds for one command, on a busy machine
PROBE = "org.example.vpn"
MODULE = PROBE + ".probe.so"


class Installation:
    """The components below `prefix`, which is not where they were installed; and a folder `work`,
    which belongs to the vendor."""

    def __init__(self, *components, as_root=False):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-sdk."))
        self.top.chmod(0o755)
        first, self.prefix = self.top / "first", self.top / "prefix"
        for component in components:
            subprocess.run(["cmake", "--install", str(BUILD), "--component", component,
                            "--prefix", str(first)], check=True, stdout=subprocess.DEVNULL)
        first.rename(self.prefix)
        self.work, self.temporary = self.top / "work", self.top / "tmp"
        self.work.mkdir()
        self.temporary.mkdir(mode=0o700)
        self.user = []
        if os.geteuid() == 0:
            os.chown(self.work, NOBODY, NOBODY)
        if os.geteuid() == 0 and not as_root:
            os.chown(self.temporary, NOBODY, NOBODY)
            self.user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]

    def close(self):
        shutil.rmtree(self.top)

    def environment(self):
        return {"PATH": f"{self.prefix}/bin:/usr/bin:/bin", "HOME": str(self.work),
                "LANG": "C.UTF-8", "TMPDIR": str(self.temporary),
                "PKG_CONFIG_PATH": f"{self.prefix}/share/pkgconfig"}

    def run(self, *command, cwd=None, check=True, **more):
        """What comes back has returncode and stdout, with stderr in it."""
        done = subprocess.run([*self.user, *map(str, command)], cwd=cwd or self.work, check=False,
                              env={**self.environment(), **more}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", timeout=LIMIT)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, command))}: exit code {done.returncode}\n"
                                 f"{done.stdout}")
        return done

    def shell(self, text, **more):
        return self.run("bash", "-e", "-c", text, **more)

    def folder(self, name):
        """A folder of the vendor's."""
        self.run("mkdir", "-p", name)
        return self.work / name

    def project(self, name, language="c++"):
        """A new project in a folder of its own."""
        self.run("dsreg-new-probe", PROBE, "--language", language, cwd=self.folder(name))
        return self.work / name / PROBE

    def document(self, name="README.md"):
        return (self.prefix / "share/doc/dsreg-sdk" / name).read_text("utf-8")


def blocks(text, heading, language):
    """The code blocks of a language below a heading, down to the next one."""
    part = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.M | re.S)
    assert part, f"there is no heading {heading}"
    return re.findall(rf"^```{language}\n(.*?)^```$", part.group(1), re.M | re.S)
