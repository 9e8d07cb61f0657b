"""old_documents_test.py SOURCE BUILD: FILE of --format never holds the result of an earlier run."""
import json
import os
import resource
import shutil
import signal
import subprocess
import time
import unittest
import xml.etree.ElementTree as ET

from whole_run import BUILD, LIMIT, Run, broken

OLD = "<testsuites name=\"green\"/>\n"
GOOD = ("--diagnose", "--probe", "x.*", "--plugin-dir", str(broken("good")))


class OldDocuments(Run):
    def setUp(self):
        super().setUp()
        self.files = {kind: self.folder / f"result.{kind}" for kind in ("junit", "json", "text")}
        for path in self.files.values():
            path.write_text(OLD)
        self.formats = [word for kind, path in self.files.items()
                        for word in ("--format", f"{kind}={path}")]

    def prefix(self):
        """An installation of which parts may be missing."""
        prefix = self.folder / "prefix"
        for path in ("bin/dsreg", "libexec/dsreg/dsreg-worker"):
            (prefix / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(BUILD / path, prefix / path)
        return prefix

    def ends_early(self, code, words, *args, **more):
        """The run has no report: JUnit says why, the other documents are gone."""
        done = self.dsreg(*args, *self.formats, **more)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(words, done.stderr)
        self.assertFalse(self.files["json"].exists())
        self.assertFalse(self.files["text"].exists())
        path = self.files["junit"]
        self.valid(path)
        root = ET.parse(path).getroot()
        self.assertEqual((root.get("tests"), root.get("errors")), ("1", "1"))
        (error,) = root.iter("error")
        self.assertEqual(error.get("type"), "not-run")
        self.assertIn(words, error.get("message"))
        properties = {p.get("name"): p.get("value") for p in root.iter("property")}
        self.assertEqual((properties["exit-code"], properties["complete"]), (str(code), "false"))
        self.assertEqual(path.stat().st_mode & 0o7777, 0o600)
        return root

    def test_a_glob_that_matches_nothing(self):
        self.ends_early(1, "x.nothing", "--diagnose", "--probe", "x.nothing")

    def test_a_configuration_with_a_mistake(self):
        config = self.folder / "config.json"
        config.write_text("{")
        os.chmod(config, 0o600)
        self.ends_early(1, "config.json", *GOOD, "--config", str(config))

    def test_a_lab_that_is_not_there(self):
        self.ends_early(1, "nowhere.json", *GOOD, env={"DSREG_LAB": "/nonexistent/nowhere.json"})

    def test_a_folder_for_the_recording_that_is_not_empty(self):
        taken = self.folder / "taken"
        (taken / "inside").mkdir(parents=True)
        self.ends_early(1, "not empty", *GOOD, "--record", str(taken))

    def test_a_worker_program_that_is_missing(self):
        prefix = self.prefix()
        os.unlink(prefix / "libexec/dsreg/dsreg-worker")
        self.ends_early(12, "dsreg-worker", *GOOD, prefix=prefix)

    def test_the_reason_names_no_person(self):
        root = self.ends_early(1, "", *GOOD, "--user", "canary-nobody")
        self.assertNotIn("canary-nobody", ET.tostring(root, "unicode"))

    def test_options_that_make_no_sense_touch_no_file(self):
        done = self.dsreg(*GOOD, "--jobs", "many", *self.formats)
        self.assertEqual(done.returncode, 1)
        for path in self.files.values():
            self.assertEqual(path.read_text(), OLD)

    def test_a_run_that_is_killed_leaves_none(self):
        child = subprocess.Popen([BUILD / "bin/dsreg", "--diagnose", "--probe", "x.sleep.*",
                                  "--plugin-dir", broken("sleep-constructor"), "--plugin-dir",
                                  broken("sleep"), *self.formats],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        # It hangs for two seconds in a constructor: long enough to be hit there.
        until = time.monotonic() + 30
        while any(path.exists() for path in self.files.values()):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=LIMIT)
        self.assertEqual([path.name for path in self.files.values() if path.exists()], [])

    def test_what_cannot_be_written_is_gone_nevertheless(self):
        def no_bytes():
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        done = self.dsreg(*GOOD, *self.formats, preexec_fn=no_bytes)
        self.assertEqual(done.returncode, 12, done.stderr)
        self.assertEqual([path.name for path in self.files.values() if path.exists()], [])
        self.assertEqual(list(self.folder.glob(".dsreg-*")), [])

    def test_a_folder_that_may_not_be_written(self):
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        done = self.dsreg(*GOOD, *self.formats)
        if os.geteuid() == 0:  # root may
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(self.files["json"].read_text())["exit_code"], 0)
        else:
            self.assertEqual(done.returncode, 12)
            self.assertEqual([p.read_text() for p in self.files.values()], [""] * 3)

    def test_a_link_is_followed_by_users_alone(self):
        victim = self.files["junit"]
        link = self.folder / "link"
        link.symlink_to(victim)
        done = self.dsreg("--diagnose", "--probe", "x.nothing", "--format", f"json={link}")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(victim.read_text(), OLD if os.geteuid() == 0 else "")
        self.assertTrue(link.is_symlink())

    def test_the_configuration_is_not_written_over(self):
        config = self.folder / "config.json"
        config.write_text('{"format": 1}')
        config.chmod(0o600)
        for other in (config, self.folder / "." / "config.json"):
            done = self.dsreg("--diagnose", "--config", str(config), "--format", f"json={other}",
                              *self.formats)
            self.assertEqual(done.returncode, 1)
            self.assertIn("is the configuration", done.stderr)
            self.assertEqual(config.read_text(), '{"format": 1}')
            self.assertEqual(self.files["junit"].read_text(), OLD)

    @unittest.skipUnless(os.getuid() == 0, "only root can make a setuid program")
    def test_a_setuid_program_touches_no_file(self):
        self.folder.chmod(0o755)
        program = self.prefix() / "bin/dsreg"
        for path in (program.parent.parent, program.parent):
            path.chmod(0o755)
        program.chmod(0o4755)
        done = subprocess.run([program, *GOOD, *self.formats], user=65534, group=65534,
                              extra_groups=(), capture_output=True, text=True, timeout=LIMIT,
                              check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("setuid", done.stderr)
        for path in self.files.values():
            self.assertEqual(path.read_text(), OLD)

    def test_a_device_stays(self):
        done = self.dsreg(*GOOD, "--format", "junit=/dev/null")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(os.path.isfile("/dev/null"))

    def test_a_run_that_ends_well_replaces_them(self):
        done = self.dsreg(*GOOD, *self.formats)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.valid(self.files["junit"])
        self.assertEqual(json.loads(self.files["json"].read_text())["exit_code"], 0)


if __name__ == "__main__":
    unittest.main()
