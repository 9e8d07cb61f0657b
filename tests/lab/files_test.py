"""The lab's files: scenarios and descriptor against their schemas, the list, the device root."""
import copy
import json
import stat

import jsonschema

import lab_case

SCHEMAS = lab_case.SOURCE / "schemas"
SCENARIOS = lab_case.SOURCE / "sdk/lab/scenarios"
WANTED = {"healthy", "no-broker", "broker-java", "himmelblau", "broker-slow", "broker-crash",
          "broker-garbage", "drs-unreachable", "drs-503", "captive-portal", "dns-broken"}

IDENTITY = "/etc/microsoft/identity-broker"
TENANT = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234"
GUID = "11223344-5566-7788-99aa-bbccddeeff00"


def validator(name):
    schema = json.loads((SCHEMAS / name).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


class Scenarios(lab_case.LabCase):
    def loads(self, document):
        file = self.top / "tried.json"
        file.write_text(json.dumps(document))
        code, _, err = self.run_lab("describe", file)
        self.assertIn(code, (0, 1))
        return code == 0, err

    def test_every_file_is_valid_and_named_as_its_scenario(self):
        check = validator("scenario-1.schema.json")
        names = set()
        for file in SCENARIOS.glob("*.json"):
            document = json.loads(file.read_text())
            check.validate(document)
            self.assertEqual(document["name"], file.stem)
            self.assertTrue(self.loads(document)[0])
            names.add(file.stem)
        self.assertEqual(WANTED - names, set())

    def test_the_list_is_one_scenario_a_line_its_name_first(self):
        code, out, _ = self.run_lab("list")
        self.assertEqual(code, 0)
        lines = out.splitlines()
        self.assertEqual([line.split()[0] for line in lines],
                         sorted(f.stem for f in SCENARIOS.glob("*.json")))
        for line in lines:
            self.assertGreater(len(line.split()), 3)

    def test_every_scenario_starts(self):
        for file in lab_case.few(sorted(SCENARIOS.glob("*.json")), 8):
            for uid in self.users():
                self.in_lab(file.stem, 'test -r "$DSREG_LAB"', uid)

    def test_loader_and_schema_refuse_the_same(self):
        check = validator("scenario-1.schema.json")
        good = {"format": "dsreg-scenario/1", "name": "tried", "description": "x"}
        bad = [
            {"brokr": {}}, {"format": "dsreg-scenario/2"}, {"name": "With Blank"}, {"name": ""},
            {"broker": []}, {"broker": {"kind": "other"}}, {"broker": {"vesion": "1"}},
            {"broker": {"delay_ms": -1}}, {"broker": {"delay_ms": "8"}},
            {"broker": {"accounts": {}}},
            {"broker": {"accounts": [{"object_id": "1"}]}}, {"broker": {"error": {"status": 1.5}}},
            {"broker": {"methods": [1]}}, {"tenant": {"id": "contoso"}}, {"device": {"id": ""}},
            {"hosts": {"*": {"dns": "maybe"}}}, {"hosts": {"*": []}}, {"http": {}},
            {"http": [{"status": 99}]}, {"http": [1]}, {"machine": {"files": {"relative": "x"}}},
            {"machine": {"files": {"/../x": "x"}}}, {"machine": {"units": {"a": {"lod": "x"}}}},
            {"tenant": {"cloud": "germany"}},
            {"broker": {"prt": []}}, {"broker": {"prt": {"present": 1}}},
            {"broker": {"prt": {"cached_ago_s": "1"}}}, {"broker": {"prt": {"expires": 1}}},
            {"broker": {"prt": {"expires_in_s": 10 ** 10}}},
            {"broker": {"prt": {"session_key": "x" * 65}}},
            {"broker": {"acquire": True}}, {"broker": {"acquire": {"http_status": -1}}},
            {"broker": {"refresh": {"server_text": "x" * 4097}}}, {"broker": {"refresh": {"y": 1}}},
            {"broker": {"mdm": {"known": "yes"}}}, {"broker": {"mdm": {"tou": "x"}}},
            {"broker": {"device_mode": "exclusive"}},
            {"device": {"registered": "yes"}}, {"device": {"join": "hybrid"}},
            {"device": {"certificate": "none"}}, {"device": {"key": "weak"}},
            {"device": {"transport_key": "mismatch"}}, {"device": {"format": "pfx"}},
            {"device": {"intune": 1}}, {"device": {"intune_id": ""}},
            {"device": {"state": "unknown"}}, {"device": {"registered_ago_s": -1}},
            {"device": {"tenant": "x"}},
            {"other_devices": {}}, {"other_devices": [1]}, {"other_devices": [{}]},
            {"other_devices": [{"id": GUID}]}, {"other_devices": [{"id": GUID, "tenant_id": "x"}]},
            {"proxy": {"mode": "socks"}}, {"proxy": {"url": "x"}}, {"proxy": "open"},
            {"machine": {"session_bus": 1}}, {"machine": {"clock_offset_s": 0.5}},
            {"machine": {"journal": "empty"}}, {"machine": {"log": {}}}, {"machine": {"log": [1]}},
            {"machine": {"log": [{"ago_s": 1}]}},
            {"machine": {"log": [{"message": "x", "from": "kernel"}]}},
            {"machine": {"log": [{"message": "x", "priority": 8}]}},
            {"machine": {"log": [{"message": "x", "ago_s": -1}]}},
            {"machine": {"vendor_dsreg": "a\0b"}}, {"machine": {"device_era": "c++"}},
        ]
        check.validate(good)
        self.assertTrue(self.loads(good)[0])
        for change in bad:
            document = {**copy.deepcopy(good), **change}
            self.assertFalse(check.is_valid(document), change)
            self.assertFalse(self.loads(document)[0], change)

    def test_a_full_file_is_good_for_both(self):
        full = {
            "format": "dsreg-scenario/1", "name": "full", "description": "everything",
            "broker": {"kind": "cpp", "version": "2.5.2", "fault": "error", "delay_ms": 1,
                       "methods": ["getAccounts"], "accounts": [{"username": "b@contoso.com"}],
                       "error": {"status": 2, "sub_status": 1, "tag": 595719680,
                                 "context": "AADSTS50078", "suberror": "token_expired"},
                       "prt": {"present": False, "cached_ago_s": 1, "refreshed_ago_s": -1,
                               "expires_in_s": -630720000, "session_key": ""},
                       "acquire": {"ago_s": 1, "code": "0xc000006d", "user": "b@contoso.com",
                                   "credential": "Password", "correlation": GUID,
                                   "endpoint": "https://x/", "http_method": "POST",
                                   "http_error": "0x0", "http_status": 0, "server_error": "e",
                                   "server_text": "AADSTS50126"},
                       "refresh": {}, "device_mode": "Shared",
                       "mdm": {"known": False, "url": "", "terms": "", "compliance": ""}},
            "tenant": {"id": "7F2B6C1E-94d3-4a08-b5e6-0c1d8e9fa234", "domain": "a.b", "name": "A",
                       "realm": "Federated", "cloud": "usgov"},
            "device": {"id": "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58", "registered": False,
                       "join": "registered", "certificate": "other-device", "key": "locked",
                       "transport_key": "missing", "format": "der", "intune": False,
                       "intune_id": GUID, "state": "unknown-error", "registered_ago_s": 0},
            "other_devices": [{"id": GUID, "tenant_id": GUID}],
            "proxy": {"mode": "refused"},
            "hosts": {"vpn.example": {"dns": "answer", "connect": "silent",
                                      "certificate": "other-ca"}},
            "http": [{"host": "*", "path": "/x", "status": 302, "location": "/y",
                      "type": "text/plain",
                      "body": "", "hang": False}],
            "machine": {"hostname": "h", "time_synchronized": False, "remote_session": True,
                        "device_broker": False, "files": {"/etc/x": "y"}, "elevated": False,
                        "session_bus": False, "clock_offset_s": -630720000, "journal": "unreadable",
                        "log": [{"from": "user-broker", "ago_s": 0, "priority": 0, "message": ""}],
                        "vendor_dsreg": "a\nb", "device_era": "",
                        "units": {"a.service": {"load": "masked", "active": "inactive",
                                                "sub": "dead", "result": "success",
                                                "file": "masked"}}}}
        validator("scenario-1.schema.json").validate(full)
        self.assertTrue(self.loads(full)[0])

    def test_errors_name_the_member_and_the_nearest(self):
        good = {"format": "dsreg-scenario/1", "name": "tried", "description": "x"}
        _, err = self.loads({**good, "broker": {"vesion": "1"}})
        self.assertIn('broker.vesion is not known; did you mean "version"?', err)
        code, _, err = self.run_lab("run", "healty", "--", "true")
        self.assertEqual(code, 1)
        self.assertIn("did you mean healthy?", err)

    def test_describe_says_what_is_played(self):
        _, out, _ = self.run_lab("describe", "drs-503")
        self.assertIn("503", out)
        self.assertIn("contoso.com", out)
        _, out, _ = self.run_lab("describe", "dns-broken")
        self.assertIn("servfail", out)


class Descriptor(lab_case.LabCase):
    def test_it_is_valid_and_private(self):
        check = validator("lab-1.schema.json")
        for uid in self.users():
            for scenario in sorted(WANTED):
                d = self.descriptor(scenario, uid)
                check.validate(d)
                self.assertEqual(d["user"]["uid"], uid)
                self.assertEqual(d["scenario"], scenario)
                self.assertNotEqual(d["user"]["home"], "/nonexistent")
            script = 'stat -c "%a %u" "$DSREG_LAB" "$(dirname "$DSREG_LAB")"'
            self.assertEqual(self.in_lab("healthy", script, uid).split(),
                             ["600", str(uid), "700", str(uid)])

    def test_the_environment_leads_nowhere_else(self):
        env = self.env(HTTPS_PROXY="http://p:1", no_proxy="x",
                       DBUS_SESSION_BUS_ADDRESS="unix:path=/x",
                       KEPT="yes")
        code, out, _ = self.run_lab("run", "healthy", "--", "env", env=env)
        self.assertEqual(code, 0)
        got = dict(line.split("=", 1) for line in out.splitlines())
        self.assertEqual(got["KEPT"], "yes")
        self.assertNotIn("HTTPS_PROXY", got)
        self.assertNotIn("no_proxy", got)
        self.assertIn(str(self.tmp), got["DBUS_SESSION_BUS_ADDRESS"])
        self.assertIn(str(self.tmp), got["DBUS_SYSTEM_BUS_ADDRESS"])
        self.assertIn(str(self.tmp), got["DSREG_LAB"])

    def test_everything_listens_on_loopback_only(self):
        out = self.in_lab("healthy", """for f in /proc/net/tcp /proc/net/udp /proc/net/tcp6; do
            awk '{print $2, $10}' $f; done
            for c in /proc/[0-9]*/comm; do
              [ "$(cat $c 2>/dev/null)" = dsreg-lab-world ] || continue
              ls -l ${c%comm}fd | grep -o 'socket:.*' || true
            done""")
        inodes = {line[8:-1] for line in out.split("\n") if line.startswith("socket:[")}
        bound = [line.split() for line in out.splitlines() if ":" in line and " " in line]
        ours = [address for address, inode in bound if inode in inodes]
        self.assertGreaterEqual(len(ours), 4)
        for address in ours:
            self.assertTrue(address.startswith("0100007F:"), address)

    def test_device_root_belongs_to_root_but_for_the_home(self):
        for uid in self.users():
            d = self.descriptor("healthy", uid)
            owners = {o["path"]: o for o in d["owners"]}
            private = owners["/etc/microsoft/identity-broker/private"]
            self.assertEqual((private["uid"], private["mode"]), (0, stat.S_IFDIR | 0o700))
            self.assertEqual(owners["/etc/os-release"]["mode"], stat.S_IFREG | 0o644)
            self.assertNotIn(d["user"]["home"], owners)
            for path, mode in ((f"{IDENTITY}/certs/drs_{TENANT}.pem", 0o600),
                               (f"{IDENTITY}/private/drs_{TENANT}.pem", 0o600),
                               (f"{IDENTITY}/private/stk_{TENANT}.pem", 0o600),
                               ("/var/log/journal/5d1e0c2f7a8b4e6f9d3c1b2a0f4e5d6c/system.journal",
                                0o644)):
                self.assertEqual((owners[path]["uid"], owners[path]["mode"]),
                                 (0, stat.S_IFREG | mode), path)

    def played(self, **members):
        """A scenario file of these members beside those that every file has."""
        file = self.top / "played.json"
        file.write_text(json.dumps({"format": "dsreg-scenario/1", "name": "played",
                                    "description": "x", **members}))
        return str(file)

    def test_the_clock_and_the_missing_session_bus(self):
        play = self.played(machine={"clock_offset_s": -600, "session_bus": False})
        check = validator("lab-1.schema.json")
        for uid in self.users():
            out = self.in_lab(play, 'cat "$DSREG_LAB"; echo; echo "$DBUS_SESSION_BUS_ADDRESS"; '
                              'test ! -e "${DBUS_SESSION_BUS_ADDRESS#unix:path=}"', uid)
            text, address = out.split("\n\n")
            d = json.loads(text)
            check.validate(d)
            self.assertEqual(d["clock_offset_ns"], -600 * 10 ** 9)
            self.assertEqual(d["session_bus"], "")
            self.assertIn("no user session bus", d["session_why"])
            self.assertIn(str(self.tmp), address)

    def test_a_java_device_broker_beside_a_new_broker(self):
        play = self.played(broker={"kind": "cpp"}, machine={"device_era": "java"})
        out = self.in_lab(play, """pid=$(dbus-send --system --print-reply=literal \\
            --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetConnectionUnixProcessID \\
            string:com.microsoft.identity.devicebroker1 | awk '{print $2}')
            readlink /proc/$pid/exe""")
        self.assertTrue(out.strip().endswith("/root/usr/lib/jvm/java-11-openjdk-amd64/bin/java"))

    def test_the_vendors_files(self):
        service = "/usr/share/dbus-1/services/com.microsoft.identity.broker1.service"
        for scenario, program in (("healthy", "/usr/libexec/dsreg/dsreg-lab-broker"),
                                  ("broker-crash",
                                   "/opt/microsoft/identity-broker/bin/microsoft-identity-broker"),
                                  ("himmelblau", "/usr/sbin/himmelblau_broker")):
            out = self.in_lab(scenario, 'R=$(dirname "$DSREG_LAB")/root; cat $R' + service +
                              f"; stat -c '%a %Y' $R{program}")
            self.assertIn(f"Exec={program}\n", out)
            self.assertIn("\n755 ", out)
        again = [self.in_lab("healthy", "stat -c %Y $(dirname $DSREG_LAB)/root/usr/libexec/dsreg/*")
                 for _ in range(2)]
        self.assertEqual(again[0], again[1])
        out = self.in_lab("no-broker", 'find "$(dirname "$DSREG_LAB")/root" -type f')
        self.assertNotIn("broker", out)


if __name__ == "__main__":
    lab_case.main()
