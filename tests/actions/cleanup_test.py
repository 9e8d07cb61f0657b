"""cleanup_test.py BUILD: what dsreg --cleanup removes, what it leaves, and what it says."""
import fcntl
import os
import pathlib
import subprocess

from cleanup_play import BROKER, DATA, SIX, UNIT, CleanupPlay
from play import DSREG, LIMIT, TENANT, main

DEVICE = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58"  # of every scenario that names no other
COMMAND = f"sudo dsreg --tenant-id {TENANT} --unregister"
LEFT = "Device keys and certificates were left: only root removes them (sudo dsreg --cleanup).\n"
STILL = f"This device ({DEVICE}) is still registered in the tenant {TENANT}: cleanup does not " \
        "unregister it.\n"
WITHOUT_KEY = "Without its key only the Microsoft Entra admin center (Devices) can remove it; " \
              f"{COMMAND} does it as long as the key is here, so run that first the next time.\n"
SIGN_IN = "Users must sign in again to restore the Primary Refresh Token.\n"


def below(paths, tops):
    return {p for p in paths if any(p == t or p.startswith(t + "/") for t in tops)}


class Removed(CleanupPlay):
    def home_of(self, lab):
        return str(lab.home.relative_to(lab.root))

    def gone(self, before, after):
        self.assertEqual({p: v for p, v in before.items() if p in after}, after, "changed")
        return set(before) - set(after)

    def test_root_removes_both_phases_and_nothing_else(self):
        lab = self.open_lab()
        before, requests = lab.snapshot(), lab.http_log()
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        home = self.home_of(lab)
        expected = below(before, [f"{home}/{name}" for name in SIX])
        expected |= below(before, [DATA]) - {DATA}
        expected |= {p for p in before if p.startswith(BROKER) and before[p] != "folder" and
                     os.path.basename(p).startswith(("drs_", "stk_"))}
        self.assertEqual(self.gone(before, lab.snapshot()), expected)
        self.assertEqual(lab.http_log(), requests, "cleanup asks no server")
        rows = self.rows(done.stdout)
        self.assertEqual(rows[f"/{home}/.cache/Microsoft"], ("Removed", "1 file, 1 folder"))
        self.assertEqual(rows[UNIT], ("Stopped", ""))
        for name in ("private/drs_", "private/stk_", "certs/drs_"):
            self.assertEqual(rows[f"/{BROKER}/{name}{TENANT}.pem"], ("Removed", ""))
        self.assertEqual(rows[f"/{DATA}"], ("Removed", "1 file, 1 folder"))
        self.assertNotIn("Failed", done.stdout)

    def test_a_user_leaves_the_device_and_says_so(self):
        lab = self.open_lab(machine={"elevated": False})
        before = lab.snapshot()
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        home = self.home_of(lab)
        self.assertEqual(self.gone(before, lab.snapshot()),
                         below(before, [f"{home}/{name}" for name in SIX]))
        self.assertIn(LEFT, done.stderr)
        # The device's certificate was out of reach: a note alone says what it was.
        self.assertIn(f"If this device ({DEVICE}) was registered in the tenant {TENANT}, it still "
                      "is: cleanup does not unregister it.\n"
                      f"To remove it from the tenant: {COMMAND}\n" + SIGN_IN, done.stderr)
        self.assertNotIn("/etc/", done.stdout)

    def test_root_is_told_that_the_device_is_still_registered(self):
        done = self.cleanup(self.open_lab(), "--yes")
        self.assertIn(STILL, done.stderr)
        self.assertIn(WITHOUT_KEY, done.stderr)
        self.assertIn(SIGN_IN, done.stderr)

    def test_a_key_that_never_was_there_is_not_claimed(self):
        done = self.cleanup(self.open_lab(device={"key": "missing"}), "--yes")
        self.assertIn(STILL + WITHOUT_KEY + SIGN_IN, done.stderr)

    def test_accounts_of_a_broker_that_sleeps_go(self):
        lab = self.open_lab()
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        accounts = [row for path, row in self.rows(done.stdout).items() if "account " in path]
        self.assertEqual(accounts, [("Removed", "")], done.stdout)

    def test_himmelblau_s_own_way_is_named_and_no_second_run_is_asked_for(self):
        done = self.cleanup(self.open_lab(broker={"kind": "himmelblau"}), "--yes")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertRegex(done.stdout, "Failed +account .*: Himmelblau's broker cannot remove "
                                      "accounts; its own way is sudo aad-tool cache-clear\n")
        self.assertIn("cleanup is not complete", done.stderr)
        self.assertNotIn("again when", done.stderr)
        self.assertNotIn("run dsreg --cleanup", done.stderr)

    def test_what_became_of_the_device_is_told_although_the_accounts_failed(self):
        done = self.cleanup(self.open_lab(broker={"fault": "garbage"}), "--yes")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertIn(STILL + WITHOUT_KEY, done.stderr)
        self.assertIn("when their reason is gone, run dsreg --cleanup again", done.stderr)

    def test_without_a_registration_the_note_names_none(self):
        done = self.cleanup(self.open_lab(device={"registered": False}), "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("If this device was registered, it still is", done.stderr)
        self.assertNotIn("--unregister", done.stderr)
        self.assertIn("The Microsoft Entra admin center (Devices) can remove it.\n" + SIGN_IN,
                      done.stderr)

    def test_a_second_run_finds_nothing(self):
        lab = self.open_lab()
        self.assertEqual(self.cleanup(lab, "--yes").returncode, 0)
        after = lab.snapshot()
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({word for word, _ in self.rows(done.stdout).values()}, {"Not there"})
        self.assertEqual(lab.snapshot(), after)

    def test_without_a_broker_and_without_a_session_bus_the_folders_go(self):
        for members in ({"broker": {"kind": "none"}}, {"machine": {"session_bus": False}}):
            lab = self.open_lab(**members)
            done = self.cleanup(lab, "--yes")
            self.assertEqual(done.returncode, 0, done.stderr)
            for name in SIX:
                self.assertFalse((lab.home / name).exists(), name)

    def test_environment_variables_move_nothing(self):
        lab = self.open_lab()
        other = self.folder / "other"
        for name in ("intune-portal", "Microsoft", "intune"):
            lab.write(other / name / "stays")
        done = self.cleanup(lab, "--yes", env={name: str(other) for name in (
            "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(list(other.rglob("stays"))), 3)
        self.assertFalse((lab.home / ".cache/Microsoft").exists())

    def test_links_in_the_folders_go_and_what_they_lead_to_stays(self):
        lab = self.open_lab()
        precious = self.folder / "precious"
        lab.write(precious / "stays")
        for name in SIX:
            for number, target in enumerate((precious, "/etc", "/", precious / "stays", ".")):
                (lab.home / name / f"link{number}").symlink_to(target)
        (lab.root / DATA / "link").symlink_to(precious)
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((precious / "stays").read_text(), "x")
        self.assertTrue(pathlib.Path("/etc/passwd").exists())
        self.assertFalse((lab.home / ".cache").joinpath("Microsoft").exists())

    def test_a_link_in_the_place_of_a_folder_is_told_and_mended_by_hand(self):
        lab = self.open_lab()
        precious = self.folder / "precious"
        lab.write(precious / "Microsoft" / "stays")
        moved = lab.home / ".cache"
        for name in ("intune-portal", "Microsoft", "microsoft-edge"):
            lab.write(precious / name / "stays")
        moved.rename(lab.home / "cache-before")
        moved.symlink_to(precious)
        intune = lab.home / ".config/intune"
        intune.rename(lab.home / "intune-before")
        intune.symlink_to("/etc")
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 7)
        rows = self.rows(done.stdout)
        for path in (".cache/intune-portal", ".cache/Microsoft", ".cache/microsoft-edge",
                     ".config/intune"):
            word, why = rows[f"{lab.home_name}/{path}"]
            self.assertEqual(word, "Failed", path)
            self.assertIn("symbolic link", why)
        self.assertEqual(rows[f"{lab.home_name}/.config/microsoft-identity-broker"][0], "Removed")
        self.assertIn("cleanup is not complete", done.stderr)
        self.assertIn(STILL, done.stderr)
        self.assertEqual(len(list(precious.rglob("stays"))), 3)
        self.assertTrue(intune.is_symlink() and moved.is_symlink())
        moved.unlink()
        intune.unlink()
        self.assertEqual(self.cleanup(lab, "--yes").returncode, 0)

    def test_a_home_that_is_a_link_is_not_followed(self):
        lab = self.open_lab()
        real = self.folder / "home"
        lab.home.rename(real)
        lab.home.symlink_to(real)
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 7)
        word, why = self.rows(done.stdout)[lab.home_name]
        self.assertEqual(word, "Failed")
        self.assertIn("symbolic link", why)
        self.assertTrue((real / ".cache/Microsoft/deep/file").exists())

    def test_names_of_files_cannot_write_to_the_terminal(self):
        lab = self.open_lab()
        keys = lab.root / BROKER / "private"
        for name in (b"drs_\x1b[31m", b"drs_two\nRemoved    all", b"drs_\xff"):
            with open(os.fsencode(keys) + b"/" + name, "w"):
                pass
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.clean(done.stdout)
        self.rows(done.stdout)
        self.assertIn("drs_two Removed    all", done.stdout)

    def test_what_cannot_be_said_is_done_and_is_12(self):
        for out in ("/dev/full", None):
            lab = self.open_lab()
            shell = f'exec "$0" --cleanup --yes >{out}' if out else 'exec "$0" --cleanup --yes >&-'
            done = subprocess.run(["/bin/sh", "-c", shell, DSREG], env=lab.env, text=True,
                                  stderr=subprocess.PIPE, timeout=LIMIT)
            self.assertEqual(done.returncode, 12, done.stderr)
            self.assertEqual(done.stderr.count("cannot write"), 1, done.stderr)
            for name in SIX:
                self.assertFalse((lab.home / name).exists(), name)
            self.assertEqual(list((lab.root / DATA).iterdir()), [])

    def test_what_another_dsreg_holds_is_refused(self):
        for place, elevated, who in (("run/dsreg/lock", True, "(process 4711)"),
                                     ("run/user/{}/dsreg.lock", False, "of this user")):
            lab = self.open_lab(machine={"elevated": elevated})
            path = lab.root / place.format(lab.uid)
            lab.write(path, "4711\n")
            before = lab.snapshot()
            with open(path) as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                done = self.cleanup(lab, "--yes")
                self.assertEqual((done.returncode, done.stdout), (7, ""))
                self.assertIn(f"another dsreg {who} is at work", done.stderr)
                self.assertEqual(lab.snapshot(), before)
            self.assertEqual(self.cleanup(lab, "--yes").returncode, 0)

    def test_a_broker_that_hangs_keeps_no_credentials(self):
        hung = {"fault": "slow", "delay_ms": 60000, "methods": ["removeAccount"]}
        lab = self.open_lab(broker={"kind": "cpp", **hung})
        subprocess.run([DSREG, "--status"], env=lab.env, stdout=subprocess.DEVNULL, timeout=LIMIT)
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 7)
        self.assertIn("Failed     account ", done.stdout)
        self.assertIn("Removed    stored credential", done.stdout)

    def test_a_lock_that_is_a_link_is_refused(self):
        lab = self.open_lab()
        target = self.folder / "target"
        lab.write(target, "stays")
        (lab.root / "run/dsreg").mkdir(parents=True, exist_ok=True)
        (lab.root / "run/dsreg/lock").symlink_to(target)
        before = lab.snapshot()
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 7)
        self.assertIn("symbolic link", done.stderr)
        self.assertEqual(target.read_text(), "stays")
        self.assertEqual(lab.snapshot(), before)


if __name__ == "__main__":
    main()
