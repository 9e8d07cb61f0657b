"""status_agreement_test.py BUILD: --status and --diagnose tell the same, fact by fact.

In every scenario both look in one lab, one after the other, and in another lab the other way round:
who comes first may have to start the broker.
"""
import concurrent.futures
import json
import os
import pathlib
import unittest

from play import DSREG, FEW, Play, main

SCENARIOS = sorted(p.stem for p in (pathlib.Path(__file__).resolve().parents[2] / "sdk/lab" /
                                    "scenarios").glob("*.json"))
if FEW:  # what they do differs little
    SCENARIOS = [name for name in SCENARIOS if name in (
        "healthy", "unprivileged", "broker-java", "himmelblau", "no-session-bus", "two-tenants",
        "cert-garbage", "vendor-shaped-tool")]
KNOWN = ("text", "boolean", "time")
ORDERS = ("--status --diagnose", "--diagnose --status")
# Each may end as it must.
SCRIPT = 'for action in $2; do "$1" $action --format json; echo "====="; done'


class Facts:
    def __init__(self, report):
        self.all = {}
        for fact in report["facts"]:
            self.all.setdefault(fact["key"], []).append(fact)

    def value(self, key):
        """Of the one fact with this key; None: not known."""
        for fact in self.all.get(key, []):
            if fact["value"]["type"] in KNOWN and not fact["partial"]:
                return fact["value"]["value"]
        return None

    def of_instances(self, key):
        return {fact["instance"]: fact["value"]["value"] for fact in self.all.get(key, [])}


def value(row):
    return row.get("value") if row else None


def compare(status, facts):
    """What differs, one line each."""
    wrong = []

    def expect(name, ours, theirs):
        if ours != theirs:
            wrong.append(f"{name}: status {ours!r}, diagnosis {theirs!r}")

    for name, key in (("version", "version"), ("service", "service"), ("binary", "binary"),
                      ("binary_time", "binary-time"), ("device_mode", "device-mode")):
        expect(f"broker.{name}", value(status["broker"][name]), facts.value(f"broker.{key}"))

    token = status["primary_refresh_token"]
    for name, key in (("present", "present"), ("cached", "cached"), ("expires", "expires"),
                      ("session_key_protocol", "session-key-protocol")):
        expect(f"prt.{name}", value(token[name]), facts.value(f"prt.{key}"))
    if token["present"].get("value"):
        expect("prt.refreshed", value(token["refreshed"]) or value(token["cached"]),
               facts.value("prt.updated"))

    device = status["device_state"][0]
    kinds = [facts.value(key) for key in ("device.joined", "user.workplace-joined",
                                          "device.enterprise-joined")]
    theirs = True if True in kinds else False if kinds[0] is False and kinds[1] is False else None
    expect("registered", value(device["registered"]), theirs)
    if device["registered"].get("value"):
        expect("device id", value(device["device_id"]), facts.value("device.id"))
        expect("tenant id", value(device["tenant_id"]), facts.value("tenant.id"))
        expect("thumbprint", value(device["certificate_thumbprint"]),
               facts.value("cert.thumbprint"))

    accounts = {a["home_account_id"].get("value"): a for a in status["accounts"]}
    for member, key in (("username", "user.account"), ("tenant_id", "user.tenant"),
                        ("environment", "user.environment")):
        expect(member, {k: value(a[member]) for k, a in accounts.items()},
               facts.of_instances(key))
    return wrong


class Agreement(Play):
    def look(self, scenario, order=ORDERS[0]):
        done = self.shell(scenario, "set +e; " + SCRIPT, DSREG, order)
        documents = [json.loads(d) for d in done.stdout.split("=====\n")[:2]]
        status, report = documents if order == ORDERS[0] else reversed(documents)
        return status, report, done.stderr

    def test_in_every_scenario(self):
        wrong = []
        cases = [(name, order) for name in SCENARIOS for order in ORDERS]
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            seen = pool.map(lambda case: self.look(*case), cases)
            for (name, order), (status, report, _) in zip(cases, seen):
                wrong += [f"{name}, {order}: {line}" for line in compare(status, Facts(report))]
        self.assertGreater(len(SCENARIOS), 7 if FEW else 50)
        self.assertEqual(wrong, [])

    def test_with_rights_by_the_device_service(self):
        served = self.scenario(machine={"elevated": False, "device_service": True})
        status, report, said = self.look(served)
        self.assertEqual(status["device_state"][0]["registered"]["source"], "certificate", said)
        self.assertEqual(compare(status, Facts(report)), [])

    def test_the_comparison_can_fail(self):
        status, report, _ = self.look("healthy")
        self.assertEqual(compare(status, Facts(report)), [])
        status["broker"]["version"]["value"] = "1.0"
        status["accounts"] = []
        self.assertEqual(len(compare(status, Facts(report))), 4)


if __name__ == "__main__":
    main()
