"""exit_codes_test.py BUILD: every row of the document's table of exit codes, by the shipped dsreg.

Source of the table: Microsoft Learn, "Troubleshoot device registration with the dsreg tool
(Linux)", section Exit Codes.
"""
import subprocess
import unittest

from play import DSREG, LAB, LIMIT, OTHER_TENANT, TENANT, Play, deny_sockets, few, main
from program import run

GUID = "01234567-89ab-cdef-0123-456789abcdef"
UNREGISTER = ("--unregister", "--tenant-id", TENANT)


class Rows(Play):
    def ends(self, code, scenario, *args, says="", **more):
        done = self.dsreg(scenario, *args, **more)
        self.assertEqual(done.returncode, code, f"{scenario} {args}: {done.stderr}{done.stdout}")
        self.assertIn(says, done.stderr)
        self.clean(done.stderr)
        return done

    def test_0_success_also_when_not_registered_or_without_a_prt(self):
        for scenario in ("healthy", "not-registered", "prt-missing", "prt-unregistered"):
            self.ends(0, scenario, "--status")
            self.ends(0, scenario)
        self.assertIn("Not Registered", self.ends(0, "not-registered", "--status").stdout)
        self.assertRegex(self.ends(0, "prt-missing", "--status").stdout, r"PRT Present +: NO\n")
        self.ends(0, "healthy", "--status", "--tenant-id", OTHER_TENANT)

    def test_0_of_the_other_actions(self):
        self.ends(0, "healthy", "--getdrstoken")
        self.ends(0, "healthy", *UNREGISTER)
        self.ends(0, "healthy", "--cleanup", "--yes")
        self.ends(0, "unprivileged", "--cleanup", "--yes")
        self.ends(0, "no-broker", "--cleanup", "--yes")
        self.ends(0, "healthy", "--help")

    def test_2_no_broker(self):
        for action in ("--status", "--getdrstoken"):
            for scenario in ("no-broker", "no-session-bus"):
                done = self.ends(2, scenario, action, says="Failed to get broker instance: ")
                self.assertEqual(done.stdout, "")
        self.ends(2, "no-broker")
        for action in (["--help"], ["--explain", "2"], ["--list-probes"]):
            self.ends(0, "no-broker", *action)
        self.assertNotEqual(self.dsreg("no-broker", "--diagnose").returncode, 2)

    def test_3_a_query_failed(self):
        for scenario in ("broker-garbage", "broker-crash"):
            for action in ("--status", "--getdrstoken"):
                self.ends(3, scenario, action)
        self.ends(3, "mfa-expired", "--getdrstoken", says="AADSTS50078")
        self.ends(3, "not-registered", "--getdrstoken", says="nobody is signed in")

    def test_4_needs_root(self):
        self.ends(4, "unprivileged", *UNREGISTER, says="sudo")
        # Before anything else is looked at: nothing is registered for this tenant, either.
        self.ends(4, "unprivileged", "--unregister", "--tenant-id", OTHER_TENANT)

    def test_4_with_the_device_service_too(self):
        served = self.scenario(machine={"elevated": False, "device_service": True})
        self.ends(4, served, *UNREGISTER)

    def test_5_drs_token_required(self):
        self.ends(5, "mfa-expired", *UNREGISTER, says="AADSTS50078")
        for words in ("secret\n", "e30.e30.e30\n", "x" * 70000):
            self.ends(5, "healthy", *UNREGISTER, stdin=None, input=words)
        no_broker = self.scenario(broker={"kind": "none"})
        self.ends(5, no_broker, *UNREGISTER)

    def test_5_a_token_of_another_tenant_or_one_that_has_expired_is_never_sent(self):
        script = '''
            token=$("$1" --getdrstoken 2>/dev/null)
            echo "$token" | "$1" --unregister --tenant-id "$2" || code=$?
            cat "${DSREG_LAB%/*}/http.log" 2>/dev/null | grep DELETE && exit 99
            exit ${code:-0}'''
        other = self.scenario(other_devices=[{"id": GUID, "tenant_id": OTHER_TENANT}])
        late = self.scenario(machine={"clock_offset_s": 7 * 86400})
        for scenario, tenant in ((other, OTHER_TENANT), (late, TENANT)):
            done = self.shell(scenario, script, DSREG, tenant)
            self.assertEqual(done.returncode, 5, done.stderr + done.stdout)
            self.clean(done.stderr)

    def test_6_unregistration_failed(self):
        self.ends(6, "healthy", "--unregister", "--tenant-id", OTHER_TENANT)
        drs = "enterpriseregistration.windows.net"
        for status in (400, 401, 500):
            refusing = self.scenario(http=[{"host": drs, "path": "/EnrollmentServer/device/*",
                                            "status": status, "type": "application/json",
                                            "body": '{"ErrorType":"DirectoryError"}'}])
            self.ends(6, refusing, *UNREGISTER)
        self.ends(6, "drs-unreachable", *UNREGISTER)

    def test_7_cleanup_failed(self):
        unit = {"microsoft-identity-device-broker.service": {"stop": "fails"}}
        self.ends(7, self.scenario(machine={"units": unit}), "--cleanup", "--yes")

    def test_8_cancelled(self):
        for words in ("n\n", "\n", "", "yes\n"):
            self.ends(8, "healthy", "--cleanup", stdin=None, input=words)
        self.ends(8, "healthy", "--cleanup")

    def test_12_is_ours_and_outside_the_table(self):
        for action in ("--status", "--getdrstoken", "--help"):
            with open("/dev/full", "w") as full:
                self.ends(12, "healthy", action, stdout=full)


MALFORMED_GUIDS = ("0", "", "contoso.com", "common", GUID + "0", GUID[:-1], "{" + GUID + "}",
                   GUID.replace("-", ""), GUID.replace("0", "g"), GUID.replace("-", "_"),
                   " " + GUID, GUID + "\n", GUID + " ", "\u0660" + GUID[1:],
                   "0x" + GUID[2:], "x" * 5000)

MALFORMED = (
    ["--status", "--getdrstoken"], ["--status", "--cleanup"], ["--getdrstoken", "--unregister"],
    ["--unregister", "--cleanup", "--tenant-id", GUID], ["--help", "--status"],
    ["--cleanup", "--diagnose"], ["--version", "--help"],
    ["--nonsense"], ["--status", "--nonsense"], ["--Status"], ["--STATUS"], ["--getdrstokens"],
    ["--stat"], ["-status"], ["-s"], ["-h"], ["-v"], ["-st"], ["-sg"], ["-hv"], ["-"], ["--"],
    ["status"], ["--status", "extra"], ["--getdrstoken", TENANT], ["/help"], ["?"], [""],
    ["--tenant-id"], ["--tenant-id="], ["--status", "--tenant-id"], ["--tenant-id", "--status"],
    ["--tenant-id", GUID, "--tenant-id", GUID], ["--user"], ["--config"], ["--lab"], ["--format"],
    ["--status=yes"], ["--getdrstoken=1"], ["--cleanup=y"], ["--yes=y", "--cleanup"],
    ["--unregister"], ["--unregister", "--tenant-id"], ["--unregister", "--yes"],
    ["--yes"], ["--status", "--yes"], ["--getdrstoken", "--yes"],
    ["--unregister", "--yes", "--tenant-id", GUID],
    ["--cleanup", "--tenant-id", GUID], ["--cleanup", "--format", "json"],
    ["--getdrstoken", "--format", "json"], ["--getdrstoken", "--format=text"],
    ["--unregister", "--format", "json", "--tenant-id", GUID], ["--status", "--format", "xml"],
    ["--getdrstoken", "--probe", "*"], ["--status", "--jobs", "4"], ["--cleanup", "--passive"],
)


class Row1(unittest.TestCase):
    """Exit code 1: one sentence, before any socket: each call is killed if it makes one."""

    def refused(self, *args):
        done = run(*args, preexec_fn=deny_sockets)
        self.assertEqual((done.returncode, done.stdout), (1, ""), (args, done.stderr))
        self.assertRegex(done.stderr, r"\Adsreg: [^\n\x00-\x1f\x7f]+\n\Z", args)
        self.assertLess(len(done.stderr), 700, args)

    def test_malformed_calls(self):
        for args in MALFORMED:
            with self.subTest(args):
                self.refused(*args)

    def test_malformed_tenants(self):
        for guid in MALFORMED_GUIDS:
            for action in few(([], ["--status"], ["--getdrstoken"], ["--unregister"],
                               ["--diagnose"]), 1):
                with self.subTest((guid[:60], action)):
                    self.refused(*action, "--tenant-id", guid)
                    self.refused(*action, f"--tenant-id={guid}")

    def test_a_descriptor_that_cannot_be_used_never_means_the_real_machine(self):
        for action in (["--status"], ["--getdrstoken"], ["--cleanup", "--yes"],
                       ["--unregister", "--tenant-id", GUID]):
            for lab in ("/nonexistent", "/dev/null", "", "/"):
                done = run(*action, preexec_fn=deny_sockets, env={"DSREG_LAB": lab})
                self.assertEqual((done.returncode, done.stdout), (1, ""), (action, lab))

    def test_inside_a_lab_without_its_descriptor_nothing_is_changed(self):
        # What sudo does: it drops the variable. Nobody says --yes here: were the refusal to break,
        # the prompt would end it.
        for action in ("--cleanup", f"--unregister --tenant-id {GUID}"):
            done = subprocess.run([LAB, "run", "healthy", "--", "/bin/sh", "-c",
                                   f'env -u DSREG_LAB "$1" {action}', "sh", DSREG],
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=LIMIT)
            self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
            self.assertIn("lab", done.stderr)

    def test_the_socket_filter_can_fail(self):
        done = run("--getdrstoken", preexec_fn=deny_sockets,
                   env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
        self.assertNotEqual(done.returncode, 1)


if __name__ == "__main__":
    main()
