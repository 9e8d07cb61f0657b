"""The template against the installed SDK alone: template_test.py BUILD gnu|clang.

Its C++ as it lies there, its C as dsreg-new-probe makes it; both pass the same tests.
"""
import json
import shutil
import sys
import unittest

from installation import MODULE, PROBE, Installation

COMPILERS = {"gnu": ("gcc", "g++"), "clang": ("clang", "clang++")}
C, CXX = COMPILERS[sys.argv[2]]


class TemplateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.at = Installation("sdk")
        cls.addClassCleanup(cls.at.close)

    def build(self, project, standard, source):
        """Builds without a warning, runs its tests; one configuration, in Ninja."""
        build = project / "build"
        self.at.run("cmake", "-S", project, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                    "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
                    CC=C, CXX=CXX)
        commands = json.loads((build / "compile_commands.json").read_text("utf-8"))
        self.assertEqual([standard in entry["command"].split() and "-Werror" in entry["command"]
                          for entry in commands if entry["file"].endswith(source)], [True])
        self.at.run("cmake", "--build", build)
        said = self.at.run("ctest", "--test-dir", build, "--output-on-failure").stdout
        self.assertRegex(said, r"100% tests passed, 0 tests failed out of 9\b")
        self.assertEqual((build / MODULE).stat().st_mode & 0o022, 0)

    def test_cpp_20(self):
        project = self.at.work / "template"
        self.at.run("cp", "-R", self.at.prefix / "share/dsreg/sdk/template", project)
        self.build(project, "-std=c++20", "src/gateway.cpp")

    def test_c_11(self):
        project = self.at.project("c", "c")
        self.build(project, "-std=c11", "src/gateway.c")


if __name__ == "__main__":
    if not shutil.which(CXX):
        print(f"there is no {CXX} here: the template is not built with it")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
