"""What the tests of the device service share: a private system bus, a device root in a lab's
descriptor, the shipped service, and callers of any uid."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
BUILD = pathlib.Path(sys.argv[1]).resolve()
NAME = "org.dsreg.DeviceBroker1"
PATIENCE = 60  # seconds until a test calls something stuck
NOBODY, OTHER = 65534, 1  # a bus knows only users of the user database
DENIED = "org.freedesktop.DBus.Error.AccessDenied"
TENANT = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234"
DRIVER = {"destination": "org.freedesktop.DBus", "interface": "org.freedesktop.DBus",
          "path": "/org/freedesktop/DBus"}

CONFIG = """<busconfig><type>system</type><listen>unix:path={folder}/socket</listen>
<auth>EXTERNAL</auth><servicedir>{folder}/services</servicedir>
<policy context="default"><allow user="*"/><deny own="*"/><deny send_type="method_call"/>
<allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>
<allow send_destination="org.freedesktop.DBus"/></policy>
<includedir>{folder}/policy</includedir></busconfig>"""

FILES = ("etc/microsoft/identity-broker/certs/drs_a.pem",
         "etc/microsoft/identity-broker/private/drs_a.pem",
         "etc/microsoft/identity-broker/private/stk_a.pem",
         "var/lib/microsoft-identity-device-broker/state.db")
LOCK = "run/dsreg/lock"


def needs_two_uids():
    if os.geteuid() != 0:
        print("SKIPPED: only root can be two users; run these tests as root")
        sys.exit(77)


def as_uid(uid, argv):
    if uid == os.geteuid():
        return argv
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--"] + argv


def until(happened, what):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.01)


class BorderCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-border-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        for name in ("services", "policy", "bin"):
            (self.folder / name).mkdir(mode=0o755)
        self.service = str(shutil.copy2(BUILD / "libexec/dsreg/dsreg-device-broker",
                                        self.folder / "bin"))
        self.caller = str(shutil.copy2(HERE / "tiny_bus.py", self.folder / "bin"))
        self.root = self.folder / "root"

    # ---- the bus

    def policy(self, text, name):
        (self.folder / "policy" / name).write_text(text)

    def shipped_policy(self):
        self.policy((SOURCE / f"packaging/{NAME}.conf").read_text(), f"{NAME}.conf")

    def may_own(self, uid):
        """Lets another user than root be the service, as no installation does."""
        self.policy(f'<busconfig><policy user="{uid}"><allow own="{NAME}"/></policy></busconfig>',
                    "zz-owner.conf")

    def start_bus(self):
        config = self.folder / "bus.conf"
        config.write_text(CONFIG.format(folder=self.folder))
        self.bus_log = open(self.folder / "bus.log", "w+", encoding="utf-8")
        self.addCleanup(self.bus_log.close)
        bus = subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork",
                                "--nopidfile", "--nosyslog", "--print-address"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=self.bus_log)
        self.addCleanup(self.end, bus)
        self.assertIn(b"unix:", bus.stdout.readline())
        return bus

    # ---- the service

    def make_root(self, uid):
        for name in FILES:
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("not a key\n")
        if uid != os.geteuid():
            for path in [self.root, *self.root.rglob("*")]:
                os.chown(path, uid, uid)

    def left(self):
        """What a change is about: not its lock."""
        files = (str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file())
        return sorted(f for f in files if f != LOCK)

    def descriptor(self, uid, elevated=True):
        file = self.folder / "lab.json"
        file.write_text(json.dumps({
            "format": "dsreg-lab/1", "scenario": "border",
            "user": {"uid": uid, "gid": uid, "name": "lab", "home": "/home/lab"},
            "system_bus": f"unix:path={self.folder}/socket", "device_root": str(self.root),
            "elevated": elevated}))
        file.chmod(0o600)
        os.chown(file, uid, -1)
        return str(file)

    def start_service(self, uid=None, elevated=True, idle=3600, awaited=True):
        uid = os.geteuid() if uid is None else uid
        self.make_root(uid)
        argv = [self.service, "--lab", self.descriptor(uid, elevated), "--idle", str(idle)]
        service = subprocess.Popen(as_uid(uid, argv), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
                                   env={"PATH": "/usr/bin:/bin"})
        self.addCleanup(self.end, service)
        if not awaited:
            return service
        until(lambda: self.has_owner(NAME) or service.poll() is not None, "no service")
        self.assertIsNone(service.poll(), service.poll() is not None and service.stderr.read())
        return service

    @staticmethod
    def end(process):
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()

    # ---- the callers

    def calls(self, calls, uid=None):
        """What the bus answered to a process of that user."""
        argv = ["/usr/bin/python3", "-B", self.caller, f"{self.folder}/socket"]
        done = subprocess.run(as_uid(os.geteuid() if uid is None else uid, argv), cwd="/",
                              input=json.dumps(calls), capture_output=True, text=True,
                              timeout=2 * PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def call(self, member, *args, uid=None, **more):
        return self.calls([{"member": member, "args": list(args), **more}], uid)[0]

    def has_owner(self, name):
        return self.call("NameHasOwner", name, **DRIVER)["text"] == 1


def main():
    del sys.argv[1:]
    unittest.main(verbosity=2)
