"""The lab's servers as clients see them: token endpoint, proxy, times, state of the broker."""
import email.utils
import json
import pathlib
import time

import lab_case
from play_test import CALL, CURL, TENANT

NONCE = "login.microsoftonline.com /common/oauth2/token -d grant_type=srv_challenge"
STATE = CALL.replace("com.microsoft.identity.Broker1.$1",
                     "org.dsreg.ReferenceBroker1.getState").replace("$2", "$1")
# curl through the lab's proxy only, which goes by a name as a real one would.
PROXIED = CURL + """proxied() { curl -sS -m 15 --noproxy '' --cacert "$D/ca.pem" \
  -x "http://127.0.0.1:$(port proxy.contoso.com 8080)" "https://$1$2" "${@:3}"; }
"""


class Tokens(lab_case.LabCase):
    def setUp(self):
        super().setUp()
        helper = pathlib.Path(__file__).resolve().parent / "ask_token.py"
        (self.top / "ask_token.py").write_text(helper.read_text())
        self.ask = f'D=$(dirname "$DSREG_LAB"); /usr/bin/python3 {self.top}/ask_token.py "$D/root" '

    def test_the_device_of_the_scenario(self):
        expected = {"healthy": "200 0", "device-disabled": "400 135011",
                    "device-deleted": "400 700003", "device-unknown-error": "400 999999",
                    "cert-mismatch": "400 50027", "cert-expired": "400 50027",
                    "cert-other-device": "400 50027"}
        for uid in self.users():
            for scenario, answer in expected.items():
                self.assertEqual(self.in_lab(scenario, self.ask, uid).strip(), answer, scenario)

    def test_a_fresh_device_has_to_ask_twice(self):
        out = self.in_lab("device-fresh", f"{self.ask}; {self.ask}; {self.ask}")
        self.assertEqual(out.splitlines(), ["400 50155", "200 0", "200 0"])

    def test_the_log_holds_no_proof(self):
        lines = self.in_lab("healthy", self.ask + '>/dev/null; cat "$D/http.log"').splitlines()
        self.assertEqual(json.loads(lines[1]), {
            "host": "login.microsoftonline.com", "tls": True, "method": "POST",
            "target": f"/{TENANT}/oauth2/token", "status": 200})

    def test_a_body_that_is_too_long(self):
        out = self.in_lab("healthy", CURL + """head -c 70000 /dev/zero >"$D/long"
            get login.microsoftonline.com /common/oauth2/token --data-binary @"$D/long" \
              -H Expect: -o /dev/null -w '%{http_code}'""")
        self.assertEqual(out, "413")


class Times(lab_case.LabCase):
    def date_of(self, scenario, request):
        out = self.in_lab(scenario, CURL + f"get {request} -D - -o /dev/null")
        [date] = [line[6:] for line in out.splitlines() if line.startswith("Date: ")]
        return email.utils.parsedate_to_datetime(date).timestamp()

    def test_every_answer_tells_the_true_time(self):
        for request in (NONCE, "login.microsoftonline.com /nowhere",
                        "enterpriseregistration.windows.net /contoso.com/discover"):
            self.assertLess(abs(self.date_of("healthy", request) - time.time()), 30)

    def test_the_clock_of_the_machine_is_not_the_servers(self):
        self.assertLess(abs(self.date_of("clock-skew", NONCE) - time.time()), 30)
        self.assertEqual(self.descriptor("clock-skew")["clock_offset_ns"], 600 * 10**9)


class Proxy(lab_case.LabCase):
    def play(self, mode):
        file = self.top / f"{mode}.json"
        file.write_text(json.dumps({"format": "dsreg-scenario/1", "name": "proxy",
                                    "description": mode, "proxy": {"mode": mode}}))
        return str(file)

    def test_it_leads_to_the_labs_hosts_and_nothing_else_does(self):
        for uid in self.users():
            out = self.in_lab("proxy-open", PROXIED + f"""proxied {NONCE} -o /dev/null \
                -w '%{{http_code}} '; get {NONCE} 2>/dev/null || echo -n "direct $? "
                proxied example.com / 2>/dev/null -w '%{{http_connect}}' || true""", uid)
            self.assertEqual(out, "200 direct 7 503")

    def test_refusals(self):
        for mode, status in (("auth-required", 407), ("forbidden", 403)):
            out = self.in_lab(self.play(mode), PROXIED + f"proxied {NONCE} -D - 2>&1 || true")
            self.assertIn(f"HTTP/1.1 {status} ", out)
            self.assertEqual("Proxy-Authenticate: Negotiate" in out, status == 407)
            self.assertEqual("Proxy-Authenticate: Basic" in out, status == 407)

    def test_nobody_listens(self):
        out = self.in_lab(self.play("refused"), PROXIED + f"proxied {NONCE} 2>&1 || echo $?")
        self.assertTrue(out.endswith("\n7\n"), out)

    def test_the_descriptor_names_it(self):
        self.assertEqual(self.descriptor("proxy-open")["proxy"], "http://proxy.contoso.com:8080")
        self.assertEqual(self.descriptor("healthy")["proxy"], "")


class State(lab_case.LabCase):
    def test_only_the_reference_broker_publishes_it(self):
        for uid in self.users():
            reply = json.loads(self.in_lab("healthy", STATE + "call '{}'", uid))
            self.assertEqual(reply["prt"]["present"], True)
            self.assertEqual(reply["device"]["tenantDomain"], "contoso.com")
        for scenario in ("vendor-shaped", "broker-java", "himmelblau"):
            out = self.in_lab(scenario, STATE + "call '{}' 2>&1 || true")
            self.assertIn("org.freedesktop.DBus.Error.Unknown", out)

    def test_the_call_is_logged_as_any_other(self):
        out = self.in_lab("healthy", STATE + """call '{"homeAccountId":"s3cret"}' >/dev/null
            cat "$(dirname "$DSREG_LAB")/broker.log" """)
        self.assertEqual(json.loads(out), {"method": "getState", "protocol": "0.0",
                                           "correlation": "cid-7"})

    def test_times_follow_the_clock_of_the_machine(self):
        reply = json.loads(self.in_lab("clock-skew", STATE + "call '{}'"))
        self.assertLess(abs(reply["prt"]["refreshedAt"] + 3600 - 600 - time.time()), 30)

    def test_an_attempt_as_the_windows_document_has_it(self):
        reply = json.loads(self.in_lab("prt-error", STATE + "call '{}'"))
        self.assertFalse(reply["prt"]["present"])
        attempt = reply["acquire"]
        del attempt["time"]
        self.assertEqual(attempt, {
            "code": "0xc000006d", "user": "john@contoso.com", "credential": "Password",
            "correlationId": "0000aaaa-11bb-cccc-dd22-eeeeee333333",
            "endpoint": "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/"
                        "oauth2/token/",
            "httpMethod": "POST", "httpError": "0x0", "httpStatus": 400,
            "serverError": "invalid_grant",
            "serverText": "AADSTS50126: Error validating credentials due to invalid username or "
                          "password."})


if __name__ == "__main__":
    lab_case.main()
