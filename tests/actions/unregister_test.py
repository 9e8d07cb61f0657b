"""unregister_test.py BUILD: who may unregister, with what, and what each answer leaves behind."""
import base64
import json
import os
import pty
import subprocess
import time

from play import DSREG, LAB, LIMIT, OTHER_TENANT, PLAIN, TENANT, Play, few, main

DEVICE = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58"
OTHER_DEVICE = "5a0d9c73-1e8b-4f26-93d4-c6b7a8e01f52"
PUBLIC = "enterpriseregistration.windows.net"
DRS = f"urn:ms-drs:{PUBLIC}"
CERTS, KEYS = "etc/microsoft/identity-broker/certs/", "etc/microsoft/identity-broker/private/"
OWN = [KEYS + f"drs_{TENANT}.pem", KEYS + f"stk_{TENANT}.pem", CERTS + f"drs_{TENANT}.pem"]
OTHERS = [name.replace(TENANT, OTHER_TENANT) for name in OWN]
# What a run makes besides: the lock, and where notes lie while it works.
MADE = {"run", "run/dsreg", "run/dsreg/lock", "var", "var/lib", "var/lib/dsreg"}

# Runs commands one after the other in one lab, each with its standard input, and tells of the
# device root and the web servers' log after each.
RUN = """
import json, os, pathlib, subprocess, sys
lab = pathlib.Path(os.environ["DSREG_LAB"]).parent
root, log = lab / "root", lab / "http.log"
def tree():
    return {str(p.relative_to(root)): "folder" if p.is_dir() else
            "link" if p.is_symlink() else p.read_bytes().hex()[:200] for p in root.rglob("*")}
told = [{"tree": tree()}]
for words, given in json.loads(sys.argv[2]):
    done = subprocess.run([w.replace("{root}", str(root)) for w in words],
                          input=given, capture_output=True, text=True)
    log_now = [json.loads(l) for l in log.read_text().splitlines()] if log.exists() else []
    told.append({"code": done.returncode, "out": done.stdout, "err": done.stderr,
                 "log": log_now, "tree": tree()})
print(json.dumps(told))
"""


def part(value):
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def token(**change):
    now = int(time.time())
    claims = {"aud": DRS, "tid": TENANT, "nbf": now - 60, "exp": now + 3600, **change}
    return ".".join(map(part, ({"alg": "RS256", "typ": "JWT"}, claims, "no signature")))


def dsreg(*more, tenant=TENANT, stdin=""):
    return [[DSREG, "--unregister", "--tenant-id", tenant, *more], stdin]


def removals(told):
    return [line for line in told["log"] if line["method"] == "DELETE"]


class Unregister(Play):
    def run_in(self, scenario, *steps):
        """The root before, and what each step left."""
        done = self.python(scenario, RUN, json.dumps(steps))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        told = json.loads(done.stdout)
        for one in told[1:]:
            self.clean(one["out"])
            self.clean(one["err"])
        return told

    def same(self, before, after, gone=()):
        """Nothing but `gone` is missing, nothing is changed, nothing is left over."""
        rest = {k: v for k, v in before["tree"].items() if k not in gone}
        self.assertEqual({k: v for k, v in after["tree"].items()
                          if k not in MADE - set(before["tree"])}, rest)

    def refused(self, scenario, code, *words, step=None, asked=None):
        """It fails with this code and removes nothing."""
        before, told = self.run_in(scenario, step or dsreg())
        self.assertEqual(told["code"], code, told["err"])
        self.assertEqual(told["out"], "")
        self.assertRegex(told["err"], r"\Adsreg: ")
        for word in words:
            self.assertIn(word, told["err"])
        if asked is not None:
            self.assertEqual(len(removals(told)), asked)
        kept = {k: v for k, v in told["tree"].items() if not k.endswith(".asked")}
        self.same(before, {"tree": kept})
        return told

    def test_removes_the_device_and_what_belongs_to_it(self):
        before, told = self.run_in("healthy", dsreg())
        self.assertEqual(told["code"], 0, told["err"])
        rows = [f"Removed    device {DEVICE} of the tenant {TENANT}"]
        rows += [f"Removed    /{name}" for name in OWN]
        self.assertEqual(told["out"].splitlines(), rows)
        self.assertEqual(told["err"].splitlines(), [
            "Accounts and caches of users stay; dsreg --cleanup removes them.",
            "This was the lab healthy, not the real machine."])
        self.same(before, told, OWN)
        [asked, left] = told["log"]
        self.assertEqual((asked["method"], asked["target"], asked["client_certificate"]),
                         ("GET", f"/{TENANT}/Discover", ""))
        self.assertEqual(left["target"], f"/EnrollmentServer/device/{DEVICE}")
        self.assertRegex(left["client_certificate"], r"\A[0-9A-F]{40}\Z")

    def test_the_tenant_does_not_know_the_device_any_more(self):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lab/ask_token.py")
        steps = [[["cp", "-r", "{root}", "{root}/../copy"], ""],
                 [["/usr/bin/python3", source, "{root}"], ""], dsreg(),
                 [["/usr/bin/python3", source, "{root}/../copy"], ""]]
        _, _, known, gone, asked = self.run_in("healthy", *steps)
        self.assertEqual((known["out"], gone["code"]), ("200 0\n", 0))
        self.assertEqual(asked["out"], "400 700003\n")

    def test_arguments_come_first(self):
        for change in ({}, {"elevated": False}):
            scenario = self.scenario(machine=change)
            for words in (["--unregister"], ["--unregister", "--tenant-id", "contoso.com"],
                          ["--unregister", "--cleanup", "--tenant-id", TENANT]):
                self.refused(scenario, 1, step=[[DSREG, *words], token()], asked=0)

    def test_then_root(self):
        for tenant in (TENANT, OTHER_TENANT):
            for given in few(("", token(), "rubbish"), 1):
                for service in (False, True):
                    played = {"elevated": False, "device_service": service}
                    told = self.refused(self.scenario(machine=played), 4, "needs root",
                                        step=dsreg(tenant=tenant, stdin=given))
                    self.assertEqual(told["log"], [])

    def test_then_what_is_registered_here(self):
        for given in few(("", token(), "rubbish"), 1):
            told = self.refused("healthy", 6, f"not registered in the tenant {OTHER_TENANT}",
                                f"registered in {TENANT}",
                                step=dsreg(tenant=OTHER_TENANT, stdin=given))
            self.assertEqual(told["log"], [])
        self.refused("not-registered", 6, "not registered", asked=0)
        then = {"himmelblau": "then sudo aad-tool cache-clear --full"}
        for scenario in few(("cert-garbage", "himmelblau", "key-missing", "cert-mismatch",
                             "key-locked", "cert-symlink")):
            with self.subTest(scenario):
                told = self.refused(scenario, 6, "removed in the Microsoft Entra admin center",
                                    then.get(scenario, "then sudo dsreg --cleanup"))
                self.assertEqual(told["log"], [])

    def test_then_the_token(self):
        now = int(time.time())
        bad = {"other audience": token(aud="https://graph.microsoft.com"),
               "other tenant": token(tid=OTHER_TENANT), "expired": token(exp=now - 5),
               "not yet": token(nbf=now + 3600), "no expiry": token(exp=None),
               "rubbish": "rubbish", "two lines": token() + "\n" + token(),
               "too long": "a" * 70_000, "no claims": "a.b.c"}
        for what, given in bad.items():
            with self.subTest(what):
                told = self.refused("healthy", 5, "the token on the standard input",
                                    step=dsreg(stdin=given + "\n"))
                self.assertEqual(told["log"], [])
                self.assertNotIn(given[:40], told["err"])

    def test_a_good_token_needs_no_broker(self):
        no_bus = self.scenario(machine={"session_bus": False})
        told = self.refused(no_bus, 5, "DRS token", "--getdrstoken")
        self.assertEqual(told["log"], [])
        for given in few((token() + "\r\n", token(), token() + "\n"), 1):
            before, told = self.run_in(no_bus, dsreg(stdin=given))
            self.assertEqual(told["code"], 0, told["err"])
            self.same(before, told, OWN)

    def test_nobody_to_acquire_one_for(self):
        scenario = self.scenario(broker={"accounts": []})
        self.assertEqual(self.refused(scenario, 5, "nobody is signed in")["log"], [])

    def test_a_closed_standard_input_is_an_empty_one(self):
        words = ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *dsreg()[0]]
        before, told = self.run_in("healthy", [words, ""])
        self.assertEqual(told["code"], 0, told["err"])
        self.same(before, told, OWN)

    def test_a_terminal_is_not_read(self):
        outer, inner = pty.openpty()
        try:
            done = subprocess.run([LAB, "run", "healthy", "--", *dsreg()[0]], stdin=inner,
                                  capture_output=True, text=True, timeout=LIMIT,
                                  env={**PLAIN, "TMPDIR": str(self.folder)})
        finally:
            os.close(outer)
            os.close(inner)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_device_that_is_gone_from_the_tenant(self):
        told = self.refused("device-deleted", 6, "answered 401", "gone from the tenant already",
                            "did not arrive", "Nothing was removed", "dsreg --cleanup",
                            f"The request to {PUBLIC} has the id ", asked=1)
        self.assertNotIn("did not even ask", told["err"])

    def test_a_certificate_that_does_not_arrive(self):
        scenario = self.scenario(hosts={PUBLIC: {"client_certificate": "lost"}})
        self.refused(scenario, 6, "answered 401", "gone from the tenant already",
                     "did not even ask for the certificate", "dsreg --cleanup", asked=1)

    def test_a_certificate_out_of_its_time(self):
        for name, words in (("expired", "has expired ("),
                            ("not-yet-valid", "is not valid yet (before ")):
            scenario = self.scenario(device={"certificate": name},
                                     http=[{"path": "/EnrollmentServer/device/*", "status": 401}])
            told = self.refused(scenario, 6, f"this device's certificate {words}", asked=1)
            self.assertNotIn("either", told["err"])

    def test_other_answers(self):
        body = json.dumps({"ErrorType": "DirectoryError", "Message": "It is \x1b[31mbusy.",
                           "TraceId": "4f1c"})
        for status in few((400, 403, 500)):
            scenario = self.scenario(http=[{"path": "/EnrollmentServer/device/*",
                                            "status": status, "body": body}])
            self.refused(scenario, 6, f"HTTP {status}, DirectoryError: It is ", "trace id 4f1c",
                         asked=1)
        page = self.scenario(http=[{"path": "/EnrollmentServer/device/*", "body": "<html>"}])
        self.refused(page, 6, "answered 200, but", asked=1)

    def test_no_answer(self):
        self.refused("tls-inspection", 6, "is not accepted", asked=0)
        self.refused("drs-unreachable", 6, PUBLIC, asked=0)
        self.refused("drs-503", 6, "HTTP 503", asked=0)
        self.refused("dns-broken", 6, PUBLIC, asked=0)

    def test_silence(self):
        scenario = self.scenario(http=[{"path": "/EnrollmentServer/device/*", "hang": True}])
        told = self.refused(scenario, 6, "did not answer in time", "may have reached", asked=1)
        self.assertIn(f"var/lib/dsreg/unregister-{TENANT}.asked", told["tree"])

    def test_a_note_of_what_cleanup_removed_goes(self):
        scenario = self.scenario(http=[{"path": "/EnrollmentServer/device/*", "hang": True}])
        note = f"var/lib/dsreg/unregister-{TENANT}.asked"
        _, silent, clean, last = self.run_in(scenario, dsreg(),
                                             [[DSREG, "--cleanup", "--yes"], ""], dsreg())
        self.assertEqual([one["code"] for one in (silent, clean, last)], [6, 0, 6], clean["err"])
        self.assertIn(note, silent["tree"])
        self.assertIn("not registered in the tenant", last["err"])
        self.assertNotIn(note, last["tree"])

    def test_twice_with_a_note_of_intune(self):
        _, once, again = self.run_in("healthy", dsreg(), dsreg())
        self.assertEqual((once["code"], again["code"]), (0, 6), again["err"])
        self.assertIn("only registration.toml names this device", again["err"])
        self.assertIn("sudo dsreg --cleanup removes what is left", again["err"])

    def test_twice(self):
        before, once, again = self.run_in(self.scenario(device={"intune": False}), dsreg(), dsreg())
        self.assertEqual((once["code"], again["code"]), (0, 6), again["err"])
        self.assertIn("not registered in the tenant", again["err"])
        self.assertEqual(len(removals(again)), 1)
        self.same(before, again, OWN)

    def test_one_tenant_of_two(self):
        before, one, other = self.run_in(
            "two-tenants", dsreg(),
            dsreg(tenant=OTHER_TENANT, stdin=token(tid=OTHER_TENANT)))
        self.assertEqual((one["code"], other["code"]), (0, 0), one["err"] + other["err"])
        self.same(before, one, OWN)
        self.same(before, other, OWN + OTHERS)
        self.assertIn(OTHER_DEVICE, removals(other)[1]["target"])

    def test_the_tenants_cloud_is_found(self):
        _, told = self.run_in("usgov", dsreg())
        self.assertEqual(told["code"], 0, told["err"])
        self.assertEqual([line["host"] for line in told["log"]],
                         [PUBLIC, "enterpriseregistration.microsoftonline.us"])

    def test_files_that_could_not_go_are_finished_without_token_and_tenant(self):
        private = "{root}/" + KEYS.rstrip("/")
        away = [["/bin/sh", "-c", f"mv {private} {{root}}/etc/aside; "
                 f"ln -s ../../aside {private}"], ""]
        back = [["/bin/sh", "-c", f"rm {private}; mv {{root}}/etc/aside {private}"], ""]
        before, _, failed, _, done = self.run_in("healthy", away, dsreg(), back,
                                                 dsreg(stdin="rubbish"))
        self.assertEqual(failed["code"], 6)
        self.assertIn("run it again", failed["err"])
        self.assertIn("Failed     /" + OWN[0], failed["out"])
        self.assertEqual(done["code"], 0, done["err"])
        self.assertIn("by an earlier run", done["out"])
        self.assertEqual(len(removals(done)), 1)
        self.same(before, done, OWN)

    def test_an_output_that_cannot_be_written(self):
        for redirect in (">&-", ">/dev/full"):
            words = ["/bin/sh", "-c", f'exec "$@" {redirect}', "sh", *dsreg()[0]]
            before, told = self.run_in("healthy", [words, ""])
            self.assertEqual(told["code"], 12, told["err"])
            self.same(before, told, OWN)


if __name__ == "__main__":
    main()
