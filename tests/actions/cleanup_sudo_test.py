"""cleanup_sudo_test.py BUILD: whose home dsreg --cleanup empties, with which rights, without a lab.

It needs two users, so it needs root: in a mount namespace of its own, in which all of the machine
is read-only and /etc, /home, /root, /run and /var/lib are the test's.
"""
import ctypes
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from cleanup_play import BROKER, DATA, ROOT_WARNING, SIX, USER_WARNING
from play import DSREG, LIMIT, PLAIN, main

ALICE = 12345
NEEDED = ["ld.so.cache", "ld.so.conf", "ld.so.conf.d", "nsswitch.conf"]
PASSWD = f"root:x:0:0::/root:/bin/sh\nalice:x:{ALICE}:{ALICE}::/home/alice:/bin/sh\n"
CLONE_NEWNS = 0x20000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
libc = ctypes.CDLL(None, use_errno=True)


def mount(what, where, kind=None, flags=0):
    def text(s):
        return s.encode() if s else None
    if libc.mount(text(what), str(where).encode(), text(kind), ctypes.c_ulong(flags), None) != 0:
        raise OSError(ctypes.get_errno(), f"mount {where}")


def own_machine():
    """Nothing of the real one can be written to from here on."""
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    points = [line.split()[4] for line in open("/proc/self/mountinfo")]
    mount("tmpfs", "/home", "tmpfs")
    etc = pathlib.Path("/home/etc")
    etc.mkdir()
    for name in NEEDED:
        path = pathlib.Path("/etc", name)
        if path.is_dir():
            shutil.copytree(path, etc / name, symlinks=True, ignore_dangling_symlinks=True)
        elif path.exists():
            shutil.copy2(path, etc / name)
    (etc / "passwd").write_text(PASSWD)
    (etc / "group").write_text(f"root:x:0:\nalice:x:{ALICE}:\n")
    for point in points:
        if point.startswith(("/proc", "/sys", "/dev")):
            continue
        try:
            mount(None, point, None, MS_REMOUNT | MS_BIND | MS_RDONLY)
        except OSError:
            if point == "/":
                raise
    for folder in ("/root", "/run", "/var/lib"):
        mount("tmpfs", folder, "tmpfs")
    mount(str(etc), "/etc", None, MS_BIND)


def fill(home, owner):
    for name in SIX:
        put(home / name / "deep/file", owner)
    put(home / ".config/other", owner)


def put(path, owner=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    os.chown(path, owner, owner)
    for folder in path.parents:
        if owner and str(folder).startswith("/home/"):
            os.chown(folder, owner, owner)


def emptied(home):
    return [name for name in SIX if not (home / name).exists()]


class Users(unittest.TestCase):
    alice, root = pathlib.Path("/home/alice"), pathlib.Path("/root")
    key = pathlib.Path("/", BROKER, "private/drs_t.pem")
    certificate = pathlib.Path("/", BROKER, "certs/drs_t.pem")

    def setUp(self):
        for folder in (self.alice, pathlib.Path("/", BROKER), pathlib.Path("/", DATA)):
            shutil.rmtree(folder, ignore_errors=True)
        for name in SIX:
            shutil.rmtree(self.root / name, ignore_errors=True)
        fill(self.alice, ALICE)
        fill(self.root, 0)
        put(self.key)
        put(self.certificate)
        put(pathlib.Path("/", DATA, "store"))

    def cleanup(self, env=None, uid=0):
        drop = [] if uid == 0 else ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
        return subprocess.run([*drop, DSREG, "--cleanup", "--yes"], env={**PLAIN, **(env or {})},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=LIMIT)

    def device_is_gone(self):
        return not self.key.exists() and not self.certificate.exists() and \
            list(pathlib.Path("/", DATA).iterdir()) == []

    def test_under_sudo_it_is_the_invoking_user_s_home(self):
        done = self.cleanup({"SUDO_UID": str(ALICE)})
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertTrue(done.stderr.startswith(ROOT_WARNING), done.stderr)
        self.assertEqual(emptied(self.alice), SIX)
        self.assertEqual(emptied(self.root), [])
        self.assertTrue((self.alice / ".config/other").exists())
        self.assertTrue(self.device_is_gone())

    def test_plain_root_empties_its_own_home(self):
        done = self.cleanup()
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertEqual(emptied(self.root), SIX)
        self.assertEqual(emptied(self.alice), [])
        self.assertTrue(self.device_is_gone())

    def test_a_user_leaves_the_device_and_other_homes(self):
        done = self.cleanup({"HOME": "/root"}, uid=ALICE)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertTrue(done.stderr.startswith(USER_WARNING), done.stderr)
        self.assertEqual(emptied(self.alice), SIX)
        self.assertEqual(emptied(self.root), [])
        self.assertTrue(self.key.exists() and self.certificate.exists())

    def test_in_a_home_root_has_the_user_s_rights(self):
        put(self.alice / ".cache/Microsoft/of-root/file")
        for name in ("", "of-root", "of-root/file"):
            os.chown(self.alice / ".cache/Microsoft" / name, 0, 0)
        done = self.cleanup({"SUDO_UID": str(ALICE)})
        self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
        self.assertIn("Failed     /home/alice/.cache/Microsoft/of-root/file: Permission denied",
                      done.stdout)
        self.assertTrue((self.alice / ".cache/Microsoft/of-root/file").exists())
        self.assertEqual(len(emptied(self.alice)), 5)
        self.assertTrue(self.device_is_gone(), "phase 2 goes on")

    def test_a_home_full_of_links_reaches_nothing_of_root_s(self):
        secret = pathlib.Path("/root/secret/stays")
        put(secret)
        shutil.rmtree(self.alice / ".cache")
        (self.alice / ".cache").symlink_to("/root")
        for name in (".config/intune", ".config/microsoft-identity-broker"):
            shutil.rmtree(self.alice / name)
            (self.alice / name).symlink_to("/etc")
        (self.alice / ".local/share/intune-portal/link").symlink_to("/root/secret")
        before = sorted(os.listdir("/etc"))
        done = self.cleanup({"SUDO_UID": str(ALICE)})
        self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
        self.assertEqual(sorted(os.listdir("/etc")), before)
        self.assertTrue(secret.exists())
        self.assertTrue((self.root / ".cache/Microsoft/deep/file").exists())
        self.assertFalse((self.alice / ".local/share/intune-portal").exists())

    def phase_2_alone(self, why):
        done = self.cleanup({"SUDO_UID": str(ALICE)})
        self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
        self.assertIn(f"Failed     what is stored for alice: {why}", done.stdout)
        self.assertEqual(emptied(self.alice), [])
        self.assertTrue(self.device_is_gone())

    def runtime_folder(self):
        folder = pathlib.Path("/run/user", str(ALICE))
        folder.mkdir(parents=True)
        self.addCleanup(shutil.rmtree, folder)
        os.chown(folder, ALICE, ALICE)
        return folder / "dsreg.lock"

    def test_a_user_s_lock_does_not_keep_root_from_the_device(self):
        lock = self.runtime_folder()
        lock.write_text("1\n")
        os.chown(lock, ALICE, ALICE)
        with open(lock) as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            self.phase_2_alone("another dsreg of this user is at work")

    def test_a_folder_in_the_lock_s_place_does_not_either(self):
        self.runtime_folder().mkdir()
        self.phase_2_alone("cannot lock ")

    def test_a_user_has_no_lock_of_root_s(self):
        self.assertEqual(self.cleanup({"SUDO_UID": str(ALICE)}).returncode, 0)
        owner = os.stat("/run/dsreg/lock")
        self.assertEqual((owner.st_uid, owner.st_mode & 0o777), (0, 0o600))


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("needs two users: only root can act for another one")
        sys.exit(77)
    try:
        own_machine()
    except OSError as e:
        print(f"no mount namespace here: {e}")
        sys.exit(77)
    main()
