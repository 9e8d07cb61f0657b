"""explain_test.py BUILD: dsreg --explain, the shipped program with its catalog."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from program import BUILD, DSREG, MODULES, PLAIN, InLab, Terminal, deny_sockets, run

ROOT = pathlib.Path(__file__).resolve().parents[2]
SGR = re.compile(r"\x1b\[[0-9;]*m")


def explain(*args, **more):
    return run("--explain", *args, preexec_fn=deny_sockets, **more)


class Answers(unittest.TestCase):
    def answered(self, word, head, *more):
        done = explain(word)
        self.assertEqual((done.returncode, done.stderr), (0, ""), word)
        self.assertEqual(done.stdout.split("\n")[0].split("  ")[0], head)
        for text in more:
            self.assertIn(text, done.stdout)

    def test_one_code_in_each_form(self):
        for word in ("0x801c001d", "801C001D", "-2145648611", "2149318685"):
            self.answered(word, "0x801c001d", "service connection point", "-2145648611")

    def test_aadsts_numbers(self):
        for word in ("AADSTS700003", "aadsts700003", "700003"):
            self.answered(word, "AADSTS700003", "no longer exists in the directory")

    def test_a_tag_and_its_integer(self):
        for word in ("965ya", "595719680"):
            self.answered(word, "965ya", "595719680", "refresh token")

    def test_msal_statuses_and_nt_statuses(self):
        self.answered("status 2", "status 2", "InteractionRequired")
        self.answered("DeviceNotRegistered", "status 20")
        self.answered("0xc000006d", "0xc000006d", "STATUS_LOGON_FAILURE")

    def test_every_page_of_the_catalog(self):
        for file in sorted((ROOT / "schemas" / "findings").glob("*.json")):
            page = json.loads(file.read_text(encoding="utf-8"))
            done = explain(page["code"], env={"COLUMNS": "100"})
            self.assertEqual((done.returncode, done.stderr), (0, ""), file.name)
            self.assertTrue(done.stdout.startswith(f"{page['code']}  {page['title']}\n"))
            words = " ".join(done.stdout.split())
            for key in ("meaning", "impact", "remedy", "verify"):
                self.assertIn(" ".join(page[key].split()), words, f"{file.name} {key}")
            for url in page["references"]:
                self.assertIn(url, done.stdout)

    def test_lines_fit_the_width(self):
        for width in (60, 80, 100):
            done = explain("0x801c001d", env={"COLUMNS": str(width)})
            self.assertLessEqual(max(map(len, done.stdout.split("\n"))), width)

    def test_without_a_utf8_locale_the_answer_is_ascii(self):
        done = explain("drs.discovery-dns", env={"LANG": "C"})
        self.assertTrue(done.stdout.isascii() and done.returncode == 0)


class Unknown(unittest.TestCase):
    def refused(self, word, sentence, call=explain):
        done = call(word)
        self.assertEqual((done.returncode, done.stdout), (1, ""), word)
        self.assertRegex(done.stderr, r"\Adsreg: [^\n\x1b]+\n\Z")
        self.assertIn(sentence, done.stderr)

    def test_the_nearest_known_code_is_named(self):
        self.refused("0x801c001f0", "0x801c001f")
        self.refused("0x801c00ff", "the nearest that is: 0x801c0")
        # A word like a finding's code asks the modules; naming the caller may ask nscd's socket.
        self.refused("drs.discovery-tsl", "drs.discovery-tls", lambda w: run("--explain", w))
        self.refused("DeviceNotRegisterd", "DeviceNotRegistered")

    def test_an_unknown_aadsts_number_names_microsofts_page(self):
        self.refused("AADSTS99999999", "https://login.microsoftonline.com/error?code=99999999")

    def test_nonsense(self):
        self.refused("..", "is not known", lambda w: run("--explain", w))
        for word in ("../../../etc/passwd", "a.b/../c", "\x1b[2J", "x" * 10000, "%s%n", "-1"):
            self.refused(word, "is not known")


class Modules(InLab):
    def test_a_code_of_a_third_party_comes_from_its_module(self):
        done = run("--explain", "cli.sample.bad", "--plugin-dir", MODULES)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.startswith("cli.sample.bad  The sample is bad\n"))
        self.assertIn("  Command     dsreg --diagnose --skip cli.sample.bad\n", done.stdout)

    def test_the_nearest_may_be_a_third_partys(self):
        done = run("--explain", "cli.sample.bda", "--plugin-dir", MODULES)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cli.sample.bad", done.stderr)

    def test_a_bundled_code_needs_no_configuration(self):
        done = explain("broker.died", "--config", "/nonexistent", env={"DSREG_LAB": "/nonexistent"})
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_without_its_catalog_it_says_so(self):
        (self.folder / "bin").mkdir()
        shutil.copy(BUILD / "bin" / "dsreg", self.folder / "bin" / "dsreg")
        done = subprocess.run([str(self.folder / "bin" / "dsreg"), "--explain", "0x801c001d"],
                              env=PLAIN, capture_output=True, text=True, timeout=30)
        self.assertEqual((done.returncode, done.stdout), (12, ""))
        self.assertIn("errors.tsv", done.stderr)


class OnATerminal(unittest.TestCase):
    def test_without_its_colours_it_is_what_a_pipe_gets(self):
        terminal = Terminal()
        self.addCleanup(terminal.close)
        with subprocess.Popen([DSREG, "--explain", "965ya"], env=PLAIN, stdin=subprocess.DEVNULL,
                              stdout=terminal.inner, stderr=subprocess.DEVNULL):
            seen = terminal.read_until(None)
        self.assertIn("\x1b[1m", seen)
        self.assertEqual(SGR.sub("", seen), explain("965ya").stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
