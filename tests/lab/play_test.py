"""What the lab plays: brokers, system services, web servers, name server."""
import json
import pathlib

import lab_case

CALL = """call() { dbus-send --session --print-reply=literal --reply-timeout=20000 \
  --dest=com.microsoft.identity.broker1 /com/microsoft/identity/broker1 \
  com.microsoft.identity.Broker1.$1 string:0.0 string:cid-7 "string:$2"; }
"""
COOKIE = ("'{\"authParameters\":{\"authorizationType\":8,"
          "\"ssoUrl\":\"https://login.microsoftonline.com/\"}}'")
# The program behind the name, as a diagnosis finds it.
OWNER = """pid=$(dbus-send --%s --print-reply=literal --dest=org.freedesktop.DBus / \
  org.freedesktop.DBus.GetConnectionUnixProcessID string:%s | awk '{print $2}')
readlink /proc/$pid/exe"""
# curl for a host of the lab, with its certificate authority only.
CURL = """D=$(dirname "$DSREG_LAB")
port() { /usr/bin/python3 -c 'import json,os,sys
for h in json.load(open(os.environ["DSREG_LAB"]))["hosts"]:
    if h["name"] == sys.argv[1] and h["port"] == int(sys.argv[2]): print(h["to_port"])' $1 $2; }
get() { curl -sS -m 15 --noproxy '*' --cacert "$D/ca.pem" --capath /nonexistent \
  --connect-to "$1:443:127.0.0.1:$(port $1 443)" "https://$1$2" "${@:3}"; }
"""
TENANT = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234"


class Brokers(lab_case.LabCase):
    def reply(self, scenario, method, request="'{}'", uid=None):
        return json.loads(self.in_lab(scenario, CALL + f"call {method} {request}", uid).strip())

    def test_versions_and_executables(self):
        expected = {
            "healthy": ("3.0.2", "/usr/libexec/dsreg/dsreg-lab-broker"),
            "broker-java": ("2.0.1", "/usr/lib/jvm/java-11-openjdk-amd64/bin/java"),
            "himmelblau": ("3.1.9", "/usr/sbin/himmelblau_broker"),
        }
        for uid in self.users():
            for scenario, (version, program) in expected.items():
                script = CALL + "call getLinuxBrokerVersion '{}'\necho\n" + OWNER % (
                    "session", "com.microsoft.identity.broker1")
                reply, exe = self.in_lab(scenario, script, uid).strip().splitlines()
                self.assertEqual(json.loads(reply)["linuxBrokerVersion"], version)
                self.assertTrue(exe.endswith("/root" + program), exe)

    def test_accounts_by_kind(self):
        [java] = self.reply("broker-java", "getAccounts")["accounts"]
        self.assertEqual(java["username"], "alice@contoso.com")
        self.assertEqual(java["realm"], TENANT)
        self.assertIn("familyName", java)
        own = self.reply("himmelblau", "getAccounts")
        self.assertNotIn("familyName", own["accounts"][0])
        self.assertNotIn("telemetry", own)

    def test_cookies_by_kind(self):
        new = self.reply("healthy", "acquirePrtSsoCookie", COOKIE)
        self.assertEqual(new["cookieItems"][0]["cookieName"], "x-ms-RefreshTokenCredential")
        old = self.reply("broker-java", "acquirePrtSsoCookie", COOKIE)
        self.assertEqual(old["cookieName"], "x-ms-RefreshTokenCredential")
        self.assertEqual(old["telemetry"]["dbus_method_name"], "acquirePrtSsoCookie")
        own = self.reply("himmelblau", "acquirePrtSsoCookie", COOKIE)
        self.assertEqual(own["account"]["environment"], "login.microsoftonline.com")

    def test_himmelblau_says_who_it_is_and_what_it_lacks(self):
        error = self.reply("himmelblau", "removeAccount")["error"]
        self.assertEqual(error, {"context": "Not implemented", "status": 0, "subStatus": 0})
        out = self.in_lab("himmelblau", """dbus-send --session --print-reply=literal \
            --dest=com.microsoft.identity.broker1 /org/freedesktop/LogControl1 \
            org.freedesktop.DBus.Properties.Get string:org.freedesktop.LogControl1 \
            string:SyslogIdentifier""")
        self.assertIn("himmelblau_broker", out)

    def test_it_is_started_by_the_first_call_only(self):
        out = self.in_lab("healthy", CALL + """owned() { dbus-send --session \
            --print-reply=literal --dest=org.freedesktop.DBus / \
            org.freedesktop.DBus.NameHasOwner string:com.microsoft.identity.broker1; echo; }
            owned; call getAccounts '{}' >/dev/null; owned""")
        self.assertEqual(out.split(), ["boolean", "false", "boolean", "true"])

    def test_no_broker(self):
        script = CALL + "call getAccounts '{}' 2>&1 || true"
        self.assertIn("ServiceUnknown", self.in_lab("no-broker", script))

    def test_crash(self):
        ask = "call getAccounts '{}' 2>&1 || true"
        script = CALL + f"{ask}; echo; {ask}"
        out = self.in_lab("broker-crash", script)
        self.assertEqual(out.count("disconnected from message bus without replying"), 2, out)

    def test_garbage(self):
        out = self.in_lab("broker-garbage", CALL + "call getAccounts '{}'").strip()
        with self.assertRaises(ValueError):
            json.loads(out)

    def test_slow(self):
        play = json.loads((self.top / "share/dsreg/lab/scenarios/broker-slow.json").read_text())
        self.assertEqual(play["broker"]["delay_ms"], 8000)
        play["broker"]["delay_ms"] = 400
        quick = self.top / "slow.json"
        quick.write_text(json.dumps(play))
        script = CALL.replace("20000", "100") + "call getAccounts '{}' 2>&1 && exit 1; exit 0"
        self.assertIn("NoReply", self.in_lab(str(quick), script))
        accounts = self.reply(str(quick), "getAccounts")["accounts"]
        self.assertEqual(len(accounts), 1)

    def test_calls_are_logged_without_their_content(self):
        out = self.in_lab("healthy", CALL + """call acquireTokenSilently \
            '{"authParameters":{"authorizationType":1,"secret":"s3cret"}}' >/dev/null
            cat "$(dirname "$DSREG_LAB")/broker.log" """)
        self.assertEqual(json.loads(out), {"method": "acquireTokenSilently", "protocol": "0.0",
                                           "correlation": "cid-7"})


class System(lab_case.LabCase):
    GET = """get() { dbus-send --system --print-reply=literal --dest=$1 $2 \
        org.freedesktop.DBus.Properties.Get string:$3 string:$4; echo; }
        unit() { get org.freedesktop.systemd1 \
          /org/freedesktop/systemd1/unit/microsoft_2didentity_2ddevice_2dbroker_2eservice \
          org.freedesktop.systemd1.Unit $1; }
        """

    def test_the_device_brokers_unit(self):
        script = self.GET + "unit LoadState; unit ActiveState; unit SubState; unit UnitFileState"
        words = {"healthy": ["loaded", "active", "running", "static"],
                 "no-broker": ["not-found", "inactive", "dead"]}
        for scenario, states in words.items():
            out = self.in_lab(scenario, script).replace("variant", "").split()
            self.assertEqual(out, states)

    def test_the_device_broker_runs_from_the_vendors_path(self):
        script = OWNER % ("system", "com.microsoft.identity.devicebroker1")
        exe = self.in_lab("broker-crash", script).strip()
        self.assertTrue(exe.endswith(
            "/root/opt/microsoft/identity-broker/bin/microsoft-identity-device-broker"), exe)

    def test_the_other_services(self):
        for uid in self.users():
            out = self.in_lab("healthy", self.GET + """
                get org.freedesktop.timedate1 /org/freedesktop/timedate1 \
                    org.freedesktop.timedate1 NTPSynchronized
                get org.freedesktop.hostname1 /org/freedesktop/hostname1 \
                    org.freedesktop.hostname1 StaticHostname
                get org.freedesktop.login1 /org/freedesktop/login1/session/_31 \
                    org.freedesktop.login1.Session Remote
                dbus-send --system --print-reply=literal --dest=org.freedesktop.login1 \
                    /org/freedesktop/login1 org.freedesktop.login1.Manager.ListSessions""", uid)
            self.assertIn("boolean true", out)
            self.assertIn("lab-device", out)
            self.assertIn("boolean false", out)
            self.assertIn(f"uint32 {uid}", out)


class Web(lab_case.LabCase):
    def test_discovery_is_case_blind_and_knows_the_tenant(self):
        for uid in self.users():
            out = self.in_lab("healthy", CURL + """
                get enterpriseregistration.windows.net /Contoso.com/Discover?api-version=1.9; echo
                get enterpriseregistration.windows.net \\
                    /%s/discover?api-version=1.7""" % TENANT, uid)
            first, second = (json.loads(line) for line in out.splitlines())
            self.assertEqual(first, second)
            self.assertEqual(first["TenantInfo"]["TenantId"], TENANT)
            self.assertEqual(first["DiscoveryService"]["ServiceVersion"], "1.9")

    def test_unauthenticated_questions(self):
        ask = CURL + "get %s %s -w '%%{http_code}' -o /dev/null"
        for host, path, code in (
                ("enterpriseregistration.windows.net", "/", "404"),
                ("enterpriseregistration.windows.net", "/fabrikam.com/discover", "400"),
                ("login.microsoftonline.com", "/common/oauth2", "200"),
                ("device.login.microsoftonline.com", "/common/oauth2", "200"),
                ("login.microsoftonline.com", f"/{TENANT}/", "404"),
                ("login.microsoftonline.com", "/x/.well-known/openid-configuration", "400")):
            self.assertEqual(self.in_lab("healthy", ask % (host, path)), code, host + path)

    def test_only_the_labs_authority_signs(self):
        script = CURL + """sed -i '/BEGIN/,$d' "$D/ca.pem"
            cat /etc/ssl/certs/ca-certificates.crt >>"$D/ca.pem" 2>/dev/null || true
            get login.microsoftonline.com / || echo code $?"""
        self.assertRegex(self.in_lab("healthy", script), "code (60|77)")

    def test_faults(self):
        drs = "enterpriseregistration.windows.net /contoso.com/discover -w '%{http_code}'"
        login = "login.microsoftonline.com /common/oauth2 -o /dev/null -w ' %{http_code}'"
        out = self.in_lab("drs-unreachable", CURL + f"get {drs} || echo code $?; get {login}")
        self.assertIn("code 7", out)
        self.assertTrue(out.endswith(" 200"), out)
        out = self.in_lab("drs-503", CURL + f"get {drs}; get {login}")
        self.assertTrue(out.endswith("503 200"), out)
        out = self.in_lab("captive-portal", CURL + f"get {drs}")
        self.assertIn("Guest WiFi", out)
        out = self.in_lab("captive-portal", CURL + """h=packages.microsoft.com
            curl -sS -m 9 --connect-to $h:80:127.0.0.1:$(port $h 80) http://$h/""")
        self.assertIn("Guest WiFi", out)

    def test_a_hanging_server_and_a_silent_port(self):
        file = self.top / "hang.json"
        file.write_text(json.dumps({
            "format": "dsreg-scenario/1", "name": "hang", "description": "",
            "hosts": {"graph.microsoft.com": {"connect": "silent"}},
            "http": [{"host": "login.*", "hang": True}]}))
        script = CURL.replace("-m 15", "-m 0.4") + """
            get login.microsoftonline.com / -w '%{time_appconnect}' || echo " code $?"
            get graph.microsoft.com / -w '%{time_connect}' || echo " code $?" """
        first, second = self.in_lab(str(file), script).splitlines()
        self.assertGreater(float(first.split()[0]), 0)  # TLS was fine
        self.assertEqual(float(second.split()[0]), 0)  # it never connected
        self.assertTrue(first.endswith("code 28") and second.endswith("code 28"))


class Names(lab_case.LabCase):

    def setUp(self):
        super().setUp()
        helper = pathlib.Path(__file__).resolve().parent / "ask_dns.py"
        (self.top / "ask_dns.py").write_text(helper.read_text())
        self.ask = f"/usr/bin/python3 {self.top}/ask_dns.py "

    def test_known_and_unknown_names(self):
        for uid in self.users():
            out = self.in_lab("healthy", self.ask + "login.microsoftonline.com contoso.com", uid)
            self.assertEqual(out.splitlines(), ["0 127.0.0.1", "3 -"])

    def test_broken(self):
        out = self.in_lab("dns-broken", self.ask + "login.microsoftonline.com no.such.host")
        self.assertEqual(out.splitlines(), ["2 -", "2 -"])
        fails = {h["fail"] for h in self.descriptor("dns-broken")["hosts"]}
        self.assertEqual(fails, {"servfail"})


if __name__ == "__main__":
    lab_case.main()
