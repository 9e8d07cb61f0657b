"""getdrstoken_test.py BUILD: the token on stdout, one newline, and nothing else anywhere."""
import base64
import json
import os

from play import DSREG, OTHER_TENANT, TENANT, Play, main

ALICE = "3d0c7b52-6a1e-4f5b-9c86-2f1d4be07a91"
BOB = "8e51f2a7-3c4d-4b6f-a1d9-7702e6c58b14"
DRS = "urn:ms-drs:enterpriseregistration.windows.net"


def claims(text):
    payload = text.rstrip("\n").split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


class Token(Play):
    def token(self, scenario, *args):
        done = self.dsreg(scenario, "--getdrstoken", *args)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\A[\w-]+\.[\w-]+\.[\w-]+\n\Z")
        return claims(done.stdout)

    def refused(self, done, code, *words):
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.clean(done.stderr)
        self.assertRegex(done.stderr, r"\Adsreg: ")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_a_bare_token_for_the_registration_service(self):
        got = self.token("healthy")
        self.assertEqual((got["aud"], got["tid"], got["oid"]), (DRS, TENANT, ALICE))

    def test_every_kind_of_broker(self):
        for scenario in ("broker-java", "himmelblau", "vendor-shaped", "usgov"):
            with self.subTest(scenario):
                self.assertIn("enterpriseregistration", self.token(scenario)["aud"])

    def test_two_accounts_give_the_first_ones(self):
        self.assertEqual(self.token("two-accounts")["oid"], ALICE)

    def test_the_tenant_picks_the_account(self):
        two = self.scenario(broker={"accounts": [
            {}, {"username": "bob@fabrikam.com", "object_id": BOB, "tenant_id": OTHER_TENANT}]})
        for tenant, oid in ((TENANT, ALICE), (OTHER_TENANT, BOB), (OTHER_TENANT.upper(), BOB)):
            got = self.token(two, "--tenant-id", tenant)
            self.assertEqual((got["tid"], got["oid"]), (tenant.lower(), oid))
        self.assertEqual(self.token(two)["oid"], ALICE)

    def test_nobody_of_the_tenant_is_signed_in(self):
        done = self.dsreg("two-tenants", "--getdrstoken", "--tenant-id", OTHER_TENANT)
        self.refused(done, 3, f"nobody of tenant {OTHER_TENANT} is signed in")

    def test_nobody_is_signed_in(self):
        self.refused(self.dsreg("not-registered", "--getdrstoken"), 3, "nobody is signed in")

    def test_interaction_needed_is_decoded(self):
        self.refused(self.dsreg("mfa-expired", "--getdrstoken"), 3, "AADSTS50078",
                     "InteractionRequired", "basic_action", "correlation id ",
                     "dsreg --explain AADSTS50078")

    def test_the_brokers_tag_is_decoded(self):
        self.refused(self.dsreg("prt-missing", "--getdrstoken"), 3, "Missing PRT", "4kv4v",
                     "dsreg --explain 4kv4v")

    def test_himmelblaus_error_has_no_status(self):
        down = self.scenario(broker={"kind": "himmelblau", "fault": "error",
                                     "methods": ["acquireTokenSilently"],
                                     "error": {"context": "the daemon is offline"}})
        done = self.dsreg(down, "--getdrstoken")
        self.refused(done, 3, "the daemon is offline")
        self.assertNotIn("Unexpected", done.stderr)

    def test_no_broker(self):
        self.refused(self.dsreg("no-broker", "--getdrstoken"), 2,
                     "Failed to get broker instance: no identity broker is installed",
                     "systemctl status microsoft-identity-device-broker\n",
                     "systemctl start microsoft-identity-device-broker\n")

    def test_no_session_bus(self):
        self.refused(self.dsreg("no-session-bus", "--getdrstoken"), 2,
                     "Failed to get broker instance: no user session bus")

    def test_a_full_or_closed_stdout_is_12_and_shows_the_token_nowhere(self):
        for script, words in (('"$1" --getdrstoken > /dev/full', "No space left on device"),
                              ('"$1" --getdrstoken >&-', "Bad file descriptor")):
            done = self.shell("healthy", f"{script} || exit $?", DSREG)
            self.assertEqual((done.returncode, done.stdout), (12, ""), done.stderr)
            self.assertEqual(done.stderr,
                             f"dsreg: cannot write to the standard output: {words}\n")

    def test_a_reader_that_left_is_12_without_a_word(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = self.dsreg("healthy", "--getdrstoken", stdout=writing)
        os.close(writing)
        self.assertEqual((done.returncode, done.stderr), (12, ""))

    def test_a_format_is_refused_before_anything_is_asked(self):
        done = self.shell("healthy", '''
            log=${DSREG_LAB%/*}/broker.log
            "$1" --getdrstoken --format json || code=$?
            if test -e "$log"; then cat "$log"; fi
            exit $code''', DSREG)
        self.refused(done, 1, "--format goes with")

    def test_verbose_names_the_broker_and_quiet_changes_no_byte_of_stdout(self):
        done = self.dsreg("healthy", "--getdrstoken", "--verbose")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(claims(done.stdout)["tid"], TENANT)
        self.assertIn("broker: /", done.stderr)
        self.clean(done.stderr)
        self.assertEqual(self.dsreg("healthy", "--getdrstoken", "--quiet").stderr, "")
        done = self.dsreg("mfa-expired", "--getdrstoken", "--quiet")
        self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_a_token_that_the_clock_calls_expired_is_given_with_a_warning(self):
        ahead = self.scenario(machine={"clock_offset_s": 7 * 86400})
        done = self.dsreg(ahead, "--getdrstoken")
        self.assertEqual(done.returncode, 0)
        self.assertIn("warning: the broker's token may be refused: it has expired", done.stderr)


if __name__ == "__main__":
    main()
