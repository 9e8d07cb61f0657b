"""cli_test.py BUILD: the shipped program, piped and on a terminal."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import unittest

from program import DSREG, LIMIT, MODULES, PLAIN, InLab, Terminal, deny_sockets, run

SGR = re.compile(r"\x1b\[[0-9;]*m")


class Help(unittest.TestCase):
    def test_help_and_version_touch_no_bus_and_no_network(self):
        for args in (["--help"], ["--version"], ["--diagnose", "--nonsense"]):
            done = run(*args, preexec_fn=deny_sockets,
                       env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
            self.assertIn(done.returncode, (0, 1), args)

    def test_the_socket_filter_can_fail(self):
        done = subprocess.run(["/usr/bin/python3", "-c", "import socket; socket.socket()"],
                              preexec_fn=deny_sockets, stderr=subprocess.DEVNULL, timeout=LIMIT)
        self.assertEqual(done.returncode, -signal.SIGSYS)

    def test_version_is_one_line(self):
        done = run("--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\Adsreg [0-9]+\.[0-9]+\.[0-9]+\n\Z")

    def test_help_names_the_documents_options(self):
        done = run("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("--status", "--help", "--tenant-id", "--getdrstoken", "--unregister",
                       "--cleanup"):
            self.assertIn(f"  {option} ", done.stdout)


class Mistakes(unittest.TestCase):
    def refused(self, *args, sentence, env=None):
        done = run(*args, env=env)
        self.assertEqual(done.returncode, 1, args)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr, f"dsreg: {sentence}\n")

    def test_every_parser_error_is_exit_1_and_one_line(self):
        for args in (["--jobs"], ["--diagnose", "--jobs"], ["--diagnose", "--jobs="],
                     ["--diagnose", "--probe"], ["--diagnose=1"], ["--passive=maybe"], ["-"],
                     ["--"], ["---"], ["--=x"], ["-dv"],
                     ["x" * 5000], ["--" + "y" * 5000], ["\xff\x1b"],
                     ["--format"], ["--explain"], ["--diagnose", "--diagnose=false"], [""],
                     ["--diagnose", "--config", "--lab"], ["--diagnose", "--format", "json="],
                     ["--diagnose", "--timeout", "1e99"], ["--diagnose", "--jobs", "1" * 400]):
            done = run(*args)
            self.assertEqual(done.returncode, 1, args)
            self.assertEqual(done.stdout, "", args)
            self.assertRegex(done.stderr, r"\Adsreg: [^\n\x1b]+\n\Z", args)
            self.assertLess(len(done.stderr), 700, args)

    def test_two_actions(self):
        self.refused("--status", "--diagnose",
                     sentence="--status and --diagnose are two actions; a call does one")

    def test_unknown_flag_names_the_nearest(self):
        self.refused("--diagnos", sentence='unknown option "--diagnos", did you mean --diagnose?')

    def test_malformed_tenant_before_anything_else(self):
        self.refused("--tenant-id", "0", sentence="--tenant-id is a GUID like "
                     '01234567-89ab-cdef-0123-456789abcdef, not "0"')

    def test_without_a_utf8_locale_the_sentence_is_ascii(self):
        done = run("--\u00e4", env={"LANG": "C"})
        self.assertEqual(done.stderr, 'dsreg: unknown option "--?"; see dsreg --help\n')


class Lab(InLab):
    def test_a_descriptor_that_is_not_trusted_never_means_the_real_machine(self):
        os.chmod(self.lab, 0o622)
        for done in (run("--diagnose", "--lab", self.lab),
                     run("--diagnose", env={"DSREG_LAB": self.lab}),
                     run("--diagnose", env={"DSREG_LAB": "/nonexistent"}),
                     run("--list-probes", env={"DSREG_LAB": ""})):
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertRegex(done.stderr, r"\Adsreg: [^\n]+\n\Z")

    def test_a_report_says_that_it_was_made_in_a_lab(self):
        done = self.diagnose("--format", "json")
        self.assertEqual(json.loads(done.stdout)["lab"]["scenario"], "cli")


class Configuration(InLab):
    def config(self, text):
        path = self.folder / "config.json"
        path.write_text(text)
        os.chmod(path, 0o600)
        return str(path)

    def test_a_setting_arrives_and_the_command_line_wins(self):
        path = self.config('{"cloud": "china"}')
        self.assertIn("Server : china\n", self.diagnose("--config", path).stdout)
        done = self.diagnose("--config", path, "--cloud", "usgov")
        self.assertIn("Server : usgov\n", done.stdout)
        path = self.config('{"probes": {"cli.sample.good": {"server": ["a", "b"]}}}')
        self.assertIn("Server : a b\n", self.diagnose("--config", path).stdout)

    def test_the_default_lies_in_the_lab(self):
        folder = self.folder / "root" / "etc" / "dsreg"
        folder.mkdir(parents=True)
        (folder / "config.json").write_text('{"cloud": "china"}')
        os.chmod(folder / "config.json", 0o600)
        self.assertIn("Server : china\n", self.diagnose().stdout)

    def test_mistakes_are_exit_1(self):
        for text, word in (('{"tenent": 1}', '"tenant"'), ("{", "JSON"),
                           ('{"probes": {"cli.sample.good": {"servr": "x"}}}', "server"),
                           ('{"disabled": ["cli.sample.godo"]}', "cli.sample.good")):
            done = self.diagnose("--config", self.config(text))
            self.assertEqual((done.returncode, done.stdout), (1, ""), text)
            self.assertIn(word, done.stderr)
        self.assertEqual(self.diagnose("--config", "/nonexistent").returncode, 1)


class Outcome(InLab):
    def test_pass_fail_and_the_threshold(self):
        self.assertEqual(self.diagnose().returncode, 0)
        self.assertEqual(self.diagnose(probe="cli.sample.bad").returncode, 9)
        self.assertEqual(self.diagnose("--fail-on", "never", probe="cli.sample.bad").returncode, 0)
        self.assertEqual(self.diagnose("--skip", "cli.sample.good").returncode, 11)
        self.assertEqual(self.diagnose(probe="no.such.probe").returncode, 1)
        self.assertEqual(self.diagnose("--plugin-dir", "/nonexistent").returncode, 1)

    def test_the_documents_exit_code_is_the_process(self):
        done = self.diagnose("--format", "json", probe="cli.sample.bad")
        self.assertEqual(json.loads(done.stdout)["exit_code"], 9)

    def test_list_probes_in_both_formats(self):
        words = ["--list-probes", "--lab", self.lab, "--plugin-dir", MODULES]
        done = run(*words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("cli.sample.good", "Good Test", "run.cloud", "cli.sample.name", MODULES,
                     "option"):
            self.assertIn(word, done.stdout)
        listed = json.loads(run(*words, "--format", "json").stdout)
        sample = [m for m in listed["modules"] if m["id"] == "cli.sample"]
        self.assertEqual([p["id"] for p in sample[0]["probes"]],
                         ["cli.sample.good", "cli.sample.bad", "cli.sample.stuck"])

    def test_verbose_is_info_then_debug_and_only_on_stderr(self):
        quiet = self.diagnose("--format", "json", "--quiet")
        once = self.diagnose("--format", "json", "--verbose")
        twice = self.diagnose("--format", "json", "--verbose", "--verbose")
        self.assertEqual(quiet.stderr, "")
        self.assertIn("cli.sample.good: info: this is an info line\n", once.stderr)
        self.assertNotIn("debug line", once.stderr)
        self.assertIn("cli.sample.good: debug: this is a debug line\n", twice.stderr)
        self.assertIn("cli.sample.good: debug: this is printed\n", twice.stderr)
        json.loads(twice.stdout)

    def test_the_probe_path_is_for_users_only(self):
        done = run("--diagnose", "--lab", self.lab, "--probe", "cli.sample.good", "--format",
                   "json", env={"DSREG_PROBE_PATH": MODULES})
        if os.geteuid() == 0:
            self.assertIn("dsreg: warning: DSREG_PROBE_PATH is ignored as root", done.stderr)
            listed = run("--diagnose", "--lab", self.lab, "--plugin-dir", MODULES, "--probe",
                         "cli.sample.good", "--format", "json",
                         env={"DSREG_PROBE_PATH": MODULES}).stdout
            self.assertIn("DSREG_PROBE_PATH is ignored as root", listed)
        else:
            self.assertEqual(done.returncode, 0)


class Writing(InLab):
    def test_a_full_disk_and_a_closed_stdout_are_12(self):
        for args in (["--version"], ["--help"], self.words()):
            with open("/dev/full", "w") as full:
                done = run(*args, stdout=full)
            self.assertEqual(done.returncode, 12, args)
            self.assertEqual(done.stderr, "dsreg: cannot write to the standard output: "
                                          "No space left on device\n")
            done = run(*args, stdout=None, preexec_fn=lambda: os.close(1))
            self.assertEqual(done.returncode, 12, args)
            self.assertIn("Bad file descriptor", done.stderr)

    def test_a_reader_that_went_away_is_12_without_a_word(self):
        for args in (["--version"], self.words(), self.words("--format", "json")):
            reader, writer = os.pipe()
            os.close(reader)
            done = run(*args, stdout=writer)
            os.close(writer)
            self.assertEqual((done.returncode, done.stderr), (12, ""), args)

    def test_a_file_is_private_and_pseudonymous_and_stdout_is_not(self):
        path = self.folder / "report.json"
        done = self.diagnose("--format", f"json={path}", "--format", "text")
        self.assertEqual(done.returncode, 0)
        self.assertIn("User Name : canary-user\n", done.stdout)
        self.assertEqual(path.stat().st_mode & 0o7777, 0o600)
        self.assertNotIn("canary-user", path.read_text())
        self.assertEqual(json.loads(path.read_text())["exit_code"], 0)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["lab.json", "report.json", "root"])

    def test_only_files_leave_stdout_empty(self):
        path = self.folder / "report.txt"
        done = self.diagnose("--format", f"text={path}", "--color", "always")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertNotIn("\x1b", path.read_text())

    def test_a_file_that_cannot_be_written_is_12_and_the_others_are_written(self):
        done = self.diagnose("--format", "json=/nonexistent/r.json", "--format", "text")
        self.assertEqual(done.returncode, 12)
        self.assertIn("Good Test : PASS\n", done.stdout)
        self.assertEqual(done.stderr, "dsreg: cannot write /nonexistent/r.json: "
                                      "No such file or directory\n")

    def test_a_link_is_never_followed_as_root(self):
        victim = self.folder / "victim"
        victim.write_text("precious")
        link = self.folder / "link"
        link.symlink_to(victim)
        done = self.diagnose("--format", f"json={link}")
        if os.geteuid() == 0:
            self.assertEqual(done.returncode, 12)
            self.assertEqual(victim.read_text(), "precious")
        else:
            self.assertEqual(done.returncode, 0)
        self.assertTrue(link.is_symlink())


class OnTerminal(InLab):
    def on_terminal(self, *args, env=None):
        terminal = Terminal()
        self.addCleanup(terminal.close)
        child = subprocess.Popen([DSREG, *args], env={**PLAIN, **(env or {})},
                                 stdin=subprocess.DEVNULL, stdout=terminal.inner,
                                 stderr=subprocess.PIPE, text=True)
        text = terminal.read_until(None)
        self.assertEqual(child.communicate(timeout=LIMIT)[1], "")
        return text

    def test_stripped_of_colour_it_is_what_a_pipe_gets(self):
        for args in (self.words(), self.words(probe="cli.sample.bad"), ["--help"]):
            shown = self.on_terminal(*args)
            self.assertEqual(SGR.sub("", shown), run(*args).stdout)
        self.assertRegex(self.on_terminal(*self.words()), SGR)

    def test_who_decides_about_colour(self):
        words = self.words()
        for env, args, coloured in (({"NO_COLOR": "1"}, [], False), ({"TERM": "dumb"}, [], False),
                                    ({}, ["--color", "never"], False),
                                    ({"NO_COLOR": "1"}, ["--color", "always"], True)):
            shown = self.on_terminal(*words, *args, env=env)
            self.assertEqual("\x1b" in shown, coloured, (env, args))
        self.assertNotIn("\x1b", run(*words).stdout)
        self.assertIn("\x1b", run(*words, env={"CLICOLOR_FORCE": "1"}).stdout)
        self.assertIn("\x1b", run(*words, "--color", "always").stdout)
        self.assertNotIn("\x1b", run(*words, "--format", "json", "--color", "always").stdout)


class Interrupted(InLab):
    def start(self, *args):
        """A run that hangs, with stderr on a terminal: the live line tells when it does."""
        terminal = Terminal()
        self.addCleanup(terminal.close)
        child = subprocess.Popen([DSREG, *self.words(*args, probe="cli.sample.*")], env=PLAIN,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=terminal.inner, text=True)
        self.addCleanup(child.stdout.close)
        terminal.read_until(b"2 done, 1 running, 0 waiting; cli.sample.stuck for ")
        return child, terminal

    def test_the_report_is_whole_and_says_so(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            child, terminal = self.start("--format", "json")
            child.send_signal(number)
            report = json.loads(child.communicate(timeout=LIMIT)[0])
            self.assertEqual(child.returncode, code)
            self.assertEqual((report["complete"], report["exit_code"]), (False, code))
            probes = {p["id"]: p for p in report["probes"]}
            self.assertEqual(probes["cli.sample.stuck"]["reason"], "interrupted")
            self.assertEqual(probes["cli.sample.good"]["outcome"], "pass")
            self.assertTrue(terminal.read_until(None).endswith("\r\x1b[K"), "the line is erased")

    def test_no_child_is_left(self):
        child, _ = self.start("--format", "json")
        mine = children_of(child.pid)
        self.assertTrue(mine)
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=LIMIT)
        for pid in mine:
            self.assertFalse(pathlib.Path(f"/proc/{pid}/exe").exists(), pid)

    def test_piped_there_is_no_live_line(self):
        child = subprocess.Popen([DSREG, *self.words("--timeout", "3", probe="cli.sample.*")],
                                 env=PLAIN, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
        out, err = child.communicate(timeout=LIMIT)
        self.assertEqual(err, "")
        self.assertIn("Good Test : PASS\n", out)
        self.assertRegex(out, r"Stuck Test : ERROR \[(timeout|not-run)\]\n")


def children_of(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
