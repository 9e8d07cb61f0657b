"""What sdk/README.md tells an author to type, typed: commands_test.py BUILD."""
import sys
import unittest

from installation import MODULE, Installation, blocks


class CommandsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.at = Installation("runtime", "sdk", "lab")
        cls.addClassCleanup(cls.at.close)

    def test_four_commands_lead_to_a_row_in_the_report(self):
        text = self.at.document()
        commands = blocks(text, "Four commands", "sh")[0].splitlines()
        self.assertEqual(len(commands), 4, commands)
        said = [self.at.shell(command).stdout for command in commands]
        self.assertRegex(said[2], r"org\.example\.vpn\.check \.+ +Passed")
        self.assertIn("100% tests passed", said[2])
        for line in blocks(text, "Four commands", "text")[0].splitlines():
            self.assertIn(line, said[3].splitlines())
        self.at.run("dsreg-probe-check", f"build/{MODULE}")

    def test_pkg_config_is_enough(self):
        project = self.at.project("plain", "c")
        self.at.shell(blocks(self.at.document(), "What is installed", "sh")[0], cwd=project)
        self.at.run("dsreg-probe-check", MODULE, cwd=project)
        report = self.at.run("dsreg-lab", "run", "./lab/connected.json", "--", "dsreg",
                             "--diagnose", "--plugin-dir", ".", "--probe", "org.example.vpn.*",
                             cwd=project)
        self.assertIn("Gateway Test : PASS", report.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
