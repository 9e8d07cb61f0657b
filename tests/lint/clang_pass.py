"""clang_pass.py ROOT: what clang thinks of what g++ built.

clang-tidy looks at every unit of host/, plugins/ and sdk/ but the lab, and says what clang itself
has to say of them, too. Every header of host/ is compiled alone: most by the unit that includes it
first, the others here. Tests and lab are not looked at: ./dev test asan-ubsan compiles all of them
by clang.
Needs ROOT/build/compile_commands.json.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

FIRST_INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)
CLANG = {".c": "clang", ".cpp": "clang++"}
LOOKED_AT = ("host", "sdk", "plugins")
# What g++ knows and clang does not must not be an error; the rest of the flags is common.
ONLY_GNU = {"-fno-gnu-unique"}
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
        elif word not in ONLY_GNU | {"-c", "-MD", source}:
            flags.append(word)
    return flags


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    return done.returncode, done.stdout


def entries_of(root):
    """One compilation of each unit, as clang understands it. A unit that other targets compile,
    too, is looked at as its own folder compiles it."""
    found = {}
    for entry in json.loads((root / "build/compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        name = source.relative_to(root) if source.is_relative_to(root) else None
        if name is None or name.parts[0] not in LOOKED_AT or name.parts[:2] == ("sdk", "lab"):
            continue
        if source not in found or f" -o {name.parent}/" in entry["command"]:
            found[source] = entry
    return [{"directory": entry["directory"], "file": entry["file"], "arguments":
             [CLANG[source.suffix], *EXTRA, *arguments(entry), "-c", entry["file"]]}
            for source, entry in found.items()]


def headers_of(root, entries):
    """Pairs of (header of host/ that no unit includes first, flags of a unit in its folder)."""
    first = set()
    for entry in entries:
        found = FIRST_INCLUDE.search(pathlib.Path(entry["file"]).read_text())
        first.add(root / "host" / found[1] if found else None)
    for header in sorted((root / "host").rglob("*.h")):
        units = [e["arguments"][1:-2] for e in entries
                 if pathlib.Path(e["file"]).parent == header.parent]
        if units and header not in first:
            yield header, max(units, key=len)  # a small tool beside the room knows less


def jobs(root, entries, folder):
    """Every check, as (name, command)."""
    for header, flags in headers_of(root, entries):
        command = ["clang++", *flags, "-Wno-pragma-once-outside-header",
                   "-Wno-unused-const-variable", "-fsyntax-only", "-x", "c++", str(header)]
        yield f"alone: {header.relative_to(root)}", command
    for entry in entries:
        name = pathlib.Path(entry["file"]).relative_to(root)
        yield f"clang-tidy: {name}", ["clang-tidy", "--quiet", f"-p={folder}", entry["file"]]


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    entries = entries_of(root)
    if not entries:
        sys.exit("clang_pass: nothing to look at; build first")
    bad = count = 0
    with (tempfile.TemporaryDirectory(prefix="dsreg-lint.") as folder,
          concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool):
        (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps(entries))
        checks = list(jobs(root, entries, folder))
        results = pool.map(lambda check: run(check[1], root), checks)
        for (name, _), (code, output) in zip(checks, results):
            count += 1
            if code != 0:
                bad += 1
                print(f"{name}\n{output}", flush=True)
    print(f"clang_pass: {count} checks, {bad} with complaints")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
