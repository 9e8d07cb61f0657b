"""life_test.py BUILD: how the device service starts and ends, and what it makes of nonsense."""
import fcntl
import json
import os
import pathlib
import signal
import subprocess

from border_case import (DRIVER, FILES, LOCK, NAME, NOBODY, PATIENCE, TENANT, BorderCase, as_uid,
                         main, until)

INVALID = "org.freedesktop.DBus.Error.InvalidArgs"
LIMITS = "org.freedesktop.DBus.Error.LimitsExceeded"


class Life(BorderCase):
    def setUp(self):
        super().setUp()
        self.shipped_policy()
        self.may_own(os.geteuid())

    def run_it(self, *args, uid=None, env=None):
        argv = as_uid(os.geteuid() if uid is None else uid, [self.service, *args])
        return subprocess.run(argv, cwd="/", env={"PATH": "/usr/bin:/bin", **(env or {})},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)

    def test_it_ends_when_nobody_asks(self):
        self.start_bus()
        service = self.start_service(idle=1, awaited=False)
        self.assertEqual(service.wait(PATIENCE), 0)
        self.assertFalse(self.has_owner(NAME))

    def test_the_bus_starts_it_again(self):
        self.make_root(os.geteuid())
        (self.folder / f"services/{NAME}.service").write_text(
            f"[D-BUS Service]\nName={NAME}\n"
            f"Exec={self.service} --lab {self.descriptor(os.geteuid())} --idle 1\n")
        self.start_bus()
        owners = []
        for _ in range(2):
            served, owner = self.calls([{"member": "GetRegistrations"},
                                        {"member": "GetNameOwner", "args": [NAME], **DRIVER}])
            self.assertIsNone(served["error"])
            owners.append(owner["text"])
            until(lambda: not self.has_owner(NAME), "it does not end")
        self.assertNotEqual(owners[0], owners[1])

    def test_a_signal_ends_it(self):
        self.start_bus()
        for number in (signal.SIGTERM, signal.SIGINT):
            service = self.start_service()
            service.send_signal(number)
            self.assertEqual(service.wait(PATIENCE), 0)
            until(lambda: not self.has_owner(NAME), "the name stays")

    def test_it_ends_with_the_bus(self):
        bus = self.start_bus()
        service = self.start_service()
        bus.terminate()
        self.assertEqual(service.wait(PATIENCE), 12)
        self.assertIn(b"the system bus: ", service.stderr.read())
    def test_a_second_one_says_that_there_is_one(self):
        self.start_bus()
        self.start_service()
        done = self.run_it("--lab", str(self.folder / "lab.json"))
        self.assertEqual(done.returncode, 12)
        self.assertRegex(done.stderr, rf"\Adsreg-device-broker: {NAME}: [^\n]+\n\Z")

    def test_what_is_in_it_stays_in_it(self):
        self.start_bus()
        service = self.start_service()
        status = pathlib.Path(f"/proc/{service.pid}/status").read_text()
        self.assertIn("NoNewPrivs:\t1\n", status)
        self.assertIn("Umask:\t0077\n", status)
        limits = pathlib.Path(f"/proc/{service.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")

    def test_only_root_may_be_it(self):
        done = self.run_it(uid=NOBODY if os.geteuid() == 0 else None)
        self.assertEqual(done.returncode, 4)
        self.assertEqual(done.stderr,
                         "dsreg-device-broker: only root can be the device service\n")

    def test_a_lab_that_cannot_be_read_is_never_the_real_machine(self):
        for args, env in ((["--lab", "/nonexistent"], {}), ([], {"DSREG_LAB": "/nonexistent"}),
                          ([], {"DSREG_LAB": ""})):
            done = self.run_it(*args, env=env)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertRegex(done.stderr, r"\Adsreg-device-broker: [^\n]+\n\Z")

    def test_wrong_arguments(self):
        for args in (["--lab"], ["--lab", ""], ["--idle", "0"], ["--idle", "3601"],
                     ["--idle", "1s"], ["--idle", ""], ["\x1b[2J"], ["now"]):
            done = self.run_it(*args)
            self.assertEqual((done.returncode, done.stdout), (1, ""), args)
            self.assertRegex(done.stderr, r"\Adsreg-device-broker: [^\n\x1b]+\n\Z")

    def test_help_and_version(self):
        self.assertIn("--idle SECONDS", self.run_it("--help").stdout)
        self.assertRegex(self.run_it("--version").stdout,
                         r"\Adsreg-device-broker [0-9]+\.[0-9]+\.[0-9]+\n\Z")

    def test_an_output_that_cannot_be_written(self):
        for word in ("--help", "--version"):
            for redirect in (">&-", ">/dev/full"):
                done = subprocess.run(["/bin/sh", "-c", f'exec "$0" {word} {redirect}',
                                       self.service], stderr=subprocess.PIPE, text=True,
                                      timeout=PATIENCE, check=False)
                self.assertEqual(done.returncode, 12, (word, redirect))
                self.assertIn("cannot write: ", done.stderr)


class Nonsense(BorderCase):
    def setUp(self):
        super().setUp()
        self.shipped_policy()
        self.may_own(os.geteuid())
        self.start_bus()
        self.service_process = self.start_service()

    def tearDown(self):
        self.assertIsNone(self.call("GetRegistrations")["error"])
        self.assertIsNone(self.service_process.poll())
        self.assertEqual(self.left(), sorted(FILES))

    def errors(self, *calls):
        return [a["error"] for a in self.calls(list(calls))]

    def test_a_tenant_that_is_no_guid(self):
        for tenant in ("", "..", "contoso.com", "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa23",
                       "{7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234}", "x" * 1024):
            self.assertEqual(self.call("Unregister", tenant)["error"], INVALID, tenant)

    def test_a_cloud_of_the_callers_own(self):
        self.assertEqual(self.call("ServerTest", "drs_a.pem", "evil.example")["error"], INVALID)

    def test_an_instance_is_a_name_and_no_path(self):
        for name in ("../private/drs_a.pem", "/etc/shadow", "drs_a.pem/..", "", "\u202e"):
            answer = self.call("KeyMatch", name)
            self.assertIsNone(answer["error"])
            self.assertIn('"text":"there is no such registration here"', answer["text"])

    def test_no_change_while_another_dsreg_changes_the_machine(self):
        lock = self.root / LOCK
        lock.parent.mkdir(parents=True)
        lock.write_text("4711\n")
        who = "another dsreg (process 4711) is at work: wait until it is done, then try again"
        with open(lock, encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            for method, args, what in (("Cleanup", [], "removed"),
                                       ("Unregister", [TENANT], "unregistered")):
                answer = json.loads(self.call(method, *args)["text"])
                self.assertEqual((answer["error"], answer["steps"]), ("refused", []))
                self.assertEqual(answer["text"], f"{who}; nothing was {what}")
        answer = json.loads(self.call("Unregister", TENANT)["text"])
        self.assertIn("not registered", answer["text"])

    def test_large_arguments(self):
        mebi = {"bytes": 1024 * 1024}
        calls = [{"member": m, "args": [mebi] * n}
                 for m, n in (("KeyMatch", 1), ("SignTest", 1), ("ServerTest", 2),
                              ("Unregister", 1))]
        for error in self.errors(*calls):
            self.assertIn(error, (INVALID, LIMITS))
        just_short = {"member": "KeyMatch", "args": [{"bytes": 1025}]}
        self.assertEqual(self.errors(just_short), [INVALID])

    def test_arguments_of_another_kind(self):
        self.assertEqual(self.errors(
            {"member": "Unregister", "args": [5], "signature": "u"},
            {"member": "Unregister", "args": ["a", "b"]},
            {"member": "Unregister", "args": []},
            {"member": "Cleanup", "args": ["all"]},
            {"member": "GetRegistrations", "args": ["/"]}), [INVALID] * 5)

    def test_what_it_does_not_have(self):
        unknown = "org.freedesktop.DBus.Error.Unknown"
        self.assertEqual(self.errors({"member": "Sign", "args": ["bytes"]},
                                     {"member": "Cleanup", "path": "/"}),
                         [unknown + "Method", unknown + "Object"])


if __name__ == "__main__":
    main()
