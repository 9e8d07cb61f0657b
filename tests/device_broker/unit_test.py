"""unit_test.py SOURCE BUILD: the files that put the device service into a system."""
import configparser
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
NAME = "org.dsreg.DeviceBroker1"
UNIT = "dsreg-device-broker.service"
WORST = 25  # of systemd's exposure level, 0 to 100: what a service with the network can have


class Unit(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-unit-"))
        self.addCleanup(shutil.rmtree, self.folder)
        text = (SOURCE / "packaging" / f"{UNIT}.in").read_text()
        self.unit = self.folder / UNIT
        self.unit.write_text(text.replace("@DSREG_DEVICE_BROKER@",
                                          str(BUILD / "libexec/dsreg/dsreg-device-broker")))

    def analyze(self, *args):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("no systemd-analyze here (Debian: package systemd)")
        return subprocess.run(["systemd-analyze", *args], capture_output=True, text=True,
                              timeout=60, check=False)

    def test_systemd_understands_all_of_it(self):
        done = self.analyze("verify", str(self.unit))
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_that_check_can_fail(self):
        self.unit.write_text(self.unit.read_text() + "NoNewPrivilege=yes\n")
        self.assertIn("NoNewPrivilege", self.analyze("verify", str(self.unit)).stderr)

    def test_it_exposes_little(self):
        done = self.analyze("security", "--offline=true", "--no-pager", f"--threshold={WORST}",
                            str(self.unit))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_it_keeps_the_folder_of_the_lock(self):
        lines = self.unit.read_text().splitlines()
        self.assertIn("RuntimeDirectory=dsreg", lines)
        self.assertIn("RuntimeDirectoryPreserve=yes", lines)

    def test_it_serves_on_no_port(self):
        self.assertRegex(self.unit.read_text(), r"(?m)^SocketBindDeny=any$")

    def test_unit_service_file_and_policy_speak_of_one_name(self):
        unit = configparser.ConfigParser(strict=False)
        unit.optionxform = str
        unit.read(self.unit)
        self.assertEqual(unit["Service"]["BusName"], NAME)
        service = configparser.ConfigParser()
        service.optionxform = str
        service.read(SOURCE / f"packaging/{NAME}.service")
        self.assertEqual(dict(service["D-BUS Service"]),
                         {"Name": NAME, "Exec": "/bin/false", "User": "root",
                          "SystemdService": UNIT})
        policy = (SOURCE / f"packaging/{NAME}.conf").read_text()
        self.assertIn(f'<allow own="{NAME}"/>', policy)

    def test_what_is_installed_runs_the_installed_program(self):
        text = (BUILD / "packaging" / UNIT).read_text()
        self.assertRegex(text, r"(?m)^ExecStart=/.*/libexec/dsreg/dsreg-device-broker$")


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main(verbosity=2)
