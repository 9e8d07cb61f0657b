"""How the lab starts and ends: exit codes, signals, and nothing left behind."""
import os
import pathlib
import pty
import select
import signal
import subprocess
import termios
import time

import lab_case


def children(pid):
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        if int(text.rsplit(")", 1)[1].split()[1]) == pid:
            found.append(int(stat.parent.name))
    return found


# Starts the broker, leaves processes in the background, says so, and stays.
BUSY = """dbus-send --session --print-reply --dest=com.microsoft.identity.broker1 \
  /com/microsoft/identity/broker1 com.microsoft.identity.Broker1.getAccounts \
  string:0.0 string: string:{} >&2
sleep 1000 & setsid sleep 1000 & (setsid sleep 1000 &)
echo ready; wait"""


class Life(lab_case.LabCase):
    def busy(self, uid=None):
        p = self.start("run", "healthy", "--", "sh", "-c", BUSY, uid=uid)
        self.assertEqual(p.stdout.readline(), "ready\n")
        return p

    def finish(self, p):
        code = p.wait(timeout=lab_case.PATIENCE)
        p.stdout.close()
        p.stderr.close()
        self.nothing_left()
        return code

    def test_it_exits_as_the_command_did(self):
        for uid in self.users():
            for code in (0, 1, 7, 255):
                got, _, err = self.run_lab("run", "healthy", "--", "sh", "-c", f"exit {code}",
                                           uid=uid)
                self.assertEqual(got, code, err)
                self.nothing_left()

    def test_a_killed_command_is_128_and_the_signal(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV):
            script = f"kill -{int(number)} $$"
            got, _, _ = self.run_lab("run", "no-broker", "--", "sh", "-c", script)
            self.assertEqual(got, 128 + number)
            self.nothing_left()

    def test_a_command_that_cannot_be_executed(self):
        self.assertEqual(self.run_lab("run", "healthy", "--", "no-such-program")[0], 127)
        self.assertEqual(self.run_lab("run", "healthy", "--", "/etc/passwd")[0], 126)
        self.nothing_left()

    def test_arguments_arrive_as_they_were(self):
        words = ["--", "-x", "", "[a,b]", "{}", "a b"]
        _, out, _ = self.run_lab("run", "healthy", "--", "printf", "<%s>", *words)
        self.assertEqual(out, "".join(f"<{w}>" for w in words))

    def test_nothing_is_left_of_background_processes(self):
        for uid in self.users():
            script = BUSY.replace("; wait", "")
            code, out, err = self.run_lab("run", "healthy", "--", "sh", "-c", script, uid=uid)
            self.assertEqual((code, out), (0, "ready\n"), err)
            self.nothing_left()

    def test_nothing_is_left_when_folders_lose_their_rights(self):
        for uid in self.users():
            script = 'D=$(dirname "$DSREG_LAB"); chmod 0 "$D/root/etc" "$D/root/usr/share"'
            self.in_lab("healthy", script, uid)

    def test_the_command_is_killed(self):
        p = self.busy()
        [keeper] = children(p.pid)
        [shell] = [c for c in children(keeper) if os.getpgid(c) == c and b"ready" in
                   pathlib.Path(f"/proc/{c}/cmdline").read_bytes()]
        os.kill(shell, signal.SIGKILL)
        self.assertEqual(self.finish(p), 128 + signal.SIGKILL)

    def test_the_lab_is_killed(self):
        for uid in self.users():
            p = self.busy(uid)
            os.kill(p.pid, signal.SIGKILL)
            self.assertEqual(self.finish(p), -signal.SIGKILL)

    def test_the_whole_job_is_killed(self):
        p = self.busy()
        os.killpg(p.pid, signal.SIGKILL)
        self.assertEqual(self.finish(p), -signal.SIGKILL)

    def test_the_keeper_is_killed(self):
        p = self.busy()
        os.kill(children(p.pid)[0], signal.SIGKILL)
        self.assertEqual(self.finish(p), 128 + signal.SIGKILL)

    def test_both_are_killed(self):
        p = self.start("run", "healthy", "--", "sh", "-c", "echo ready; exec sleep 1000")
        self.assertEqual(p.stdout.readline(), "ready\n")
        [keeper] = children(p.pid)
        os.kill(p.pid, signal.SIGSTOP)  # so that neither sees the other one go
        os.kill(keeper, signal.SIGSTOP)
        os.kill(keeper, signal.SIGKILL)
        os.kill(p.pid, signal.SIGKILL)
        self.assertEqual(self.finish(p), -signal.SIGKILL)

    def test_signals_reach_the_command(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
            script = (f"trap 'exit 42' {int(number)}; echo ready; "
                      "while :; do sleep 1000 & wait; done")
            p = self.start("run", "healthy", "--", "sh", "-c", script)
            self.assertEqual(p.stdout.readline(), "ready\n")
            os.kill(p.pid, number)
            self.assertEqual(self.finish(p), 42)

    def test_a_signal_without_a_trap_ends_it_as_usual(self):
        # exec: a shell that has just started its command may keep a SIGINT to itself.
        p = self.start("run", "healthy", "--", "sh", "-c", "echo ready; exec sleep 1000")
        self.assertEqual(p.stdout.readline(), "ready\n")
        os.kill(p.pid, signal.SIGINT)
        self.assertEqual(self.finish(p), 128 + signal.SIGINT)

    def test_on_a_terminal_the_command_reads_and_gets_one_interrupt(self):
        script = ("import signal as s\ns.pthread_sigmask(s.SIG_BLOCK, [s.SIGINT])\n"
                  "print('ready', flush=True)\ns.sigwait([s.SIGINT])\n"
                  "print('caught', flush=True)\nline=input()\n"
                  "print('another:', s.SIGINT in s.sigpending(), 'line', line, flush=True)")
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update(self.env())
            os.environ.pop("DSREG_LAB", None)
            os.execv(self.lab, [self.lab, "run", "healthy", "--", "/usr/bin/python3", "-c", script])
        # Else the kernel may drop what the command prints while it handles the key.
        settings = termios.tcgetattr(terminal)
        settings[3] |= termios.NOFLSH
        termios.tcsetattr(terminal, termios.TCSANOW, settings)
        seen = b""

        def until(word):
            nonlocal seen
            while word not in seen:
                ready, _, _ = select.select([terminal], [], [], lab_case.PATIENCE)
                self.assertTrue(ready, seen)
                seen += os.read(terminal, 1024)

        until(b"ready")
        os.write(terminal, b"\x03")
        until(b"caught")
        os.write(terminal, b"hello\n")
        until(b"line hello")
        self.assertIn(b"another: False line hello", seen)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)
        os.close(terminal)
        self.nothing_left()

    def test_no_lab_inside_a_lab(self):
        code, _, err = self.run_lab("run", "healthy", "--",
                                    self.lab, "run", "healthy", "--", "true")
        self.assertEqual(code, 1)
        self.assertIn("already inside a lab", err)
        self.nothing_left()

    def test_the_shell_ends_with_its_code(self):
        p = subprocess.run([self.lab, "shell", "no-broker"], input="exit 5\n", text=True,
                           env=self.env(SHELL="/bin/sh"), capture_output=True, timeout=60)
        self.assertEqual(p.returncode, 5, p.stderr)
        self.assertIn('in the lab "no-broker"', p.stderr)
        self.nothing_left()

    def test_an_odd_tmpdir_is_not_used(self):
        odd = self.tmp / "with blank, and comma"
        odd.mkdir()
        script = 'case $DSREG_LAB in *comma*) exit 1;; esac'
        code, _, err = self.run_lab("run", "healthy", "--", "sh", "-c", script,
                                    env=self.env(TMPDIR=str(odd)))
        self.assertEqual(code, 0, err)
        odd.rmdir()
        self.nothing_left()

    def test_a_strict_umask_is_the_commands_own(self):
        out = self.in_lab("healthy", 'umask; stat -c %a "$(dirname $DSREG_LAB)/root/etc"')
        self.assertEqual(out.split()[1], "755")
        old = os.umask(0o077)
        try:
            out = self.in_lab("healthy", 'umask; stat -c %a "$(dirname $DSREG_LAB)/root/etc"')
        finally:
            os.umask(old)
        self.assertEqual(out.split(), ["0077", "755"])

    def test_start_time(self):
        for uid in self.users():
            times = []
            for _ in range(5):
                before = time.monotonic()
                self.run_lab("run", "healthy", "--", "true", uid=uid)
                times.append(time.monotonic() - before)
                self.nothing_left()
            print(f"start, run true, end, uid {uid}: {min(times) * 1000:.0f} ms (best of 5)")
            self.assertLess(min(times), 3)  # far above: a busy machine is no failure


if __name__ == "__main__":
    lab_case.main()
