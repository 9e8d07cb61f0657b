#!/usr/bin/python3
"""Modules and hosts of different minors meet: nobody notices, or it is said in words.

    skew_test.py SOURCE BUILD   CC, CXX: the compilers; SANITIZE: how the bundled modules are built

Modules compiled from the frozen headers run in the built dsreg; the built modules, and those of a
draft of 1.1, run in a small host that is compiled from the frozen headers and in one of the draft.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import draft

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
BUILD = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "build").resolve()
sys.path.insert(0, str(SOURCE / "sdk/abi"))
import guard  # noqa: E402, its place is known only now

HERE = SOURCE / "tests/abi"
BROKEN = SOURCE / "tests/broken/modules"
FROZEN = guard.FROZEN / "include"
TODAY = SOURCE / "sdk/include"
PATIENCE = 60
MOODS = ("absent", "broken", "given")


def compiler(name):
    language = "CXX" if str(name).endswith(".cpp") else "CC"
    return os.environ.get(language, {"CC": "cc", "CXX": "c++"}[language]).split()


def run(command, **more):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=PATIENCE, check=False, **more)


def compile_module(source, include, to, *options, minor=0, standard=None):
    """As a vendor does it by hand."""
    standard = standard or ("c++17" if source.suffix == ".cpp" else "c11")
    ended = run([*compiler(source), f"-std={standard}", "-O1", "-shared", "-fPIC", "-I", include,
                 "-fvisibility=hidden", f"-DDSREG_TARGET_MINOR={minor}", "-Wl,-z,defs,-z,now",
                 f"-Wl,--version-script={SOURCE}/cmake/probe.map", *options, "-o", to, source])
    if ended.returncode == 0:
        os.chmod(to, 0o755)
    return ended


def compile_host(include, to, minor):
    sanitize = os.environ.get("SANITIZE", "").split()
    ended = run([*compiler("host.c"), "-std=c11", "-g1", "-Wall", "-Wextra", "-Werror",
                 "-I", include, f"-DDSREG_TARGET_MINOR={minor}",
                 *sanitize,
                 HERE / "host.c", HERE / "host_services.c", "-o", to, "-ldl"])
    assert ended.returncode == 0, ended.stderr
    return to


def host(program, mood, *modules):
    """What the small host says: (rows of modules, probe id -> what became of it)."""
    ended = run([program, mood, *modules], env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
    assert ended.returncode == 0, f"exit {ended.returncode}: {ended.stdout}{ended.stderr}"
    rows = [line.split("\t") for line in ended.stdout.splitlines()]
    return ([row for row in rows if row[0] != "probe"],
            {row[1]: dict(word.split("=", 1) for word in row[2:]) for row in rows
             if row[0] == "probe"})


def dsreg(folder):
    """The report about the modules in `folder`, and the exit code."""
    ended = run([BUILD / "bin/dsreg", "--diagnose", "--format", "json", "--probe", "x.*",
                 "--plugin-dir", folder],
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"})
    try:
        return json.loads(ended.stdout), ended.returncode
    except ValueError:
        raise AssertionError(f"no report: {ended.stderr}") from None


class Skew(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-skew-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        os.chmod(cls.folder, 0o755)
        cls.draft = draft.make(TODAY, cls.folder / "draft")
        cls.host_1_0 = compile_host(FROZEN, cls.folder / "host-1.0", 0)
        cls.host_1_1 = compile_host(cls.draft, cls.folder / "host-1.1", 1)
        cls.bundled = sorted((BUILD / "lib/dsreg/probes").glob("*.probe.so"))

    def modules(self, name, *sources):
        """A folder with a module from each (file, include, options, more)."""
        folder = self.folder / name
        folder.mkdir(mode=0o755)
        for number, (source, include, options, more) in enumerate(sources):
            ended = compile_module(source, include, folder / f"{number}.probe.so", *options, **more)
            self.assertEqual(ended.returncode, 0, ended.stderr)
        return folder

    def of_broken(self, name, include):
        source = next(p for p in (BROKEN / f"{name}.c", BROKEN / f"{name}.cpp") if p.exists())
        more = {"standard": "c++20"} if source.suffix == ".cpp" else {}
        return source, include, (f'-DBROKEN_NAME="{name}"', "-w"), more

    def expect_1_0_modules(self, folder):
        report, code = dsreg(folder)
        self.assertEqual([m for m in report["modules"] if m["rejected"]], [])
        found = {p["id"]: " ".join(w for w in (p["outcome"], p["reason"]) if w)
                 for p in report["probes"]}
        self.assertEqual(found, {
            "x.good.probe": "pass", "x.good.after": "pass",
            "x.plain-c.ask": "pass", "x.plain-c.check": "pass",
            "x.fails.probe": "fail", "x.fails.after": "pass",
            "x.optional-service.probe": "pass", "x.optional-service.after": "pass",
            "x.throws-face.probe": "error internal",
            "x.skew.report": "pass", "x.skew.read": "pass", "x.skew.fail": "fail",
            "x.skew.ask": "pass",
        })
        self.assertEqual(code, 9)
        facts = sorted(f["key"] for f in report["facts"])
        self.assertEqual(facts, [
            "x.good.value", "x.plain-c.answer", "x.skew.count", "x.skew.name", "x.skew.name",
            "x.skew.never", "x.skew.ratio", "x.skew.took", "x.skew.when", "x.skew.yes"])
        codes = sorted(f["code"] for f in report["findings"] if f["code"].startswith("x."))
        self.assertEqual(codes, ["x.fails.bad", "x.plain-c.round", "x.skew.bad"])

    def all_of_1_0(self, include, standard):
        names = ("good", "plain-c", "fails", "optional-service", "throws-face")
        return [*(self.of_broken(name, include) for name in names),
                (HERE / "modules/old.cpp", include, (), {"standard": standard})]

    # Modules of 1.0.

    def test_modules_of_1_0_in_todays_dsreg(self):
        self.expect_1_0_modules(self.modules("of-1.0", *self.all_of_1_0(FROZEN, "c++17")))

    def test_sources_of_1_0_with_todays_headers(self):
        self.expect_1_0_modules(self.modules("sources-of-1.0", *self.all_of_1_0(TODAY, "c++20")))

    def test_modules_of_1_0_in_a_host_of_1_1(self):
        folder = self.modules("old-in-new", (HERE / "modules/old.cpp", FROZEN, (), {}),
                              self.of_broken("plain-c", FROZEN))
        rows, probes = host(self.host_1_1, "given", *sorted(folder.iterdir()))
        self.assertEqual([row[0] for row in rows], ["module", "module"])
        self.assertEqual({p["help"] for p in probes.values()}, {"absent"})
        self.assertEqual(probes["x.skew.report"]["facts"], "8")
        self.assertEqual(probes["x.skew.fail"]["findings"], "1")
        self.assertEqual(probes["x.plain-c.ask"]["outcome"], "1")

    # The bundled modules.

    def expect_bundled(self, program):
        self.assertGreaterEqual(len(self.bundled), 12)
        for mood in MOODS:
            rows, probes = host(program, mood, *self.bundled)
            self.assertEqual({row[0] for row in rows}, {"module"}, mood)
            self.assertGreater(len(probes), 20)
            for name, said in probes.items():
                self.assertEqual(said["refused"], "0", f"{name} in {mood}")
                self.assertEqual(said["help"], "absent", f"{name} in {mood}")
                least = 0 if mood == "broken" else 1  # without its services it says nothing
                self.assertIn(int(said["concluded"]), (least, 1), f"{name} in {mood}")

    def test_the_bundled_modules_in_a_host_of_1_0(self):
        self.expect_bundled(self.host_1_0)

    def test_the_bundled_modules_in_a_host_of_1_1(self):
        self.expect_bundled(self.host_1_1)

    # A module of the draft.

    def new(self, name, *options, minor):
        folder = self.modules(name, (HERE / "modules/new.c", self.draft, options, {"minor": minor}))
        return folder, folder / "0.probe.so"

    def expect_pass_without_clock(self, folder):
        report, code = dsreg(folder)
        self.assertEqual([p["outcome"] for p in report["probes"]], ["pass"])
        self.assertEqual([f["value"]["value"] for f in report["facts"]], [False])
        self.assertEqual(code, 0)

    def test_the_draft_only_grew(self):
        self.assertEqual(guard.check(self.draft), [])

    def test_a_module_that_needs_1_1(self):
        folder, module = self.new("needs-1.1", minor=1)
        report, code = dsreg(folder)
        rejected = [m for m in report["modules"] if m["rejected"]]
        self.assertEqual([m["rejected"] for m in rejected], ["too-new"])
        self.assertIn("1.1", rejected[0]["text"])
        self.assertIn("1.0", rejected[0]["text"])
        self.assertEqual(code, 10)
        rows, _ = host(self.host_1_0, "given", module)
        self.assertEqual(rows, [["too-new", "x.new", "needs=1", "speaks=0"]])
        _, probes = host(self.host_1_1, "given", module)
        self.assertEqual(probes["x.new.probe"]["help"], "What to do about it")
        self.assertEqual(probes["x.new.probe"]["outcome"], "1")

    def test_a_module_with_the_headers_of_1_1_built_for_1_0(self):
        folder, module = self.new("for-1.0", minor=0)
        self.expect_pass_without_clock(folder)
        _, probes = host(self.host_1_1, "given", module)
        self.assertEqual(probes["x.new.probe"]["help"], "absent")

    def test_a_module_that_knows_1_1_and_can_do_without(self):
        folder, module = self.new("can-do-without", "-DDSREG_NEEDS_MINOR=0", minor=1)
        self.expect_pass_without_clock(folder)
        rows, probes = host(self.host_1_0, "given", module)
        self.assertEqual(rows[0][0], "module")
        self.assertEqual(probes["x.new.probe"]["outcome"], "1")
        _, probes = host(self.host_1_1, "given", module)
        self.assertEqual(probes["x.new.probe"]["help"], "What to do about it")

    def test_a_member_of_1_1_does_not_exist_for_1_0(self):
        to = self.folder / "never.probe.so"
        ended = compile_module(HERE / "modules/new.c", self.draft, to, "-DWITHOUT_ASKING", minor=0)
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("help", ended.stderr)
        self.assertFalse(to.exists())

    def test_the_face_says_which_cpp_it_needs(self):
        ended = compile_module(HERE / "modules/old.cpp", TODAY, self.folder / "never.probe.so",
                               standard="c++14")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("dsreg/probe.hpp needs C++17", ended.stderr)

    def test_a_target_that_the_headers_do_not_know(self):
        ended = compile_module(HERE / "modules/old.cpp", TODAY, self.folder / "never.probe.so",
                               minor=7)
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("DSREG_TARGET_MINOR is newer than this header", ended.stderr)


if __name__ == "__main__":
    if not (shutil.which("abidiff") and shutil.which(compiler("x.c")[0])):
        print("not run: needs abidiff (package abigail-tools) and the compilers of CC and CXX")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
