"""cleanup_crash_test.py BUILD: a service that does not stop, and --cleanup killed on its way."""
import os
import pathlib
import signal
import subprocess

from cleanup_play import BROKER, DATA, SIX, UNIT, CleanupPlay
from play import BUILD, DSREG, LIMIT, TENANT, main

MANY = 100
HALT = BUILD / "tests" / "halt_in_removal.so"  # stops the program in the middle of one folder


class Broken(CleanupPlay):
    def stop(self, how):
        return self.open_lab(machine={"units": {UNIT: {"stop": how}}})

    def device_is_whole(self, lab, before):
        after = lab.snapshot()
        for path, what in before.items():
            if path.startswith(("etc/", "var/")):
                self.assertEqual(after.get(path), what, path)

    def finishes(self, lab):
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        for name in SIX:
            self.assertFalse((lab.home / name).exists(), name)
        self.assertEqual(list((lab.root / DATA).iterdir()), [])
        for folder in ("private", "certs"):
            self.assertFalse((lab.root / BROKER / folder / f"drs_{TENANT}.pem").exists())
        self.assertTrue((lab.home / ".cache/microsoft/stays").exists())
        self.assertTrue((lab.root / BROKER / "certs/drs").exists())

    def test_a_service_that_does_not_stop_keeps_its_keys(self):
        lab = self.stop("fails")
        before = lab.snapshot()
        done = self.cleanup(lab, "--yes")
        self.assertEqual(done.returncode, 7)
        self.device_is_whole(lab, before)
        self.assertEqual(self.rows(done.stdout)[UNIT],
                         ("Failed", "systemd could not stop it (failed)"))
        self.assertIn("could not be stopped, so device keys and certificates were left",
                      done.stderr)
        for name in SIX:
            self.assertFalse((lab.home / name).exists(), "phase 1 was done before")

    def test_killed_while_it_waits_for_the_service(self):
        lab = self.stop("hangs")
        before = lab.snapshot()
        process = self.start(lab, "--yes")
        self.wait_until(lambda: not (lab.home / SIX[-1]).exists(), "phase 1")
        # Phase 1 is printed when it is over; then only the service is waited for.
        seen = ""
        while SIX[-1] not in seen:
            seen = process.stdout.readline()
            self.assertNotEqual(seen, "")
        process.kill()
        process.wait(timeout=LIMIT)
        self.device_is_whole(lab, before)

    def killed_inside(self, lab, folder):
        for number in range(MANY):
            lab.write(folder / str(number))
        process = self.start(lab, "--yes", more_env={
            "LD_PRELOAD": str(HALT), "HALT_IN": str(folder),
            "ASAN_OPTIONS": "verify_asan_link_order=0"})
        self.wait_until(lambda: self.is_stopped(process), "the stop")
        process.kill()
        process.wait(timeout=LIMIT)
        self.assertTrue(0 < len(list(folder.iterdir())) < MANY)
        self.finishes(lab)

    @staticmethod
    def is_stopped(process):
        return f"{process.pid} (dsreg) T " in pathlib.Path(f"/proc/{process.pid}/stat").read_text()

    def test_killed_in_the_user_s_folders(self):
        lab = self.open_lab()
        self.killed_inside(lab, lab.home / ".cache/Microsoft/many")

    def test_killed_in_the_device_s_data(self):
        lab = self.open_lab()
        self.killed_inside(lab, lab.root / DATA / "many")

    def broker_of(self, lab):
        """The process of the lab's session broker."""
        for entry in pathlib.Path("/proc").iterdir():
            try:
                program = os.readlink(entry / "exe") if entry.name.isdigit() else ""
            except OSError:  # somebody else's, or gone
                continue
            if program.startswith(str(lab.root)) and program.endswith("/dsreg-lab-broker"):
                return int(entry.name)
        return self.fail("no broker runs")

    def test_killed_while_a_broker_does_not_answer(self):
        lab = self.open_lab()
        subprocess.run([DSREG, "--status"], env=lab.env, capture_output=True, timeout=LIMIT)
        broker = self.broker_of(lab)
        os.kill(broker, signal.SIGSTOP)
        self.addCleanup(os.kill, broker, signal.SIGCONT)
        process = self.start(lab, "--yes")
        lock = lab.root / f"run/user/{lab.uid}/dsreg.lock"
        self.wait_until(lambda: lock.exists() and lock.read_text() != "", "the lock")
        process.kill()
        process.wait(timeout=LIMIT)
        self.assertTrue((lab.home / SIX[0]).exists(), "it was not inside the call")
        os.kill(broker, signal.SIGCONT)
        self.finishes(lab)


if __name__ == "__main__":
    main()
