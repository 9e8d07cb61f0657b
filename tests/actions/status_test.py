"""status_test.py BUILD: dsreg --status, the shipped program in the lab."""
import datetime
import json
import pathlib
import re

import jsonschema

from play import DSREG, LIMIT, OTHER_TENANT, TENANT, Play, deny_sockets, main
from program import run

ACCOUNT = f"3d0c7b52-6a1e-4f5b-9c86-2f1d4be07a91.{TENANT}"
DEVICE = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58"
RULE = "-" * 65
SGR = re.compile(r"\x1b\[[0-9;]*m")
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} UTC"
SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "schemas" /
                     "status-1.schema.json").read_text())


def rows(text):
    """The blocks: (heading, {label: value})."""
    blocks = []
    for block in text.rstrip("\n").split("\n\n"):
        heading, rule, *lines = block.split("\n")
        assert rule == RULE, rule
        assert all(line[35:37] == ": " for line in lines), lines
        blocks.append((heading, {line[:35].rstrip(): line[37:] for line in lines}))
    return blocks


def block(text, heading):
    return next(found for name, found in rows(text) if name == heading)


class Layout(Play):
    def status(self, scenario, *args, code=0, **more):
        done = self.dsreg(scenario, *args, **more)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_healthy_has_every_row(self):
        text = self.status("healthy").stdout
        self.assertRegex(text, rf"""\AAccount
{RULE}
Home Account ID                    : {re.escape(ACCOUNT)}
Environment                        : login\.windows\.net
Tenant ID                          : {TENANT}

Device State
{RULE}
Device Registration Status         : Registered
Device ID                          : {DEVICE}
Tenant ID                          : {TENANT}
Tenant Name                        : contoso\.com
Certificate Thumbprint             : [0-9A-F]{{40}}

Primary Refresh Token
{RULE}
PRT Present                        : YES
PRT Cached At                      : {TIME}
PRT Age                            : 168\.0[0-9] hours
PRT Expires On                     : {TIME}
Last PRT Refresh Time              : {TIME}
Session Key Protocol               : 3\.1

Broker Information
{RULE}
Broker Version                     : 3\.0\.2
Broker Service Name                : microsoft-identity-device-broker\.service
Broker Binary Path                 : /usr/libexec/dsreg/dsreg-lab-broker
Broker Binary Timestamp            : 2026-04-22 19:28:58 UTC
Device Mode                        : Exclusive
\Z""")

    def test_no_option_means_status(self):
        script = '''a=$("$1"; echo x); b=$("$1" --status; echo x); [ "$a" = "$b" ] || exit 9'''
        # The tool's times are fixed when the lab starts, so that both show the same.
        done = self.shell("vendor-shaped-tool", script, DSREG)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_vendors_tool_adds_the_token(self):
        with_tool, without = (self.status(s).stdout for s in
                              ("vendor-shaped-tool", "vendor-shaped"))
        self.assertEqual(list(block(with_tool, "Primary Refresh Token")),
                         ["PRT Present", "PRT Cached At", "PRT Age", "PRT Expires On",
                          "Session Key Protocol"])
        self.assertEqual(block(with_tool, "Primary Refresh Token")["PRT Age"], "0.04 hours")
        self.assertEqual(
            block(without, "Primary Refresh Token"),
            {"PRT Present": "Unknown (the broker does not publish it; run dsreg --diagnose)"})
        for text in (with_tool, without):
            self.assertEqual(block(text, "Device State")["Device Registration Status"],
                             "Registered")
            for absent in ("Tenant Name", "Last PRT", "Device Mode"):
                self.assertNotIn(absent, text)

    def test_a_user_without_rights_never_reads_not_registered(self):
        text = self.status("vendor-shaped-user").stdout
        self.assertEqual(block(text, "Device State"),
                         {"Device Registration Status":
                          "Unknown (needs root or the device service)"})
        text = self.status("unprivileged").stdout
        self.assertEqual(block(text, "Device State")["Device ID"], DEVICE)
        self.assertNotIn("Thumbprint", text)

    def test_himmelblau(self):
        text = self.status("himmelblau").stdout
        self.assertEqual(block(text, "Device State"),
                         {"Device Registration Status": "Registered", "Device ID": DEVICE,
                          "Tenant ID": TENANT, "Tenant Name": "contoso.com"})
        self.assertEqual(block(text, "Broker Information")["Broker Service Name"],
                         "himmelblau-broker.service")

    def test_a_block_for_each_tenant(self):
        devices = [found for name, found in rows(self.status("two-tenants").stdout)
                   if name == "Device State"]
        self.assertEqual([d["Tenant ID"] for d in devices], [TENANT, OTHER_TENANT])
        self.assertNotEqual(devices[0]["Certificate Thumbprint"],
                            devices[1]["Certificate Thumbprint"])

    def test_a_tenant_is_chosen_in_any_case(self):
        text = self.status("two-tenants", "--tenant-id", OTHER_TENANT.upper()).stdout
        self.assertEqual([name for name, _ in rows(text)],
                         ["Device State", "Primary Refresh Token", "Broker Information"])
        self.assertEqual(block(text, "Device State")["Tenant ID"], OTHER_TENANT)
        self.assertEqual(block(text, "Primary Refresh Token")["PRT Present"],
                         "NO")

    def test_a_tenant_that_knows_nothing_of_this_device(self):
        text = self.status("healthy", "--tenant-id", "01234567-89ab-cdef-0123-456789abcdef").stdout
        self.assertEqual(block(text, "Device State"),
                         {"Device Registration Status": "Not Registered"})

    def test_two_accounts(self):
        accounts = [found for name, found in rows(self.status("two-accounts").stdout)
                    if name == "Account"]
        self.assertEqual([a["Home Account ID"] for a in accounts],
                         [ACCOUNT, f"8e51f2a7-3c4d-4b6f-a1d9-7702e6c58b14.{TENANT}"])

    def test_a_token_without_a_registration_is_shown_as_it_is(self):
        text = self.status("prt-unregistered").stdout
        self.assertEqual(block(text, "Device State"),
                         {"Device Registration Status": "Not Registered"})
        self.assertEqual(block(text, "Primary Refresh Token")["PRT Present"], "YES")

    def test_no_token_and_nobody(self):
        text = self.status("prt-missing").stdout
        self.assertEqual(block(text, "Primary Refresh Token"), {"PRT Present": "NO"})
        done = self.status("not-registered")
        self.assertEqual([name for name, _ in rows(done.stdout)],
                         ["Device State", "Primary Refresh Token", "Broker Information"])
        self.assertEqual(done.stderr, "")  # no hints into a pipe

    def test_the_time_zone_changes_nothing(self):
        def cached(zone):
            text = self.status("vendor-shaped-tool", env={"TZ": zone}).stdout
            value = block(text, "Primary Refresh Token")["PRT Cached At"]
            return datetime.datetime.strptime(value, "%Y-%m-%d %H:%M:%S UTC")
        self.assertLess(abs(cached("Pacific/Apia") - cached("UTC")),
                        datetime.timedelta(seconds=LIMIT))

    def test_a_token_from_the_future_is_0_hours_old(self):
        ahead = self.scenario(broker={"prt": {"cached_ago_s": -7200}})
        text = self.status(ahead).stdout
        self.assertEqual(block(text, "Primary Refresh Token")["PRT Age"], "0.00 hours")

    def test_age_counts_by_the_clock_of_the_machine(self):
        skewed = self.scenario(machine={"clock_offset_s": -86400})
        text = self.status(skewed).stdout
        self.assertRegex(block(text, "Primary Refresh Token")["PRT Age"], r"\A168\.0[0-9] hours\Z")

    def test_a_broker_in_a_container(self):
        text = self.status(self.scenario(broker={"kind": "proxy"})).stdout
        self.assertEqual(block(text, "Broker Information")["Broker Service Name"],
                         "Unknown (runs in a container)")

    def test_a_masked_device_broker_is_told(self):
        done = self.status("device-broker-masked")
        self.assertEqual(block(done.stdout, "Broker Information")["Broker Service Name"],
                         "microsoft-identity-device-broker.service")
        self.assertIn("is masked", done.stderr)
        self.assertIn("sudo systemctl unmask microsoft-identity-device-broker.service\n",
                      done.stderr)

    def test_escapes_in_names_do_not_reach_the_terminal(self):
        done = self.status(self.scenario(broker={"fault": "escapes"}), "--color=never")
        self.clean(done.stdout)


class Arguments(Play):
    def test_a_malformed_tenant_is_refused_before_any_bus(self):
        for word in ("0", TENANT[:-1], TENANT + "0", "{" + TENANT + "}", "contoso.com", ""):
            done = run("--tenant-id", word, preexec_fn=deny_sockets)
            self.assertEqual((done.returncode, done.stdout), (1, ""), word)


class Failures(Play):
    def test_no_broker(self):
        done = self.dsreg("no-broker")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("Failed to get broker instance: ", done.stderr)
        self.assertIn("\n  systemctl status microsoft-identity-device-broker\n", done.stderr)
        self.assertIn("\n  systemctl start microsoft-identity-device-broker\n", done.stderr)
        self.assertNotIn("enable", done.stderr)
        self.assertNotIn("--user", done.stderr)

    def test_no_session_bus(self):
        done = self.dsreg("no-session-bus")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("Failed to get broker instance: no user session bus", done.stderr)
        self.assertIn("--user NAME.\n", done.stderr)
        self.assertLess(done.stderr.index("\n  loginctl list-sessions\n"),
                        done.stderr.index("\n  systemctl status"))

    def test_a_text_file_says_why_there_is_nothing(self):
        text = self.folder / "s.txt"
        done = self.dsreg("no-broker", "--format", f"text={text}")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(text.read_text(), "Failed to get broker instance: no identity broker is "
                         "installed: the session bus knows none that it could start\n")

    def test_authd_may_have_registered_this_machine(self):
        done = self.dsreg("authd", "--format", "json")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(json.loads(done.stdout)["device_state"][0]["registered"],
                         {"unknown": "authd may keep a registration of its own"})

    def test_a_bare_status_is_explained_too(self):
        refuses = self.scenario(broker={"fault": "error", "methods": ["getAccounts"],
                                        "error": {"status": 2, "context": "who knows"}})
        self.assertIn("dsreg --explain status=2\n", self.dsreg(refuses).stderr)

    def test_what_is_known_is_shown_when_a_query_fails(self):
        for scenario, why in (("broker-garbage", "cannot be used"), ("broker-crash", "left"),
                              ("broker-slow", "in time")):
            done = self.dsreg(scenario)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(why, done.stderr)
            self.assertEqual(block(done.stdout, "Device State")["Device ID"], DEVICE)
            self.assertEqual(block(done.stdout, "Broker Information")["Broker Version"],
                             "Unknown (the broker gives no usable answer)")
            self.assertNotIn("Account\n", done.stdout)

    def test_an_error_reply_is_decoded(self):
        refuses = self.scenario(broker={
            "fault": "error", "methods": ["getAccounts"],
            "error": {"status": 2, "tag": 595719680, "context": "AADSTS50078: stale"}})
        done = self.dsreg(refuses)
        self.assertEqual(done.returncode, 3)
        for word in ("status 2 InteractionRequired", "AADSTS50078", "tag 965ya",
                     "dsreg --explain AADSTS50078"):
            self.assertIn(word, done.stderr)
        self.assertEqual(block(done.stdout, "Broker Information")["Broker Version"], "3.0.2")

    def test_a_full_disk_and_a_closed_stdout_are_12(self):
        for redirection in (">/dev/full", ">&-"):
            done = self.shell("healthy", f'"$1" {redirection}', DSREG)
            self.assertEqual((done.returncode, done.stdout), (12, ""), redirection)
            self.assertRegex(done.stderr, r"\Adsreg: [^\n]+\n\Z")

    def test_a_reader_that_goes_away_is_no_death(self):
        script = '''
import os, subprocess, sys
reader, writer = os.pipe()
os.close(reader)
sys.exit(subprocess.run([sys.argv[1]], stdout=writer).returncode)'''
        done = self.python("healthy", script)
        self.assertEqual((done.returncode, done.stderr), (12, ""))
        done = self.shell("healthy", '"$1" | head -n 1', DSREG)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "Account\n", ""))


class Documents(Play):
    def document(self, scenario, *args, code=0):
        done = self.dsreg(scenario, "--format", "json", *args)
        self.assertEqual(done.returncode, code, done.stderr)
        document = json.loads(done.stdout)
        jsonschema.Draft202012Validator(SCHEMA).validate(document)
        self.assertEqual(document["exit_code"], code)
        return document

    def test_every_outcome_fits_the_schema(self):
        for scenario, code in (("healthy", 0), ("two-tenants", 0), ("vendor-shaped-user", 0),
                               ("not-registered", 0), ("himmelblau", 0), ("broker-garbage", 3)):
            document = self.document(scenario, code=code)
            self.assertEqual(document["lab"]["scenario"], scenario)
            self.assertEqual(document["error"] is None, code == 0)

    def test_values_carry_their_source(self):
        document = self.document("healthy")
        device = document["device_state"][0]
        self.assertEqual(device["device_id"], {"value": DEVICE, "source": "certificate"})
        self.assertEqual(document["broker"]["service"]["source"], "systemd")
        self.assertIs(document["primary_refresh_token"]["present"]["value"], True)

    def test_no_broker_is_a_document_too(self):
        document = self.document("no-broker", code=2)
        self.assertEqual(document["error"]["question"], "broker")
        self.assertTrue(document["error"]["sentence"].startswith("Failed to get broker instance"))
        self.assertEqual(document["accounts"], [])
        self.assertIs(document["device_state"][0]["registered"]["value"], False)

    def test_an_error_keeps_its_numbers(self):
        refuses = self.scenario(broker={
            "fault": "error", "methods": ["getAccounts"],
            "error": {"status": 2, "tag": 595719680, "context": "AADSTS50078: stale"}})
        error = self.document(refuses, code=3)["error"]
        self.assertEqual((error["question"], error["kind"], error["status"], error["aadsts"],
                          error["tag"]), ("accounts", "refused", 2, "AADSTS50078", "965ya"))

    def test_files_hold_no_personal_value(self):
        text, document = self.folder / "s.txt", self.folder / "s.json"
        done = self.dsreg("healthy", "--format", f"text={text}", "--format", f"json={document}")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        for path in (text, document):
            written = path.read_text()
            for personal in (ACCOUNT, DEVICE, TENANT, "contoso.com", "alice"):
                self.assertNotIn(personal, written)
            self.assertIn("personal-", written)
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(document.read_text()))


class OnATerminal(Play):
    """A helper inside the lab plays the terminal: dsreg's stdout and stderr, told apart."""

    HELPER = pathlib.Path(__file__).resolve().parent / "status_terminal.py"

    def seen(self, scenario, *args, env=None):
        """What two terminals showed: stdout's and stderr's."""
        done = self.in_lab(scenario, ["/usr/bin/python3", "-B", self.HELPER, DSREG, *args],
                           env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_stripping_the_colours_gives_what_a_pipe_gets(self):
        piped = self.dsreg("vendor-shaped").stdout
        out, _ = self.seen("vendor-shaped")
        self.assertNotEqual(out, piped)
        self.assertIn("\x1b[1mDevice State\x1b[0m\n", out)
        thumbprint = re.compile("[0-9A-F]{40}")  # of this lab's own certificate
        self.assertEqual(thumbprint.sub("", SGR.sub("", out)), thumbprint.sub("", piped))

    def test_colour_follows_the_wish(self):
        self.assertNotIn("\x1b", self.seen("healthy", env={"NO_COLOR": "1"})[0])
        self.assertNotIn("\x1b", self.seen("healthy", "--color=never")[0])
        self.assertIn("\x1b[32mRegistered\x1b[0m",
                      self.dsreg("healthy", "--color=always").stdout)

    def test_hints_for_what_is_missing(self):
        out, err = self.seen("not-registered")
        self.assertNotIn("--explain", out)
        for word in ("dsreg --explain device.not-registered", "  1. ", "  2. ", "  3. ",
                     "dsreg --explain prt.absent"):
            self.assertIn(word, err)
        _, err = self.seen("prt-missing")
        self.assertIn("dsreg --explain prt.absent", err)
        for hint in ("  1. Sign in", "  2. See that the network", "  3. See that the clock"):
            self.assertIn(hint, err)
        self.assertNotIn("device.not-registered", err)
        _, err = self.seen("healthy", "--tenant-id", OTHER_TENANT)
        self.assertIn("dsreg --explain prt.absent", err)

    def test_no_hints_when_all_is_well_or_quiet(self):
        self.assertEqual(self.seen("healthy")[1], "")
        self.assertEqual(self.seen("not-registered", "--quiet")[1], "")


if __name__ == "__main__":
    main()
