"""The steps of the template's workflow, run as a runner would: workflow_test.py BUILD.

In its container a runner is root, in a folder that belongs to somebody else; so it is here, when
the tests run as root.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

import yaml
from installation import MODULE, Installation

# What makes a runner into what is given here: packages of Debian, and an installed dsreg.
GIVEN = {"tools", "source", "dsreg"}
TEMPLATE = pathlib.Path(__file__).resolve().parents[2] / "sdk/template/.github/workflows/ci.yml"


class WorkflowTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.at = Installation("runtime", "sdk", "lab", as_root=True)
        cls.addClassCleanup(cls.at.close)
        cls.project = cls.at.project("ci")
        text = (cls.project / ".github/workflows/ci.yml").read_text("utf-8")
        cls.steps = yaml.safe_load(text)["jobs"]["module"]["steps"]
        for step in cls.steps:
            if "run" in step and step.get("id") not in GIVEN:
                cls.at.shell(step["run"], cwd=cls.project)

    def result(self, name):
        return xml.parse(self.project / "build" / name).getroot()

    def test_only_what_is_given_here_is_left_out(self):
        left_out = {step["id"] for step in self.steps if step.get("id") in GIVEN}
        self.assertEqual(left_out, GIVEN)
        names = [step["name"] for step in self.steps if "run" in step]
        self.assertEqual(names[3:], ["Build", "Test", "Check against the contract",
                                     "Diagnose a simulated machine", "Package"])

    def test_each_result_is_written(self):
        cases = {name: [case.get("name") for case in self.result(name).iter("testcase")]
                 for name in ("tests.xml", "check.xml", "diagnose.xml")}
        self.assertIn("org.example.vpn.check", cases["tests.xml"])
        self.assertGreater(len(cases["check.xml"]), 10)
        self.assertEqual(len(cases["diagnose.xml"]), 1)
        for name in cases:
            self.assertEqual(list(self.result(name).iter("failure")), [], name)
            self.assertEqual(list(self.result(name).iter("error")), [], name)

    def test_the_package_puts_the_module_where_dsreg_looks(self):
        package, = (self.project / "build/packages").glob("*.deb")
        listed = subprocess.run(["dpkg-deb", "--contents", str(package)], check=True, text=True,
                                stdout=subprocess.PIPE).stdout
        files = [line.split() for line in listed.splitlines() if not line.endswith("/")]
        self.assertEqual([(f[0], f[1], f[5]) for f in files],
                         [("-rw-r--r--", "root/root", f"./usr/lib/dsreg/probes/{MODULE}")])
        said = subprocess.run(["dpkg-deb", "--field", str(package), "Enhances", "Depends"],
                              check=True, text=True, stdout=subprocess.PIPE).stdout
        self.assertIn("Enhances: dsreg\n", said)
        self.assertIn("libc6", said)


class SourceTest(unittest.TestCase):
    """The step that finds the commit which is built, with a repository of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="dsreg-source-")
        self.addCleanup(self.folder.cleanup)
        self.repository = pathlib.Path(self.folder.name) / "repository"
        self.git("init", "--quiet", "--initial-branch=main", self.repository)
        self.steps = yaml.safe_load(TEMPLATE.read_text("utf-8"))["jobs"]["module"]["steps"]

    def git(self, *words):
        ended = subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org",
                                *words], check=True, text=True, stdout=subprocess.PIPE)
        return ended.stdout.strip()

    def commit(self):
        self.git("-C", self.repository, "commit", "--quiet", "--allow-empty", "--message=x")
        return self.git("-C", self.repository, "rev-parse", "HEAD")

    def step(self, name):
        return next(step for step in self.steps if step.get("id") == name)

    def run_step(self, version, source=None):
        """(exit code, what it hands on, what it says)"""
        to = pathlib.Path(self.folder.name) / "output"
        to.write_text("", "utf-8")
        ended = subprocess.run(["bash", "-e", "-c", self.step("source")["run"]],
                               env={"PATH": os.environ["PATH"], "GITHUB_OUTPUT": str(to),
                                    "DSREG_VERSION": version,
                                    "DSREG_SOURCE": str(source or self.repository)
                                    if source != "" else ""},
                               capture_output=True, text=True, timeout=60, check=False)
        return ended.returncode, to.read_text("utf-8"), ended.stderr

    def test_a_branch_that_moved_is_another_key(self):
        key = self.step("cache")["with"]["key"]
        self.assertIn("steps.source.outputs.commit", key)
        first = self.commit()
        self.assertEqual(self.run_step("main"), (0, f"commit={first}\n", ""))
        second = self.commit()
        self.assertEqual(self.run_step("main"), (0, f"commit={second}\n", ""))
        self.git("-C", self.repository, "tag", "v1.0", first)
        self.assertEqual(self.run_step("v1.0"), (0, f"commit={first}\n", ""))

    def test_no_source_is_said(self):
        code, output, said = self.run_step("main", "")
        self.assertNotEqual(code, 0)
        self.assertEqual(output, "")
        self.assertIn("set the repository variable DSREG_SOURCE", said)

    def test_a_version_that_is_not_there_is_said(self):
        self.commit()
        code, output, said = self.run_step("v9")
        self.assertNotEqual(code, 0)
        self.assertEqual(output, "")
        self.assertIn("has no branch or tag v9", said)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
