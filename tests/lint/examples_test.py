"""examples_test.py ROOT BUILD [--update]: what the README shows is true.

Its examples compile and their modules run; the output that it shows is what its command prints
(--update writes it).
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scenarios"))
import normalise

ROOT, BUILD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
README = (ROOT / "README.md").read_text("utf-8")
SAMPLE = re.compile(r"^```text\n\$ (build/bin/dsreg(?:-lab)? [^\n]*)\n(.*?)^```$",
                    re.MULTILINE | re.DOTALL)
COMPILER = {"cpp": ["g++", "-std=c++20", "-xc++"], "c": ["gcc", "-std=c11", "-xc"]}


def example(language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"the README has {len(found)} examples in {language}"
    return found[0]


def real_output(command):
    words = [str(BUILD / word.removeprefix("build/")) if word.startswith("build/") else word
             for word in command.split()]
    return subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False).stdout


def update():
    def shown(match):
        return f"```text\n$ {match.group(1)}\n{real_output(match.group(1))}```"
    (ROOT / "README.md").write_text(SAMPLE.sub(shown, README), "utf-8")


class ExamplesTest(unittest.TestCase):
    def run_example(self, language):
        with tempfile.TemporaryDirectory(prefix="dsreg-example.") as folder:
            module = pathlib.Path(folder) / "example.probe.so"
            command = [*COMPILER[language], "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2",
                       "-fPIC", "-shared", "-fvisibility=hidden", "-DDSREG_TARGET_MINOR=0",
                       f"-I{ROOT / 'sdk/include'}", "-", "-o", str(module)]
            subprocess.run(command, input=example(language), text=True, check=True)
            module.chmod(0o755)
            done = subprocess.run(
                [str(BUILD / "bin/dsreg"), "--diagnose", "--format", "json", "--plugin-dir", folder,
                 "--probe", "org.example.*"], stdout=subprocess.PIPE, check=False)
            return done.returncode, json.loads(done.stdout)

    def test_the_c_example_passes(self):
        code, report = self.run_example("c")
        self.assertEqual(code, 0)
        self.assertEqual([p["outcome"] for p in report["probes"]
                          if p["id"] == "org.example.hello.greeting"], ["pass"])

    def test_the_cpp_example_fails_where_its_vpn_is_not_installed(self):
        code, report = self.run_example("cpp")
        self.assertEqual(code, 9)
        self.assertEqual([f["code"] for f in report["findings"]], ["org.example.vpn.no-profile"])

    def test_what_is_shown_is_what_the_command_prints(self):
        samples = SAMPLE.findall(README)
        self.assertGreater(len(samples), 0)
        for command, shown in samples:
            with self.subTest(command):
                before, now = (
                    normalise.Normaliser(normalise.ids_in(text)).text(text).splitlines()
                    for text in (shown, real_output(command)))
                self.assertEqual(before, now,
                                 "\n".join(difflib.unified_diff(before, now, lineterm="")))


if __name__ == "__main__":
    if sys.argv[3:] == ["--update"]:
        update()
        sys.exit()
    unittest.main(argv=sys.argv[:1])
