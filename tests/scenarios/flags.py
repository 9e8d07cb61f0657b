"""flags.py BUILD: what --offline and --passive leave out is said, row by row, and never failed."""
import pathlib
import subprocess
import sys
import unittest

import text_report

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
DISCOVERED = ["TenantName", "Idp", "AuthCodeUrl", "AccessTokenUrl", "JoinSrvVersion", "JoinSrvUrl",
              "JoinSrvId", "KeySrvVersion", "KeySrvUrl", "KeySrvId", "WebAuthNSrvVersion",
              "WebAuthNSrvUrl", "WebAuthNSrvId", "DeviceManagementSrvVer", "DeviceManagementSrvUrl",
              "DeviceManagementSrvId"]


def rows(*options):
    done = subprocess.run([BUILD / "bin/dsreg-lab", "run", "healthy", "--", BUILD / "bin/dsreg",
                           "--diagnose", *options], capture_output=True, text=True, check=False)
    sections = text_report.parse(done.stdout)
    return done.returncode, {(s.title, label): value for s in sections for label, value in s.rows()}


class Flags(unittest.TestCase):
    def test_offline_the_tenant_is_the_certificates_and_the_rest_unknown(self):
        code, found = rows("--offline")
        self.assertEqual(code, 0)
        self.assertEqual(found[("Tenant Details", "TenantId")],
                         "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234")
        for label in DISCOVERED:
            self.assertEqual(found[("Tenant Details", label)], "UNKNOWN", label)
        self.assertNotIn(("Tenant Details", "SettingsUrl"), found)
        self.assertEqual(found[("Device Details", "DeviceAuthStatus")], "SKIPPED")

    def test_passive_the_server_is_not_asked_about_the_device(self):
        code, found = rows("--passive")
        self.assertEqual(code, 0)
        self.assertEqual(found[("Device Details", "DeviceAuthStatus")], "SKIPPED")
        self.assertEqual(found[("SSO Checks", "DRS Token Test")], "SKIPPED")
        self.assertEqual(found[("Tenant Details", "TenantName")], "Contoso")

    def test_all_shows_what_does_not_apply(self):
        _, found = rows("--all")
        for row in (("Tenant Details", "SettingsUrl"), ("User State", "WamDefaultSet"),
                    ("SSO State", "EnterprisePrt"), ("Diagnostic Data", "Fallback to Sync-Join")):
            self.assertEqual(found[row], "NOT APPLICABLE", row)


if __name__ == "__main__":
    unittest.main()
