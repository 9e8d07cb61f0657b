"""cleanup_prompt_test.py BUILD: what dsreg --cleanup asks, and what counts as yes."""
import os
import signal
import subprocess

from cleanup_play import QUESTION, ROOT_WARNING, USER_WARNING, CleanupPlay
from play import DSREG, LIMIT, main

NOTHING = "Cancelled; nothing was removed.\n"
# All that is not "Y" or "y" alone on the first line.
NOT_YES = ["yes\n", "YES\n", "Yy\n", " y\n", "y \n", "y\r\n", "\ty\n", "\n", "n\n", "N\n", "\ny\n",
           "no\ny\n", "\0y\n", "y" * 100 + "\n", "x" * 100000, "yy", "\u00fd\n", ""]


class Prompt(CleanupPlay):
    def asked(self, elevated, warning):
        lab = self.open_lab(machine={"elevated": elevated})
        before = lab.snapshot()
        process, terminal = self.on_terminal(lab)
        self.assertEqual(terminal.read_until(QUESTION.encode()), warning + QUESTION)
        self.assertEqual(lab.snapshot(), before, "touched before the answer")
        os.write(terminal.outer, b"n\n")
        self.assertEqual(terminal.read_until(None)[len(warning + QUESTION):], "n\n" + NOTHING)
        self.assertEqual(process.wait(timeout=LIMIT), 8)
        self.assertEqual(lab.snapshot(), before)

    def test_root_is_warned_about_keys_and_certificates(self):
        self.asked(True, ROOT_WARNING)

    def test_a_user_is_warned_about_what_is_theirs(self):
        self.asked(False, USER_WARNING)

    def test_only_y_is_yes(self):
        lab = self.open_lab()
        before = lab.snapshot()
        for answer in NOT_YES:
            done = self.cleanup(lab, answer=answer)
            self.assertEqual((done.returncode, done.stdout), (8, ""), repr(answer))
            self.assertEqual(done.stderr, ROOT_WARNING + QUESTION + "\n" + NOTHING, repr(answer))
            self.assertEqual(lab.snapshot(), before, repr(answer))

    def test_y_proceeds(self):
        for answer in ("Y\n", "y\n", "y\nwhat follows is not read", "y"):
            lab = self.open_lab()
            before = lab.snapshot()
            done = self.cleanup(lab, answer=answer)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stderr.startswith(ROOT_WARNING + QUESTION + "\n"))
            self.assertNotEqual(lab.snapshot(), before)

    def test_y_at_the_terminal_proceeds(self):
        lab = self.open_lab()
        process, terminal = self.on_terminal(lab)
        terminal.read_until(QUESTION.encode())
        os.write(terminal.outer, b"y\n")
        seen = terminal.read_until(None)
        self.assertEqual(process.wait(timeout=LIMIT), 0, seen)
        self.assertTrue(seen.startswith(ROOT_WARNING + QUESTION + "y\n"), seen)

    def test_end_of_input_at_the_terminal_cancels(self):
        lab = self.open_lab()
        before = lab.snapshot()
        process, terminal = self.on_terminal(lab)
        terminal.read_until(QUESTION.encode())
        os.write(terminal.outer, b"\x04")
        seen = terminal.read_until(None)
        self.assertEqual(process.wait(timeout=LIMIT), 8)
        self.assertTrue(seen.endswith(QUESTION + "\n" + NOTHING), seen)
        self.assertEqual(lab.snapshot(), before)

    def test_a_terminal_that_goes_away_cancels(self):
        lab = self.open_lab()
        before = lab.snapshot()
        process, terminal = self.on_terminal(lab)
        terminal.read_until(QUESTION.encode())
        terminal.close()
        self.assertIn(process.wait(timeout=LIMIT), (8, -signal.SIGHUP))
        self.assertEqual(lab.snapshot(), before)

    def test_a_closed_stdin_cancels(self):
        lab = self.open_lab()
        before = lab.snapshot()
        done = subprocess.run(["/bin/sh", "-c", 'exec "$0" --cleanup <&-', DSREG], env=lab.env,
                              capture_output=True, text=True, timeout=LIMIT)
        self.assertEqual((done.returncode, done.stdout), (8, ""))
        self.assertTrue(done.stderr.endswith(NOTHING))
        self.assertEqual(lab.snapshot(), before)

    def test_a_question_that_nobody_can_see_cancels(self):
        lab = self.open_lab()
        before = lab.snapshot()
        with open("/dev/full", "w") as full:
            done = subprocess.run([DSREG, "--cleanup"], env=lab.env, input="y\n", stderr=full,
                                  text=True, stdout=subprocess.PIPE, timeout=LIMIT)
        self.assertEqual((done.returncode, done.stdout), (8, ""))
        self.assertEqual(lab.snapshot(), before)

    def test_a_signal_at_the_prompt_ends_it_and_removes_nothing(self):
        lab = self.open_lab()
        before = lab.snapshot()
        for number in (signal.SIGINT, signal.SIGTERM):
            process, terminal = self.on_terminal(lab)
            terminal.read_until(QUESTION.encode())
            if number == signal.SIGINT:
                os.write(terminal.outer, b"\x03")  # as the key does it
            else:
                process.send_signal(number)
            self.assertTrue(terminal.read_until(None).endswith(NOTHING))
            self.assertEqual(process.wait(timeout=LIMIT), 128 + number)
            self.assertEqual(lab.snapshot(), before)

    def test_yes_skips_the_question_and_not_the_warning(self):
        for elevated, warning in ((True, ROOT_WARNING), (False, USER_WARNING)):
            lab = self.open_lab(machine={"elevated": elevated})
            for quiet in ([], ["--quiet"]):
                done = self.cleanup(lab, "--yes", *quiet)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stderr.startswith(warning), done.stderr)
                self.assertNotIn(QUESTION, done.stderr)


if __name__ == "__main__":
    main()
