"""The steps of the template's workflow, run as a runner would: workflow_test.py BUILD.

In its container a runner is root, in a folder that belongs to somebody else; so it is here, when
the tests run as root.
"""
import subprocess
import sys
import unittest
import xml.etree.ElementTree as xml

import yaml
from installation import MODULE, Installation

# What makes a runner into what is given here: packages of Debian, and an installed dsreg.
GIVEN = {"tools", "dsreg"}


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
        self.assertEqual(names[2:], ["Build", "Test", "Check against the contract",
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


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
