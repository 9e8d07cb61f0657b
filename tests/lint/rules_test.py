"""The checker of the house rules finds what breaks them, and nothing in what does not."""
import pathlib
import tempfile
import unittest

import rules


class RulesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve() / "tree"
        self.root.mkdir()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def found(self):
        return [f"{name}: {rule}" for name, rule in rules.breaches(self.root)]

    def assert_breach(self, words):
        self.assertTrue(any(words in breach for breach in self.found()), self.found())

    def test_a_clean_tree_has_no_breach(self):
        self.write("host/engine/a.h", '#pragma once\n#include "wire/frame.h"\n')
        self.write("host/bus/a.cpp", "#include <sdbus-c++/sdbus-c++.h>\n")
        for name in ("README.md", "CMakeLists.txt"):
            self.write(f"plugins/x/{name}", "[the rooms](../../host/engine/a.h)\n")
        self.write("plugins/x/probe.cpp", "#include <dsreg/probe.hpp>\n")
        self.assertEqual(self.found(), [])

    def test_a_file_of_501_lines(self):
        self.write("host/base/long.cpp", "int a;\n" * 500)
        self.assertEqual(self.found(), [])
        self.write("host/base/long.cpp", "int a;\n" * 501)
        self.assert_breach("501 lines")

    def test_unfinished_words(self):
        self.write("host/base/a.cpp", "// TO" + "DO: later\n")
        self.assert_breach("nothing unfinished")

    def test_a_switched_off_test(self):
        self.write("tests/base/a.cpp", "TEST(A, DIS" + "ABLED_b) {}\n")
        self.assert_breach("nothing unfinished")

    def test_the_path_of_the_checkout(self):
        self.write("README.md", f"see {self.root}/notes\n")
        self.assert_breach("path of this machine")

    def test_a_room_that_looks_up(self):
        self.write("host/report/a.cpp", '#include "cli/options.h"\n')
        self.assert_breach("rooms look downwards")

    def test_rooms_that_may_not_know_each_other(self):
        self.write("host/engine/a.cpp", '#include "net/resolve.h"\n')
        self.assert_breach("engine may not know net")

    def test_a_module_that_sees_the_host(self):
        for name in ("README.md", "CMakeLists.txt"):
            self.write(f"plugins/x/{name}", "x\n")
        self.write("plugins/x/probe.cpp", '#include "base/text.h"\n')
        self.assert_breach("nothing of the host")

    def test_sdbus_outside_its_room(self):
        self.write("host/broker/a.cpp", "#include <sdbus-c++/sdbus-c++.h>\n")
        self.assert_breach("only host/bus may")

    def test_a_header_without_guard(self):
        self.write("host/base/a.h", "int a;\n")
        self.assert_breach("without a guard")

    def test_a_module_folder_without_readme(self):
        self.write("plugins/x/probe.cpp", "int a;\n")
        self.assert_breach("has no README.md")

    def test_a_dead_link(self):
        self.write("README.md", "[gone](docs/none.md)\n")
        self.assert_breach("which is not there")


if __name__ == "__main__":
    unittest.main()
