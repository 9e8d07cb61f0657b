"""rules.py ROOT: the house rules that a compiler does not know. Prints each breach."""
import ast
import json
import pathlib
import re
import subprocess
import sys

C_LIKE = {".h", ".hpp", ".c", ".cpp"}
CODE = C_LIKE | {".py", ".sh", ".cmake"}
MOST_LINES = 500
MOST_COLUMNS = 100

# The rooms of host/, lowest first; a room includes only itself and what stands before it. Rooms
# that may not know each other although one stands lower are listed in STRANGERS.
ROOMS = ["base", "wire", "recording", "bus", "net", "broker", "device", "services", "worker",
         "report", "catalog", "engine", "cli", "actions", "device_broker"]
STRANGERS = {("engine", "bus"), ("engine", "net"), ("engine", "broker"), ("engine", "device"),
             ("report", "bus"), ("report", "net"), ("report", "broker"),
             ("report", "services"), ("worker", "bus"), ("worker", "net"), ("worker", "broker"),
             ("worker", "services")}
# Spelled apart, so that this file does not break its own rule.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|GTEST_" r"SKIP|\bDIS" r"ABLED_")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


def tracked(root):
    """Files that git knows or would take."""
    try:
        out = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached",
                              "--others", "--exclude-standard"],
                             cwd=root, capture_output=True, check=True)
        names = out.stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):  # no git here, or an unpacked archive
        names = [str(p.relative_to(root)) for p in root.rglob("*")
                 if not p.relative_to(root).parts[0].startswith(("build", ".git", ".cache"))]
    return sorted(n for n in set(names) if n and (root / n).is_file())


def is_code(name):
    path = pathlib.PurePath(name)
    return path.suffix in CODE or name in ("dev", ".ci/run")


def text_rules(name, text, root):
    path = pathlib.PurePath(name)
    if is_code(name):
        lines = text.split("\n")
        if len(lines) - 1 > MOST_LINES:
            yield f"{len(lines) - 1} lines; no code file has more than {MOST_LINES}"
        for number, line in enumerate(lines, 1):
            # clang-format looks after C and C++; CMake has none.
            if len(line) > MOST_COLUMNS and path.suffix not in C_LIKE | {".cmake"}:
                yield f"line {number} has {len(line)} columns of at most {MOST_COLUMNS}"
            if line.endswith((" ", "\t")):
                yield f"line {number} ends in blanks"
    for number, line in enumerate(text.split("\n"), 1):
        if UNFINISHED.search(line):
            yield f"line {number}: nothing unfinished is committed, and no test is switched off"
    checkout = str(root)
    if checkout.count("/") >= 2 and re.search(r"(?<![\w.])" + re.escape(checkout) + r"\b", text):
        yield "holds a path of this machine"
    if text and not text.endswith("\n"):
        yield "does not end in a line break"


def include_rules(name, text, root):
    """Rooms look downwards; modules see the contract alone."""
    parts = pathlib.PurePath(name).parts
    for mark, header in INCLUDE.findall(text):
        first = header.split("/")[0]
        if "sdbus-c++" in header and parts[:2] != ("host", "bus"):
            if not (parts[0] == "tests" and "bus" in parts):
                yield f"includes {header}; only host/bus may"
        if (parts[0] == "plugins" and first in ROOMS and "/" in header
                and not (root / "plugins" / header).exists()):
            yield f"includes {header}; a module sees the contract and nothing of the host"
        if parts[0] == "host" and header.startswith("plugins/"):
            yield f"includes {header}; the host knows no module"
        if parts[0] == "host" and len(parts) > 2 and mark == '"' and first in ROOMS:
            room = parts[1]
            if room not in ROOMS:
                yield f"lies in host/{room}, a room that tests/lint/rules.py does not know"
            elif ROOMS.index(first) > ROOMS.index(room):
                yield f"includes {header}; rooms look downwards ({' < '.join(ROOMS)})"
            elif (room, first) in STRANGERS:
                yield f"includes {header}; {room} may not know {first}"


def file_rules(name, text, root):
    path = pathlib.PurePath(name)
    yield from text_rules(name, text, root)
    if path.suffix in C_LIKE:
        yield from include_rules(name, text, root)
    if path.suffix in (".h", ".hpp") and not name.startswith("tests/broken/"):
        if "#pragma once" not in text and not re.search(r"^#ifndef (\w+)\n#define \1$", text, re.M):
            yield "is a header without a guard"
        if name.startswith("sdk/include/") and "SPDX-License-Identifier: MIT" not in text[:80]:
            yield "is a header of the contract without its SPDX line"
    if path.suffix == ".py":
        try:
            ast.parse(text)
        except SyntaxError as error:
            yield f"is no Python: {error}"
    if path.suffix == ".json":
        try:
            json.loads(text)
        except ValueError as error:
            if not name.startswith("tests/"):  # broken input is a test's good right
                yield f"is no JSON: {error}"
    if path.suffix == ".md":
        for target in LINK.findall(text):
            if "://" not in target and not (root / path.parent / target).exists():
                yield f"links to {target}, which is not there"


def tree_rules(names):
    folders = {pathlib.PurePath(n).parts[1] for n in names if re.fullmatch(
        r"plugins/[^/]+/(CMakeLists.txt|probe.cpp)", n)}
    for folder in sorted(folders - {"common"}):  # what modules share; no module
        for wanted in ("README.md", "CMakeLists.txt", "probe.cpp"):
            if f"plugins/{folder}/{wanted}" not in names:
                yield f"plugins/{folder}", f"has no {wanted}; the folders of modules are all alike"


def breaches(root):
    names = tracked(root)
    for name in names:
        if name.startswith("tests/fuzz/corpus/"):  # input for parsers, broken as it may be
            continue
        try:
            text = (root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            if is_code(name):
                yield name, "is not UTF-8"
            continue
        for rule in file_rules(name, text, root):
            yield name, rule
    yield from tree_rules(set(names))


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    count = 0
    for name, rule in breaches(root):
        count += 1
        print(f"{name}: {rule}")
    if count:
        sys.exit(f"rules: {count} breaches")


if __name__ == "__main__":
    main()
