"""other_user_test.py BUILD: root asks for another user, as under sudo; two users, so root only."""
import os
import shutil
import sys

from play import DSREG, LIMIT, Play, main

NOBODY = 65534

# A session bus of nobody's that lets nobody else in, perhaps with a broker, then dsreg as root with
# that bus, for the user whose id comes as the argument.
SESSION = """
import atexit, json, os, subprocess, sys
dsreg, broker, scenario, folder, target = sys.argv[1:6]
address = "unix:path=" + os.path.join(folder, "bus")
config = os.path.join(folder, "bus.conf")
with open(config, "w") as out:
    out.write('<busconfig><type>session</type><listen>%s</listen><auth>EXTERNAL</auth>'
              '<policy context="default"><allow send_destination="*"/>'
              '<allow receive_sender="*"/><allow own="*"/></policy>'
              '</busconfig>' % address)

def as_nobody(*words, **more):
    run = subprocess.Popen(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words],
                           stdout=subprocess.PIPE, **more)
    atexit.register(run.kill)
    run.stdout.readline()

as_nobody("dbus-daemon", "--nofork", "--config-file=" + config, "--print-address=1")
if broker:
    as_nobody(broker, scenario, os.path.join(folder, "log"), "--ready",
              env={"DBUS_STARTER_ADDRESS": address})
world = json.load(open(os.environ["DSREG_LAB"]))
world["session_bus"] = address
world["user"].update(uid=int(target), gid=int(target), name="target")
path = os.environ["DSREG_LAB"] + ".changed"
with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
    json.dump(world, out)
sys.exit(subprocess.run([dsreg, *sys.argv[6:], "--lab", path]).returncode)
"""


class OtherUser(Play):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)
        self.place = self.folder / "session"
        self.place.mkdir()
        os.chmod(self.place, 0o777)
        # Where nobody can run it, wherever the build folder lies.
        self.broker = str(shutil.copy(f"{os.path.dirname(DSREG)}/../libexec/dsreg/dsreg-lab-broker",
                                      self.place))

    def ask(self, target, *args, serve=True, **members):
        scenario = self.scenario(**members)
        return self.python("healthy", SESSION, self.broker if serve else "", scenario, self.place,
                           target, *args)

    def test_the_token_is_asked_for_with_the_users_rights(self):
        done = self.ask(NOBODY, "--getdrstoken")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\A[\w-]+\.[\w-]+\.[\w-]+\n\Z")

    def test_a_refusal_crosses_too(self):
        done = self.ask(NOBODY, "--getdrstoken", broker={"accounts": []})
        self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
        self.assertIn("nobody is signed in", done.stderr)

    def test_a_broker_that_is_late_is_not_waited_for(self):
        done = self.ask(NOBODY, "--getdrstoken",
                        broker={"fault": "slow", "delay_ms": 60000,
                                "methods": ["acquireTokenSilently"]})
        self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
        self.assertIn("the broker did not answer in time", done.stderr)
        self.assertLess(done.seconds, LIMIT / 2)

    def test_no_broker_on_that_bus(self):
        for action in ("--getdrstoken", "--status"):
            done = self.ask(NOBODY, action, serve=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertIn("Failed to get broker instance: no identity broker", done.stderr)
            os.remove(self.place / "bus")

    def test_the_bus_of_somebody_else_turns_root_away(self):
        for action in ("--getdrstoken", "--status"):
            done = self.ask(0, action)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertIn("the session bus turned this user away", done.stderr)
            self.assertIn("Root has no session of its own", done.stderr)
            os.remove(self.place / "bus")


if __name__ == "__main__":
    if os.getuid() != 0:
        print("skipped: only root can act for another user")
        sys.exit(77)
    main()
