"""record_test.py SOURCE BUILD: dsreg --diagnose --record, and the same probes played again.

The folder, its rights and what is not in it are tried with a module of its own in a lab of its own;
then whole runs of dsreg-lab are recorded, and every bundled probe that ran is played by the testkit
from its module's file: it must say the same again.
"""
import base64
import json
import os
import pathlib
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import unittest

from record_case import (BUILD, BUNDLED, BINARY, CANARY, DSREG, MODULES, NOTE, TOKEN, RecordCase,
                         play, run, valid)


class Record(RecordCase):
    # ---- what is in it -------------------------------------------------------------------------

    def test_one_document_a_probe_that_satisfies_the_schema(self):
        done = self.record()
        self.assertEqual(done.returncode, 10, done.stderr)  # one of them crashes
        self.assertEqual({path.name for path in self.to.iterdir()},
                         {"run.json", "recording.sample.read.json", "recording.sample.told.json",
                          "recording.sample.crash.json"})
        self.assertEqual(valid(self.to), "")
        self.assertIn(NOTE, done.stderr)

    def test_what_a_probe_met_and_said(self):
        self.record()
        met = self.document("recording.sample.read")
        self.assertEqual(met["order"]["inputs"][0]["facts"][0]["value"],
                         {"type": "text", "value": "canary-user", "flags": ["personal"]})
        self.assertEqual([(c["method"], c["request"]["path"], c["flags"], c["timeout_ms"],
                           c["status"], c["reply"]["error"] != 0) for c in met["calls"]],
                         [("read", f"/etc/sample.{end}", ["optional"], 5000, "ok", missing)
                          for end, missing in (("txt", False), ("bin", False), ("none", True))])
        self.assertEqual(met["outcome"]["outcome"], "pass")
        lines = [f for f in met["outcome"]["facts"] if f["key"] == "recording.sample.lines"]
        self.assertEqual(lines[0]["value"], {"type": "integer", "value": 2})
        crash = self.document("recording.sample.crash")["outcome"]
        self.assertEqual((crash["concluded"], crash["verdict"]["reason"]), (0, "crashed"))

    def test_run_json_says_which_run_it_was(self):
        self.record("--probe", "token.claims")  # does not get to run: its inputs are missing
        about = self.document("run")
        self.assertEqual(about["contract"], "1.0")
        self.assertEqual(about["lab"], {"scenario": "cli"})
        self.assertEqual(about["clock_offset_ns"], 0)
        self.assertEqual(about["complete"], True)
        self.assertIn("recording.sample", {m["id"] for m in about["modules"]})
        recorded = {p["id"]: (p["recorded"], p["outcome"]) for p in about["probes"]}
        self.assertEqual(recorded["recording.sample.read"], (True, "pass"))
        self.assertEqual(recorded["token.claims"], (False, "skip"))
        self.assertFalse((self.to / "token.claims.json").exists())

    def test_secrets_and_tokens_are_in_none_of_its_files(self):
        done = self.record("--format", "json")
        self.assertIn(b"canary-user", self.whole())  # personal, and needed
        coded = base64.b64encode(BINARY)
        for hidden in (CANARY.encode(), TOKEN.encode(), TOKEN[:20].encode(), coded):
            self.assertNotIn(hidden, self.whole())
        self.assertNotIn(CANARY, done.stdout)
        told = self.document("recording.sample.told")
        self.assertEqual(told["order"]["inputs"][0]["state"], "unknown")
        self.assertEqual(told["outcome"]["text"], "they told me [removed]")

    def test_the_canary_would_be_found(self):
        (self.folder / "root/etc/sample.txt").write_text(f"\nnot the first line: {CANARY}\n")
        self.record()
        self.assertIn(CANARY.encode(), self.whole())

    # ---- played again --------------------------------------------------------------------------

    def test_played_again_its_probes_say_the_same(self):
        self.record()
        self.assertEqual(play(self.to, MODULES), (0, "2 played, 0 differences\n"))

    def test_what_is_edited_is_met(self):
        self.record()

        def change(document):
            document["calls"][0]["reply"]["bytes"] = ""
        self.edit("recording.sample.read", change)
        code, differences = play(self.to, MODULES)
        self.assertEqual(code, 1)
        self.assertIn('outcome: then "1", now "2"', differences)

    def test_settings_are_met(self):
        config = self.folder / "config.json"
        config.write_text(json.dumps({"probes": {"recording.sample.read": {"least": 3}}}))
        config.chmod(0o600)
        self.record("--config", str(config))
        self.assertEqual(self.document("recording.sample.read")["outcome"]["outcome"], "fail")
        self.assertEqual(play(self.to, MODULES), (0, "2 played, 0 differences\n"))

    def test_a_document_that_is_wrong_is_named(self):
        self.record()

        def change(document):
            document["calls"][0]["request"]["max"] = "many"
        self.edit("recording.sample.read", change)
        code, said = play(self.to, MODULES)
        self.assertEqual(code, 2)
        self.assertEqual(said, f"player: {self.to}/recording.sample.read.json: "
                         "/calls/0/request/max must be a whole number from 0 to 4294967295\n")

    def test_a_folder_without_run_json_is_no_recording(self):
        self.record()
        (self.to / "run.json").unlink()
        self.assertEqual(play(self.to, MODULES),
                         (2, f"player: {self.to}/run.json: No such file or directory\n"))

    # ---- where it is written -------------------------------------------------------------------

    def test_nobody_else_may_read_it(self):
        done = self.record(preexec_fn=lambda: os.umask(0))
        self.assertEqual(done.returncode, 10)
        self.assertEqual(stat.S_IMODE(self.to.stat().st_mode), 0o700)
        for path in self.to.iterdir():
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)

    def test_an_empty_folder_is_taken(self):
        self.to.mkdir()
        self.assertEqual(self.record().returncode, 10)
        self.assertTrue((self.to / "run.json").exists())

    def test_a_folder_that_holds_something_is_refused(self):
        self.to.mkdir()
        (self.to / "kept").write_text("mine")
        self.refused(self.record(), 1, "--record wants a new or an empty folder, and "
                     f"{self.to} is not empty")
        self.assertEqual([p.name for p in self.to.iterdir()], ["kept"])

    def test_what_is_no_folder_is_refused(self):
        self.to.write_text("a file")
        self.refused(self.record(), 1, "--record wants a new or an empty folder, and "
                     f"{self.to} is none")
        self.to.unlink()
        (self.folder / "elsewhere").mkdir()
        self.to.symlink_to(self.folder / "elsewhere")
        self.refused(self.record(), 1, "--record wants a new or an empty folder, and "
                     f"{self.to} is none")
        self.assertEqual(list((self.folder / "elsewhere").iterdir()), [])

    def test_a_folder_that_cannot_be_made_is_exit_12(self):
        self.refused(self.record(to=self.folder / "none/recording"), 12,
                     f"--record: cannot write {self.folder}/none/recording: "
                     "No such file or directory")
        self.refused(self.record(to="/proc/recording"), 12,
                     "cannot record to /proc/recording: No such file or directory")

    def test_a_full_disk_is_exit_12_and_leaves_nothing(self):
        def full():  # a file of 1000 bytes is full; writing more is an error, no signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        done = self.record("--format", "json", preexec_fn=full)
        self.assertEqual(done.returncode, 12, done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertFalse(self.to.exists())
        self.assertEqual(json.loads(done.stdout)["exit_code"], 12)  # it is there
        self.to.mkdir()
        self.record(preexec_fn=full)
        self.assertEqual(list(self.to.iterdir()), [])  # the folder was ours to fill, not to remove

    def test_a_run_that_does_not_begin_leaves_nothing(self):
        done = self.record("--probe", "no.such.probe")
        self.assertEqual(done.returncode, 1)
        self.assertFalse(self.to.exists())

    # ---- with other options --------------------------------------------------------------------

    def test_the_report_is_the_same_with_and_without(self):
        plain = self.diagnose_alone()
        done = self.record("--format", "json", "--quiet")
        self.assertEqual((done.returncode, done.stderr), (10, ""))
        reports = [json.loads(text) for text in (plain.stdout, done.stdout)]
        for report in reports:
            for name in ("started", "ended", "timings"):
                del report[name]
        self.assertEqual(*reports)

    def diagnose_alone(self):
        return run("--diagnose", "--lab", self.lab, "--plugin-dir", MODULES, "--probe",
                   "recording.sample.*", "--format", "json", "--quiet")

    def test_it_goes_with_diagnose_alone(self):
        for args in (["--status"], ["--list-probes"]):
            done = run(*args, "--record", str(self.to))
            self.assertEqual((done.returncode, done.stderr),
                             (1, f"dsreg: --record goes with --diagnose, not with {args[0]}\n"))
        self.assertEqual(self.record("--record", "x").stderr, "dsreg: --record is given twice\n")
        self.assertFalse(self.to.exists())

    def test_in_process_it_is_the_same(self):
        if os.geteuid() == 0:
            return self.refused(self.record("--in-process"), 1,
                                "--in-process loads modules without isolation: not as root")
        done = self.record("--in-process", probe="recording.sample.told")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(play(self.to, MODULES), (0, "2 played, 0 differences\n"))
        return None


class WholeRuns(unittest.TestCase):
    """Recorded in a lab as an ordinary caller would, played from the bundled modules' files."""

    def tried(self, scenario, code, least):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-record-"))
        self.addCleanup(shutil.rmtree, folder)
        to = folder / "recording"
        done = subprocess.run([str(BUILD / "bin/dsreg-lab"), "run", scenario, "--", DSREG,
                               "--diagnose", "--quiet", "--format", f"json={folder}/report.json",
                               "--record", str(to)],
                              env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent",
                                   "LANG": "C.UTF-8", "TMPDIR": str(folder)},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=100, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(valid(to), "")
        played, said = play(to, BUNDLED)
        self.assertEqual(played, 0, said)
        self.assertGreaterEqual(int(said.split()[0]), least)
        self.assertIn(" 0 differences", said)

    def test_healthy(self):
        self.tried("healthy", 0, 27)

    def test_a_server_that_fails(self):
        self.tried("drs-500", 9, 25)

    def test_inspected_tls(self):
        self.tried("tls-inspection", 9, 25)

    def test_a_disabled_device(self):
        self.tried("device-disabled", 9, 27)

    def test_no_broker(self):
        self.tried("no-broker", 9, 17)


if __name__ == "__main__":
    del sys.argv[1]
    unittest.main()
