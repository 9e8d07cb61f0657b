"""What the installed SDK says to wrong and to right questions: package_test.py BUILD."""
import pathlib
import re
import sys
import unittest

from installation import BUILD, SOURCE, Installation

LINK = re.compile(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)")
TEXTS = {".h", ".hpp", ".cmake", ".pc", ".md", ".map", ".txt", ".yml", ".json", ".c", ".cpp"}


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.at = Installation("sdk")
        cls.addClassCleanup(cls.at.close)
        cls.count = 0

    def configure(self, text, *options):
        """What CMake says of a project without a language, on one line."""
        PackageTest.count += 1
        folder = self.at.folder(f"project-{self.count}")
        text = "cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES NONE)\n" + text
        self.at.run("sh", "-c", 'printf "%s\\n" "$1" >CMakeLists.txt', "sh", text, cwd=folder)
        done = self.at.run("cmake", *options, "-S", ".", "-B", "build", cwd=folder, check=False)
        return done.returncode, " ".join(done.stdout.split())

    def refusal(self, text):
        code, said = self.configure(text)
        self.assertNotEqual(code, 0, said)
        return said

    def test_a_probe_must_say_its_abi(self):
        found = "find_package(dsreg-sdk 1.0 REQUIRED)\n"
        self.assertIn("say with ABI which version of the contract the module needs",
                      self.refusal(found + "dsreg_add_probe(vpn SOURCES vpn.cpp)"))
        for wrong in ("1", "2.0", "1.0.0", "1.x", "1.01"):
            self.assertIn("say with ABI",
                          self.refusal(found + f"dsreg_add_probe(vpn ABI {wrong} SOURCES v.cpp)"))

    def test_an_abi_that_the_sdk_does_not_know_is_refused(self):
        said = self.refusal("find_package(dsreg-sdk 1.0 REQUIRED)\n"
                            "dsreg_add_probe(vpn ABI 1.77 SOURCES vpn.cpp)")
        self.assertIn("this SDK describes the contract up to 1.0, not 1.77", said)

    def test_arguments_that_are_not_understood_are_refused(self):
        found = "find_package(dsreg-sdk 1.0 REQUIRED)\n"
        self.assertIn('not understood: "vpn.cpp"',
                      self.refusal(found + "dsreg_add_probe(vpn vpn.cpp ABI 1.0 SOURCES a.cpp)"))
        self.assertIn("no SOURCES", self.refusal(found + "dsreg_add_probe(vpn ABI 1.0)"))

    def test_the_version_is_that_of_the_contract(self):
        header = (SOURCE / "sdk/include/dsreg/probe.h").read_text("utf-8")
        version = ".".join(re.search(rf"#define DSREG_ABI_{part} (\d+)", header).group(1)
                           for part in ("MAJOR", "MINOR"))
        code, said = self.configure("find_package(dsreg-sdk 1.0 REQUIRED)\n"
                                    "message(STATUS \"<${dsreg-sdk_VERSION}>\")")
        self.assertEqual(code, 0, said)
        self.assertIn(f"<{version}>", said)
        self.assertEqual(self.at.run("pkg-config", "--modversion", "dsreg-sdk").stdout,
                         version + "\n")

    def test_another_major_and_a_newer_minor_are_refused(self):
        for version in ("2.0", "0.9", "1.77"):
            said = self.refusal(f"find_package(dsreg-sdk {version} REQUIRED)")
            self.assertIn(f'compatible with requested version "{version}"', said)
            self.assertIn("version: 1.", said)

    def test_it_may_be_found_more_than_once_and_used_from_another_folder(self):
        code, said = self.configure(
            "function(first)\nfind_package(dsreg-sdk 1.0 REQUIRED)\nendfunction()\nfirst()\n"
            "find_package(dsreg-sdk 1 REQUIRED)\nenable_language(C)\n"
            "file(WRITE ${CMAKE_BINARY_DIR}/sub/vpn.c \"\")\n"
            "file(WRITE ${CMAKE_BINARY_DIR}/sub/CMakeLists.txt\n"
            "     \"dsreg_add_probe(vpn ABI 1.0 SOURCES vpn.c)\")\n"
            "add_subdirectory(${CMAKE_BINARY_DIR}/sub sub)")
        self.assertEqual(code, 0, said)

    def test_pkg_config_names_places_of_the_moved_installation(self):
        for variable, place in (("probedir", "lib/dsreg/probes"), ("includedir", "include"),
                                ("map", "lib/cmake/dsreg-sdk/probe.map")):
            said = self.at.run("pkg-config", f"--variable={variable}", "dsreg-sdk").stdout
            self.assertEqual(pathlib.Path(said.strip()).resolve(), self.at.prefix / place)

    def test_the_sdk_comes_without_the_product(self):
        for name in ("bin/dsreg", "bin/dsreg-lab", "libexec", "lib/dsreg", "share/dsreg/lab"):
            self.assertFalse((self.at.prefix / name).exists(), name)

    def test_no_text_names_the_place_where_it_was_built(self):
        for path in self.at.prefix.rglob("*"):
            if path.is_file() and path.suffix in TEXTS:
                text = path.read_text("utf-8")
                for place in (str(BUILD), str(SOURCE), str(self.at.top)):
                    self.assertNotIn(place, text, path)

    def test_what_the_documents_link_to_is_there(self):
        links = 0
        for path in (self.at.prefix / "share/doc/dsreg-sdk").rglob("*.md"):
            for target in LINK.findall(path.read_text("utf-8")):
                if "/dsreg/schemas/" in target:
                    continue  # they come with the component runtime
                self.assertTrue((path.parent / target).exists(), f"{path}: {target}")
                links += 1
        self.assertGreater(links, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
