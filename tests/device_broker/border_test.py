"""border_test.py BUILD: the uid border of the device service, with processes of several uids."""
import json
import signal

from border_case import (DENIED, FILES, NAME, NOBODY, OTHER, TENANT, BorderCase, main,
                         needs_two_uids, until)

EVERYONES = {"GetRegistrations": [], "KeyMatch": ["drs_a.pem"], "SignTest": ["drs_a.pem"],
             "ServerTest": ["drs_a.pem", "public"]}
ROOTS = {"Unregister": [TENANT], "Cleanup": []}


class Matrix(BorderCase):
    def setUp(self):
        super().setUp()
        self.shipped_policy()

    def check(self, uid, may_change):
        """Every method, by a process of `uid`."""
        everyones = self.calls([{"member": m, "args": a} for m, a in EVERYONES.items()], uid)
        for method, answer in zip(EVERYONES, everyones):
            with self.subTest(uid=uid, method=method):
                self.assertIsNone(answer["error"])
                self.assertIn("error", json.loads(answer["text"]))
        before = self.left()
        self.assertEqual(before, sorted(FILES))
        roots = self.calls([{"member": m, "args": a} for m, a in ROOTS.items()], uid)
        for method, answer in zip(ROOTS, roots):
            with self.subTest(uid=uid, method=method):
                if may_change:
                    self.assertIsNone(answer["error"], answer)
                else:
                    self.assertEqual(answer, {"error": DENIED,
                                              "text": f"only root may call {method}"})
        if may_change:
            self.assertEqual(self.left(), [])
        else:
            self.assertEqual(self.left(), before)

    def test_a_service_of_roots(self):
        self.start_bus()
        self.start_service()
        self.check(OTHER, False)
        self.check(NOBODY, False)
        self.check(0, True)

    def test_the_services_own_user_is_not_root(self):
        self.may_own(NOBODY)
        self.start_bus()
        self.start_service(NOBODY, elevated=False)
        self.check(NOBODY, False)
        self.check(OTHER, False)
        self.check(0, True)

    def test_the_services_own_user_plays_root_in_a_lab_that_says_so(self):
        self.may_own(NOBODY)
        self.start_bus()
        self.start_service(NOBODY, elevated=True)
        self.check(OTHER, False)
        self.check(NOBODY, True)


class Gone(BorderCase):
    def test_a_caller_who_left_before_the_check_is_denied_even_root(self):
        self.shipped_policy()
        self.start_bus()
        service = self.start_service()
        service.send_signal(signal.SIGSTOP)
        for method, args in {**ROOTS, **EVERYONES}.items():
            gone = self.calls([{"member": method, "args": args, "leave": True}])[0]["text"]
            until(lambda name=gone: not self.has_owner(name), "the bus does not let go")
        service.send_signal(signal.SIGCONT)
        # What came before has been decided when this is answered, and Cleanup would be done.
        answer = self.call("Unregister", "nonsense")
        self.assertEqual(answer["error"], "org.freedesktop.DBus.Error.InvalidArgs")
        self.assertEqual(self.left(), sorted(FILES))
        self.assertIsNone(service.poll())

    def test_the_same_call_of_one_who_stays_is_served(self):
        self.shipped_policy()
        self.start_bus()
        service = self.start_service()
        service.send_signal(signal.SIGSTOP)
        name = self.calls([{"member": "Cleanup", "leave": True}])[0]["text"]
        self.assertTrue(name.startswith(":"))
        until(lambda: not self.has_owner(name), "the bus does not let go")
        service.send_signal(signal.SIGCONT)
        self.assertIsNone(self.call("Cleanup")["error"])
        self.assertNotEqual(self.left(), sorted(FILES))


class Owner(BorderCase):
    def test_another_user_cannot_have_the_name(self):
        self.shipped_policy()
        self.start_bus()
        request = {"member": "RequestName", "args": [NAME, 0], "signature": "su",
                   "destination": "org.freedesktop.DBus", "interface": "org.freedesktop.DBus",
                   "path": "/org/freedesktop/DBus"}
        self.assertEqual(self.calls([request], NOBODY)[0]["error"], DENIED)
        self.assertEqual(self.calls([request])[0], {"error": None, "text": 1})


class Policy(BorderCase):
    """The shipped file, by its effect."""

    def setUp(self):
        super().setUp()
        self.shipped_policy()
        self.start_bus()
        self.start_service()

    def test_the_bus_takes_the_file_as_it_is(self):
        self.bus_log.flush()
        self.bus_log.seek(0)
        said = self.bus_log.read()
        for word in ("Encountered error", f"{NAME}.conf"):
            self.assertNotIn(word, said)

    def test_everybody_may_ask_the_service_about_itself(self):
        standard = "org.freedesktop.DBus."
        for uid in (0, NOBODY):
            answers = self.calls([
                {"member": "GetRegistrations"},
                {"member": "Ping", "interface": standard + "Peer"},
                {"member": "Introspect", "interface": standard + "Introspectable"},
                {"member": "Get", "interface": standard + "Properties",
                 "args": [NAME, "Version"]},
                {"member": "GetAll", "interface": standard + "Properties", "args": [NAME]}], uid)
            self.assertEqual([a["error"] for a in answers], [None] * 5)
            self.assertIn('name="Cleanup"', answers[2]["text"])
            self.assertRegex(answers[3]["text"], r"\A[0-9]+\.[0-9]+")

    def test_everything_else_is_denied_by_the_bus(self):
        for uid in (0, NOBODY):
            answers = self.calls([
                {"member": "GetRegistrations", "interface": "com.example.Other"},
                {"member": "GetRegistrations", "interface": ""},
                {"member": "GetManagedObjects",
                 "interface": "org.freedesktop.DBus.ObjectManager"},
                {"member": "Set", "interface": "org.freedesktop.DBus.Properties",
                 "args": [NAME, "Version"]}], uid)
            self.assertEqual([a["error"] for a in answers], [DENIED] * 4)


if __name__ == "__main__":
    needs_two_uids()
    main()
