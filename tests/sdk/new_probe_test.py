"""dsreg-new-probe, as people start it: new_probe_test.py BUILD."""
import os
import subprocess
import sys
import unittest

from installation import SOURCE, Installation

BAD_NAMES = ["vpn", "org.example", "Org.example.vpn", "org.example.VPN", "org..vpn.x", ".org.a.b",
             "org.a.b.", "org.a.-b", "org.a.b-", "org.a_b.c", "../org.a.b", "org.a.b/c",
             "org.a.b c", "1.2.3", "org.a.b\norg.c.d", "org.a.ü", "dsreg.a.b", "org.a." + "b" * 59,
             "."]


class NewProbeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.at = Installation("sdk")
        cls.addClassCleanup(cls.at.close)

    def setUp(self):
        self.folder = self.at.folder(self.id().rsplit(".", 1)[-1])

    def new(self, *arguments, program="dsreg-new-probe", **more):
        return self.at.run(program, *arguments, cwd=self.folder, check=False, **more)

    def refused(self, *arguments, **more):
        """One sentence, exit code 1, nothing made or changed."""
        before = sorted(str(p) for p in self.folder.rglob("*"))
        done = self.new(*arguments, **more)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(sorted(str(p) for p in self.folder.rglob("*")), before)
        return done.stdout

    def test_a_name_that_is_no_id_is_refused(self):
        for name in BAD_NAMES:
            with self.subTest(name):
                self.assertTrue(self.refused(name).startswith("dsreg-new-probe: "))

    def test_the_longest_id_is_taken(self):
        self.assertEqual(self.new("org.a." + "b" * 58).returncode, 0)

    def test_what_is_there_is_never_overwritten(self):
        self.at.run("sh", "-c", "mkdir org.a.dir && echo mine >org.a.file && ln -s gone org.a.link",
                    cwd=self.folder)
        for name in ("org.a.dir", "org.a.file", "org.a.link"):
            self.assertIn(f"'{name}' is there already; nothing was changed", self.refused(name))
        self.assertEqual((self.folder / "org.a.file").read_text("utf-8"), "mine\n")
        self.assertEqual(os.readlink(self.folder / "org.a.link"), "gone")

    def test_a_wrong_command_line_is_refused(self):
        self.assertIn("NAME", self.refused())
        self.assertIn("unknown option --lang", self.refused("org.a.b", "--lang"))
        self.assertIn("the language 'rust'", self.refused("org.a.b", "--language", "rust"))
        self.assertIn("--language needs", self.refused("org.a.b", "--language"))
        self.assertIn("one NAME", self.refused("org.a.b", "org.a.c"))

    def test_a_folder_that_cannot_be_made_is_said(self):
        self.at.run("chmod", "a-w", ".", cwd=self.folder)
        self.addCleanup(self.folder.chmod, 0o755)
        self.assertIn("cannot make the folder 'org.a.b'", self.refused("org.a.b"))

    def test_help_is_on_standard_output(self):
        done = self.new("--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("dsreg-new-probe NAME [--language c|c++]", done.stdout)

    def test_the_new_project_has_its_own_id_everywhere(self):
        for language in ("c", "c++"):
            name = "com.acme.disk-" + language.replace("+", "p")
            self.assertEqual(self.new(name, f"--language={language}").returncode, 0)
            files = [p for p in (self.folder / name).rglob("*") if p.is_file()]
            texts = {str(p.relative_to(self.folder / name)): p.read_text("utf-8") for p in files}
            self.assertIn(".github/workflows/ci.yml", texts)
            self.assertIn(".gitignore", texts)
            sources = {n for n in texts if n.startswith("src/")}
            self.assertEqual(sources, {"src/gateway.c" if language == "c" else "src/gateway.cpp"})
            for path, text in texts.items():
                self.assertNotIn("org.example.vpn", text, path)
            self.assertIn(f'"{name}.gateway-test"', texts[sources.pop()])

    def test_it_finds_its_templates_through_a_link(self):
        link = self.folder / "new"
        self.at.run("ln", "-s", self.at.prefix / "bin/dsreg-new-probe", link)
        self.assertEqual(self.new("org.a.link", program=link).returncode, 0)

    def test_it_finds_its_templates_in_the_source_tree(self):
        # As whoever may read that.
        subprocess.run([SOURCE / "sdk/new-probe", "org.a.tree"], cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL)
        self.assertTrue((self.folder / "org.a.tree/src/gateway.cpp").is_file())

    def test_missing_templates_are_said(self):
        self.at.run("cp", self.at.prefix / "bin/dsreg-new-probe", self.folder / "alone")
        self.assertIn("is missing; is the SDK whole?",
                      self.refused("org.a.b", program=self.folder / "alone"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
