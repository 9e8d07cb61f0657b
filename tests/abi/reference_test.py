#!/usr/bin/python3
"""The reference is made of the headers, and what they do not explain is an error.

    reference_test.py SOURCE
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import headers

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
PLACE = SOURCE / "sdk/reference"


class Reference(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-reference-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for part in ("include", "reference"):
            (self.folder / "sdk" / part).mkdir(parents=True)
        self.include = headers.copy(SOURCE / "sdk/include", self.folder / "sdk/include")
        for name in ("filter.py", "main.md", "Doxyfile.in"):
            shutil.copy(PLACE / name, self.folder / "sdk/reference" / name)

    def make(self):
        """The exit code of doxygen and what it says."""
        text = (self.folder / "sdk/reference/Doxyfile.in").read_text(encoding="utf-8")
        for name, value in (("PROJECT_SOURCE_DIR", self.folder), ("DSREG_REFERENCE_VERSION", "1.0"),
                            ("DSREG_REFERENCE_DIR", self.folder / "out")):
            text = text.replace(f"@{name}@", str(value))
        (self.folder / "Doxyfile").write_text(text, encoding="utf-8")
        ended = subprocess.run(["doxygen", self.folder / "Doxyfile"], cwd=self.folder,
                               stdin=subprocess.DEVNULL, capture_output=True, text=True,
                               timeout=120, check=False)
        return ended.returncode, ended.stdout + ended.stderr

    def test_the_headers_explain_everything(self):
        self.assertEqual(self.make(), (0, ""))
        page = (self.folder / "out/structdsreg__call.html").read_text(encoding="utf-8")
        self.assertIn("what is left of the budget", page)
        page = (self.folder / "out/classdsreg_1_1host.html").read_text(encoding="utf-8")
        self.assertIn("setting_text", page)

    def test_a_member_without_a_word_is_an_error_with_its_line(self):
        headers.append(self.include, "svc/fs.h", "dsreg_fs_reply", "uint64_t mute;")
        text = (self.include / "dsreg/svc/fs.h").read_text(encoding="utf-8").split("\n")
        line = text.index("    uint64_t mute;") + 1
        code, said = self.make()
        self.assertNotEqual(code, 0)
        self.assertIn(f"fs.h:{line}: error: Member mute", said)

    def test_a_number_without_a_word_is_an_error(self):
        headers.edit(self.include, "probe.h", "#define DSREG_X_NONE 0u ",
                     "#define DSREG_X_MUTE 99u\n#define DSREG_X_NONE 0u ")
        headers.edit(self.include, "probe.h", "/* What went wrong in the world; the same words in "
                     "every service. */\n", "")
        code, said = self.make()
        self.assertNotEqual(code, 0)
        self.assertIn("DSREG_X_MUTE", said)


if __name__ == "__main__":
    if not shutil.which("doxygen"):
        print("not run: needs doxygen")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=1)
