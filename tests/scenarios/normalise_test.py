"""What differs between two runs disappears; what a scenario says stays."""
import unittest

from normalise import Normaliser, ids_in

TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"


class NormaliseTest(unittest.TestCase):
    def test_what_no_two_runs_share(self):
        for text, expected in [
                ("at 2019-01-31 09:16:50.123 UTC, ok", "at <time>, ok"),
                ("at 2019-01-31T09:16:50.123Z", "at <time>"),
                ("unix:path=/tmp/dsreg-lab.a8Xq2/session", "unix:path=<lab>/session"),
                ("127.0.0.1:34567 refused", "127.0.0.1:<port> refused"),
                ("owner :1.42", "owner :1.<n>"),
                ("pid 4711, uid 1000", "pid <n>, uid <n>"),
                ("took 12.5 ms", "took <n> ms"),
                ("ab" * 20, "<hash>")]:
            self.assertEqual(Normaliser().text(text), expected)

    def test_what_stays(self):
        for text in ["FAIL [0x801c0021/0x80072efd]", "Broker Version : 2.0.1", "HTTP Error : 0x0",
                     "login.example.com:443", "12 passed, 1 failed", "TCP port 443"]:
            self.assertEqual(Normaliser().text(text), text)

    def test_ids_of_the_scenario_stay_and_others_are_numbered(self):
        n = Normaliser(known=ids_in(f"the tenant {TENANT.upper()}"))
        a, b = "11111111-2222-3333-4444-555555555555", "AAAAAAAA-2222-3333-4444-555555555555"
        self.assertEqual(n.text(f"{TENANT} {a} {b} {a}"), f"{TENANT} <id 1> <id 2> <id 1>")

    def test_pseudonyms_are_numbered(self):
        a, b = "personal-3f2a9c1d04be", "personal-00000000000a"
        self.assertEqual(Normaliser().text(f"{a} {b} {a}"), "<person 1> <person 2> <person 1>")

    def test_names_are_replaced_as_whole_words(self):
        n = Normaliser(names={"box": "<host>"})
        self.assertEqual(n.text("box, boxes, on box."), "<host>, boxes, on <host>.")

    def test_values_of_time_by_their_type_and_timings_not_at_all(self):
        n = Normaliser()
        self.assertEqual(
            n.value({"timings": [1], "started": "x", "facts": [
                {"type": "time", "value": 5}, {"type": "int", "value": 5},
                {"type": "time", "value": None}]}),
            {"started": "<time>", "facts": [{"type": "time", "value": "<time>"},
                                            {"type": "int", "value": 5},
                                            {"type": "time", "value": None}]})


if __name__ == "__main__":
    unittest.main()
