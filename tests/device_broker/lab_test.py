"""lab_test.py BUILD: an ordinary user, a device service, and dsreg."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv[1]).resolve()
LIMIT = 90  # seconds until a run is stuck

# The rows that root's files are needed for.
PROBES = ("cert.device", "cert.key-match", "key.sign-test", "key.recovery", "device.identity",
          "device.server-state")
FACTS = ("cert.", "key.", "device.")


def without_dates(fact):
    """Each lab makes its certificate anew, so its print and its dates differ."""
    made_anew = ("cert.thumbprint", "cert.not-before", "cert.not-after", "cert.validity")
    return {**fact, "value": "made anew" if fact["key"] in made_anew else fact.get("value")}


class Lab(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-service-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_in(self, scenario, *args):
        return subprocess.run([BUILD / "bin/dsreg-lab", "run", scenario, "--", *args],
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
                                   "TMPDIR": str(self.folder)},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=LIMIT, check=False)

    def report(self, scenario):
        done = self.run_in(scenario, BUILD / "bin/dsreg", "--diagnose", "--format", "json")
        self.assertIn(done.returncode, (0, 9), done.stderr)
        return json.loads(done.stdout)

    def scenario(self, name, **members):
        file = self.folder / f"{name}-{len(list(self.folder.iterdir()))}.json"
        file.write_text(json.dumps({"format": "dsreg-scenario/1", "name": name,
                                    "description": "a test", **members}))
        return str(file)

    def service_for(self, name, **members):
        machine = {"elevated": False, "device_service": True, **members.pop("machine", {})}
        return self.scenario(name, machine=machine, **members)

    def assert_same(self, left, right):
        ours, theirs = self.report(left), self.report(right)
        self.assertFalse(ours["elevated"])
        self.assertTrue(theirs["elevated"])
        of = [{p["id"]: (p["outcome"], p.get("reason")) for p in r["probes"] if p["id"] in PROBES}
              for r in (ours, theirs)]
        self.assertEqual(len(of[0]), len(PROBES))
        self.assertEqual(*of)
        facts = [[without_dates(f) for f in r["facts"] if f["key"].startswith(FACTS)]
                 for r in (ours, theirs)]
        self.assertGreater(len(facts[0]), 5)
        self.assertEqual(*facts)
        return ours

    def test_a_user_sees_what_root_sees(self):
        ours = self.assert_same("device-service", "healthy")
        outcomes = {p["id"]: p["outcome"] for p in ours["probes"]}
        for probe in ("cert.device", "cert.key-match", "key.sign-test", "device.server-state"):
            self.assertEqual(outcomes[probe], "pass", probe)

    def test_what_is_wrong_with_the_device_too(self):
        for name, device in (("mismatch", {"key": "mismatch"}), ("locked", {"key": "locked"}),
                             ("garbage", {"certificate": "garbage"}),
                             ("not-registered", {"registered": False})):
            with self.subTest(name):
                self.assert_same(self.service_for(name, device=device),
                                 self.scenario(name, device=device))

    def test_another_vendors_notes_too(self):
        broker = {"kind": "himmelblau"}
        self.assert_same(self.service_for("himmelblau", broker=broker), "himmelblau")

    def test_a_service_that_is_not_installed_changes_nothing(self):
        outcomes = {p["id"]: p["outcome"] for p in self.report("unprivileged")["probes"]}
        for probe in ("cert.device", "cert.key-match", "key.sign-test"):
            self.assertEqual(outcomes[probe], "skip", probe)

    def test_status_shows_a_user_the_certificate(self):
        rows = []
        for scenario in ("device-service", "healthy"):
            done = self.run_in(scenario, BUILD / "bin/dsreg", "--status")
            self.assertEqual(done.returncode, 0, done.stderr)
            rows.append([line.split(":")[0].strip() for line in done.stdout.splitlines()])
        self.assertIn("Certificate Thumbprint", rows[0])
        self.assertEqual(*rows)

    def test_rights_are_decided_alike_with_and_without_the_service(self):
        tenant = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234"
        for scenario in ("device-service", "unprivileged"):
            done = self.run_in(scenario, BUILD / "bin/dsreg", "--unregister", "--tenant-id",
                               tenant)
            self.assertEqual((done.returncode, done.stdout), (4, ""), scenario)

    @unittest.skipIf(shutil.which("busctl") is None, "no busctl here (Debian: package systemd)")
    def test_the_service_reads_no_home(self):
        ask = ('busctl --address="$DBUS_SYSTEM_BUS_ADDRESS" call org.dsreg.DeviceBroker1 '
               '/org/dsreg/DeviceBroker1 org.dsreg.DeviceBroker1 GetRegistrations')
        done = self.run_in("device-service", "sh", "-c", ask)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("drs_", done.stdout)
        self.assertNotIn("registration.toml", done.stdout)
        self.assertNotIn("/home", done.stdout)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main(verbosity=2)
