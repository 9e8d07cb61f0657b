"""What the lab plays of a user's session beside the broker: the keyring, and authd beside it."""
import json

import lab_case

ENV = "60a144fbac31dfcf32034c112a615303b0e55ecad3a7aa61b7982557838908dc"
# Asks the Secret Service as secret-tool does: SearchItems of a collection, then Delete.
SECRETS = """ask() { dbus-send --session --print-reply=literal --dest=org.freedesktop.secrets \
  $1 org.freedesktop.Secret.$2 "${@:3}" 2>&1 | tr -s ' \\n' ' '; echo; }
C=/org/freedesktop/secrets/collection/login
search() { ask $C Collection.SearchItems "dict:string:string:$1,$2"; }
remove() { ask $1 Item.Delete; }
shown() { cat "$(dirname "$DSREG_LAB")/secrets.json"; echo; }
"""
OWNED = """owned() { dbus-send --$1 --print-reply=literal --dest=org.freedesktop.DBus / \
  org.freedesktop.DBus.NameHasOwner string:$2; echo; }
"""


class Session(lab_case.LabCase):
    def scenario(self, name, **machine):
        file = self.top / f"{name}.json"
        file.write_text(json.dumps({"format": "dsreg-scenario/1", "name": name,
                                    "description": "", "machine": machine}))
        return str(file)

    def labels(self, text):
        return [item["label"] for item in json.loads(text)["items"]]

    def test_the_broker_s_item_can_be_found_and_deleted_and_the_other_one_stays(self):
        for uid in self.users():
            out = self.in_lab("healthy", SECRETS + f"""shown; search env {ENV}
                remove $C/2; search env {ENV}; shown""", uid).splitlines()
            self.assertEqual(self.labels(out[0]),
                             ["Mail password of alice", "Microsoft identity broker"])
            self.assertEqual(out[1].split(),
                             ["array", "[", "/org/freedesktop/secrets/collection/login/2", "]"])
            self.assertEqual(out[2].strip(), "/")
            self.assertEqual(out[3].split(), ["array", "[", "]"])
            self.assertEqual(self.labels(out[4]), ["Mail password of alice"])
            self.assertFalse(json.loads(out[4])["value_wanted"])

    def test_who_asks_for_a_value_is_shown_and_gets_none(self):
        out = self.in_lab("healthy", SECRETS + """ask $C/2 Item.GetSecret objpath:/
            shown""").splitlines()
        self.assertIn("holds no values", out[0])
        self.assertTrue(json.loads(out[-1])["value_wanted"])

    def test_a_prompt_waits_until_it_is_dismissed(self):
        out = self.in_lab(self.scenario("prompt", secrets={"prompt": True}), SECRETS + """
            remove $C/2; shown
            ask /org/freedesktop/secrets/prompt/p1 Prompt.Dismiss
            shown""").splitlines()
        self.assertEqual(out[0].strip(), "/org/freedesktop/secrets/prompt/p1")
        self.assertTrue(json.loads(out[1])["prompt_waits"])
        self.assertFalse(json.loads(out[3])["prompt_waits"])
        self.assertEqual(len(self.labels(out[3])), 2)

    def test_a_locked_keyring_deletes_nothing(self):
        out = self.in_lab(self.scenario("locked", secrets={"collection": "locked"}), SECRETS + """
            remove $C/2; shown""")
        self.assertIn("org.freedesktop.Secret.Error.IsLocked", out)
        self.assertEqual(len(self.labels(out.splitlines()[-1])), 2)

    def test_collections_and_aliases(self):
        alias = "ask /org/freedesktop/secrets Service.ReadAlias string:login"
        for collection, path in (("login", "/org/freedesktop/secrets/collection/login"),
                                 ("alias", "/org/freedesktop/secrets/collection/kdewallet"),
                                 ("none", "/")):
            play = self.scenario(collection, secrets={"collection": collection})
            out = self.in_lab(play, SECRETS + alias).strip()
            self.assertEqual(out, path)

    def test_a_session_without_a_secret_service(self):
        play = self.scenario("silent", secrets={"collection": "no-service"})
        for scenario, owned in ((play, "false"), ("healthy", "true")):
            out = self.in_lab(scenario, OWNED + "owned session org.freedesktop.secrets")
            self.assertEqual(out.split()[-1], owned)

    def test_authd_is_on_the_system_bus_of_its_scenario_alone(self):
        for scenario, owned in (("authd", "true"), ("no-broker", "false")):
            out = self.in_lab(scenario, OWNED + "owned system com.ubuntu.authd.MSEntraID")
            self.assertEqual(out.split()[-1], owned)

    def test_a_forwarded_broker_answers_from_the_user_s_home(self):
        out = self.in_lab("proxy", """dbus-send --session --print-reply=literal \
            --dest=com.microsoft.identity.broker1 /com/microsoft/identity/broker1 \
            com.microsoft.identity.Broker1.getAccounts string:0.0 string:c string:'{}'; echo
            pid=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
              org.freedesktop.DBus.GetConnectionUnixProcessID \
              string:com.microsoft.identity.broker1 | awk '{print $2}')
            readlink /proc/$pid/exe
            root=$(dirname "$DSREG_LAB")/root
            ls "$root/home/lab/.local/share/dbus-1/services" "$root/usr/share/dbus-1/services"
            test ! -e "$root/etc/microsoft" """).splitlines()
        self.assertEqual(len(json.loads(out[0])["accounts"]), 1)
        self.assertTrue(out[1].endswith("/root/home/lab/.local/bin/intuneme"), out[1])
        files = [line for line in out[2:] if line.endswith(".service")]
        self.assertEqual(files, ["com.microsoft.identity.broker1.service"])


if __name__ == "__main__":
    lab_case.main()
