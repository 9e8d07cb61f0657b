"""clang_pass.py ROOT: what clang thinks of what g++ built.

clang-tidy looks at every unit of host/, sdk/ and plugins/ and says what clang itself has to say of
them, too; the tests go through `clang++ -fsyntax-only` with a precompiled GoogleTest, and every
header of host/ is compiled alone. Needs ROOT/build/compile_commands.json.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

COMMON = "".join(f"#include <{name}>\n" for name in
                 ("gtest/gtest.h", "string", "vector", "map", "functional", "memory"))
CLANG = {".c": "clang", ".cpp": "clang++"}
# What g++ knows and clang does not must not be an error; the rest of the flags is common.
EXTRA = ["-Wno-unknown-warning-option", "-Wno-unused-command-line-argument"]


def arguments(entry):
    """The flags of one compilation, without compiler launcher, compiler, output and input."""
    words = shlex.split(entry["command"])
    source = entry["file"]
    start = next(i for i, w in enumerate(words) if os.path.basename(w) in
                 ("c++", "g++", "cc", "gcc", "clang", "clang++"))
    flags, skip = [], False
    for word in words[start + 1:]:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word not in ("-c", "-MD", source):
            flags.append(word)
    return flags


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    return done.returncode, done.stdout


def headers_of(root, entries):
    """Pairs of (header of host/, flags of a unit in its folder)."""
    for header in sorted((root / "host").rglob("*.h")):
        units = [arguments(e) for e in entries if pathlib.Path(e["file"]).parent == header.parent]
        if units:
            yield header, max(units, key=len)  # a small tool beside the room knows less


def jobs(root, entries, pch):
    """Every check, as (name, command, folder)."""
    tidy = []
    for entry in entries:
        source = pathlib.Path(entry["file"])
        name = source.relative_to(root)
        command = [CLANG[source.suffix], *EXTRA, *arguments(entry), "-fsyntax-only", str(source)]
        if name.parts[0] == "tests":
            if source.suffix == ".cpp" and "gtest" in source.read_text():
                command += ["-O0", "-fPIC", "-DGTEST_HAS_PTHREAD=1", "-include-pch", str(pch)]
            yield f"clang: {name}", command, entry["directory"]
        if name.parts[0] in ("host", "sdk", "plugins"):
            tidy.append((name, source))
    for header, flags in headers_of(root, entries):
        command = ["clang++", *EXTRA, *flags, "-Wno-pragma-once-outside-header",
                   "-Wno-unused-const-variable", "-fsyntax-only", "-x", "c++", str(header)]
        yield f"alone: {header.relative_to(root)}", command, str(root)
    for name, source in tidy:
        command = ["clang-tidy", "--quiet", f"-p={root / 'build'}",
                   "--extra-arg=-Wno-unknown-warning-option", str(source)]
        yield f"clang-tidy: {name}", command, str(root)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    entries = json.loads((root / "build/compile_commands.json").read_text())
    entries = [e for e in entries if pathlib.Path(e["file"]).is_relative_to(root)
               and not pathlib.Path(e["file"]).is_relative_to(root / "build")]
    if not entries:
        sys.exit("clang_pass: nothing to look at; build first")
    bad = count = 0
    with (tempfile.TemporaryDirectory(prefix="dsreg-lint.") as folder,
          concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool):
        pch = pathlib.Path(folder) / "gtest.pch"
        (pch.with_suffix(".h")).write_text(COMMON)
        code, output = run(["clang++", "-std=c++20", "-fPIC", "-DGTEST_HAS_PTHREAD=1",
                            "-x", "c++-header", str(pch.with_suffix(".h")), "-o", str(pch)],
                           folder)
        if code != 0:
            sys.exit(f"clang_pass: no precompiled header\n{output}")
        checks = list(jobs(root, entries, pch))
        results = pool.map(lambda check: run(check[1], check[2]), checks)
        for (name, _, _), (code, output) in zip(checks, results):
            count += 1
            if code != 0:
                bad += 1
                print(f"{name}\n{output}", flush=True)
    print(f"clang_pass: {count} checks, {bad} with complaints")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
